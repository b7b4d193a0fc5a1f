import { expect, test } from 'vitest';

import { icosphere, optimalSurface } from '../../../solver/voxel/index.ts';

test.each([0, 1, 2, 3, 4])('after %i halvings: a closed sphere of even triangles', (halvings) => {
  const { directions, start, neighbours, triangles } = icosphere(halvings);
  const vertices = 10 * 4 ** halvings + 2;
  expect([directions.length / 3, start.length - 1, triangles.length / 3]).toEqual([
    vertices,
    vertices,
    20 * 4 ** halvings,
  ]);
  // Euler: V - E + F = 2, each edge named from both ends.
  expect(vertices - neighbours.length / 2 + triangles.length / 3).toBe(2);
  const degrees = Array.from({ length: vertices }, (_, i) => start[i + 1]! - start[i]!);
  expect(degrees.filter((d) => d === 5)).toHaveLength(12);
  expect(degrees.filter((d) => d === 6)).toHaveLength(vertices - 12);
  let volume = 0;
  const at = (n: number): [number, number, number] => [
    directions[3 * n]!,
    directions[3 * n + 1]!,
    directions[3 * n + 2]!,
  ];
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [at(triangles[t]!), at(triangles[t + 1]!), at(triangles[t + 2]!)];
    const six =
      a[0] * (b[1] * c[2] - b[2] * c[1]) -
      a[1] * (b[0] * c[2] - b[2] * c[0]) +
      a[2] * (b[0] * c[1] - b[1] * c[0]);
    expect(six).toBeGreaterThan(0);
    volume += six / 6;
  }
  // An error of the order of the edge squared: a quarter for each halving.
  const missing = 1 - volume / ((4 / 3) * Math.PI);
  expect(missing).toBeGreaterThan(0);
  expect(missing).toBeLessThan(0.56 / 4 ** halvings);
});

test('an ellipsoid whose edge is open over a quarter of its directions is found to a sample', () => {
  const { directions, start, neighbours } = icosphere(3);
  const samples = 40;
  const count = start.length - 1;
  const cost = new Float32Array(count * samples);
  const truth = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const [x, y, z] = directions.subarray(3 * i, 3 * i + 3);
    truth[i] = 22 / Math.hypot(x!, 1.2 * y!, 1.4 * z!);
    const open = x! > 0.5;
    for (let k = 0; k < samples; k++) {
      const edge = Math.exp(-0.5 * (k - truth[i]!) ** 2);
      // A stronger shell, farther out, that is only there in patches: a neighbour.
      const neighbour = z! > 0.9 ? 1.2 * Math.exp(-0.5 * (k - 32) ** 2) : 0;
      cost[i * samples + k] = open ? 0 : -edge - neighbour;
    }
  }
  const found = optimalSurface({ samples, start, neighbours }, cost, 1);
  for (let i = 0; i < count; i++) {
    if (directions[3 * i]! <= 0.5 && directions[3 * i + 2]! <= 0.5)
      expect(Math.abs(found[i]! - truth[i]!)).toBeLessThan(1);
  }
});
