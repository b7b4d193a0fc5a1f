/** An endplate's field once more, on a shell that is laid through all voxels about it. */
import type { Frame } from '../../../../contracts/segmentation.ts';
import { indexToWorld, invertAffine, type Volume } from '../../../grid/volume.ts';

import { frameToWorld } from '../../body-in-frame.ts';
import type { EndplateField } from '../endplate-field.ts';
import { ENDPLATE_GRID_MM } from '../../../definitions/heights.ts';
import { median } from '../../../math/order-statistics.ts';

import { fitEndplate } from './fit-endplate.ts';
import { footprintOf, type Column } from './footprint.ts';
import { voxelsNear } from './voxels-near.ts';

export interface Scan {
  /** HU. */
  readonly ct: Volume<Int16Array>;
  /** Bodies by label, on the grid of the CT. */
  readonly bodies: Volume<Uint8Array>;
  readonly labelValue: number;
  readonly frame: Frame;
  readonly sliceMm: number;
}

/** Where fewer of its lines show an edge there is no shell to fit. */
const LEAST_SEEN = 0.5;
/** The next vertebra's mask is looked for in steps, up to so far beyond the edge, mm. */
const STEP_MM = 0.25;
const FIRST_MM = 0.5;
const FARTHEST_MM = 12;

/** @returns the same field where no shell could be fitted */
export function fittedField(field: EndplateField, scan: Scan): EndplateField {
  const { side, points, offset } = field;
  const seen = points.filter((point) => point.seen).length;
  if (points.length === 0 || seen < LEAST_SEEN * points.length) return field;
  const outward = side === 'superior' ? 1 : -1;
  const labelAt = labelsInFrame(scan);
  const gaps = points.map(({ u, v, edge }) =>
    gapTo(scan.labelValue, (beyond) => labelAt(u, v, edge - offset + outward * beyond)),
  );
  const columns = points.map(({ u, v, edge }, n): Column => {
    const mask = edge - offset;
    const gap = gaps[n] ?? null;
    if (gap === null) return { u, v, edge, gap };
    // The next endplate's own edge lies off its mask as this one's does, and neither beyond the middle between them.
    const moved = Math.min(outward * offset, gap / 2);
    return { u, v, edge: mask + outward * moved, gap: gap - 2 * moved };
  });
  const footprint = footprintOf(outward, columns, ENDPLATE_GRID_MM);
  const voxels = voxelsNear(scan.ct, scan.frame, footprint, scan.sliceMm);
  const fit = fitEndplate(footprint, voxels);
  return fit === null
    ? field
    : {
        ...field,
        fit,
        gapMm: middleOf(gaps),
        points: points.map((point) => ({ ...point, w: fit.w(point.u, point.v) })),
      };
}

/** The median, where those that meet no vertebra count as the widest; null where that is one of them. */
function middleOf(gaps: readonly (number | null)[]): number | null {
  const middle = median(gaps.map((gap) => gap ?? Infinity));
  return Number.isFinite(middle) ? middle : null;
}

function gapTo(own: number, labelAt: (beyond: number) => number): number | null {
  for (let beyond = FIRST_MM; beyond < FARTHEST_MM; beyond += STEP_MM) {
    const label = labelAt(beyond);
    if (label !== 0 && label !== own) return beyond;
  }
  return null;
}

function labelsInFrame({ bodies, frame }: Scan): (u: number, v: number, w: number) => number {
  const inverse = invertAffine(bodies.affine);
  const [nx, ny, nz] = bodies.dims;
  return (u, v, w) => {
    const [x, y, z] = indexToWorld(inverse, ...frameToWorld(frame, u, v, w));
    const [i, j, k] = [Math.round(x), Math.round(y), Math.round(z)];
    const inVolume = i >= 0 && j >= 0 && k >= 0 && i < nx && j < ny && k < nz;
    return inVolume ? bodies.data[i + nx * (j + ny * k)]! : 0;
  };
}
