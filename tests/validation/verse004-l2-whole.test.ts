/**
 * The whole VerSe-004 L2 with its arch, as it was published (isotropic, E = 2980 rho^1.05), and the
 * shift of its material table by one bin, which no solve of ours makes: emulated here to compare with what was printed
 * (docs/method.md#verse-004-l2).
 */
import { describe, expect, test } from 'vitest';

import { isotropicLaw, totalForce, type DirichletData, type VoxelModel } from '../../solver/fe/index.ts';
import { solveLinear } from '../../solver/host/index.ts';
import { largestComponent } from '../../solver/voxel/index.ts';
import { lacksSharedData } from '../shared-data.ts';

import { LABEL, verse004 } from './verse004.ts';

const PMMA = 2500;
const SHORTENING = 0.2;
/** Width of one of the 128 bins in this sample, mg/cm3. */
const BIN = 15.04;

/** Grid nodes of the outermost faces of both caps, from below. */
function plates({ dims }: VoxelModel, labels: Uint8Array | Float32Array | Int16Array): [number[], number[]] {
  const [nx, ny, nz] = dims;
  const faces = [new Set<number>(), new Set<number>()] as const;
  const cap = (label: number): number => (label === LABEL.bottomCap ? 0 : label === LABEL.topCap ? 1 : -1);
  const of = (value: number): number[] =>
    Array.from({ length: nz }, (_, k) => k).filter((k) =>
      labels.subarray(k * nx * ny, (k + 1) * nx * ny).some((label) => cap(label) === value),
    );
  const ends = [of(0)[0]!, of(1).at(-1)!];
  labels.forEach((label, e) => {
    const k = Math.floor(e / (nx * ny));
    const which = cap(label);
    if (which < 0 || k !== ends[which]) return;
    const [i, j] = [e % nx, Math.floor(e / nx) % ny];
    for (let c = 0; c < 4; c++)
      faces[which]!.add(i + (c & 1) + (nx + 1) * (j + (c >> 1) + (ny + 1) * (k + which)));
  });
  return [[...faces[0]].sort((a, b) => a - b), [...faces[1]]];
}

/** K, N/mm, with plates that hold their faces sideways or let them slide. */
function stiffness(
  shiftMgCc: number,
  sideways: 'held' | 'free',
): { K: number; elements: number; nodes: number } {
  const { density, labels } = verse004();
  const piece = largestComponent(Uint8Array.from(labels.data, (label) => (label > 0 ? 1 : 0)), labels.dims); // prettier-ignore
  const modulus = Float64Array.from(labels.data, (label, e) => {
    if (piece[e] === 0) return 0;
    if (label >= LABEL.bottomCap) return PMMA;
    return Math.max(1e-3, 2980 * Math.max(0, (density.data[e]! + shiftMgCc) / 1000) ** 1.05);
  });
  const model = {
    dims: labels.dims,
    spacing: [1, 1, 1] as const,
    modulus,
    lawIndex: new Uint8Array(modulus.length),
    laws: [isotropicLaw(0.3)],
  };
  const [bottom, top] = plates(model, labels.data as Uint8Array);
  const dofs: number[] = [];
  const values: number[] = [];
  const hold = (node: number, axis: number, value: number): void => {
    dofs.push(3 * node + axis);
    values.push(value);
  };
  for (const node of bottom) hold(node, 2, 0);
  for (const node of top) hold(node, 2, -SHORTENING);
  if (sideways === 'held')
    for (const node of [...bottom, ...top]) for (const axis of [0, 1]) hold(node, axis, 0);
  else {
    // Against rigid motion only: one row of the lower plate.
    const wide = labels.dims[0] + 1;
    const middle = bottom[bottom.length >> 1]!;
    const row = bottom.filter((node) => Math.floor(node / wide) === Math.floor(middle / wide));
    hold(row[0]!, 0, 0);
    hold(row[0]!, 1, 0);
    hold(row.at(-1)!, 1, 0);
  }
  const held: DirichletData = { dofs: Int32Array.from(dofs), values: Float64Array.from(values) };
  const solution = solveLinear(model, held, { tolerance: 1e-6, maxIterations: 2000 });
  expect(solution.converged).toBe(true);
  const { elements, nodes } = solution;
  return { K: -totalForce(solution, top)[2] / SHORTENING, elements, nodes };
}

describe.skipIf(lacksSharedData('verse004-l2/'))('7.2: VerSe-004 L2 with its arch', () => {
  test('has 67,186 elements and 77,892 nodes, and K 10,548 N/mm between plates that let it slide', () => {
    const { K, elements, nodes } = stiffness(0, 'free');
    expect(elements).toBe(67_186);
    expect(nodes).toBe(77_892);
    expect(Math.abs(K / 10_548 - 1)).toBeLessThan(0.001);
  });

  test('has K 10,810 N/mm between bonded plates', () => {
    expect(Math.abs(stiffness(0, 'held').K / 10_810 - 1)).toBeLessThan(0.001);
  });

  test('comes to the published 12,362 N/mm and 2.472 kN only with densities one bin too high', () => {
    const { K } = stiffness(BIN, 'free');
    // 12,466 with bins; without their rounding, 12,470: 0.9 % above what was printed.
    expect(Math.abs(K / 12_466 - 1)).toBeLessThan(0.001);
    expect(Math.abs(K / 12_362 - 1)).toBeLessThan(0.01);
    expect(Math.abs((K * SHORTENING) / 2472 - 1)).toBeLessThan(0.01);
  });
});
