/** Which slices show the regions best. */
import { spacingOf, type Volume } from '../../../spine/grid/volume.ts';

/** A region of which a slice shows less is not seen in it, cells. */
const FEWEST_CELLS = 4;
const MOST_SLICES = 3;
/** Slices that only show more of the same lie this far apart, mm. */
const APART_MM = 60;

/**
 * Few slices that together show every region: first the one that shows most of them, then what shows most of the others.
 *
 * @param labels region n + 1 where region n lies; @param count how many regions there are
 * @returns slices of `labels`, from the head down
 */
export function slicesToShow({ dims, affine, data }: Volume<Uint8Array>, count: number): readonly number[] {
  const [nx, ny, nz] = dims;
  const shown = Array.from({ length: nz }, () => new Uint32Array(count + 1));
  for (let k = 0, at = 0; k < nz; k++) {
    const here = shown[k]!;
    for (let n = 0; n < nx * ny; n++, at++) here[data[at]!]!++;
  }
  const most = new Uint32Array(count + 1);
  for (const here of shown) here.forEach((cells, region) => (most[region] = Math.max(most[region]!, cells)));
  const left = new Set<number>();
  most.forEach((cells, region) => {
    if (region > 0 && cells >= FEWEST_CELLS) left.add(region);
  });
  const chosen: number[] = [];
  while (left.size > 0 && chosen.length < MOST_SLICES) {
    let [best, slice] = [0, -1];
    shown.forEach((here, k) => {
      let worth = 0;
      for (const region of left)
        if (here[region]! >= FEWEST_CELLS) worth += 1 + here[region]! / most[region]!;
      if (worth > best) [best, slice] = [worth, k];
    });
    if (slice === -1) break;
    chosen.push(slice);
    for (const region of left) if (shown[slice]![region]! >= FEWEST_CELLS) left.delete(region);
  }
  if (chosen.length > 0) fillUp(chosen, shown, APART_MM / spacingOf(affine)[2]);
  return chosen.sort((a, b) => b - a);
}

/** What shows most regions, well away from the slices that are chosen. */
function fillUp(chosen: number[], shown: readonly Uint32Array[], apart: number): void {
  while (chosen.length < MOST_SLICES) {
    let [best, slice] = [0, -1];
    shown.forEach((here, k) => {
      const worth = here.reduce(
        (sum, cells, region) => sum + (region > 0 && cells >= FEWEST_CELLS ? 1 : 0),
        0,
      );
      if (worth > best && chosen.every((other) => Math.abs(other - k) >= apart)) [best, slice] = [worth, k];
    });
    if (slice === -1) return;
    chosen.push(slice);
  }
}
