/** What is written on disk and into logs instead of names that lead to a patient: UIDs do, where somebody has the archive. */
import { sha256 } from '../../../spine/host/digest.ts';

/** Hex digits: 128 bits. */
const DIGITS = 32;
/** Of a content's digest, which only tells apart what has the same UID. */
const CONTENT_DIGITS = 16;

const LONGEST_NAME = 32;

export const STUDY_DIGEST = new RegExp(`^[0-9a-f]{${DIGITS}}$`);
export const OBJECT_NAME = new RegExp(`^[0-9a-f]{${DIGITS}}-[0-9a-f]{${CONTENT_DIGITS}}\\.dcm$`);

export function uidDigest(uid: string): string {
  return sha256(uid).slice(0, DIGITS);
}

/** @param content SHA-256 of the file, hex */
export function objectName(sopInstanceUid: string, content: string): string {
  return `${uidDigest(sopInstanceUid)}-${content.slice(0, CONTENT_DIGITS)}.dcm`;
}

/** Whether a file is the one that its name was made for. @param content SHA-256 of the file, hex */
export function isNamedAfter(name: string, content: string): boolean {
  return OBJECT_NAME.test(name)
    ? name.slice(DIGITS + 1).startsWith(content.slice(0, CONTENT_DIGITS))
    : name === zipName(content);
}

/** Of an archive that holds a study. */
export function zipName(content: string): string {
  return `${content.slice(0, DIGITS)}.zip`;
}

/** Whether two names are of one SOP instance. */
export function sameObject(a: string, b: string): boolean {
  return a.slice(0, DIGITS) === b.slice(0, DIGITS);
}

/** Of what another machine says of itself: printable, and no longer than a name is. */
export function quotable(text: string): string {
  return text.replaceAll(/[^\x21-\x7e ]/g, '?').slice(0, LONGEST_NAME);
}
