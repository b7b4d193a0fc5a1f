/**
 * The rods of a named phantom. One that lies under a patient is found behind the spine: a row of as many round, even cross-sections of one size, at equal
 * distances, that runs along the table. Which rod is which follows from the order of their HU, so that it does not
 * matter which way round the phantom lies.
 */
import type { ReferenceRegion } from '../../../contracts/calibration/calibration.ts';
import type { Vec3 } from '../../../contracts/primitives.ts';
import { indexToWorld, spacingOf, type Volume } from '../../grid/volume.ts';
import { median } from '../../math/order-statistics.ts';
import { WATER_INTERCEPT, WATER_SLOPE } from '../../definitions/calibration.ts';
import { CALIBRATION_PHANTOMS, type CalibrationPhantom } from '../../definitions/calibration-phantoms.ts';

import { bandsBehind } from './bands.ts';
import { rodSectionsIn } from './rod-sections.ts';
import { coreRadius, rodHuOf, type RodHu } from './measure-rod.ts';
import { pairAxes } from './find-pair.ts';
import type { Phantom, PhantomRod } from './phantom.ts';
import { rodAxes, type RodAxes, type RodAxis } from './rod-axes.ts';
import { rowOf } from './rows.ts';

export interface Rod extends PhantomRod {
  readonly region: ReferenceRegion;
  /** Standard error of `region.meanHu`. */
  readonly seHu: number;
  /** Of what was averaged. */
  readonly radiusMm: number;
  /** Patient LPS, over the slices that were averaged. */
  readonly axis: { readonly from: Vec3; readonly to: Vec3 };
}

/** Slices that may fall out of line, and noise against that of the other rods, in a rod that is used (design values). */
const MOST_LEFT_OUT = 0.3;
const MOST_NOISE = 2;
const NOISE_FLOOR_HU = 3;
/** To order rods by the HU that they must have, mg/cm3 per HU and HU per mg/cm3 of water; no density rests on them. */
const NOMINAL_SLOPE = 0.7;

/**
 * @param spine centres of the vertebral bodies, patient LPS, mm
 * @returns the rods by their certificate's order; null where there is no such row
 */
export function findRods(
  ct: Volume<Int16Array>,
  phantom: Phantom,
  spine: readonly Vec3[],
): readonly Rod[] | null {
  const { pair }: CalibrationPhantom = CALIBRATION_PHANTOMS[phantom.type];
  if (pair !== undefined) {
    const found = pairAxes(ct, pair);
    return found === null ? null : named(ct, phantom, found);
  }
  const rows = bandsBehind(ct, spine).map((band) => {
    const row = rowOf(band, rodSectionsIn(band), phantom.rods.length);
    return row === null ? null : { band, row };
  });
  const found = rodAxes(rows);
  return found === null ? null : named(ct, phantom, found);
}

function named(
  ct: Volume<Int16Array>,
  phantom: Phantom,
  { axes, radiusMm, slices }: RodAxes,
): readonly Rod[] {
  const measured = axes
    .map((axis) => ({ axis, hu: rodHuOf(ct, axis, radiusMm, slices) }))
    .sort((a, b) => a.hu.meanHu - b.hu.meanHu);
  const noise = median(measured.map(({ hu }) => hu.sdHu));
  const order = [...phantom.rods].sort((a, b) => expectedHu(a) - expectedHu(b));
  return phantom.rods.map((rod) => {
    const { axis, hu } = measured[order.indexOf(rod)]!;
    const ends = [slices[0], slices[1] - 1].map((k) => placeOf(ct, axis, k)) as [Vec3, Vec3];
    return {
      ...rod,
      region: regionOf(
        rod,
        hu,
        noise,
        [0, 1, 2].map((n) => (ends[0][n]! + ends[1][n]!) / 2) as [number, number, number],
      ),
      seHu: hu.seHu,
      radiusMm: coreRadius(radiusMm),
      axis: { from: ends[0], to: ends[1] },
    };
  });
}

function regionOf(
  { name }: PhantomRod,
  hu: RodHu,
  noise: number,
  centreMm: [number, number, number],
): ReferenceRegion {
  const remark =
    hu.leftOut > MOST_LEFT_OUT
      ? `${Math.round(100 * hu.leftOut)} % of its slices are outliers; required: at most ${100 * MOST_LEFT_OUT} %`
      : hu.sdHu > MOST_NOISE * noise + NOISE_FLOOR_HU
        ? `SD ${hu.sdHu.toFixed(0)} HU against ${noise.toFixed(0)} HU in the other rods: bubble or edge in the rod`
        : null;
  return {
    tissue: 'rod',
    name,
    meanHu: hu.meanHu,
    sdHu: hu.sdHu,
    volumeMm3: hu.volumeMm3,
    centreMm,
    accepted: remark === null,
    remark,
  };
}

function expectedHu({ densityMgCc, waterMgCc }: PhantomRod): number {
  if (waterMgCc === null) return densityMgCc / NOMINAL_SLOPE;
  return waterMgCc - WATER_INTERCEPT + (1 / NOMINAL_SLOPE + WATER_SLOPE) * densityMgCc;
}

function placeOf({ affine }: Volume<Int16Array>, { at, perSlice }: RodAxis, k: number): Vec3 {
  const [dx, dy] = spacingOf(affine);
  return indexToWorld(affine, (at[0] + perSlice[0] * k) / dx, (at[1] + perSlice[1] * k) / dy, k);
}
