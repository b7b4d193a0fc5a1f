/** What the kernels need of an elastic law on a box of given edges. */
import {
  COEFFICIENTS,
  COUPLE_0,
  COUPLE_1_YZ,
  COUPLE_2_XZ,
  COUPLE_3_XY,
  COUPLE_3_Z,
  COUPLE_4_XY,
  COUPLE_5_XZ,
  COUPLE_5_Y,
  COUPLE_6_X,
  COUPLE_6_YZ,
  COUPLE_7,
  PAIR_AA,
  PAIR_AB,
  PAIR_BB,
  TRIPLE_XX,
  TRIPLE_XY,
  TRIPLE_XZ,
  TRIPLE_YY,
  TRIPLE_YZ,
  TRIPLE_ZZ,
} from '../../../kernels/layout.ts';
import type { ElasticLaw } from '../../elastic-law.ts';
import { ELEMENT_DOFS, elementStiffness, type Dilatation, type Spacing } from '../../hexahedron.ts';
import { parityBlocks } from '../../parity-blocks.ts';

export interface LawCoefficients {
  readonly table: Float64Array;
  /** Diagonal of the element matrix for unit modulus, one a component, mm. */
  readonly diagonal: readonly [number, number, number];
  /** Bound on the eigenvalues of D^-1 K over elements of this law, D the diagonal. */
  readonly largestEigenvalue: number;
}

const [X, Y, Z] = [0, 1, 2];
/** Where in the kernels' table which entry [class, row, column] of the blocks goes. */
const PLACES: readonly (readonly [at: number, parity: number, row: number, column: number])[] = [
  ...triple(COUPLE_0, 0),
  ...triple(COUPLE_7, 7),
  ...pair(COUPLE_1_YZ, 1, Y, Z),
  ...pair(COUPLE_2_XZ, 2, X, Z),
  ...pair(COUPLE_4_XY, 4, X, Y),
  ...pair(COUPLE_3_XY, 3, X, Y),
  ...pair(COUPLE_5_XZ, 5, X, Z),
  ...pair(COUPLE_6_YZ, 6, Y, Z),
  [COUPLE_3_Z, 3, Z, Z],
  [COUPLE_5_Y, 5, Y, Y],
  [COUPLE_6_X, 6, X, X],
];
const POWER_STEPS = 300;
/** Power iteration comes from below. */
const SAFETY = 1.01;

/** Of the laws and boxes met last: a body is solved some thirty times over, and a solve asks for twenty. */
const kept = new Map<string, LawCoefficients>();
const MOST_KEPT = 256;

/**
 * Not to be written into: whoever asks for the same law and box gets the same.
 * @throws ModelInvalid where the law is not orthotropic along the grid.
 */
export function coefficientsOf(
  law: ElasticLaw,
  spacing: Spacing,
  dilatation: Dilatation = 'pointwise',
): LawCoefficients {
  const key = [dilatation, ...law.C, ...spacing].join();
  const known = kept.get(key);
  if (known !== undefined) return known;
  const made = madeOf(law, spacing, dilatation);
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, made);
  return made;
}

function madeOf(law: ElasticLaw, spacing: Spacing, dilatation: Dilatation): LawCoefficients {
  const K = elementStiffness(law, spacing, dilatation);
  const blocks = parityBlocks(K, law.name);
  const diagonal = [0, 1, 2].map((c) => K[c * (ELEMENT_DOFS + 1)]) as [number, number, number];
  const table = new Float64Array(COEFFICIENTS);
  for (const [at, p, r, s] of PLACES) table[at] = blocks[9 * p + 3 * r + s];
  let largest = 0;
  // Blocks carry 1/64; an orthonormal Hadamard transform has 1/8 on either side.
  for (let p = 0; p < 8; p++) largest = Math.max(largest, 8 * blockEigenvalue(blocks, 9 * p, diagonal));
  return {
    table,
    diagonal,
    largestEigenvalue: SAFETY * largest,
  };
}

/** Largest eigenvalue of D^-1/2 B D^-1/2 of a 3x3 block, times 8: power iteration from a vector with all parts. */
function blockEigenvalue(blocks: Float64Array, at: number, diagonal: readonly number[]): number {
  const root = (r: number, s: number): number => Math.sqrt(diagonal[r] * diagonal[s]);
  const roots = [0, 1, 2].flatMap((r) => [0, 1, 2].map((s) => root(r, s)));
  const row = (r: number, v: Float64Array): number => {
    let sum = 0;
    for (let s = 0; s < 3; s++) sum += (8 * blocks[at + 3 * r + s] * v[s]) / roots[3 * r + s];
    return sum;
  };
  const v = Float64Array.of(1, 0.9, 0.8);
  let value = 0;
  for (let step = 0; step < POWER_STEPS; step++) {
    const [x, y, z] = [row(X, v), row(Y, v), row(Z, v)];
    value = Math.sqrt(x * x + y * y + z * z);
    if (value === 0) return 0;
    v[X] = x / value;
    v[Y] = y / value;
    v[Z] = z / value;
  }
  return value / 8;
}

function triple(at: number, p: number): [number, number, number, number][] {
  return [
    [at + TRIPLE_XX, p, X, X],
    [at + TRIPLE_XY, p, X, Y],
    [at + TRIPLE_XZ, p, X, Z],
    [at + TRIPLE_YY, p, Y, Y],
    [at + TRIPLE_YZ, p, Y, Z],
    [at + TRIPLE_ZZ, p, Z, Z],
  ];
}

function pair(at: number, p: number, a: number, b: number): [number, number, number, number][] {
  return [
    [at + PAIR_AA, p, a, a],
    [at + PAIR_AB, p, a, b],
    [at + PAIR_BB, p, b, b],
  ];
}
