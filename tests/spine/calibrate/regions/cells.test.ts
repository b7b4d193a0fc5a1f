import { expect, test } from 'vitest';

import { dilated, eroded, fromSides } from '../../../../spine/calibrate/regions/cells.ts';

function grid(rows: readonly string[]): { mask: Uint8Array; dims: readonly [number, number, number] } {
  return {
    mask: Uint8Array.from(rows.join(''), (letter) => (letter === '#' ? 1 : 0)),
    dims: [rows[0]!.length, rows.length, 1],
  };
}

function rows(mask: Uint8Array, width: number): string[] {
  const text = Array.from(mask, (value) => (value === 1 ? '#' : '.')).join('');
  return text.match(new RegExp(`.{${width}}`, 'g'))!;
}

test('erosion keeps what has its whole box inside, and takes the image’s edge for inside', () => {
  const { mask, dims } = grid(['#####.', '#####.', '#####.', '......']);
  expect(rows(eroded(mask, dims, [1, 1, 0]), 6)).toEqual(['####..', '####..', '......', '......']);
});

test('dilation reaches as far as erosion takes away', () => {
  const { mask, dims } = grid(['.....', '..#..', '.....', '.....']);
  expect(rows(dilated(mask, dims, [1, 1, 0]), 5)).toEqual(['.###.', '.###.', '.###.', '.....']);
  expect(rows(dilated(mask, dims, [2, 0, 0]), 5)).toEqual(['.....', '#####', '.....', '.....']);
});

test('what hangs together with the sides is kept, holes inside are not', () => {
  const { mask, dims } = grid(['##...', '#..#.', '..##.', '.....']);
  expect(rows(fromSides(mask, dims), 5)).toEqual(['##...', '#....', '.....', '.....']);
});
