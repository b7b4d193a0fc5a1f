/**
 * How a body's yielding forces move with its calibration, from what it was solved with anyway: other densities (decision 0034).
 *
 * Where a line moves stiffness by one percent, forces move by as many as they do where all densities are scaled so that stiffness
 * moves by one. Slope and intercept move soft and dense bone by other parts, which this leaves out: within 1 % of a force's error and
 * 3 % of the offset's on five bodies that were solved a step to either side (decision 0017).
 */
import type { ForcesByDensity, ScaledForces } from '../density-response.ts';
import type { Forces } from '../solves/plastic.ts';

/** Relative change of a force over that of stiffness. */
export interface YieldElasticities {
  readonly strength: number;
  /** Null where a curve has no offset point. */
  readonly offset: number | null;
}

/** To either side, for the elasticity of stiffness. */
const STEP = 0.05;

/**
 * @param stiffnessAt with all densities times a factor, to first order
 * @returns null where there are too few densities, or stiffness or strength does not grow with them
 */
export function yieldElasticities(
  { own, others }: ScaledForces,
  stiffnessAt: (factor: number) => number,
): YieldElasticities | null {
  const far = ({ trabecularMgCc }: ForcesByDensity): number =>
    Math.abs(Math.log(trabecularMgCc / own.trabecularMgCc));
  const [first, second] = others.toSorted((a, b) => far(a) - far(b));
  if (first === undefined || second === undefined) return null;
  const [up, down] = [stiffnessAt(1 + STEP), stiffnessAt(1 - STEP)];
  const stiffness = (up - down) / (STEP * (up + down));
  if (!(stiffness > 0)) return null;
  const elasticity = (pick: (one: Forces) => number | null): number | null => {
    const points = [own, first, second].map((one) => ({ x: one.trabecularMgCc, y: pick(one) }));
    const [here, ...there] = points.filter((point): point is Point => point.y !== null);
    if (here === undefined || there.length < 2) return null;
    return (slopeAt(here, there[0]!, there[1]!) * here.x) / here.y / stiffness;
  };
  const strength = elasticity((one) => one.strength);
  return strength === null || !(strength > 0)
    ? null
    : { strength, offset: elasticity((one) => one.offsetStrength) };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Of the parabola through three points, at the first of them. */
function slopeAt(at: Point, near: Point, far: Point): number {
  const [toNear, toFar] = [near, far].map(({ x, y }) => (y - at.y) / (x - at.x)) as [number, number];
  return toNear - ((toFar - toNear) * (near.x - at.x)) / (far.x - near.x);
}
