/**
 * Endplates as numbers: a plane each, the angles between both, and how far each is sunk in.
 *
 *      rim ___              ___ rim     concavity: the most below the line from rim to rim, mid-sagittal
 *             \___     ____/            depression: below the endplate's own bowl (a paraboloid through all of it),
 *                 \_ _/                 so that an even biconcavity has none and a Schmorl node has one
 *                   U
 *
 * Where it is wrong: a depression wider than half the endplate is taken for its bowl; a vertebra turned in its slab
 * shows the concavity of the turned section.
 */
import type { Endplate, Endplates } from '../../../contracts/level/endplates.ts';
import type { Quantity, Vec3 } from '../../../contracts/primitives.ts';
import type { Frame } from '../../../contracts/segmentation.ts';
import { tripleFrom, unit } from '../../math/vector.ts';
import { Z95 } from '../../math/normal.ts';

import { frameToWorld } from '../body-in-frame.ts';
import { depressionOf } from './endplate-depression.ts';
import { surfaceAt, type EndplateField, type Walls } from './endplate-field.ts';
import { endpointError, SHELL_SIGMA_MM } from './endplate-error.ts';
import { robustFit } from '../../math/robust-fit.ts';
import { mean, populationDeviation } from '../../math/moments.ts';
import {
  CONCAVITY_PARTS,
  CONCAVITY_RIMS,
  DEPRESSION_RADIUS_MM,
  ENDPLATE_GRID_MM,
  positionsText,
} from '../../definitions/heights.ts';

export interface EndplatesInput {
  readonly frame: Frame;
  readonly walls: Walls;
  readonly superior: EndplateField;
  readonly inferior: EndplateField;
  readonly sliceMm: number;
}

/** Rims stand at these parts of the depth, and the deepest place is looked for between these. */
const STEPS = 25;
/** Residuals from a plane below this are no outliers: an endplate is concave by 1-3 mm. */
const LEAST_SCALE_MM = 1;
/** A local parabola flattens a deep bowl: this share of the depth (measured on digital biconcave bodies: 7 % of 4.5 mm). */
const FLATTENED = 0.05;
const DEGREES = 180 / Math.PI;

const METHOD =
  'planes by robust least squares through the endplates’ surfaces; concavity below the line between the points at ' +
  `${positionsText(CONCAVITY_RIMS)} of the mid-sagittal depth; depression below a robust paraboloid, median over ${2 * DEPRESSION_RADIUS_MM} mm`;

/** w = a + b u + c v, and the standard error of its slopes. */
interface Plane {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly slopeSe: readonly [number, number];
}

/** @returns null where either field is too small for a plane or a rim */
export function endplatesOf(input: EndplatesInput): Endplates | null {
  const top = planeOf(input.superior, input.sliceMm);
  const bottom = planeOf(input.inferior, input.sliceMm);
  if (top === null || bottom === null) return null;
  const superior = endplateOf(input, input.superior, top);
  const inferior = endplateOf(input, input.inferior, bottom);
  if (superior === null || inferior === null) return null;
  const tilt = (slope: 'b' | 'c', axis: 0 | 1): Quantity<'deg'> => {
    const value = DEGREES * (Math.atan(top[slope]) - Math.atan(bottom[slope]));
    return interval(value, 'deg', DEGREES * Math.hypot(top.slopeSe[axis], bottom.slopeSe[axis]));
  };
  return { superior, inferior, sagittalTilt: tilt('c', 1), coronalTilt: tilt('b', 0), method: METHOD };
}

function planeOf(field: EndplateField, sliceMm: number): Plane | null {
  const { points } = field;
  const rows = Float64Array.from(points.flatMap(({ u, v }) => [1, u, v]));
  const values = Float64Array.from(points, ({ w }) => w);
  const fit = robustFit({ rows, terms: 3, values, leastScale: LEAST_SCALE_MM });
  if (fit === null) return null;
  const [a, b, c] = tripleFrom(fit.coefficients);
  const found = { fitSe: null, residualMm: fit.sigma, effective: fit.effective, fromMask: false };
  const se = endpointError(found, field, sliceMm);
  const spread = (axis: 'u' | 'v'): number => populationDeviation(points.map((point) => point[axis]));
  return { a, b, c, slopeSe: [se / spread('u'), se / spread('v')] };
}

function endplateOf(
  { frame, walls, sliceMm }: EndplatesInput,
  field: EndplateField,
  plane: Plane,
): Endplate | null {
  const outward = field.side === 'superior' ? 1 : -1;
  const at = (part: number): number => walls.anterior + part * (walls.posterior - walls.anterior);
  const point = (part: number): { readonly w: number; readonly se: number } | null => {
    const found = surfaceAt(field, 0, at(part));
    return found === null ? null : { w: found.w, se: endpointError(found, field, sliceMm) };
  };
  const [front, back] = [point(CONCAVITY_RIMS[0]), point(CONCAVITY_RIMS[1])];
  if (front === null || back === null) return null;
  let deepest: { part: number; w: number; depth: number; se: number } | null = null;
  for (let n = 0; n <= STEPS; n++) {
    const part = CONCAVITY_PARTS[0] + (n / STEPS) * (CONCAVITY_PARTS[1] - CONCAVITY_PARTS[0]);
    const here = point(part);
    if (here === null) continue;
    const share = (part - CONCAVITY_RIMS[0]) / (CONCAVITY_RIMS[1] - CONCAVITY_RIMS[0]);
    const depth = outward * ((1 - share) * front.w + share * back.w - here.w);
    const se = Math.hypot(here.se, (1 - share) * front.se, share * back.se);
    if (deepest === null || depth > deepest.depth) deepest = { part, w: here.w, depth, se };
  }
  if (deepest === null) return null;
  const { a, b, c, slopeSe } = plane;
  const middle = { u: mean(field.points.map(({ u }) => u)), v: mean(field.points.map(({ v }) => v)) };
  const world = (u: number, v: number, w: number): [number, number, number] => [
    ...frameToWorld(frame, u, v, w),
  ];
  const found = depressionOf(field);
  return {
    centre: world(middle.u, middle.v, a + b * middle.u + c * middle.v),
    normal: [...direction(frame, [-outward * b, -outward * c, outward])],
    normalMarginDegrees: Z95 * DEGREES * Math.hypot(slopeSe[0], slopeSe[1]),
    concavity: interval(deepest.depth, 'mm', Math.hypot(deepest.se, FLATTENED * deepest.depth)),
    deepest: world(0, at(deepest.part), deepest.w),
    deepestAt: deepest.part,
    depression:
      found === null
        ? null
        : {
            depth: interval(
              found.depth,
              'mm',
              Math.hypot(found.se, endpointError(found, { ...field, offsetSigma: null }, sliceMm)),
            ),
            areaMm2: found.areaMm2,
            at: world(found.u, found.v, found.w),
          },
    areaMm2: field.points.length * ENDPLATE_GRID_MM ** 2,
    seen: field.points.filter(({ seen }) => seen).length / field.points.length,
  };
}

function direction({ left, posterior, superior }: Frame, [u, v, w]: Vec3): Vec3 {
  const sum = [0, 1, 2].map((n) => u * left[n]! + v * posterior[n]! + w * superior[n]!);
  return unit(tripleFrom(sum));
}

/** The assumed HU of compact bone moves both edges of a difference alike: it counts for lengths, not for angles. */
function interval<U extends 'mm' | 'deg'>(value: number, unitOf: U, se: number): Quantity<U> {
  const margin = Z95 * (unitOf === 'mm' ? Math.hypot(se, SHELL_SIGMA_MM) : se);
  return {
    value,
    unit: unitOf,
    uncertainty: {
      kind: 'interval95',
      low: value - margin,
      high: value + margin,
      basis: 'scatter about the fitted surface and slice thickness',
    },
  };
}
