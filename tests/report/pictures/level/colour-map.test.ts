import { expect, test } from 'vitest';

import { fieldColour } from '../../../../report/pictures/level/colour-map.ts';

/** CIE L* of an sRGB colour (IEC 61966-2-1, D65). */
function lightness([r, g, b]: readonly [number, number, number]): number {
  const linear = [r, g, b].map((v) =>
    v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4,
  );
  const y = 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
  return y > 0.008856 ? 116 * Math.cbrt(y) - 16 : 903.3 * y;
}

test('a field gets lighter all the way, so that it can be read without colour', () => {
  const steps = Array.from({ length: 101 }, (_, n) => lightness(fieldColour(n / 100)));
  steps.slice(1).forEach((step, n) => expect(step).toBeGreaterThanOrEqual(steps[n]!));
  expect(steps[0]).toBeLessThan(15);
  expect(steps.at(-1)).toBeGreaterThan(90);
});

test('values beyond the scale take the colour of its ends', () => {
  expect(fieldColour(-1)).toEqual(fieldColour(0));
  expect(fieldColour(2)).toEqual(fieldColour(1));
});
