/**
 * Headers of one instance (DICOM JSON, PS3.18 F) as the file that they are of, pixels aside: what judges files by their headers
 * judges it too. In the place of the pixels stands the instance's UID, so that no two are alike.
 */
import dcmjs from 'dcmjs';

import type { JsonDataSet } from './search.ts';

const { DicomDict, DicomMetaDictionary } = dcmjs.data;
/** All that a series is judged by: identification, patient, acquisition, relationship, image, functional groups. */
const GROUPS = ['0008', '0010', '0018', '0020', '0028', '5200'];
const SOP_CLASS = '00080016';
const SOP_INSTANCE = '00080018';
const CHARACTER_SET = '00080005';
/** Of what the service has stored, where it tells (CP 1901). */
const AVAILABLE_SYNTAX = '00083002';
const FRAMES = '00280008';
const PIXELS = '7FE00010';
const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
/** Of many frames, a fragment each: where they are not told apart by length, the syntax has to be one of fragments. */
const JPEG_LOSSLESS = '1.2.840.10008.1.2.4.70';

// It would tell values that it does not like.
(dcmjs as unknown as { readonly log: { setLevel: (level: string) => void } }).log.setLevel('silent');

/** @throws Error for values that no file can hold */
export function headerFile(header: JsonDataSet): Uint8Array {
  const instance = textAt(header, SOP_INSTANCE) ?? '';
  const frames = Number(header[FRAMES]?.Value?.[0] ?? 1);
  const syntax = textAt(header, AVAILABLE_SYNTAX);
  const several = frames > 1;
  const file = new DicomDict(
    DicomMetaDictionary.denaturalizeDataset({
      FileMetaInformationVersion: new Uint8Array([0, 1]).buffer,
      MediaStorageSOPClassUID: textAt(header, SOP_CLASS) ?? '',
      MediaStorageSOPInstanceUID: instance,
      TransferSyntaxUID: syntax ?? (several ? JPEG_LOSSLESS : EXPLICIT_LITTLE_ENDIAN),
      ImplementationClassUID: '1.2.40',
    }),
  );
  const kept = Object.entries(header).filter(
    ([tag, { Value }]) => GROUPS.includes(tag.slice(0, 4)) && Value !== undefined && tag !== AVAILABLE_SYNTAX,
  );
  file.dict = {
    ...Object.fromEntries(kept),
    // JSON is in Unicode, whatever the file was in.
    [CHARACTER_SET]: { vr: 'CS', Value: ['ISO_IR 192'] },
    [PIXELS]: { vr: 'OW', Value: Array.from({ length: several ? frames : 1 }, () => bytesOf(instance)) },
  };
  // Its types know no options.
  const { write } = file as unknown as { readonly write: (options: object) => ArrayBuffer };
  return new Uint8Array(write.call(file, { allowInvalidVRLength: true }));
}

function textAt(header: JsonDataSet, tag: string): string | null {
  const value = header[tag]?.Value?.[0];
  return typeof value === 'string' && value !== '' ? value : null;
}

function bytesOf(text: string): ArrayBuffer {
  const even = text.length % 2 === 0 ? text : `${text}\0`;
  return Uint8Array.from(Buffer.from(even, 'latin1')).buffer;
}
