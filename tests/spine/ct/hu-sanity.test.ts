import { expect, test } from 'vitest';

import { huFlags } from '../../../spine/ct/hu-sanity.ts';
import { tissue } from './tissue.ts';

function patient({ air = -1000, fat = -105 }): Int16Array {
  return Int16Array.from([
    ...tissue(air, 40_000),
    ...tissue(fat, 20_000),
    ...tissue(45, 30_000),
    ...new Array<number>(30_000).fill(-1024),
  ]);
}

function codes(hu: Int16Array): string[] {
  return huFlags(hu).map(({ code }) => code);
}

test('a patient whose air and fat lie where they should raises no flag', () => {
  expect(codes(patient({}))).toEqual([]);
});

test.each([
  [{ air: -940, fat: -105 }, ['HU_OF_AIR_UNUSUAL']],
  [{ air: -1000, fat: -55 }, ['HU_OF_FAT_UNUSUAL']],
  [{ air: -900, fat: -145 }, ['HU_OF_AIR_UNUSUAL', 'HU_OF_FAT_UNUSUAL']],
])('%j is flagged', (means, flags) => {
  expect(codes(patient(means))).toEqual(flags);
});

// The mode of a sum of even draws is found to about 2 HU.
test.each([
  [{ air: -973, fat: -105 }, []],
  [{ air: -965, fat: -105 }, ['HU_OF_AIR_UNUSUAL']],
  [{ air: -1000, fat: -68 }, []],
  [{ air: -1000, fat: -60 }, ['HU_OF_FAT_UNUSUAL']],
  [{ air: -1000, fat: -132 }, []],
  [{ air: -1000, fat: -140 }, ['HU_OF_FAT_UNUSUAL']],
])('%j lies on that side of 30 HU for air and 35 HU for fat: %j', (means, flags) => {
  expect(codes(patient(means))).toEqual(flags);
});

test.each([
  [0.008, []],
  [0.013, ['HU_OF_AIR_UNUSUAL']],
])('air counts from a hundredth of the image on: %d of it raise %j', (share, flags) => {
  const all = 100_000;
  const air = tissue(-940, share * all);
  expect(codes(Int16Array.from([...air, ...new Array<number>(all - air.length).fill(60)]))).toEqual(flags);
});

test.each([
  [1.3, []],
  [1.8, ['HU_OF_AIR_UNUSUAL']],
])('a mode counts where it stands out by half: %d times the edge raises %j', (height, flags) => {
  // Even from -1023 to -850, and more of it around -940; in steps of 7, as every seventh voxel is looked at.
  const hu = Array.from({ length: 191 }, (_, n) => n - 1030).flatMap((value) =>
    new Array<number>(Math.round(700 * (Math.abs(value + 940) < 12 ? height : 1))).fill(value),
  );
  expect(codes(Int16Array.from(hu))).toEqual(flags);
});

test('where neither air nor fat stands out, nothing is said', () => {
  expect(codes(Int16Array.from(tissue(200, 50_000)))).toEqual([]);
  expect(codes(Int16Array.from(tissue(-20, 50_000)))).toEqual([]);
  expect(codes(new Int16Array(0))).toEqual([]);
});
