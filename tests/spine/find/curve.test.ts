import { expect, test } from 'vitest';

import { frameAt, inFrame, resample, smoothCurve, smoothed, tangents } from '../../../spine/find/curve.ts';
import type { Vec3 } from '../../../contracts/primitives.ts';
import { cross, distance, dot } from '../../../spine/math/vector.ts';

const ARC: readonly Vec3[] = Array.from({ length: 200 }, (_, n) => [
  0,
  100 * Math.cos(n / 200),
  100 * Math.sin(n / 200),
]);

test('resampled points lie a step apart along the curve', () => {
  const points = resample(ARC, 1);
  expect(points).toHaveLength(100);
  for (let n = 1; n < points.length; n++) expect(distance(points[n - 1]!, points[n]!)).toBeCloseTo(1, 3);
});

test('smoothing leaves a straight line as it is, to its very ends', () => {
  const line = Float64Array.from({ length: 30 }, (_, n) => 3 * n - 7);
  smoothed(line, 4).forEach((value, n) => {
    expect(value).toBeCloseTo(line[n]!, 9);
  });
  expect(smoothCurve([[1, 2, 3]], 5)).toEqual([[1, 2, 3]]);
});

test('tangents of a circle stand across its radius', () => {
  tangents(ARC, 3)
    .slice(3, -3)
    .forEach((tangent, n) => {
      expect(dot(tangent, ARC[n + 3]!)).toBeCloseTo(0, 6);
    });
});

test('a frame is right-handed: left, posterior, superior', () => {
  const frame = frameAt([1, 2, 3], [0, 0.6, 0.8], [0, 1, 0]);
  expect(cross(frame.left, frame.posterior)).toEqual(
    frame.superior.map((x) => expect.closeTo(x, 12) as number),
  );
  expect(inFrame(frame, 0, 0, 5)).toEqual([1, 5, 7].map((x) => expect.closeTo(x, 12) as number));
  expect(frame.left[0]).toBeCloseTo(1, 12);
});
