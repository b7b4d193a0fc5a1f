/** The segmentation read back by another house's reader is the label map, voxel for voxel, however the images lie. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { segmentation } from '../../../report/dicom/segmentation.ts';
import { indexToWorld } from '../../../spine/grid/volume.ts';
import { lacks } from '../../peers/lacks.ts';
import { scratchFolder } from '../../pipeline/command.ts';

import { bodiesOf, LAYS, LEVELS, objectsOf, segmentationOf, type Lay } from './cases.ts';

function written(lay: Lay): string {
  const bodies = bodiesOf(lay);
  const bytes = segmentation(objectsOf(bodies, LAYS[lay].planeAxis), segmentationOf(bodies), bodies)!;
  const folder = scratchFolder();
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'segmentation.dcm');
  writeFileSync(path, bytes);
  return path;
}

/** What dcmtk says of a file, as its JSON has it. */
type Attributes = Readonly<Record<string, { readonly Value?: readonly unknown[] }>>;
function readByDcmtk(path: string): Attributes {
  return JSON.parse(execFileSync('dcm2json', [path], { encoding: 'utf8', maxBuffer: 1e9 })) as Attributes;
}

const first = (of: Attributes, tag: string): unknown => of[tag]?.Value?.[0];
const item = (of: Attributes, tag: string): Attributes => first(of, tag) as Attributes;
const numbers = (of: Attributes, tag: string): number[] => of[tag]!.Value!.map(Number);

describe.skipIf(lacks('dcm2json'))('the segmentation, read by dcmtk,', () => {
  test.each(Object.keys(LAYS) as Lay[])('is the label map where images lie %s', (lay) => {
    const bodies = bodiesOf(lay);
    const path = written(lay);
    const read = readByDcmtk(path);
    const [rows, columns] = [Number(first(read, '00280010')), Number(first(read, '00280011'))];
    const raw = join(path, '..', 'raw');
    mkdirSync(raw);
    execFileSync('dcmdump', ['-q', '+W', raw, path], { maxBuffer: 1e9 });
    const bits = readFileSync(join(raw, 'segmentation.dcm.0.raw'));
    const shared = item(read, '52009229');
    const [rowMm, columnMm] = numbers(item(shared, '00289110'), '00280030');
    const along = numbers(item(shared, '00209116'), '00200037');
    const frames = read['52009230']!.Value as readonly Attributes[];
    expect(frames).toHaveLength(Number(first(read, '00280008')));
    // Every voxel that the object has lies at a voxel of the map, by place in the patient; and none of the map is missing.
    const key = (place: readonly number[]): string =>
      place
        .map((mm) => mm.toFixed(2))
        .join(' ')
        .replaceAll('-0.00', '0.00');
    const found = new Map<string, number>();
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
          found.set(key(place), segment);
        }
    }
    const wanted = new Map<string, number>();
    const [nx, ny] = bodies.dims;
    const { levels } = segmentationOf(bodies);
    bodies.data.forEach((value, at) => {
      if (value === 0) return;
      const place = indexToWorld(
        bodies.affine,
        at % nx,
        Math.floor(at / nx) % ny,
        Math.floor(at / (nx * ny)),
      );
      wanted.set(key(place), 1 + levels.findIndex(({ labelValue }) => labelValue === value));
    });
    expect([...found].sort()).toEqual([...wanted].sort());
  });

  test('names the bodies, and each frame the image that it lies in', () => {
    const read = readByDcmtk(written('axial from the feet'));
    const segments = read['00620002']!.Value as readonly Attributes[];
    expect(segments.map((segment) => first(segment, '00620005'))).toEqual(
      LEVELS.map((level) => `${level} vertebral body`),
    );
    expect(segments.map((segment) => first(segment, '00620006'))).toEqual(['assessed', 'seen, not assessed']);
    const frame = (read['52009230']!.Value as readonly Attributes[])[0]!;
    const source = item(item(frame, '00089124'), '00082112');
    // L1 fills planes 5 to 7 of nine as scanned, from the head down: 1 to 3 from the feet.
    expect(first(source, '00081155')).toBe('1.2.3.4.5.2');
  });
});

describe.skipIf(lacks('dciodvfy'))('the segmentation', () => {
  test.each(Object.keys(LAYS) as Lay[])('has no error by dciodvfy where images lie %s', (lay) => {
    const output = execFileSync('sh', ['-c', 'dciodvfy "$0" 2>&1 || true', written(lay)], {
      encoding: 'utf8',
    });
    expect(output.split('\n').filter((line) => line.startsWith('Error'))).toEqual([]);
  });
});
