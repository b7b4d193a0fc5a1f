import { expect, test } from 'vitest';

import { ModelInvalid, type DirichletData, type VoxelModel } from '../../../../solver/fe/index.ts';
import { solveLinear } from '../../../../solver/host/index.ts';
import { blockOf, compression, dirichlet, type Triple } from '../../../validation/blocks.ts';

const DIMS: Triple = [3, 3, 4];
const OPTIONS = { tolerance: 1e-8, maxIterations: 500 };
const sound = () => blockOf(DIMS, [1, 1, 1], () => 100);
const plates = compression(DIMS, -0.1, 'bonded');

function faultOf(model: VoxelModel, held: DirichletData): string {
  try {
    solveLinear(model, held, OPTIONS);
  } catch (error) {
    if (error instanceof ModelInvalid) return error.fault;
    throw error;
  }
  return 'none';
}

test('a sound model has no fault', () => {
  expect(faultOf(sound(), plates)).toBe('none');
});

test.each([Number.NaN, -1, Infinity])('a modulus of %f is a fault', (value) => {
  const model = sound();
  model.modulus[5] = value;
  expect(faultOf(model, plates)).toBe('MODULUS_INVALID');
});

test('no constraint is a fault', () => {
  expect(faultOf(sound(), dirichlet([]))).toBe('NO_CONSTRAINT');
});

test('a constraint on a node that nothing solid touches is a fault', () => {
  const model = blockOf(DIMS, [1, 1, 1], (_i, _j, k) => (k < 2 ? 100 : 0));
  expect(faultOf(model, plates)).toBe('CONSTRAINT_ON_EMPTY_NODE');
});

test('a piece that floats free is a fault', () => {
  const dims: Triple = [3, 3, 6];
  const model = blockOf(dims, [1, 1, 1], (i, j, k) => (k < 2 || (k === 4 && i === 1 && j === 1) ? 100 : 0));
  const held = dirichlet(
    Array.from({ length: 16 }, (_, node) => [0, 1, 2].map((axis) => [node, axis, 0] as const)).flat(),
  );
  expect(faultOf(model, held)).toBe('FREE_ISLAND');
});

test('arrays of another size than the grid, an unknown law and an empty grid are faults', () => {
  expect(faultOf({ ...sound(), modulus: new Float64Array(5) }, plates)).toBe('SIZE_MISMATCH');
  expect(faultOf({ ...sound(), lawIndex: new Uint8Array(36).fill(3) }, plates)).toBe('LAW_UNKNOWN');
  expect(
    faultOf(
      blockOf(DIMS, [1, 1, 1], () => 0),
      plates,
    ),
  ).toBe('MODEL_EMPTY');
});

test('too few iterations are said, not hidden', () => {
  const solution = solveLinear(sound(), plates, { tolerance: 1e-12, maxIterations: 2 });
  expect(solution.converged).toBe(false);
  expect(solution.iterations).toBe(2);
  expect(solution.relativeResidual).toBeGreaterThan(1e-12);
});
