import { expect, test } from 'vitest';

import { withEndplateCaps } from '../../../../../spine/measure/strength/model/endplate-caps.ts';

/** One slab of columns: characters are x, rows are z from top to bottom. */
function slab(...rows: readonly string[]) {
  const body = Uint8Array.from(rows.toReversed().join(''), (character) => (character === '#' ? 1 : 0));
  return { body, dims: [rows[0]!.length, 1, rows.length] as const };
}

/** Bone '#', cement 'o', rows from top to bottom. */
function drawn(...rows: readonly string[]): string[] {
  const { body, dims } = slab(...rows);
  const capped = withEndplateCaps(body, dims, 1, 3);
  const at = (e: number) => (capped.body[e] === 1 ? '#' : capped.caps[e] === 1 ? 'o' : '.');
  return Array.from({ length: capped.dims[2] }, (_, k) =>
    Array.from({ length: dims[0] }, (_, i) => at(i + dims[0] * k)).join(''),
  ).toReversed();
}

test('caps reach 3 mm beyond the highest and the lowest bone, and fill the hollow of an endplate to a plane', () => {
  expect(
    drawn('.......', '.#...#.', '.##.##.', '.#####.', '.#####.', '.#####.', '.##.##.', '.......'),
  ).toEqual([
    '.ooooo.',
    '.ooooo.',
    '.ooooo.',
    '.#ooo#.',
    '.##o##.',
    '.#####.',
    '.#####.',
    '.#####.',
    '.##o##.',
    '.ooooo.',
    '.ooooo.',
    '.ooooo.',
  ]);
});

test('an overhang at half height gets no cement, neither above nor below', () => {
  expect(drawn('.###.', '.###.', '.###.', '#####', '.###.', '.###.', '.###.')).toEqual([
    ...Array<string>(6)
      .fill('')
      .map((_, n) => (n < 3 ? '.ooo.' : '.###.')),
    '#####',
    ...Array<string>(6)
      .fill('')
      .map((_, n) => (n < 3 ? '.###.' : '.ooo.')),
  ]);
});

test('a hole inside the bone stays a hole', () => {
  expect(drawn('###', '###', '#.#', '###', '###').slice(3, 8)).toEqual(['###', '###', '#.#', '###', '###']);
});

test('finer voxels make as thick a cap, and slices of bone are told in the new grid', () => {
  const { body, dims } = slab('.', '#', '#', '#', '.', '.');
  const capped = withEndplateCaps(body, dims, 0.5, 3);
  expect(capped.dims).toEqual([1, 1, 6 + 3 + 6]);
  expect(capped.boneSlices).toEqual([6, 8]);
  // The lowest bone was slice 2 of the input.
  expect(capped.slicesBelow).toBe(4);
});
