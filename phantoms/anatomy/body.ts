/**
 * The vertebral body as an implicit solid in its own frame: u left, v posterior, w superior, in mm.
 *
 *   footprint   |u/a|^n + |v/b|^n <= 1, n = 2.3 in front of the middle, 3.2 behind it (flat posterior wall)
 *   waist       the footprint shrinks to 93 % at mid-height
 *   endplates   w = +-Z(u, v),  Z = Hm/2 + g t + c psi(s^2 + t^2),  s = u/a, t = v/b
 *               psi rises from 0 at the centre to 1 at 80 % of the radius and is flat in the rim beyond
 *
 * so that the mid-sagittal heights at t = -0.8, 0, 0.8 (the rims and the middle) are Ha, Hm, Hp to the digit. That is the shape
 * of a digital body, wherever heights are measured: `heightsAt` reads them off at other places.
 */
import { BODY_SHELL, BODY_SIZE } from './anatomy.ts';
import { ImpossibleSpine, type FractureSpec, type LevelSpec, type ScaleSpec } from '../options.ts';

const ANTERIOR_EXPONENT = 2.3;
const POSTERIOR_EXPONENT = 3.2;
const WAIST = 0.07;
/** t of the rims, where the anterior and posterior heights of a shape stand. */
const RIM_AT = 0.8;
const SHAPED_AT = { anterior: -RIM_AT, middle: 0, posterior: RIM_AT } as const;
/** Deepest loss that still leaves a body between its discs. */
const GREATEST_LOSS = 0.6;
/** Of the quadrature over the footprint, in each half axis: 5e-6 of the volume against twice as many. */
const QUADRATURE_STEPS = 500;

export interface Heights {
  readonly anterior: number;
  readonly middle: number;
  readonly posterior: number;
}

export interface Body {
  readonly heights: Heights;
  readonly halfWidth: number;
  readonly halfDepth: number;
  /** No point of the body lies farther above or below its centre, mm. */
  readonly greatestHalfHeight: number;
  /** Z(u, v), mm: the upper endplate stands at +Z, the lower at -Z. */
  halfHeight(u: number, v: number): number;
  /** Below 0 outside; else depth under the surface to first order, mm. */
  depth(u: number, v: number, w: number): number;
  /**
   * How far from the axis the wall stands where w is the fraction `relativeHeight` of Z, in the direction of the unit
   * vector (du, dv), mm.
   */
  wallAlong(du: number, dv: number, relativeHeight: number): number;
  volumeMm3(): number;
}

const UNSCALED: ScaleSpec = { heights: 1, width: 1, depth: 1, disc: 1 };

export function vertebralBody({ level, fracture, scale = UNSCALED }: LevelSpec): Body {
  const size = BODY_SIZE[level];
  const intact: Heights = {
    anterior: size.anteriorMm * scale.heights * (scale.anteriorRatio ?? 1),
    middle: size.middleMm * scale.heights * (scale.middleRatio ?? 1),
    posterior: size.posteriorMm * scale.heights,
  };
  return bodyOf(fractured(intact, fracture), size.widthMm * scale.width, size.depthMm * scale.depth);
}

export function bodyOf(heights: Heights, widthMm: number, depthMm: number): Body {
  const a = widthMm / 2;
  const b = depthMm / 2;
  const centre = heights.middle / 2;
  const slope = (heights.posterior - heights.anterior) / 4 / RIM_AT;
  const rim = (heights.posterior + heights.anterior) / 4 - centre;

  function halfHeight(u: number, v: number): number {
    const s = u / a;
    const t = v / b;
    const x = Math.min((s * s + t * t) / (RIM_AT * RIM_AT), 1);
    return centre + slope * t + rim * x * (2 - x);
  }

  function depth(u: number, v: number, w: number): number {
    const side = Math.min(a - Math.abs(u), b - Math.abs(v));
    if (side < 0) return side;
    const z = halfHeight(u, v);
    const below = z - Math.abs(w);
    if (below < 0) return below;
    const n = v < 0 ? ANTERIOR_EXPONENT : POSTERIOR_EXPONENT;
    const s = Math.abs(u / a);
    const t = Math.abs(v / b);
    const su = s ** (n - 1);
    const tv = t ** (n - 1);
    const gauge = (su * s + tv * t) ** (1 / n);
    const scale = waist(w / z);
    if (gauge > scale) return scale - gauge;
    if (gauge < 0.5) return below;
    // |grad gauge| = gauge^(1-n) |(s^(n-1)/a, t^(n-1)/b)|
    const gradient = gauge ** (1 - n) * Math.hypot(su / a, tv / b);
    return Math.min(below, (scale - gauge) / gradient);
  }

  function wallAlong(du: number, dv: number, relativeHeight: number): number {
    const n = dv < 0 ? ANTERIOR_EXPONENT : POSTERIOR_EXPONENT;
    const gauge = (Math.abs(du / a) ** n + Math.abs(dv / b) ** n) ** (1 / n);
    return waist(relativeHeight) / gauge;
  }

  return {
    heights,
    halfWidth: a,
    halfDepth: b,
    greatestHalfHeight: centre + Math.abs(slope) + Math.max(rim, 0),
    halfHeight,
    depth,
    wallAlong,
    volumeMm3() {
      const [constant, linear, bowl] = footprintIntegrals();
      return 2 * a * b * (centre * constant + slope * linear + rim * bowl);
    },
  };
}

/** From a part of the depth (0 at the anterior wall, 1 at the posterior) to t. */
export function offCentre(part: number): number {
  return 2 * part - 1;
}

/** Heights on the mid-sagittal plane at parts of the depth, mm; at the rims and the middle those of the shape, to the digit. */
export function heightsAt(body: Body, positions: Readonly<Record<keyof Heights, number>>): Heights {
  const at = (name: keyof Heights): number => {
    const t = offCentre(positions[name]);
    return t === SHAPED_AT[name] ? body.heights[name] : 2 * body.halfHeight(0, t * body.halfDepth);
  };
  return { anterior: at('anterior'), middle: at('middle'), posterior: at('posterior') };
}

/** Below the shell everything is trabecular. */
export function isShell(depth: number): boolean {
  return depth < BODY_SHELL.thicknessMm;
}

function waist(relativeHeight: number): number {
  return 1 - WAIST * (1 - relativeHeight * relativeHeight);
}

function fractured(intact: Heights, fracture: FractureSpec | null): Heights {
  if (fracture === null) return intact;
  const { shape, loss } = fracture;
  if (!(loss >= 0 && loss <= GREATEST_LOSS))
    throw new ImpossibleSpine(`saw a height loss of ${loss}; wanted 0 to ${GREATEST_LOSS}`);
  const keep = {
    wedge: { anterior: 1 - loss, middle: 1 - loss / 2, posterior: 1 },
    biconcave: { anterior: 1, middle: 1 - loss, posterior: 1 },
    crush: { anterior: 1 - loss, middle: 1 - loss, posterior: 1 - loss },
  }[shape];
  return {
    anterior: intact.anterior * keep.anterior,
    middle: intact.middle * keep.middle,
    posterior: intact.posterior * keep.posterior,
  };
}

/**
 * In units of the half axes the footprint is the same for every body, and Z is linear in its three terms: so the volume
 * is 2 a b (I0 Hm/2 + I1 g + I2 c), where a column at gauge n counts for the share of its height that the waist leaves:
 * it is inside where waist(w/Z) >= n, which is where (w/Z)^2 >= 1 - (1 - n)/WAIST.
 *
 * @returns I0, I1, I2 over the whole footprint.
 */
function footprintIntegrals(): readonly [number, number, number] {
  if (integrals !== null) return integrals;
  const step = 1 / QUADRATURE_STEPS;
  let [constant, linear, bowl] = [0, 0, 0];
  for (let s = step / 2; s < 1; s += step) {
    for (let t = step / 2 - 1; t < 1; t += step) {
      const n = t < 0 ? ANTERIOR_EXPONENT : POSTERIOR_EXPONENT;
      const gauge = (s ** n + Math.abs(t) ** n) ** (1 / n);
      if (gauge > 1) continue;
      const share = 1 - Math.sqrt(Math.max(0, 1 - (1 - gauge) / WAIST));
      const x = Math.min((s * s + t * t) / (RIM_AT * RIM_AT), 1);
      constant += share;
      linear += share * t;
      bowl += share * x * (2 - x);
    }
  }
  // Half the width was summed.
  const cell = 2 * step * step;
  integrals = [constant * cell, linear * cell, bowl * cell];
  return integrals;
}

let integrals: readonly [number, number, number] | null = null;
