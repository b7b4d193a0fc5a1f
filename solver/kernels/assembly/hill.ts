// Perfect plasticity at the Gauss points with Hill's quadratic surface in an orthotropic elastic body (Hill R, Proc R Soc
// Lond A 193:281, 1948): stress' F stress = strength^2, axes along the grid. Closest-point return in f64, its consistent
// tangent in f32 (Simo JC, Hughes TJR, Computational Inelasticity, 1998, ch. 3). The plain twin is in tests.
//
// In coordinates y where the elastic energy is |y|^2 / 2 and the surface sum phi y^2 = (strength / E)^2 the return is
// y = trial / (1 + mu phi), with mu the root of a secular equation that Newton's method meets from below on the inverse
// of the norm (More JJ, Sorensen DC, SIAM J Sci Stat Comput 4:553, 1983). Normal stresses are E V y, elastic strains
// W y with W = V^-T; shears are y times one number each.
//
// The constants are `HILL_...` in ../layout.ts. The tangent's seven registers a point
// are a unit direction in y, then mu.

import {
  F64,
  HILL_PHI,
  HILL_SHEAR,
  HILL_UNSHEAR,
  HILL_V,
  HILL_W,
  POINTS,
  POINT_BYTES,
  POINT_XY,
  POINT_XZ,
  POINT_YY,
  POINT_YZ,
  POINT_ZZ,
  REGISTER,
  STATE_CONSTANTS32,
  STATE_CONSTANTS64,
  STATE_PLASTIC_STRAIN,
  STATE_STRENGTH,
  STATE_TANGENT,
  STRAIN_BYTES,
  TANGENT_BYTES,
  TANGENT_LEFT,
  TANGENT_POINT_BYTES,
} from './layout';
import { noteYield, word } from './plastic-state';

const MOST_STEPS = 30;
const CLOSE: f64 = 1e-15;

// @ts-ignore: decorator
@inline
function constant<T>(at: usize, n: usize): v128 {
  return v128.load_splat<T>(at + sizeof<T>() * n);
}

/** Component r of M y, or of M' y, over the three normal directions. */
// @ts-ignore: decorator
@inline
function row<T>(at: usize, M: usize, r: usize, turned: bool, x: v128, y: v128, z: v128): v128 {
  const a = constant<T>(at, M + (turned ? r : 3 * r));
  const b = constant<T>(at, M + (turned ? 3 + r : 3 * r + 1));
  const c = constant<T>(at, M + (turned ? 6 + r : 3 * r + 2));
  return v128.add<T>(v128.add<T>(v128.mul<T>(a, x), v128.mul<T>(b, y)), v128.mul<T>(c, z));
}

/** phi y^2 / (1 + mu phi)^2: a part of the surface's quadric */
// @ts-ignore: decorator
@inline
function term(phi: v128, y: v128, mu: v128): v128 {
  const scaled = f64x2.div(y, f64x2.add(f64x2.splat(1), f64x2.mul(mu, phi)));
  return f64x2.mul(phi, f64x2.mul(scaled, scaled));
}

/** What that part loses as mu grows, over two. */
// @ts-ignore: decorator
@inline
function slope(phi: v128, part: v128, mu: v128): v128 {
  return f64x2.div(f64x2.mul(phi, part), f64x2.add(f64x2.splat(1), f64x2.mul(mu, phi)));
}

/** Stress from total strain at the eight points of two elements, in place; as `returnPair` of the cone. */
// @ts-ignore: decorator
@inline
export function returnPairHill(state: usize, points: usize, pair: usize, E: v128, settle: bool): void {
  const at = word(state, STATE_CONSTANTS64);
  const strength = v128.load(word(state, STATE_STRENGTH) + pair * REGISTER);
  const plastic = word(state, STATE_PLASTIC_STRAIN) + pair * STRAIN_BYTES;
  const tangent = word(state, STATE_TANGENT) + (pair >> 1) * TANGENT_BYTES + (pair & 1) * F64;
  const zero = i64x2.splat(0);
  const one = f64x2.splat(1);
  const k = f64x2.div(strength, E);
  const p0 = constant<f64>(at, HILL_PHI);
  const p1 = constant<f64>(at, HILL_PHI + 1);
  const p2 = constant<f64>(at, HILL_PHI + 2);
  const p3 = constant<f64>(at, HILL_PHI + 3);
  const p4 = constant<f64>(at, HILL_PHI + 4);
  const p5 = constant<f64>(at, HILL_PHI + 5);
  let any = zero;
  for (let g: usize = 0; g < POINTS; g++) {
    const p = points + g * POINT_BYTES;
    const q = plastic + g * POINT_BYTES;
    const ex = f64x2.sub(v128.load(p), v128.load(q));
    const ey = f64x2.sub(v128.load(p, POINT_YY), v128.load(q, POINT_YY));
    const ez = f64x2.sub(v128.load(p, POINT_ZZ), v128.load(q, POINT_ZZ));
    const y0 = row<f64>(at, HILL_V, 0, true, ex, ey, ez);
    const y1 = row<f64>(at, HILL_V, 1, true, ex, ey, ez);
    const y2 = row<f64>(at, HILL_V, 2, true, ex, ey, ez);
    const y3 = f64x2.mul(constant<f64>(at, HILL_SHEAR), f64x2.sub(v128.load(p, POINT_YZ), v128.load(q, POINT_YZ)));
    const y4 = f64x2.mul(constant<f64>(at, HILL_SHEAR + 1), f64x2.sub(v128.load(p, POINT_XZ), v128.load(q, POINT_XZ)));
    const y5 = f64x2.mul(constant<f64>(at, HILL_SHEAR + 2), f64x2.sub(v128.load(p, POINT_XY), v128.load(q, POINT_XY)));
    let mu = zero;
    let over = zero;
    for (let step = 0; step < MOST_STEPS; step++) {
      const t0 = term(p0, y0, mu);
      const t1 = term(p1, y1, mu);
      const t2 = term(p2, y2, mu);
      const t3 = term(p3, y3, mu);
      const t4 = term(p4, y4, mu);
      const t5 = term(p5, y5, mu);
      const sum = f64x2.add(f64x2.add(f64x2.add(t0, t1), f64x2.add(t2, t3)), f64x2.add(t4, t5));
      const norm = f64x2.sqrt(sum);
      if (step == 0) over = f64x2.gt(f64x2.mul(E, norm), strength);
      const beyond = f64x2.sub(norm, k);
      const far = v128.and(over, f64x2.gt(beyond, f64x2.mul(k, f64x2.splat(CLOSE))));
      if (!v128.any_true(far)) break;
      const s01 = f64x2.add(slope(p0, t0, mu), slope(p1, t1, mu));
      const s23 = f64x2.add(slope(p2, t2, mu), slope(p3, t3, mu));
      const s45 = f64x2.add(slope(p4, t4, mu), slope(p5, t5, mu));
      const down = f64x2.add(f64x2.add(s01, s23), s45);
      // Newton on 1 / norm: mu + (norm / k) (norm - k) norm / down
      const move = f64x2.div(f64x2.mul(f64x2.div(beyond, k), sum), down);
      mu = f64x2.add(mu, v128.and(far, move));
    }
    any = v128.or(any, over);
    const d0 = f64x2.div(one, f64x2.add(one, f64x2.mul(mu, p0)));
    const d1 = f64x2.div(one, f64x2.add(one, f64x2.mul(mu, p1)));
    const d2 = f64x2.div(one, f64x2.add(one, f64x2.mul(mu, p2)));
    const d3 = f64x2.div(one, f64x2.add(one, f64x2.mul(mu, p3)));
    const d4 = f64x2.div(one, f64x2.add(one, f64x2.mul(mu, p4)));
    const d5 = f64x2.div(one, f64x2.add(one, f64x2.mul(mu, p5)));
    const r0 = f64x2.mul(d0, y0);
    const r1 = f64x2.mul(d1, y1);
    const r2 = f64x2.mul(d2, y2);
    const r3 = f64x2.mul(d3, y3);
    const r4 = f64x2.mul(d4, y4);
    const r5 = f64x2.mul(d5, y5);
    if (settle) {
      const g0 = f64x2.sub(y0, r0);
      const g1 = f64x2.sub(y1, r1);
      const g2 = f64x2.sub(y2, r2);
      v128.store(q, f64x2.add(v128.load(q), row<f64>(at, HILL_W, 0, false, g0, g1, g2)));
      v128.store(q, f64x2.add(v128.load(q, POINT_YY), row<f64>(at, HILL_W, 1, false, g0, g1, g2)), POINT_YY);
      v128.store(q, f64x2.add(v128.load(q, POINT_ZZ), row<f64>(at, HILL_W, 2, false, g0, g1, g2)), POINT_ZZ);
      const u3 = f64x2.mul(constant<f64>(at, HILL_UNSHEAR), f64x2.sub(y3, r3));
      const u4 = f64x2.mul(constant<f64>(at, HILL_UNSHEAR + 1), f64x2.sub(y4, r4));
      const u5 = f64x2.mul(constant<f64>(at, HILL_UNSHEAR + 2), f64x2.sub(y5, r5));
      v128.store(q, f64x2.add(v128.load(q, POINT_YZ), u3), POINT_YZ);
      v128.store(q, f64x2.add(v128.load(q, POINT_XZ), u4), POINT_XZ);
      v128.store(q, f64x2.add(v128.load(q, POINT_XY), u5), POINT_XY);
    } else {
      const a0 = f64x2.mul(p0, r0);
      const a1 = f64x2.mul(p1, r1);
      const a2 = f64x2.mul(p2, r2);
      const a3 = f64x2.mul(p3, r3);
      const a4 = f64x2.mul(p4, r4);
      const a5 = f64x2.mul(p5, r5);
      const s01 = f64x2.add(f64x2.mul(d0, f64x2.mul(a0, a0)), f64x2.mul(d1, f64x2.mul(a1, a1)));
      const s23 = f64x2.add(f64x2.mul(d2, f64x2.mul(a2, a2)), f64x2.mul(d3, f64x2.mul(a3, a3)));
      const s45 = f64x2.add(f64x2.mul(d4, f64x2.mul(a4, a4)), f64x2.mul(d5, f64x2.mul(a5, a5)));
      const unit = v128.and(over, f64x2.div(one, f64x2.sqrt(f64x2.add(f64x2.add(s01, s23), s45))));
      const t = tangent + g * TANGENT_POINT_BYTES;
      v128.store64_lane(t, f32x4.demote_f64x2_zero(f64x2.mul(unit, f64x2.mul(d0, a0))), 0);
      v128.store64_lane(t, f32x4.demote_f64x2_zero(f64x2.mul(unit, f64x2.mul(d1, a1))), 0, POINT_YY);
      v128.store64_lane(t, f32x4.demote_f64x2_zero(f64x2.mul(unit, f64x2.mul(d2, a2))), 0, POINT_ZZ);
      v128.store64_lane(t, f32x4.demote_f64x2_zero(f64x2.mul(unit, f64x2.mul(d3, a3))), 0, POINT_YZ);
      v128.store64_lane(t, f32x4.demote_f64x2_zero(f64x2.mul(unit, f64x2.mul(d4, a4))), 0, POINT_XZ);
      v128.store64_lane(t, f32x4.demote_f64x2_zero(f64x2.mul(unit, f64x2.mul(d5, a5))), 0, POINT_XY);
      v128.store64_lane(t, f32x4.demote_f64x2_zero(mu), 0, TANGENT_LEFT);
    }
    v128.store(p, f64x2.mul(E, row<f64>(at, HILL_V, 0, false, r0, r1, r2)));
    v128.store(p, f64x2.mul(E, row<f64>(at, HILL_V, 1, false, r0, r1, r2)), POINT_YY);
    v128.store(p, f64x2.mul(E, row<f64>(at, HILL_V, 2, false, r0, r1, r2)), POINT_ZZ);
    v128.store(p, f64x2.mul(E, f64x2.mul(constant<f64>(at, HILL_SHEAR), r3)), POINT_YZ);
    v128.store(p, f64x2.mul(E, f64x2.mul(constant<f64>(at, HILL_SHEAR + 1), r4)), POINT_XZ);
    v128.store(p, f64x2.mul(E, f64x2.mul(constant<f64>(at, HILL_SHEAR + 2), r5)), POINT_XY);
  }
  if (!settle) noteYield(state, pair, any);
}

// @ts-ignore: decorator
@inline
function kept(at: usize, n: usize, mu: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, f32x4.mul(mu, constant<f32>(at, HILL_PHI + n))));
}

/** Stress increment from strain increment at the eight points of four elements, in place. */
// @ts-ignore: decorator
@inline
export function tangentFourHill(state: usize, points: usize, four: usize, E: v128): void {
  const at = word(state, STATE_CONSTANTS32);
  const tangent = word(state, STATE_TANGENT) + four * TANGENT_BYTES;
  for (let g: usize = 0; g < POINTS; g++) {
    const p = points + g * POINT_BYTES;
    const t = tangent + g * TANGENT_POINT_BYTES;
    const x = v128.load(p);
    const y = v128.load(p, POINT_YY);
    const z = v128.load(p, POINT_ZZ);
    const y0 = row<f32>(at, HILL_V, 0, true, x, y, z);
    const y1 = row<f32>(at, HILL_V, 1, true, x, y, z);
    const y2 = row<f32>(at, HILL_V, 2, true, x, y, z);
    const y3 = f32x4.mul(constant<f32>(at, HILL_SHEAR), v128.load(p, POINT_YZ));
    const y4 = f32x4.mul(constant<f32>(at, HILL_SHEAR + 1), v128.load(p, POINT_XZ));
    const y5 = f32x4.mul(constant<f32>(at, HILL_SHEAR + 2), v128.load(p, POINT_XY));
    const n0 = v128.load(t);
    const n1 = v128.load(t, POINT_YY);
    const n2 = v128.load(t, POINT_ZZ);
    const n3 = v128.load(t, POINT_YZ);
    const n4 = v128.load(t, POINT_XZ);
    const n5 = v128.load(t, POINT_XY);
    const mu = v128.load(t, TANGENT_LEFT);
    const s01 = f32x4.add(f32x4.mul(n0, y0), f32x4.mul(n1, y1));
    const s23 = f32x4.add(f32x4.mul(n2, y2), f32x4.mul(n3, y3));
    const s45 = f32x4.add(f32x4.mul(n4, y4), f32x4.mul(n5, y5));
    const along = f32x4.add(f32x4.add(s01, s23), s45);
    const r0 = f32x4.sub(f32x4.mul(kept(at, 0, mu), y0), f32x4.mul(along, n0));
    const r1 = f32x4.sub(f32x4.mul(kept(at, 1, mu), y1), f32x4.mul(along, n1));
    const r2 = f32x4.sub(f32x4.mul(kept(at, 2, mu), y2), f32x4.mul(along, n2));
    const r3 = f32x4.sub(f32x4.mul(kept(at, 3, mu), y3), f32x4.mul(along, n3));
    const r4 = f32x4.sub(f32x4.mul(kept(at, 4, mu), y4), f32x4.mul(along, n4));
    const r5 = f32x4.sub(f32x4.mul(kept(at, 5, mu), y5), f32x4.mul(along, n5));
    v128.store(p, f32x4.mul(E, row<f32>(at, HILL_V, 0, false, r0, r1, r2)));
    v128.store(p, f32x4.mul(E, row<f32>(at, HILL_V, 1, false, r0, r1, r2)), POINT_YY);
    v128.store(p, f32x4.mul(E, row<f32>(at, HILL_V, 2, false, r0, r1, r2)), POINT_ZZ);
    v128.store(p, f32x4.mul(E, f32x4.mul(constant<f32>(at, HILL_SHEAR), r3)), POINT_YZ);
    v128.store(p, f32x4.mul(E, f32x4.mul(constant<f32>(at, HILL_SHEAR + 1), r4)), POINT_XZ);
    v128.store(p, f32x4.mul(E, f32x4.mul(constant<f32>(at, HILL_SHEAR + 2), r5)), POINT_XY);
  }
}
