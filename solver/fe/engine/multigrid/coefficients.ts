/** What the kernels need of an elastic law on a box of given edges. */
import type { ElasticLaw } from '../../elastic-law.ts';
import { ELEMENT_DOFS, elementStiffness, type Spacing } from '../../hexahedron.ts';
import { parityBlocks } from '../../parity-blocks.ts';

/** Numbers a law: see `couple` in solver/kernels/assembly/parity.ts. */
export const COEFFICIENTS = 33;

export interface LawCoefficients {
  readonly table: Float64Array;
  /** Diagonal of the element matrix for unit modulus, one a component, mm. */
  readonly diagonal: readonly [number, number, number];
  /** Bound on the eigenvalues of D^-1 K over elements of this law, D the diagonal. */
  readonly largestEigenvalue: number;
}

/** Entry [class, row, column] of a block, in the order in which the kernel reads them. */
const ORDER: readonly (readonly [number, number, number])[] = [
  ...triple(0), ...triple(7),
  ...pair(1, 1, 2), ...pair(2, 0, 2), ...pair(4, 0, 1), ...pair(3, 0, 1), ...pair(5, 0, 2), ...pair(6, 1, 2),
  [3, 2, 2], [5, 1, 1], [6, 0, 0],
]; // prettier-ignore
const POWER_STEPS = 300;
/** Power iteration comes from below. */
const SAFETY = 1.01;

/** @throws ModelInvalid where the law is not orthotropic along the grid. */
export function coefficientsOf(law: ElasticLaw, spacing: Spacing): LawCoefficients {
  const K = elementStiffness(law, spacing);
  const blocks = parityBlocks(K, law.name);
  const diagonal = [0, 1, 2].map((c) => K[c * (ELEMENT_DOFS + 1)]) as [number, number, number];
  let largest = 0;
  // Blocks carry 1/64; an orthonormal Hadamard transform has 1/8 on either side.
  for (let p = 0; p < 8; p++) largest = Math.max(largest, 8 * blockEigenvalue(blocks, 9 * p, diagonal));
  return {
    table: Float64Array.from(ORDER, ([p, r, s]) => blocks[9 * p + 3 * r + s]),
    diagonal,
    largestEigenvalue: SAFETY * largest,
  };
}

/** Largest eigenvalue of D^-1/2 B D^-1/2 of a 3x3 block, times 8: power iteration from a vector with all parts. */
function blockEigenvalue(blocks: Float64Array, at: number, diagonal: readonly number[]): number {
  let v = [1, 0.9, 0.8];
  let value = 0;
  for (let step = 0; step < POWER_STEPS; step++) {
    const w = v.map((_, r) =>
      v.reduce(
        (sum, vs, s) => sum + (8 * blocks[at + 3 * r + s] * vs) / Math.sqrt(diagonal[r] * diagonal[s]),
        0,
      ),
    );
    value = Math.sqrt(w.reduce((sum, x) => sum + x * x, 0));
    if (value === 0) return 0;
    v = w.map((x) => x / value);
  }
  return value / 8;
}

function triple(p: number): [number, number, number][] {
  return [[p, 0, 0], [p, 0, 1], [p, 0, 2], [p, 1, 1], [p, 1, 2], [p, 2, 2]]; // prettier-ignore
}

function pair(p: number, a: number, b: number): [number, number, number][] {
  return [
    [p, a, a],
    [p, a, b],
    [p, b, b],
  ];
}
