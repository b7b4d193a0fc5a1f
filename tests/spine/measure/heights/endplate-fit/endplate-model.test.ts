import { expect, test } from 'vitest';

import {
  endplateModel,
  layoutOf,
  type Layout,
} from '../../../../../spine/measure/heights/endplate-fit/endplate-model.ts';
import { addRow, normalEquations } from '../../../../../spine/math/normal-equations.ts';
import { uniformNumbers } from '../../../../../phantoms/random.ts';

import { meanHu, sampled, type Layers, type Sampling } from './layered-voxels.ts';

const SAMPLING: Sampling = {
  pixelMm: 2.5,
  sliceMm: 1.5,
  kernelSigmaMm: 0.6,
  noiseHu: 0,
  phaseMm: 0.4,
  halfWidth: [10, 8],
  range: [-4, 6],
};
const LAYERS: Layers = {
  surface: (u, v) => 0.3 + 0.05 * u - 0.08 * v,
  next: (u, v) => 3.4 + 0.05 * u - 0.08 * v,
  thicknessMm: 0.8,
  marrow: 150,
  compact: 1000,
  disc: 80,
};

function unknownsOf(layout: Layout, { surface, next, thicknessMm, marrow, disc }: Layers): Float64Array {
  const x = new Float64Array(layout.size);
  const fill = (
    { u0, v0, stepMm, nu, nv }: Layout['surface'],
    first: number,
    f: (u: number, v: number) => number,
  ): void => {
    for (let j = 0; j < nv; j++)
      for (let i = 0; i < nu; i++) x[first + i + nu * j] = f(u0 + i * stepMm, v0 + j * stepMm);
  };
  fill(layout.surface, 0, surface);
  fill(layout.next, layout.n, next);
  const slope = Math.hypot(0.05, 0.08, 1);
  x.fill(thicknessMm / slope, layout.t, layout.y0);
  x.fill(marrow, layout.y0, layout.y2);
  x.fill(disc, layout.y2);
  return x;
}

test('a voxel has the HU that its slice and kernel average of the layers, point by point', () => {
  const voxels = sampled(LAYERS, SAMPLING);
  const layout = layoutOf({ u: [-11, 11], v: [-9, 9] });
  const { hu } = endplateModel(voxels, layout, 1, LAYERS.compact).residuals(unknownsOf(layout, LAYERS));
  const worst = hu.reduce((most, left) => Math.max(most, Math.abs(left)), 0);
  // The twin's own steps: 1.5 mm / 60 of 850 HU is 14 HU at an edge.
  expect(worst).toBeLessThan(15);
  expect(meanHu(LAYERS, [0, 0, 1.8], 1.5, 0.6)).toBeLessThan(200);
});

test('its derivatives are those of the HU', () => {
  const voxels = sampled(LAYERS, SAMPLING);
  const layout = layoutOf({ u: [-11, 11], v: [-9, 9] });
  const model = endplateModel(voxels, layout, 1, LAYERS.compact);
  const x = unknownsOf(layout, LAYERS);
  const equations = normalEquations(layout.size);
  const base = model.residuals(x);
  model.addRows(equations, base, () => 1);
  // The right-hand side is J^T r: one unknown moved at a time, against the change of every voxel.
  const twin = normalEquations(layout.size);
  const h = 1e-4;
  const columns = x.map((_, i) => i);
  const most = columns.reduce((high, i) => (i < layout.t ? Math.max(high, Math.sqrt(equations.matrix[i * layout.size + i]!)) : high), 0); // prettier-ignore
  const uniform = uniformNumbers(5);
  for (const i of columns) {
    if (i < layout.t && uniform() > 0.15) continue;
    const move = (by: number): Float64Array => model.residuals(x.map((value, n) => (n === i ? value + by : value))).hu; // prettier-ignore
    const [up, down] = [move(h), move(-h)];
    base.hu.forEach((left, n) => {
      addRow(twin, Int32Array.of(i), Float64Array.of(-(up[n]! - down[n]!) / (2 * h)), 1, left, 1);
    });
    const scale = Math.sqrt(twin.matrix[i * layout.size + i]!) + 1e-3;
    const size = Math.sqrt(equations.matrix[i * layout.size + i]!) + 1e-3;
    // A surface's coefficient turns it as well, which changes blur and distance: that is left out of the step.
    expect(Math.abs(size - scale)).toBeLessThan(i < layout.t ? 0.08 * scale + 0.02 * most : 0.001 * scale);
    const left = Math.sqrt(base.hu.reduce((sum, r) => sum + r * r, 0));
    expect(Math.abs(equations.right[i]! - twin.right[i]!)).toBeLessThan((0.08 * scale + 0.02 * most) * left);
  }
});
