/**
 * Heights of one real thoracic spine from slices of 1 mm, and from slices of 2 mm that are the means of two, paired either way:
 * by the local surfaces through lines, and by the shell through all voxels. `bench/heights.ts [--write]`, about two minutes;
 * --write puts the sums into docs/accuracy.md.
 *
 * The true heights are unknown; a method that reads the same body alike is at least not led by where slices fall.
 */
import { assessLevels } from '../spine/outline/assess/assess-levels.ts';
import type { Frame } from '../contracts/segmentation.ts';
import { affineFrom, type Volume } from '../spine/grid/volume.ts';
import { surfaceOfMask } from '../spine/outline/surface/with-surfaces.ts';
import { fittedField } from '../spine/measure/heights/endplate-fit/fitted-field.ts';
import {
  endplateField,
  surfaceAt,
  type EndplateField,
  type Walls,
} from '../spine/measure/heights/endplate-field.ts';
import { surfacesOf } from '../spine/measure/heights/mid-sagittal-surface.ts';
import { wallsOf } from '../spine/measure/heights/walls.ts';
import { mean, standardDeviation } from '../spine/math/moments.ts';
import { HEIGHT_POSITIONS } from '../spine/definitions/heights.ts';

import { markdownTable, writeSection } from './document.ts';
import { CASES } from './evaluate/cases.ts';
import { PROVIDERS } from './evaluate/providers.ts';
import { loadStudy } from './evaluate/study.ts';

const CASE = 'lidc-idri-0314';
const METHODS = ['lines', 'shell'] as const;
type Method = (typeof METHODS)[number];

interface Scan {
  readonly ct: Volume<Int16Array>;
  readonly bodies: Volume<Uint8Array>;
  readonly sliceMm: number;
}

/** Three heights, mm, and what they took, ms. */
interface Reading {
  readonly heights: readonly number[];
  readonly ms: number;
}

const study = CASES.find(({ name }) => name === CASE);
if (study === undefined) throw new Error(`saw no case ${CASE}`);
const input = { ...(await loadStudy(study.ct)), labels: null };
const result = await PROVIDERS.automatic.segment(input);
const thin: Scan = { ct: input.ct, bodies: result.bodies, sliceMm: 1 };
const thick = [0, 1].map((first) => paired(thin, first));

const apart: Record<Method, number[]> = { lines: [], shell: [] };
const fromThin: Record<Method, number[]> = { lines: [], shell: [] };
const ms: Record<Method, number[]> = { lines: [], shell: [] };
for (const { level, labelValue, frame, refusal } of assessLevels(input.ct, result).levels) {
  const outline = frame === null || refusal !== null ? null : surfaceOfMask(thin.bodies, labelValue);
  const walls = outline === null ? null : wallsOf(surfacesOf(thin.ct, outline, frame!, thin.sliceMm));
  if (walls === null || frame === null) continue;
  const rows = [thin, ...thick].map((scan) => readings(scan, labelValue, frame, walls));
  for (const method of METHODS) {
    const [own, a, b] = rows.map((row) => row[method]) as [Reading, Reading, Reading];
    own.heights.forEach((height, n) => {
      apart[method].push(a.heights[n]! - b.heights[n]!);
      fromThin[method].push(a.heights[n]! - height, b.heights[n]! - height);
    });
    ms[method].push(own.ms);
    const text = (reading: Reading): string => reading.heights.map((mm) => mm.toFixed(1)).join(' ');
    console.log(level.padEnd(4), method, ' 1 mm', text(own), '  2 mm', text(a), ' and', text(b));
  }
}
for (const method of METHODS)
  console.log(
    `${method}: 2 mm against 2 mm SD ${sd(apart[method]).toFixed(2)} mm, against 1 mm SD ${sd(fromThin[method]).toFixed(2)} mm, ` +
      `${mean(ms[method]).toFixed(0)} ms a body`,
  );
if (process.argv.includes('--write')) {
  const head = ['method', '2 mm against 2 mm, SD', '2 mm against 1 mm, SD'];
  const rows = METHODS.map((method) => [
    method,
    `${sd(apart[method]).toFixed(2)} mm`,
    `${sd(fromThin[method]).toFixed(2)} mm`,
  ]);
  writeSection('accuracy', 'heights', markdownTable(head, rows));
}
console.log(`shell against lines: SD ${(sd(apart.shell) / sd(apart.lines)).toFixed(2)}`);

function readings(
  { ct, bodies, sliceMm }: Scan,
  labelValue: number,
  frame: Frame,
  walls: Walls,
): Record<Method, Reading> {
  const start = performance.now();
  const surfaces = surfacesOf(ct, surfaceOfMask(bodies, labelValue)!, frame, sliceMm);
  const lines = [
    endplateField(surfaces, 'superior', walls),
    endplateField(surfaces, 'inferior', walls),
  ] as const;
  const middle = performance.now();
  const shell = lines.map((field) => fittedField(field, { ct, bodies, labelValue, frame, sliceMm }));
  const end = performance.now();
  const of = ([top, bottom]: readonly EndplateField[]): number[] =>
    Object.values(HEIGHT_POSITIONS).map((part) => {
      const v = walls.anterior + part * (walls.posterior - walls.anterior);
      return (surfaceAt(top!, 0, v)?.w ?? Number.NaN) - (surfaceAt(bottom!, 0, v)?.w ?? Number.NaN);
    });
  return {
    lines: { heights: of(lines), ms: middle - start },
    shell: { heights: of(shell), ms: end - start },
  };
}

/** Slices from `first` on, averaged two by two; a voxel keeps the label of the lower one's neighbour above. */
function paired({ ct, bodies, sliceMm }: Scan, first: number): Scan {
  const [nx, ny, nz] = ct.dims;
  const [size, count] = [nx * ny, Math.floor((nz - first) / 2)];
  const data = new Int16Array(size * count);
  const labels = new Uint8Array(size * count);
  for (let k = 0; k < count; k++) {
    const at = size * (first + 2 * k);
    for (let i = 0; i < size; i++) {
      data[size * k + i] = Math.round((ct.data[at + i]! + ct.data[at + size + i]!) / 2);
      labels[size * k + i] = bodies.data[at + size + i]!;
    }
  }
  const affine = affineFrom(
    ct.affine.map((entry, n) => {
      if (n % 4 === 2) return 2 * entry;
      return n % 4 === 3 ? entry + ct.affine[n - 1]! * (first + 0.5) : entry;
    }),
  );
  const dims = [nx, ny, count] as const;
  return { ct: { dims, affine, data }, bodies: { dims, affine, data: labels }, sliceMm: 2 * sliceMm };
}

function sd(values: readonly number[]): number {
  return standardDeviation(values.filter((value) => !Number.isNaN(value)));
}
