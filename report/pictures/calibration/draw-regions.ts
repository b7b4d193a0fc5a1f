/** `calibration.png`: what was measured, where, and whether it was accepted; dashed where it was not. */
import type { Drawing } from '../kit/drawing.ts';
import { indexToWorld, invertAffine, type Volume } from '../../../spine/grid/volume.ts';
import type { Calibrated, Rod, RegionSearch } from '../../../spine/calibrate/index.ts';

import { axialView } from './axial-view.ts';
import { calibrationSheet } from './sheet.ts';
import { slicesToShow } from './slices.ts';

/** @returns null where there is nothing to show */
export function drawRegions(where: Calibrated['where']): Drawing | null {
  if (where === null) return null;
  const {
    regions: { search, found },
    rods,
  } = where;
  const labels = { ...search.work.grid, data: new Uint8Array(search.work.grid.data.length) };
  found.forEach(({ cells }, n) => {
    for (let at = 0; at < cells.length; at++) if (cells[at] === 1) labels.data[at] = n + 1;
  });
  rods.forEach((rod, n) => {
    fillRod(labels, search, rod, found.length + n + 1);
  });
  const regions = [...found.map(({ region }) => region), ...rods.map(({ region }) => region)];
  const views = slicesToShow(labels, regions.length).map((slice) => axialView(search.ct, labels, slice));
  if (views.length === 0) return null;
  return calibrationSheet(
    views,
    regions.map((region, n) => ({ region, value: n + 1 })),
  );
}

/** Cells within the rod's radius of its axis, between the axis' ends. */
function fillRod(
  labels: Volume<Uint8Array>,
  { work }: RegionSearch,
  { axis, radiusMm }: Rod,
  value: number,
): void {
  const [nx, ny, nz] = labels.dims;
  const toCell = invertAffine(labels.affine);
  const [from, to] = [indexToWorld(toCell, ...axis.from), indexToWorld(toCell, ...axis.to)];
  const [low, high] = from[2] < to[2] ? [from, to] : [to, from];
  for (let k = Math.max(0, Math.round(low[2])); k <= Math.min(nz - 1, Math.round(high[2])); k++) {
    const share = high[2] === low[2] ? 0 : (k - low[2]) / (high[2] - low[2]);
    const [ci, cj] = [low[0] + share * (high[0] - low[0]), low[1] + share * (high[1] - low[1])];
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++)
        if (Math.hypot((i - ci) * work.spacing[0], (j - cj) * work.spacing[1]) <= radiusMm)
          labels.data[i + nx * (j + ny * k)] = value;
  }
}
