/** Names of the bundle's resources: the same assessment and revision give the same ones. */
import { createHash } from 'node:crypto';

import { uidsOf } from '../../dicom/part-ten.ts';
import type { ReportData } from '../../report-data.ts';

/** Ours alone: names below it are unique by RFC 9562, 6.5. */
const NAMESPACE = 'b0a3f2a6-6a0e-5f5e-9b53-8f3a6f1d7c11';
const VERSION_5 = 0x50;
const VARIANT = 0x80;

export type IdOf = (thing: string) => string;

export function idsOf({ input }: Pick<ReportData, 'input'>): IdOf {
  const { studyId, assessmentId, revision = 0 } = input;
  return (thing) => uuidOf(`${studyId}/${assessmentId}/${revision}/${thing}`);
}

/** UUID of version 5: SHA-1 of a namespace and a name. */
function uuidOf(name: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(NAMESPACE.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest();
  bytes[6] = (bytes[6]! & 0x0f) | VERSION_5;
  bytes[8] = (bytes[8]! & 0x3f) | VARIANT;
  const hex = bytes.toString('hex').slice(0, 32);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Systems and extensions of our own, by OIDs that need no registration (2.25 and a UUID), listed in docs/records.md. */
const oid = (what: string): string => `urn:oid:${uidsOf('osteon')(what)}`;
/** The scheme 99OSTEON of the DICOM objects. */
export const OWN_SYSTEM = oid('code system 99OSTEON');
export const CODES_SYSTEM = oid('code system of refusals and flags');
export const ASSESSMENT_SYSTEM = oid('identifiers of assessments');
export const DIGEST_SYSTEM = oid('digests by SHA-256');
export const INTERVAL_EXTENSION = oid('extension 95 % interval');
