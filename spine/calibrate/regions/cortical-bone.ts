/** The densest bone of the arches: for the five-tissue comparison only. */
import type { RegionSearch } from './region-search.ts';
import { SEARCHED_HU } from '../../definitions/regions.ts';

/** Behind the body's centre: pedicles, arches and processes, not the aorta where it is as bright, mm. */
const BOX_MM = { beside: 45, from: 10, behind: 65 } as const;

export function corticalCells({ work: { grid, spacing }, spine }: RegionSearch): Uint8Array {
  const [nx, ny] = grid.dims;
  const cells = new Uint8Array(grid.data.length);
  spine.forEach(({ x, y }, k) => {
    for (let j = 0; j < ny; j++) {
      const dy = j * spacing[1] - y;
      if (dy < BOX_MM.from || dy > BOX_MM.behind) continue;
      for (let i = 0, at = nx * (j + ny * k); i < nx; i++, at++) {
        const hu = grid.data[at]!;
        if (
          hu > SEARCHED_HU['cortical-bone'][0] &&
          hu < SEARCHED_HU['cortical-bone'][1] &&
          Math.abs(i * spacing[0] - x) < BOX_MM.beside
        )
          cells[at] = 1;
      }
    }
  });
  return cells;
}
