/** Fat under the skin: wide even fields of it, its own depth below the skin. */
import { SEARCHED_HU } from '../../definitions/regions.ts';

import { dilated, eroded, inSlice } from './cells.ts';
import type { RegionSearch } from './region-search.ts';
import { inRange } from './smooth.ts';

/** Of fat only, all round, mm (design value): more than the blur of its edges. */
const CLEAR_MM = 3;
/** Below the outside: not the skin, and no deeper than the layer is in most people, mm. */
const DEPTH_MM = { from: 4, to: 30 } as const;

export interface FatCells {
  /** Under skin that is in the image. */
  readonly subcutaneous: Uint8Array;
  /** All of it, in the belly and between muscles as well. */
  readonly any: Uint8Array;
}

export function fatCells({ work: { grid, spacing }, smooth, outside }: RegionSearch): FatCells {
  const any = eroded(inRange(smooth, SEARCHED_HU.fat), grid.dims, inSlice(CLEAR_MM, spacing));
  const near = dilated(outside, grid.dims, inSlice(DEPTH_MM.to, spacing));
  const skin = dilated(outside, grid.dims, inSlice(DEPTH_MM.from, spacing));
  const subcutaneous = new Uint8Array(any.length);
  for (let at = 0; at < any.length; at++) subcutaneous[at] = any[at]! & near[at]! & (1 - skin[at]!);
  return { any, subcutaneous };
}
