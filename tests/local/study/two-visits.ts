/** CT of two visits of one patient and MR of the second, on disk; what names the patient must come out nowhere. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { series } from '../../spine/ct/ct-series.ts';
import type { SliceOptions } from '../../spine/ct/writers/dicom-writer.ts';

interface Uids {
  readonly series: string;
  readonly study: string;
}
/** The UID of the second begins with that of the first. */
export const FIRST: Uids = { series: '1.2.9.11', study: '1.2.91' };
export const SECOND: Uids = { series: '1.2.9.112', study: '1.2.92' };
export const MR: Uids = { series: '1.2.9.13', study: '1.2.92' };
export const NAMES_PATIENT = /Muster|4711|1\.2\.9\.11/;

function imagesOf(uids: Uids, number: number, change: SliceOptions['change'] = {}): Uint8Array[] {
  return series((n) => ({
    change: {
      '0020000e UI': uids.series,
      '0020000d UI': uids.study,
      '00080018 UI': `1.2.${number}.${n}`,
      '00200011 IS': String(number),
      '00100010 PN': 'Muster^Erika',
      '00100020 LO': 'P-4711',
      '0008103e LO': 'Muster thin',
      ...change,
    },
  }));
}

/** @returns the folder */
export function twoVisits(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'osteon-visits-')), 'study');
  mkdirSync(folder);
  const files = [
    ...imagesOf(FIRST, 1),
    ...imagesOf(SECOND, 2),
    ...imagesOf(MR, 3, { '00080060 CS': 'MR', '00080016 UI': '1.2.840.10008.5.1.4.1.1.4' }),
  ];
  files.forEach((bytes, n) => writeFileSync(join(folder, String(n)), bytes));
  return folder;
}
