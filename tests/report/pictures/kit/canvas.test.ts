import { expect, test } from 'vitest';

import { Canvas } from '../../../../report/pictures/kit/canvas.ts';
import { strokesOf, strokeTextWidth } from '../../../../report/pictures/kit/stroke-font.ts';

/** Sum of what is white on black, in whole pixels. */
function area({ data }: Canvas): number {
  return data.reduce((sum, value, n) => (n % 4 === 0 ? sum + value / 255 : sum), 0);
}

test('an area covers what its corners enclose', () => {
  const canvas = new Canvas(20, 20, '#000000');
  canvas.fill([2.5, 3.5, 12.5, 3.5, 12.5, 9.5, 2.5, 9.5], '#ffffff');
  // Sixteen samples a pixel hit halves of pixels exactly; greys are whole numbers.
  expect(area(canvas)).toBeCloseTo(60, 0);
});

test('a line covers its length times its width, and a corner no more than once', () => {
  const canvas = new Canvas(60, 60, '#000000');
  canvas.stroke([[10, 10.5, 50, 10.5]], { width: 3, colour: '#ffffff', opacity: 1 });
  // Round ends add a disc of the width.
  expect(Math.abs(area(canvas) - (40 * 3 + Math.PI * 1.5 ** 2))).toBeLessThan(3);
  const faint = new Canvas(60, 60, '#000000');
  faint.stroke([[10, 10.5, 50.5, 10.5, 50.5, 50]], { width: 3, colour: '#ffffff', opacity: 0.5 });
  expect(faint.data.reduce((most, value, n) => (n % 4 === 3 ? most : Math.max(most, value)), 0)).toBe(128);
});

test('what lies beyond the edges is left out', () => {
  const canvas = new Canvas(10, 10, '#000000');
  canvas.stroke([[-20, 5, 30, 5]], { width: 2, colour: '#ffffff', opacity: 1 });
  canvas.fill([-5, -5, 3, -5, 3, 3, -5, 3], '#ffffff');
  canvas.setGrey(-1, 5, 200);
  expect(area(canvas)).toBeCloseTo(20 + 9, 0);
});

test('letters stand on their line, within their height, and next to each other', () => {
  const size = 10;
  for (const text of ['T12', 'sacrum', 'LEVEL_TRUNCATED +2']) {
    const points = strokesOf(text, 5, 50, size).flat();
    const across = points.filter((_, n) => n % 2 === 0).sort((a, b) => a - b);
    const down = points.filter((_, n) => n % 2 === 1).sort((a, b) => a - b);
    expect(across[0]).toBeGreaterThanOrEqual(5);
    expect(across.at(-1)).toBeLessThanOrEqual(5 + strokeTextWidth(text, size) + 1e-9);
    expect(down[0]).toBeGreaterThanOrEqual(50 - 0.73 * size);
    // An underscore lies below the line.
    expect(down.at(-1)).toBeLessThanOrEqual(50 + 0.2 * size);
  }
});
