/**
 * The space between the endplates of two neighbouring bodies, and what the patient's other discs let expect of it.
 *
 *      ___|______|______|___   upper body
 *         a      m      p      between the ends of their heights, along the mean of both bodies' axes
 *      ___|______|______|___   lower body
 *         |      |      |
 */
import type { Heights } from '../../../contracts/level/level-result.ts';
import { spinePosition, type Level } from '../../../contracts/levels.ts';
import type { Vec3 } from '../../../contracts/primitives.ts';
import { along, dot, unit } from '../../math/vector.ts';
import { theilSen } from '../../math/line-fit.ts';
import { HEIGHT_POSITIONS, type HeightPosition } from '../../definitions/heights.ts';
import { LEAST_DISCS_OF_TREND, TREND_LEVELS } from '../../definitions/fractures.ts';

export interface DiscSpace {
  readonly upper: Level;
  readonly lower: Level;
  /** mm; negative where the surfaces cross. */
  readonly at: Readonly<Record<HeightPosition, number>>;
  /** The least of what it is wider by than the trend of the patient's other discs, mm; null where too few are known. */
  readonly excessMm: number | null;
}

interface Placed {
  readonly level: Level;
  readonly heights: Heights;
}

type Gap = Omit<DiscSpace, 'excessMm'>;

const POSITIONS = Object.keys(HEIGHT_POSITIONS) as HeightPosition[];

/** @param measured cranial to caudal; discs between levels that are not next to each other are left out */
export function discSpaces(measured: readonly Placed[]): readonly DiscSpace[] {
  const gaps = measured.slice(1).flatMap((lower, n) => gapBetween(measured[n]!, lower));
  return gaps.map((gap): DiscSpace => {
    const others = gaps.filter(
      (other) => other !== gap && Math.abs(placeOf(other) - placeOf(gap)) <= TREND_LEVELS,
    );
    if (others.length < LEAST_DISCS_OF_TREND) return { ...gap, excessMm: null };
    let excessMm = Infinity;
    for (const name of POSITIONS) {
      const { slope, intercept } = theilSen(others.map((other) => [placeOf(other), other.at[name]]));
      excessMm = Math.min(excessMm, gap.at[name] - (intercept + slope * placeOf(gap)));
    }
    return { ...gap, excessMm };
  });
}

function gapBetween(upper: Placed, lower: Placed): readonly Gap[] {
  if (spinePosition(lower.level) - spinePosition(upper.level) !== 1) return [];
  const axes = [upper, lower].map(axisOf);
  const [a, b] = axes;
  if (a == null || b == null) return [];
  const axis = unit(along(a, 1, b));
  const at = (name: HeightPosition): number => {
    const [top, bottom] = [upper.heights.points[`${name}Inferior`], lower.heights.points[`${name}Superior`]];
    return dot(axis, along(top, -1, bottom));
  };
  const spaces = { anterior: at('anterior'), middle: at('middle'), posterior: at('posterior') };
  return [{ upper: upper.level, lower: lower.level, at: spaces }];
}

/** From the lower to the upper end of the middle height; null where both are one point. */
function axisOf({ heights: { points } }: Placed): Vec3 | null {
  const axis = along(points.middleSuperior, -1, points.middleInferior);
  return dot(axis, axis) > 0 ? unit(axis) : null;
}

function placeOf({ upper }: Gap): number {
  return spinePosition(upper);
}
