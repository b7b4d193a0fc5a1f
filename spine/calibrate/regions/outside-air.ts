/** Air beside and before the patient, away from table, skin and whatever else lies about. */
import { AIR_BELOW_HU } from '../../definitions/hounsfield.ts';

import { eroded, inSlice } from './cells.ts';
import type { RegionSearch } from './region-search.ts';

/** Nothing but air may lie this near, mm: covers the skin's blur, blankets and cables (design value). */
const CLEAR_MM = 10;

/** Cells; behind the spine's centre none, for there the table is. */
export function outsideAir({ work: { grid, spacing }, spine, outside, blank }: RegionSearch): Uint8Array {
  const [nx, ny] = grid.dims;
  const clear = new Uint8Array(outside.length);
  for (let at = 0; at < clear.length; at++)
    if (outside[at] === 1 && blank[at] === 0 && grid.data[at]! < AIR_BELOW_HU) clear[at] = 1;
  const cells = eroded(clear, grid.dims, inSlice(CLEAR_MM, spacing));
  spine.forEach(({ y }, k) => {
    const behind = Math.max(0, Math.ceil(y / spacing[1]));
    if (behind < ny) cells.fill(0, nx * (behind + ny * k), nx * ny * (k + 1));
  });
  return cells;
}
