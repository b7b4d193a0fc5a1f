/** Where the pedicles leave it, a body is closed by its own walls. */
import { describe, expect, test } from 'vitest';

import { closedCorners, openingsOf } from '../../../../spine/outline/body/pedicle.ts';
import { sphereAt, starOf } from '../../../../spine/outline/surface/star.ts';

/** Half width, half depth and half height, mm. */
const HALF = [23, 17, 13] as const;
const star = starOf(4, [0, 0, 0], [...HALF]);
const opening = openingsOf(star);

/** A box, but for what is taken off the depth of its back wall at a place. */
function box(taken: (u: number, w: number) => number): Float64Array {
  return Float64Array.from({ length: star.sphere.count }, (_, i) => {
    const d = [0, 1, 2].map((axis) => star.directions[3 * i + axis]!) as [number, number, number];
    const r = HALF.reduce((least, half, axis) => Math.min(least, half / Math.abs(d[axis]!)), Infinity);
    const depth = HALF[1] - taken(r * d[0], r * d[2]);
    return r * d[1] > depth ? (r * depth) / (r * d[1]) : r;
  });
}

/** Depth of the corners at mid-height, mm. */
function cornerDepths(radii: Float64Array): readonly number[] {
  const closed = closedCorners(star, radii, opening);
  return Array.from(closed, (r, i) => [r, i] as const).flatMap(([r, i]) => {
    const [x] = sphereAt(star, i);
    const w = r * star.directions[3 * i + 2]!;
    return opening[i] === 1 && Math.abs(x) < 0.5 && Math.abs(w) < 3 ? [r * star.directions[3 * i + 1]!] : [];
  });
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

describe('the corner between back and side wall', () => {
  test('lies near the walls of a box', () => {
    const depths = cornerDepths(box(() => 0));
    expect(depths.length).toBeGreaterThan(10);
    // The superellipse takes a rounded corner off; at half the width hardly any.
    expect(mean(depths)).toBeGreaterThan(0.96 * HALF[1]);
  });

  test('does not follow the groove of the basivertebral vein', () => {
    const groove = box((u, w) => (Math.abs(u) < 6 && Math.abs(w) < 4 ? 6 : 0));
    const apart = mean(cornerDepths(box(() => 0))) - mean(cornerDepths(groove));
    // The groove is 6 mm deep.
    expect(apart).toBeLessThan(1);
  });

  test('lies deeper where the wall is hollow between the pedicles', () => {
    const hollow = box((u) => Math.max(0, 3 - (u / 9) ** 2 * 3));
    const plain = box(() => 3);
    expect(mean(cornerDepths(hollow)) - mean(cornerDepths(plain))).toBeGreaterThan(1.5);
  });

  test('leaves what is no opening as it is', () => {
    const radii = box(() => 0);
    const closed = closedCorners(star, radii, opening);
    radii.forEach((r, i) => {
      if (opening[i] === 0) expect(closed[i]).toBe(r);
    });
  });
});
