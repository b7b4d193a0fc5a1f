import { expect, test } from 'vitest';

import { components, largestComponent } from '../../../solver/voxel/index.ts';

/** Rows are y, characters x, blocks z. */
function grid(...slices: readonly (readonly string[])[]) {
  const dims = [slices[0]![0]!.length, slices[0]!.length, slices.length] as const;
  return { dims, mask: Uint8Array.from(slices.flat().join(''), (character) => (character === '#' ? 1 : 0)) };
}

test('voxels that share a face are one component, those that share an edge or a corner are not', () => {
  const { mask, dims } = grid(['##.', '..#'], ['...', '..#'], ['#..', '...']);
  const { labels, sizes } = components(mask, dims);
  expect(sizes).toEqual([13, 2, 2, 1]);
  expect([...labels]).toEqual([1, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 2, 3, 0, 0, 0, 0, 0]);
});

test('the end of a row does not touch the start of the next one, nor the end of a slice the next slice', () => {
  expect(components(...args(grid(['..#', '#..'], ['#..', '..#']))).sizes).toEqual([8, 1, 1, 1, 1]);
});

test('a winding path is one component', () => {
  const { mask, dims } = grid(['#####', '....#', '#####', '#....', '#####']);
  expect(components(mask, dims).sizes).toEqual([8, 17]);
});

test('the largest component is kept alone, the first one of equals, and nothing of nothing', () => {
  const { mask, dims } = grid(['#.##', '#.#.']);
  expect([...largestComponent(mask, dims)]).toEqual([0, 0, 1, 1, 0, 0, 1, 0]);
  const equals = grid(['#.#']);
  expect([...largestComponent(equals.mask, equals.dims)]).toEqual([1, 0, 0]);
  expect([...largestComponent(new Uint8Array(8), [2, 2, 2])]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
});

function args({ mask, dims }: ReturnType<typeof grid>) {
  return [mask, dims] as const;
}
