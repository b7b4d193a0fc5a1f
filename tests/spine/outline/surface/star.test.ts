/** Star-shaped surfaces whose volume, centre and normals are known. */
import { expect, test } from 'vitest';

import { sphereOf } from '../../../../spine/outline/surface/sphere.ts';
import {
  bridged,
  massOf,
  neighbourMean,
  normalsOf,
  recast,
  starOf,
  type StarSurface,
} from '../../../../spine/outline/surface/star.ts';

/** The stretched icosphere itself: an ellipsoid. */
function ellipsoid(halvings: number): StarSurface {
  const star = starOf(halvings, [1, -2, 3], [20, 15, 10]);
  return { ...star, radii: star.scale };
}
const EXACT = (4 / 3) * Math.PI * 20 * 15 * 10;

test('an ellipsoid has its volume but for what chords cut off, and its centre', () => {
  const { volume, centre } = massOf(ellipsoid(4));
  // 2562 corners on a ball enclose 0.27 % less than the ball.
  expect(volume / EXACT).toBeGreaterThan(0.996);
  expect(volume / EXACT).toBeLessThan(1);
  [1, -2, 3].forEach((value, axis) => expect(centre[axis]).toBeCloseTo(value, 6));
});

test('a surface seen from another centre is the same surface', () => {
  const old = ellipsoid(4);
  const moved = recast(old, starOf(4, [4, 0, 2], [18, 16, 11]));
  const [a, b] = [massOf(old), massOf(moved)];
  expect(b.volume / a.volume).toBeCloseTo(1, 2);
  a.centre.forEach((value, axis) => expect(b.centre[axis]).toBeCloseTo(value, 1));
});

test('normals of an ellipsoid are its gradient', () => {
  const surface = ellipsoid(4);
  const normals = normalsOf(surface);
  surface.radii.forEach((r, i) => {
    const gradient = [20, 15, 10].map((a, axis) => (r * surface.directions[3 * i + axis]!) / a ** 2);
    const length = Math.hypot(gradient[0]!, gradient[1]!, gradient[2]!);
    const cosine = gradient.reduce((sum, g, axis) => sum + (g / length) * normals[3 * i + axis]!, 0);
    expect(cosine).toBeGreaterThan(0.999);
  });
});

test('every direction meets a triangle with coefficients that are not negative and give it back', () => {
  const sphere = sphereOf(3);
  const weights = new Float64Array(3);
  for (let n = 0; n < 500; n++) {
    const z = 1 - (2 * n + 1) / 500;
    const angle = n * 2.399963;
    const side = Math.sqrt(1 - z * z);
    const d = [side * Math.cos(angle), side * Math.sin(angle), z] as const;
    const t = sphere.locate(...d, weights);
    expect(Math.min(weights[0]!, weights[1]!, weights[2]!)).toBeGreaterThan(-1e-9);
    d.forEach((value, axis) => {
      let sum = 0;
      for (let c = 0; c < 3; c++)
        sum += weights[c]! * sphere.directions[3 * sphere.triangles[3 * t + c]! + axis]!;
      expect(sum).toBeCloseTo(value, 9);
    });
  }
});

test('a gap is bridged between what surrounds it, and a constant stays a constant under averaging', () => {
  const sphere = sphereOf(3);
  const values = Float64Array.from({ length: sphere.count }, (_, i) => sphere.directions[3 * i]!);
  const known = Uint8Array.from({ length: sphere.count }, (_, i) =>
    sphere.directions[3 * i + 2]! > 0.95 ? 0 : 1,
  );
  const holed = values.map((value, i) => (known[i] === 1 ? value : 99));
  const closed = bridged(sphere, holed, known);
  closed.forEach((value, i) => expect(Math.abs(value - values[i]!)).toBeLessThan(0.05));
  for (const value of neighbourMean(sphere, new Float64Array(sphere.count).fill(7), 3))
    expect(value).toBeCloseTo(7, 9);
});
