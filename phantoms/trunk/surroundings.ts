/** What the patient lies on: a calibration phantom under the back, and the table under that. */
import { TRUNK } from '../anatomy/anatomy.ts';
import { slabOf } from './calibration-phantom.ts';
import { MATERIAL } from '../image/materials.ts';
import type { CalibrationPhantomSpec } from '../options.ts';

/** Half height of the slab beyond the rods, and its reach beside the outermost rod, mm. */
const COVER_MM = 5;
/** The table under it: upper skin, foam, lower skin, mm. */
const TABLE = { skinMm: 2.5, foamMm: 30, halfWidthMm: 200 } as const;
/** Between back and slab where nothing is said, mm. */
const PAD_MM = 8;
const RADIANS = Math.PI / 180;

/** Material code at a point of patient LPS that is not the patient's. */
export type Surroundings = (x: number, y: number, z: number) => number;

export function surroundingsOf(spec: CalibrationPhantomSpec): Surroundings {
  const { rods, radiusMm, spacingMm } = slabOf(spec);
  const { padMm = PAD_MM, lateralMm = 0, skewDegrees = 0, rollDegrees = 0, zRangeMm } = spec;
  const half = radiusMm + COVER_MM;
  const centreY = TRUNK.skin[1] + TRUNK.skin[3] + padMm + half;
  const tableY = centreY + half;
  const reach = (spacingMm * (rods.length - 1)) / 2 + half;
  const [cs, ss] = [Math.cos(skewDegrees * RADIANS), Math.sin(skewDegrees * RADIANS)];
  const [cr, sr] = [Math.cos(rollDegrees * RADIANS), Math.sin(rollDegrees * RADIANS)];
  return (x, y, z) => {
    const along = cs * (x - lateralMm) - ss * z;
    const u = cr * along + sr * (y - centreY);
    const v = cr * (y - centreY) - sr * along;
    const there = zRangeMm === undefined || (z >= zRangeMm[0] && z < zRangeMm[1]);
    if (there && Math.abs(u) < reach && Math.abs(v) < half) {
      const n = Math.min(Math.max(Math.round(u / spacingMm + (rods.length - 1) / 2), 0), rods.length - 1);
      const du = u - (n - (rods.length - 1) / 2) * spacingMm;
      return du * du + v * v < radiusMm * radiusMm ? MATERIAL.firstRod + n : MATERIAL.slab;
    }
    return tableAt(x, y - tableY);
  };
}

function tableAt(x: number, below: number): number {
  const { skinMm, foamMm, halfWidthMm } = TABLE;
  if (below < 0 || below > 2 * skinMm + foamMm || Math.abs(x) > halfWidthMm) return MATERIAL.air;
  return below < skinMm || below > skinMm + foamMm ? MATERIAL.tableSkin : MATERIAL.tableFoam;
}
