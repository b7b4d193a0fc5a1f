/** CT objects of some hundred bytes, as files that senders read. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { readDataSet } from '../../../spine/ct/dicom/data-set.ts';
import { ctSlice, type SliceOptions } from '../../spine/ct/writers/dicom-writer.ts';
import { scratchFolder } from '../../pipeline/command.ts';

export const PATIENT = 'Secretname^Agatha';
export const PATIENT_ID = 'MRN-7719-X';

/** @param study its number, which is the last part of its UID */
export function ctObject(
  study: number,
  index: number,
  change: NonNullable<SliceOptions['change']> = {},
): Uint8Array {
  return ctSlice({
    index,
    stored: Int16Array.from({ length: 48 }, (_, n) => 1000 * study + 10 * index + n),
    change: {
      '00080018 UI': `1.2.826.99.${study}.1.${index}`,
      '0020000d UI': studyUid(study),
      '0020000e UI': `${studyUid(study)}.1`,
      '00100010 PN': PATIENT,
      '00100020 LO': PATIENT_ID,
      ...change,
    },
  });
}

export function studyUid(study: number): string {
  return `1.2.826.99.${study}`;
}

/** @returns the folder */
export function onDisk(objects: readonly Uint8Array[], folder = join(scratchFolder(), 'send')): string {
  mkdirSync(folder, { recursive: true });
  objects.forEach((bytes, n) => writeFileSync(join(folder, `${n}.dcm`), bytes));
  return folder;
}

export function pixelsOf(file: Uint8Array): Buffer {
  return Buffer.from(readDataSet(file).elements.get('x7fe00010')!.bytes);
}
