/** A dataset as the bytes of a DICOM file: explicit little endian, the same dataset the same bytes. */
import { data as dcmjs } from 'dcmjs';

import { sha256 } from '../../spine/host/digest.ts';

/** Attributes by their names in the dictionary; a sequence is an array of such. */
export type Dataset = Readonly<Record<string, unknown>> & {
  readonly SOPClassUID: string;
  readonly SOPInstanceUID: string;
};

const UID_HEX_DIGITS = 32;
const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
const IMPLEMENTATION = { uid: uidsOf('osteon')('implementation'), name: 'OSTEON' };

export function partTen(dataset: Dataset): Uint8Array {
  const file = new dcmjs.DicomDict(
    dcmjs.DicomMetaDictionary.denaturalizeDataset({
      FileMetaInformationVersion: new Uint8Array([0, 1]).buffer,
      MediaStorageSOPClassUID: dataset.SOPClassUID,
      MediaStorageSOPInstanceUID: dataset.SOPInstanceUID,
      TransferSyntaxUID: EXPLICIT_LITTLE_ENDIAN,
      ImplementationClassUID: IMPLEMENTATION.uid,
      ImplementationVersionName: IMPLEMENTATION.name,
    }),
  );
  file.dict = dcmjs.DicomMetaDictionary.denaturalizeDataset({ ...dataset });
  return new Uint8Array(file.write());
}

/** Bytes as a value: dcmjs takes an array of buffers, of even length. */
export function bytesValue(bytes: Uint8Array): readonly ArrayBuffer[] {
  const even = new ArrayBuffer(bytes.length + (bytes.length % 2));
  new Uint8Array(even).set(bytes);
  return [even];
}

export type UidOf = (what: string) => string;

/** UIDs of form 2.25.N (PS3.5 B.2), N the first 128 bits of a hash: the same seed gives the same ones. */
export function uidsOf(seed: string): UidOf {
  return (what) => `2.25.${BigInt(`0x${sha256(`${seed}\n${what}`).slice(0, UID_HEX_DIGITS)}`)}`;
}
