/**
 * Scoliosis: how far each vertebra leans to the side and turns about its axis.
 *
 *   lean      -+ C/2 cos(pi t) between the end vertebrae (t = 0 at the upper, 1 at the lower), so that their endplates
 *             stand at the Cobb angle C to the digit; beyond them it fades as cos over half the curve's length
 *   rotation  R sin(pi t) between the ends, 0 beyond
 */
import { BODY_SIZE } from './anatomy.ts';
import { ImpossibleSpine, type LevelSpec, type ScoliosisSpec } from '../options.ts';

const GREATEST_COBB = 60;
const RADIANS = Math.PI / 180;

export interface SideLean {
  /** Of the superior axis to the patient's left, radians. */
  readonly lean: number;
  /** About the superior axis, left towards posterior, radians. */
  readonly rotation: number;
}

/** One a vertebra, and one more for what stands below the last. @throws ImpossibleSpine */
export function sideLeans(
  specs: readonly LevelSpec[],
  scoliosis: ScoliosisSpec | undefined,
): readonly SideLean[] {
  const at = positions(specs);
  if (scoliosis === undefined) return at.map(() => ({ lean: 0, rotation: 0 }));
  const { cobbDegrees, upperEnd, lowerEnd, convex, rotationDegrees } = scoliosis;
  const first = specs.findIndex(({ level }) => level === upperEnd);
  const last = specs.findIndex(({ level }) => level === lowerEnd);
  if (first < 0 || last <= first + 1 || !(cobbDegrees >= 0 && cobbDegrees <= GREATEST_COBB)) {
    throw new ImpossibleSpine(
      `saw a curve of ${cobbDegrees} degrees from ${upperEnd} to ${lowerEnd}; wanted 0 to ${GREATEST_COBB} between two levels of the spine with one between`,
    );
  }
  const side = convex === 'left' ? 1 : -1;
  const half = (cobbDegrees / 2) * RADIANS;
  return at.map((s) => {
    const t = (s - at[first]!) / (at[last]! - at[first]!);
    if (t >= 0 && t <= 1) {
      const turn = side * rotationDegrees * RADIANS;
      return { lean: -side * half * Math.cos(Math.PI * t), rotation: turn * Math.sin(Math.PI * t) };
    }
    const beyond = t < 0 ? -t : t - 1;
    const faded = Math.cos(Math.PI * Math.min(beyond, 0.5));
    return { lean: (t < 0 ? -side : side) * half * faded, rotation: 0 };
  });
}

/** Of the centres along the spine, from the top, by the design's sizes, mm. */
function positions(specs: readonly LevelSpec[]): readonly number[] {
  let s = 0;
  const out = [0];
  specs.forEach(({ level }, k) => {
    const next = specs[k + 1]?.level ?? level;
    s += (BODY_SIZE[level].middleMm + BODY_SIZE[next].middleMm) / 2 + BODY_SIZE[level].discMm;
    out.push(s);
  });
  return out;
}
