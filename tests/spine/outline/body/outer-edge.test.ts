/** Walls of known thickness under a known blur: where they end. */
import { erf } from 'mathjs';
import { expect, test } from 'vitest';

import { wallEdge } from '../../../../spine/outline/body/outer-edge.ts';

const SEARCH = { step: 0.25, start: -4.5, sigma: 0.8 } as const;
const COUNT = 37;

/** A wall of `hu` from `outer - thick` to `outer`, `inside` before it and `outside` behind it, blurred by 0.8 mm. */
function profile(outer: number, thick: number, hu: number, inside: number, outside: number): Float64Array {
  const rise = (z: number): number => (1 + erf(z / SEARCH.sigma / Math.SQRT2)) / 2;
  return Float64Array.from({ length: COUNT }, (_, n) => {
    const z = SEARCH.start + n * SEARCH.step;
    return inside + (hu - inside) * rise(z - outer + thick) + (outside - hu) * rise(z - outer);
  });
}

// Of a wall as dense as the method assumes, moments leave the sampling of the profile and the cut of its flanks.
test.each([
  { thick: 0.4, inside: 120, outside: 40 },
  { thick: 0.9, inside: 120, outside: -80 },
  { thick: 0.9, inside: 20, outside: 60 },
  { thick: 1.6, inside: 250, outside: 85 },
])('a wall of $thick mm between $inside and $outside HU ends where it ends, to 0.12 mm', (wall) => {
  for (const outer of [-0.6, 0, 0.4]) {
    const edge = wallEdge(profile(outer, wall.thick, 1000, wall.inside, wall.outside), COUNT, SEARCH);
    expect(Math.abs(edge!.outer - outer)).toBeLessThan(0.12);
  }
});

test('the visible edge of a thin wall stands outwards of the cortex, by what the scan blurs', () => {
  const edge = wallEdge(profile(0, 0.6, 1000, 120, 40), COUNT, SEARCH)!;
  // Half of the height of a Gaussian of 0.8 mm about -0.3 mm: 1.18 sigma - 0.3 = 0.64.
  expect(edge.visible - edge.outer).toBeGreaterThan(0.5);
  expect(edge.visible - edge.outer).toBeLessThan(0.85);
});

test('where HU rise outwards there is no edge', () => {
  const hu = Float64Array.from({ length: COUNT }, (_, n) => 100 + 5 * n);
  expect(wallEdge(hu, COUNT, SEARCH)).toBeNull();
});
