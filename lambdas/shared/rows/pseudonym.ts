/** Patients by keyed pseudonyms: visits of one person join, and who has only the pseudonyms can't find anybody by them. */
import { createHmac } from 'node:crypto';

import type { Ct } from '../../../contracts/ct.ts';
import type { PatientPseudonyms } from '../../../report/rows/row-source.ts';
import { isNobody, issuerWord } from '../../../spine/definitions/intake/limits.ts';

/** Of the key: as many as of the digest. */
export const KEY_BYTES = 32;
/** Hex digits: 80 bits. */
const DIGITS = 20;

/** What the headers say of a patient beside the ID: together with it, it has a pseudonym of its own. */
export type BesideId = { readonly issuer: string } | { readonly born: string };

/** Null without an id, or with one that many have (ANONYMOUS, 0). `site`: ids are the site's own. */
export type Pseudonyms = (
  site: string | null,
  patientId: string | null,
  beside?: BesideId,
) => Promise<string | null>;

/** HMAC-SHA256 under a key that its holder does not show. */
export type Mac = (message: string) => Promise<Uint8Array>;

/** From the site and the patient's id, and what stands beside it. */
export function pseudonyms(mac: Mac): Pseudonyms {
  return async (site, patientId, beside) => {
    const id = patientId?.trim() ?? '';
    if (id === '' || isNobody(id)) return null;
    return Buffer.from(await mac(JSON.stringify([site, id, ...Object.entries(beside ?? {}).flat()])))
      .toString('hex')
      .slice(0, DIGITS);
  };
}

/** All that rows carry of one patient; null where the ID is nobody's. */
export async function patientPseudonyms(
  pseudonym: Pseudonyms,
  site: string | null,
  { id, idIssuer, birthDate }: Pick<Ct['patient'], 'id' | 'idIssuer' | 'birthDate'>,
): Promise<PatientPseudonyms | null> {
  const anyIssuer = await pseudonym(site, id);
  if (anyIssuer === null) return null;
  const issuer = issuerWord(idIssuer);
  return {
    anyIssuer,
    ofIssuer: issuer === null ? anyIssuer : (await pseudonym(site, id, { issuer }))!,
    born: birthDate === null ? null : await pseudonym(site, id, { born: birthDate }),
  };
}

/** @throws RangeError where the key is too short or too long */
export function macByKey(key: Uint8Array): Mac {
  if (key.length !== KEY_BYTES)
    throw new RangeError(`a key of ${key.length} bytes; required: ${KEY_BYTES} bytes`);
  return (message) => Promise.resolve(createHmac('sha256', key).update(message).digest());
}
