/** Where one grid lies in the kernels' memory. */

import type { PaddedGrid } from '../grid/padded.ts';

export interface LevelLayout extends PaddedGrid {
  /** Element edges, mm; the last layer along z may be thinner. */
  readonly spacing: readonly [number, number, number];
  readonly lastThickness: number;
  readonly header: number;
  readonly moduli32: number;
  /** 0 but on the finest level. */
  readonly moduli64: number;
  readonly diagonal: number;
  readonly presence: number;
  /** f32 and f64 tables, of ordinary layers and of the last one. */
  readonly tables: readonly [number, number, number, number];
  /** f32 vectors of three components: right-hand side, and two that the V-cycle swaps. */
  readonly b: number;
  readonly even: number;
  readonly odd: number;
}
