/** Where the region lies: dense bone beside it is not seen, dense bone in it is, on each side and in each direction. */
import { expect, test } from 'vitest';

import { densityAt, densityLineSe } from '../../../../spine/calibrate/index.ts';
import { PARAMETER_SETS } from '../../../../spine/definitions/parameter-sets.ts';
import { measureTrabecularDensity } from '../../../../spine/measure/density/trabecular-density.ts';
import { indexToWorld } from '../../../../spine/grid/volume.ts';

import { block, DEPTH, WIDTH } from '../block.ts';

const PLAIN = 150;
const LINE = {
  slope: 0.8,
  intercept: -12,
  error: { slopeSe: 0.03, interceptSe: 4, correlation: -0.6, basis: 'test' },
  statement: 'test',
};
const base = block({ trabecularHu: PLAIN, shellHu: PLAIN });

/** Mean HU and the rest, where the bone at (left, posterior, superior) mm from the middle is as told. */
function measured(hu: (x: number, y: number, z: number) => number) {
  const { ct } = base;
  const data = ct.data.map((_, at) => {
    const [i, j, k] = [at % ct.dims[0], Math.floor(at / ct.dims[0]) % ct.dims[1], Math.floor(at / (ct.dims[0] * ct.dims[1]))]; // prettier-ignore
    return hu(...(indexToWorld(ct.affine, i, j, k) as [number, number, number]));
  });
  return measureTrabecularDensity({
    sliceThicknessMm: null,
    ...base,
    ct: { ...ct, data },
    calibration: LINE,
    level: 'L3',
    parameters: PARAMETER_SETS['osteon-default-4'].trabecular,
  }).trabecular!;
}
const meanWith = (dense: (x: number, y: number, z: number) => boolean): number =>
  measured((x, y, z) => (dense(x, y, z) ? 400 : PLAIN)).meanHu.value;

/** Two thirds of the depth from the front; a third of 25 mm; cells of 0.75 mm and voxels of 0.8 mm blur each by one. */
const BACK = -DEPTH / 2 + (2 / 3) * DEPTH;
const THIRD = 25 / 6;

test.each<[string, (x: number, y: number, z: number) => boolean]>([
  ['behind the anterior two thirds', (_, y) => y > BACK + 1],
  ['above the central third', (_x, _y, z) => z > THIRD + 1],
  ['below the central third', (_x, _y, z) => z < -THIRD - 1],
  ['within 3 mm of the edge', (x, y) => Math.hypot(x / (WIDTH / 2 - 3), y / (DEPTH / 2 - 3)) > 1],
])('bone %s is not measured', (_, dense) => {
  expect(meanWith(dense)).toBe(PLAIN);
});

test.each<[string, (x: number, y: number, z: number) => boolean]>([
  ['in front', (_, y) => y < BACK - 14],
  ['just before the posterior third', (_, y) => y > BACK - 2.5],
  ['at the top of the central third', (_x, _y, z) => z > THIRD - 1.5],
  ['at its bottom', (_x, _y, z) => z < -THIRD + 1.5],
  ['to the left', (x) => x > 8],
  ['to the right', (x) => x < -8],
  ['within 5 to 6 mm of the edge', (x, y) => Math.hypot(x / (WIDTH / 2 - 6), y / (DEPTH / 2 - 6)) > 1],
])('bone %s is', (_, dense) => {
  expect(meanWith(dense)).toBeGreaterThan(PLAIN + 8);
});

test('left and right, top and bottom count alike', () => {
  expect(Math.abs(meanWith((x) => x > 8) - meanWith((x) => x < -8))).toBeLessThan(6);
  // Of some nine slices of the third one more may fall to one end: 250 HU / 9.
  expect(Math.abs(meanWith((_x, _y, z) => z > 2) - meanWith((_x, _y, z) => z < -2))).toBeLessThan(31);
});

test('density, its spread and the error of the line are those of the line at the mean HU', () => {
  const { vbmd, lineSe, samplingSe, meanHu, standardDeviation } = measured((x) => (Math.round(x / 2) % 2 === 0 ? 100 : 180));
  expect(vbmd.value).toBeCloseTo(densityAt(LINE, meanHu.value), 12);
  expect(lineSe).toBeCloseTo(densityLineSe(LINE, meanHu.value), 12);
  // Two values 80 HU apart, in equal parts: 40 HU.
  expect(Math.abs(standardDeviation / (0.8 * 40) - 1)).toBeLessThan(0.03);
  if (meanHu.uncertainty.kind !== 'interval95') throw new Error('no interval');
  expect(0.8 * (meanHu.uncertainty.high - meanHu.value)).toBeCloseTo(1.96 * samplingSe, 9);
}); // prettier-ignore

test('a density that changes towards the edge is less sure by half of what a millimetre changes', () => {
  const even = measured(() => PLAIN);
  expect(even.samplingSe).toBe(0);
  const rim = measured((x, y) => PLAIN + 6 * Math.hypot(x, y));
  const volumeMm3 = 1000 * rim.volume.value;
  const sampling = rim.standardDeviation / Math.sqrt(volumeMm3 / 8);
  // The mean distance from the middle falls by two thirds of a millimetre or so: 4 HU, of which half counts.
  expect(Math.sqrt(rim.samplingSe ** 2 - sampling ** 2)).toBeGreaterThan(0.8 * 1);
  expect(Math.sqrt(rim.samplingSe ** 2 - sampling ** 2)).toBeLessThan(0.8 * 3);
});
