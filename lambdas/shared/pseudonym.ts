/** Patients by a keyed pseudonym: visits of one person join, and who has only the pseudonyms can't find anybody by them. */
import { createHmac } from 'node:crypto';

const KEY_VARIABLE = 'OSTEON_PSEUDONYM_KEY';
/** Of the key: as many as of the digest. */
const KEY_BYTES = 32;
/** Hex digits: 80 bits. */
const DIGITS = 20;

/**
 * HMAC-SHA256 of the site and the patient's id: ids are the site's own. Null without an id or without a key.
 * @throws Error where the key is none
 */
export function patientPseudonym(site: string | null, patientId: string | null): string | null {
  const hex = process.env[KEY_VARIABLE];
  if (hex === undefined || hex === '' || patientId === null || patientId.trim() === '') return null;
  if (!/^[0-9a-f]+$/i.test(hex) || hex.length !== 2 * KEY_BYTES)
    throw new Error(`${KEY_VARIABLE}: required: ${KEY_BYTES} bytes in hexadecimal`);
  return createHmac('sha256', Buffer.from(hex, 'hex'))
    .update(JSON.stringify([site, patientId.trim()]))
    .digest('hex')
    .slice(0, DIGITS);
}
