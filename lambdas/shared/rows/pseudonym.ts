/** Patients by a keyed pseudonym: visits of one person join, and who has only the pseudonyms can't find anybody by them. */
import { createHmac } from 'node:crypto';

/** Of the key: as many as of the digest. */
export const KEY_BYTES = 32;
/** Hex digits: 80 bits. */
const DIGITS = 20;

/** Null without an id. `site`: ids are the site's own. */
export type Pseudonyms = (site: string | null, patientId: string | null) => string | null;

/**
 * HMAC-SHA256 of the site and the patient's id.
 * @throws RangeError where the key is too short or too long
 */
export function pseudonyms(key: Uint8Array): Pseudonyms {
  if (key.length !== KEY_BYTES)
    throw new RangeError(`a key of ${key.length} bytes; required: ${KEY_BYTES} bytes`);
  return (site, patientId) => {
    const id = patientId?.trim() ?? '';
    if (id === '') return null;
    return createHmac('sha256', key)
      .update(JSON.stringify([site, id]))
      .digest('hex')
      .slice(0, DIGITS);
  };
}
