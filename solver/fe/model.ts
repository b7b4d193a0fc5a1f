/** A voxel model: which voxels are solid, how stiff, and what holds and moves them. */
import type { ElasticLaw } from './elastic-law.ts';
import type { Dilatation, Spacing } from './hexahedron.ts';

/**
 * Voxels are hexahedra. Element (i, j, k) is number i + nx (j + ny k); node (i, j, k) of the (nx+1)(ny+1)(nz+1)
 * grid nodes is number i + (nx+1) (j + (ny+1) k); degree of freedom 3 n + c moves node n along axis c.
 */
export interface VoxelModel {
  /** Elements along x, y and z. */
  readonly dims: readonly [number, number, number];
  /** Element edges, mm. */
  readonly spacing: Spacing;
  /** MPa, one an element; 0 is empty. */
  readonly modulus: Float64Array;
  /** Which of `laws` an element follows. */
  readonly lawIndex: Uint8Array;
  readonly laws: readonly ElasticLaw[];
  /** Of every element; left out, pointwise. */
  readonly dilatation?: Dilatation;
}

/** Prescribed displacements, mm. */
export interface DirichletData {
  readonly dofs: Int32Array;
  readonly values: Float64Array;
}

export const FAULTS = [
  'SIZE_MISMATCH',
  'MODULUS_INVALID',
  'LAW_UNKNOWN',
  'MODEL_EMPTY',
  'NO_CONSTRAINT',
  'CONSTRAINT_INVALID',
  'CONSTRAINT_ON_EMPTY_NODE',
  'FREE_ISLAND',
  'TOO_LARGE',
  'STRENGTH_INVALID',
] as const;

/** The model can't be solved; known before the solve starts. */
export class ModelInvalid extends Error {
  override readonly name = 'ModelInvalid';
  readonly fault: (typeof FAULTS)[number];

  constructor(fault: (typeof FAULTS)[number], message: string) {
    super(message);
    this.fault = fault;
  }
}

/** Number of grid nodes. */
export function nodeCount(dims: VoxelModel['dims']): number {
  return (dims[0] + 1) * (dims[1] + 1) * (dims[2] + 1);
}

/** @throws ModelInvalid for sizes, moduli or laws that make no model. */
export function checkModel(model: VoxelModel): void {
  const { dims, spacing, modulus, lawIndex, laws } = model;
  const count = dims[0] * dims[1] * dims[2];
  if (
    !dims.every((n) => Number.isInteger(n) && n > 0) ||
    !spacing.every((h) => h > 0 && Number.isFinite(h))
  ) {
    throw new ModelInvalid(
      'SIZE_MISMATCH',
      `got dims ${dims.join('x')}, spacing ${spacing.join('x')} mm; wanted all positive`,
    );
  }
  if (modulus.length !== count || lawIndex.length !== count) {
    throw new ModelInvalid(
      'SIZE_MISMATCH',
      `got ${modulus.length} moduli and ${lawIndex.length} law indices; wanted ${count}`,
    );
  }
  let solid = 0;
  for (let e = 0; e < count; e++) {
    if (!(modulus[e] >= 0 && modulus[e] < Infinity)) {
      throw new ModelInvalid(
        'MODULUS_INVALID',
        `element ${e} has modulus ${modulus[e]}; wanted 0 or more, finite`,
      );
    }
    if (modulus[e] === 0) continue;
    solid++;
    if (lawIndex[e] >= laws.length) {
      throw new ModelInvalid(
        'LAW_UNKNOWN',
        `element ${e} has law ${lawIndex[e]}; wanted less than ${laws.length}`,
      );
    }
  }
  if (solid === 0) throw new ModelInvalid('MODEL_EMPTY', 'got no solid element; wanted at least one');
}

/** @throws ModelInvalid for prescribed values that make no sense on this grid. */
export function checkDirichlet({ dofs, values }: DirichletData, dims: VoxelModel['dims']): void {
  if (dofs.length !== values.length) {
    throw new ModelInvalid(
      'CONSTRAINT_INVALID',
      `got ${dofs.length} dofs and ${values.length} values; wanted as many`,
    );
  }
  if (dofs.length === 0)
    throw new ModelInvalid('NO_CONSTRAINT', 'got no constrained degree of freedom; wanted some');
  const limit = 3 * nodeCount(dims);
  for (let i = 0; i < dofs.length; i++) {
    if (!(dofs[i] >= 0 && dofs[i] < limit && Number.isFinite(values[i]))) {
      throw new ModelInvalid(
        'CONSTRAINT_INVALID',
        `got ${values[i]} at dof ${dofs[i]}; wanted a finite value below ${limit}`,
      );
    }
  }
}
