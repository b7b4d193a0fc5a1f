/** Blocks of voxels and the load cases that have closed-form answers. */
import {
  isotropicLaw,
  nodeCount,
  type DirichletData,
  type ElasticLaw,
  type VoxelModel,
} from '../../solver/fe/index.ts';

export type Triple = readonly [number, number, number];

/** A block whose moduli are a function of the element's indices; 0 is empty. */
export function blockOf(
  dims: Triple,
  spacing: Triple,
  modulusAt: (i: number, j: number, k: number) => number,
  law: ElasticLaw = isotropicLaw(0.3),
): VoxelModel {
  const [nx, ny, nz] = dims;
  const modulus = new Float64Array(nx * ny * nz);
  for (let e = 0; e < modulus.length; e++) {
    modulus[e] = modulusAt(e % nx, Math.floor(e / nx) % ny, Math.floor(e / (nx * ny)));
  }
  return { dims, spacing, modulus, lawIndex: new Uint8Array(modulus.length), laws: [law] };
}

/** Index of a grid node, and every node with its indices. */
export function nodeAt([nx, ny]: Triple, i: number, j: number, k: number): number {
  return i + (nx + 1) * (j + (ny + 1) * k);
}

export function* nodesOf(dims: Triple): Generator<{ node: number; i: number; j: number; k: number }> {
  const [nx, ny] = dims;
  for (let node = 0; node < nodeCount(dims); node++) {
    yield {
      node,
      i: node % (nx + 1),
      j: Math.floor(node / (nx + 1)) % (ny + 1),
      k: Math.floor(node / ((nx + 1) * (ny + 1))),
    };
  }
}

/** Grid nodes of the plane k. */
export function planeNodes(dims: Triple, k: number): number[] {
  return [...nodesOf(dims)].filter((at) => at.k === k).map(({ node }) => node);
}

/** Collects prescribed displacements; a later one for the same degree of freedom replaces the earlier. */
export function dirichlet(
  entries: Iterable<readonly [node: number, axis: number, value: number]>,
): DirichletData {
  const byDof = new Map<number, number>();
  for (const [node, axis, value] of entries) byDof.set(3 * node + axis, value);
  return { dofs: Int32Array.from(byDof.keys()), values: Float64Array.from(byDof.values()) };
}

/**
 * Compression by `uz` between plates along z: 'frictionless' lets the ends spread (held against rigid motion by the
 * two planes x = 0 and y = 0), 'bonded' holds the ends sideways, 'confined' holds all sides as well.
 */
export function compression(
  dims: Triple,
  uz: number,
  ends: 'frictionless' | 'bonded' | 'confined',
): DirichletData {
  const [nx, ny, nz] = dims;
  const entries: [number, number, number][] = [];
  for (const { node, i, j, k } of nodesOf(dims)) {
    const atEnd = k === 0 || k === nz;
    if (atEnd) entries.push([node, 2, k === 0 ? 0 : uz]);
    const sideX = ends === 'confined' && (i === 0 || i === nx);
    const sideY = ends === 'confined' && (j === 0 || j === ny);
    if ((ends === 'bonded' && atEnd) || sideX || (ends === 'frictionless' && i === 0))
      entries.push([node, 0, 0]);
    if ((ends === 'bonded' && atEnd) || sideY || (ends === 'frictionless' && j === 0))
      entries.push([node, 1, 0]);
  }
  return dirichlet(entries);
}
