/** A small CT series whose every voxel is known, and its changes. */
import { findCt } from '../../../spine/ct/find-ct.ts';
import { StudyRefused } from '../../../contracts/refusals.ts';

import { ctSlice, type SliceOptions } from './writers/dicom-writer.ts';

export const LOG = { progress: () => undefined, info: () => undefined, warn: () => undefined };
export const [COLUMNS, ROWS, SLICES] = [6, 8, 12];

/** HU that tell column, row and slice apart. */
export function hu(i: number, j: number, k: number): number {
  return -1000 + i + 10 * j + 100 * k;
}

export function slice(index: number, options: Partial<SliceOptions> = {}): Uint8Array {
  const stored = new Int16Array(ROWS * COLUMNS);
  for (let n = 0; n < stored.length; n++) stored[n] = hu(n % COLUMNS, Math.floor(n / COLUMNS), index) + 1024;
  return ctSlice({ index, stored, ...options });
}

export function series(options: (index: number) => Partial<SliceOptions> = () => ({})): Uint8Array[] {
  return Array.from({ length: SLICES }, (_, index) => slice(index, options(index)));
}

export function find(files: readonly Uint8Array[]) {
  return findCt(
    files.map((bytes, n) => ({ id: `file ${n + 1}`, bytes })),
    LOG,
  );
}

export async function refusalOf(
  files: readonly Uint8Array[],
): Promise<{ code: string; saw: string; wanted: string }> {
  try {
    await find(files);
  } catch (error) {
    if (error instanceof StudyRefused) return error.refusal;
    throw error;
  }
  throw new Error('wanted a refusal');
}
