/** Where the plastic state lies, beside the layout of the elastic solver. */
import {
  F32,
  F64,
  FACTORS,
  HILL_CONSTANTS,
  NODES_A_CHUNK,
  STATE_BYTES,
  STRAIN_BYTES,
  TANGENT_BYTES,
} from '../../../kernels/layout.ts';
import type { Layout } from './layout.ts';

export interface PlasticLayout {
  readonly header: number;
  /** f64, MPa, a number an element on the padded grid. */
  readonly strength: number;
  /** f64: plastic strain, `STRAIN_BYTES` for every two elements. */
  readonly plasticStrain: number;
  /** f32: `TANGENT_BYTES` for every four elements. */
  readonly tangent: number;
  readonly yielded: number;
  /** f32 and f64: the tables that the header points to, with room for the constants of either surface. */
  readonly strainFactors: readonly [number, number];
  readonly forceFactors: readonly [number, number];
  readonly constants: readonly [number, number];
  /** f64, three components: the last two states in equilibrium. */
  readonly last: number;
  readonly beforeLast: number;
  readonly recycling: RecyclingLayout;
  readonly bytes: number;
}

/** Of vectors of three components (krylov/recycled.ts). */
export interface RecyclingLayout {
  /** f32: corrections of the last solves. */
  readonly vectors: readonly number[];
  /** f64 and f32: displacement and residual at the start of the solve at hand. */
  readonly start: number;
  readonly residual: number;
}

const ALIGN = 64;
/** Corrections that are kept: two take half of the iterations off a soft body, four two thirds, eight no more. */
const RECYCLED = 4;

export function plasticLayoutOf({ levels, bytes }: Layout): PlasticLayout {
  const { stride, nodes } = levels[0];
  const count = stride * nodes[1] * nodes[2];
  let end = bytes;
  const take = (size: number): number => {
    const at = end;
    end = Math.ceil((end + size) / ALIGN) * ALIGN;
    return at;
  };
  return {
    header: take(STATE_BYTES),
    strength: take(F64 * count),
    plasticStrain: take((STRAIN_BYTES / 2) * count),
    tangent: take((TANGENT_BYTES / 4) * count),
    yielded: take(count / NODES_A_CHUNK),
    strainFactors: [take(F32 * FACTORS), take(F64 * FACTORS)],
    forceFactors: [take(F32 * FACTORS), take(F64 * FACTORS)],
    constants: [take(F32 * HILL_CONSTANTS), take(F64 * HILL_CONSTANTS)],
    last: take(3 * F64 * count),
    beforeLast: take(3 * F64 * count),
    recycling: {
      vectors: Array.from({ length: RECYCLED }, () => take(3 * F32 * count)),
      start: take(3 * F64 * count),
      residual: take(3 * F32 * count),
    },
    bytes: end,
  };
}
