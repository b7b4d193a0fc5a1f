/** A segmentation as dcmtk reads it: where in the patient which segment is. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect } from 'vitest';

import { scratchFolder } from '../../pipeline/command.ts';

/** @returns its path, in a folder of its own */
export function asFile(bytes: Uint8Array): string {
  const folder = scratchFolder();
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'segmentation.dcm');
  writeFileSync(path, bytes);
  return path;
}

/** What dcmtk says of a file, as its JSON has it. */
export type Attributes = Readonly<Record<string, { readonly Value?: readonly unknown[] }>>;
export function readByDcmtk(path: string): Attributes {
  return JSON.parse(execFileSync('dcm2json', [path], { encoding: 'utf8', maxBuffer: 1e9 })) as Attributes;
}

export const first = (of: Attributes, tag: string): unknown => of[tag]?.Value?.[0];
export const item = (of: Attributes, tag: string): Attributes => first(of, tag) as Attributes;
const numbers = (of: Attributes, tag: string): number[] => of[tag]!.Value!.map(Number);

/** A place in the patient, to 0.01 mm. */
export const keyOf = (place: readonly number[]): string =>
  place
    .map((mm) => mm.toFixed(2))
    .join(' ')
    .replaceAll('-0.00', '0.00');

/** The segment at every place that has one, and SpacingBetweenSlices. */
export function readBack(path: string): {
  readonly voxels: ReadonlyMap<string, number>;
  readonly spacingBetween: number;
} {
  const read = readByDcmtk(path);
  const [rows, columns] = [Number(first(read, '00280010')), Number(first(read, '00280011'))];
  const raw = join(path, '..', 'raw');
  mkdirSync(raw);
  execFileSync('dcmdump', ['-q', '+W', raw, path], { maxBuffer: 1e9 });
  const bits = readFileSync(join(raw, 'segmentation.dcm.0.raw'));
  const shared = item(read, '52009229');
  const measures = item(shared, '00289110');
  const [rowMm, columnMm] = numbers(measures, '00280030');
  const along = numbers(item(shared, '00209116'), '00200037');
  const frames = read['52009230']!.Value as readonly Attributes[];
  expect(frames).toHaveLength(Number(first(read, '00280008')));
  const voxels = new Map<string, number>();
  let bit = 0;
  for (const frame of frames) {
    const segment = Number(first(item(frame, '0062000A'), '0062000B'));
    const origin = numbers(item(frame, '00209113'), '00200032');
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++, bit++) {
        if ((bits[bit >> 3]! & (1 << (bit & 7))) === 0) continue;
        const place = origin.map(
          (mm, n) => mm + column * columnMm! * along[n]! + row * rowMm! * along[3 + n]!,
        );
        voxels.set(keyOf(place), segment);
      }
  }
  return { voxels, spacingBetween: Number(first(measures, '00180088')) };
}
