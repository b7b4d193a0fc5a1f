/**
 * Osteophytes: lips at the rim of a body.
 *
 *   stand-out  M(phi, h) = mm cos^2(pi/2 phi/60 deg) (1 - h/L),  phi from the middle of its side, h from the endplate
 *
 * beyond the wall of the body at the same height, and nothing beyond the plane of the rim: heights stay what they are.
 */
import type { Body } from './body.ts';
import { ImpossibleSpine, type OsteophyteSpec } from '../options.ts';
import type { Segment } from './placement.ts';
import { boxInFrame, localCoordinates, type Solid } from './solids.ts';

/** A lip ends at this angle from the middle of its side, radians. */
const HALF_ANGLE = Math.PI / 3;
/** Length L along the wall: a base, and a multiple of what it stands out; at most this share of the half height. */
const LENGTH = { baseMm: 3, perMm: 1, share: 0.9 } as const;
const GREATEST_MM = 15;
/** Steps of the volume's quadrature: radians and mm. */
const ANGLE_STEP = Math.PI / 720;
const HEIGHT_STEP_MM = 0.02;

const MIDDLE = { anterior: -Math.PI / 2, left: 0, right: Math.PI } as const;

export function osteophyte(spec: OsteophyteSpec, { body, frame }: Segment): Solid {
  if (!(spec.mm > 0 && spec.mm <= GREATEST_MM))
    throw new ImpossibleSpine(
      `saw an osteophyte of ${spec.mm} mm; wanted more than 0, at most ${GREATEST_MM}`,
    );
  const toLocal = localCoordinates(frame);
  const local = new Float64Array(3);
  const reach = [body.halfWidth + spec.mm, body.halfDepth + spec.mm, body.greatestHalfHeight] as const;
  return {
    ...boxInFrame(frame, [0, 0, 0], reach),
    depth(x, y, z) {
      toLocal(x, y, z, local);
      return lipDepth(spec, body, local[0]!, local[1]!, local[2]!);
    },
  };
}

/** Of the union of all lips outside the body, mm3. */
export function osteophyteVolume(specs: readonly OsteophyteSpec[], body: Body): number {
  let sum = 0;
  for (const endplate of ['superior', 'inferior'] as const) {
    const lips = specs.filter((spec) => spec.endplate === endplate);
    if (lips.length === 0) continue;
    for (let angle = ANGLE_STEP / 2 - Math.PI; angle < Math.PI; angle += ANGLE_STEP) {
      const [du, dv] = [Math.cos(angle), Math.sin(angle)];
      const z = rimHeight(body, du, dv);
      const longest = lips.reduce((most, lip) => Math.max(most, lengthOf(lip, z)), 0);
      for (let h = HEIGHT_STEP_MM / 2; h < longest; h += HEIGHT_STEP_MM) {
        const out = lips.reduce((most, lip) => Math.max(most, standOut(lip, angle, h, z)), 0);
        if (out <= 0) continue;
        const wall = body.wallAlong(du, dv, 1 - h / z);
        sum += (((wall + out) ** 2 - wall ** 2) / 2) * ANGLE_STEP * HEIGHT_STEP_MM;
      }
    }
  }
  return sum;
}

/** To first order; negative outside, and inside the wall. At the wall it is no surface, so that the lip's root is marrow. */
function lipDepth(spec: OsteophyteSpec, body: Body, u: number, v: number, w: number): number {
  const side = spec.endplate === 'superior' ? 1 : -1;
  if (side * w <= 0) return -1;
  const radius = Math.hypot(u, v);
  if (radius < 1) return -1;
  const angle = Math.atan2(v, u);
  const z = rimHeight(body, u / radius, v / radius);
  const h = z - side * w;
  if (h < 0) return h;
  const out = standOut(spec, angle, h, z);
  if (out <= 0) return -1;
  const wall = body.wallAlong(u / radius, v / radius, 1 - h / z);
  return radius < wall ? -1 : Math.min(h, wall + out - radius);
}

function standOut(spec: OsteophyteSpec, angle: number, h: number, z: number): number {
  const from = Math.abs(angle - MIDDLE[spec.side]);
  const off = Math.min(from, 2 * Math.PI - from);
  if (off >= HALF_ANGLE) return 0;
  const c = Math.cos(((Math.PI / 2) * off) / HALF_ANGLE);
  return spec.mm * c * c * Math.max(0, 1 - h / lengthOf(spec, z));
}

function lengthOf({ mm }: OsteophyteSpec, z: number): number {
  return Math.min(LENGTH.baseMm + LENGTH.perMm * mm, LENGTH.share * z);
}

/** Z where the wall stands at the endplate; the plane of the rim goes on outside with this height. */
function rimHeight(body: Body, du: number, dv: number): number {
  const wall = body.wallAlong(du, dv, 1);
  return body.halfHeight(wall * du, wall * dv);
}
