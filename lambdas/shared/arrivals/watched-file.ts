/** What one file of a watched folder is, told by its bytes: an image of a study, something else, or not all of it yet. */
import { CT_CLASSES, kindOf, objectHead } from '../../../spine/ct/index.ts';
import { sha256 } from '../../../spine/host/digest.ts';

import { objectName, uidDigest, zipName } from './names.ts';

export type WatchedFile =
  /** `study` is a digest; `name` is made of digests. */
  | { readonly is: 'of-study'; readonly study: string; readonly name: string }
  /** `study` is null where it breaks off before it says so. */
  | { readonly is: 'incomplete'; readonly study: string | null }
  | { readonly is: 'other' };

/** Of a zip's last record, which names all entries (APPNOTE 4.3.16); a comment of up to 64 KiB may follow. */
const ZIP_END = Buffer.from('PK\x05\x06', 'latin1');
const ZIP_TAIL_BYTES = 65_557;
const PREAMBLE_AND_MARK_BYTES = 132;

/** An archive is a study of its own, known by its content. */
export function watchedFile(bytes: Uint8Array): WatchedFile {
  const kind = kindOf(bytes);
  if (kind === 'zip') {
    if (Buffer.from(bytes.subarray(-ZIP_TAIL_BYTES)).lastIndexOf(ZIP_END) === -1)
      return { is: 'incomplete', study: null };
    const content = sha256(bytes);
    return { is: 'of-study', study: uidDigest(content), name: zipName(content) };
  }
  if (kind !== 'dicom') return isBlank(bytes) ? { is: 'incomplete', study: null } : { is: 'other' };
  const { study, sopInstance, sopClass, fault } = objectHead(bytes);
  if (sopClass !== null && !CT_CLASSES.includes(sopClass)) return { is: 'other' };
  const digest = study === null ? null : uidDigest(study);
  if (fault !== null || digest === null || sopInstance === null) return { is: 'incomplete', study: digest };
  return { is: 'of-study', study: digest, name: objectName(sopInstance, sha256(bytes)) };
}

/** Empty, or room that was taken before it is written: a DICOM file has its mark behind the preamble. */
function isBlank(bytes: Uint8Array): boolean {
  return bytes.subarray(0, PREAMBLE_AND_MARK_BYTES).every((byte) => byte === 0);
}
