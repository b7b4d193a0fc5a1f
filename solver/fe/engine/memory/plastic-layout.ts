/** Where the plastic state lies, beside the layout of the elastic solver. */
import type { Layout } from './layout.ts';

export interface PlasticLayout {
  readonly header: number;
  /** f64, MPa, a number an element on the padded grid. */
  readonly strength: number;
  /** f64: plastic strain, 48 pairs for every two elements. */
  readonly plasticStrain: number;
  /** f32: 56 fours for every four elements. */
  readonly tangent: number;
  readonly yielded: number;
  readonly tables: number;
  /** f64, three components: the last two states in equilibrium. */
  readonly last: number;
  readonly beforeLast: number;
  readonly bytes: number;
}

const ALIGN = 64;

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
    header: take(64),
    strength: take(8 * count),
    plasticStrain: take(384 * count),
    tangent: take(224 * count),
    yielded: take(count / 4),
    tables: take(1024),
    last: take(24 * count),
    beforeLast: take(24 * count),
    bytes: end,
  };
}
