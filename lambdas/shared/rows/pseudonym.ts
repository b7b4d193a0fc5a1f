/** Patients by a keyed pseudonym: visits of one person join, and who has only the pseudonyms can't find anybody by them. */
import { createHmac } from 'node:crypto';

import { isNobody } from '../../../spine/definitions/intake/limits.ts';

/** Of the key: as many as of the digest. */
export const KEY_BYTES = 32;
/** Hex digits: 80 bits. */
const DIGITS = 20;

/** Null without an id, or with one that many have (ANONYMOUS, 0). `site`: ids are the site's own. */
export type Pseudonyms = (site: string | null, patientId: string | null) => Promise<string | null>;

/** HMAC-SHA256 under a key that its holder does not show. */
export type Mac = (message: string) => Promise<Uint8Array>;

/** From the site and the patient's id. */
export function pseudonyms(mac: Mac): Pseudonyms {
  return async (site, patientId) => {
    const id = patientId?.trim() ?? '';
    if (id === '' || isNobody(id)) return null;
    return Buffer.from(await mac(JSON.stringify([site, id])))
      .toString('hex')
      .slice(0, DIGITS);
  };
}

/** @throws RangeError where the key is too short or too long */
export function macByKey(key: Uint8Array): Mac {
  if (key.length !== KEY_BYTES)
    throw new RangeError(`a key of ${key.length} bytes; required: ${KEY_BYTES} bytes`);
  return (message) => Promise.resolve(createHmac('sha256', key).update(message).digest());
}
