import { erf } from 'mathjs';
import { describe, expect, test } from 'vitest';

import { shellEdge, type ShellProfile } from '../../../../spine/measure/heights/shell-edge.ts';

const SIGMA = 0.7;
const STEP = 0.25;
const BASE = 100;

/** Shells of compact bone as [from, to] and HU in soft tissue, seen through a normal blur. */
function line(shells: readonly (readonly [number, number, number])[]): ShellProfile {
  const step = (z: number): number => (1 + erf(z / SIGMA / Math.SQRT2)) / 2;
  const hu = Float64Array.from({ length: 41 }, (_, n) => {
    const z = n * STEP;
    return shells.reduce((sum, [from, to, above]) => sum + above * (step(z - from) - step(z - to)), BASE);
  });
  return { hu, start: 0, step: STEP };
}

describe('the outer edge of a shell', () => {
  test('is found where the model made it', () => {
    const { outer } = shellEdge(line([[4, 4.9, 900]]), 5, SIGMA)!;
    // Levels at the ends of the line are not quite those of the model.
    expect(Math.abs(outer - 4.9)).toBeLessThan(0.05);
  });

  test.each([4.2, 5])(
    'is that of the near shell where a brighter one lies 2.5 mm beyond (guess %d mm)',
    (guess) => {
      const { outer } = shellEdge(line([[4, 4.7, 900], [6.6, 7.4, 900]]), guess, SIGMA)!; // prettier-ignore
      // The other shell's blur lifts the level outside.
      expect(Math.abs(outer - 4.7)).toBeLessThan(0.3);
    },
  );

  test('is that of the far shell where the guess is nearer to it', () => {
    const { outer } = shellEdge(line([[4, 4.7, 900], [6.6, 7.4, 900]]), 6.8, SIGMA)!; // prettier-ignore
    expect(Math.abs(outer - 7.4)).toBeLessThan(0.3);
  });

  test('is none where there is no shell', () => {
    expect(shellEdge(line([]), 5, SIGMA)).toBeNull();
  });
});
