// Perfect plasticity at the Gauss points: the smooth cone of Drucker and Prager, |s| + eta p = k with the mean stress p,
// of which von Mises' cylinder is the case eta = 0. Closest-point return in f64, its consistent tangent in f32 (Simo JC,
// Taylor RL, Comput Methods Appl Mech Eng 48:101, 1985; de Souza Neto EA, Peric D, Owen DRJ, Computational Methods for
// Plasticity, 2008, ch. 8). Where the return would pass the apex the stress is that of the apex, and the tangent keeps
// a little bulk stiffness that the apex has not, so that Newton's systems stay definite. The plain twin is in tests.
//
// Constants (`CONE_...` in ../layout.ts): bulk modulus and twice the shear modulus for unit Young's modulus, eta, k for unit
// strength, and the two parts a and b of the flow, d gamma = a n : d e + b tr d e. The tangent's seven registers a point
// are the unit flow direction, then the part of the shear modulus that is left.

import {
  CONE_ALONG,
  CONE_BULK,
  CONE_ETA,
  CONE_K,
  CONE_SHEAR2,
  CONE_TRACE,
  F32,
  F64,
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

/**
 * Stress from total strain at the eight points of two elements, in place; the tangent and the yield byte beside it.
 * @param pair counts twos along the padded grid
 * @param settle writes the plastic strain instead of the tangent
 */
// @ts-ignore: decorator
@inline
export function returnPair(state: usize, points: usize, pair: usize, E: v128, settle: bool): void {
  const constants = word(state, STATE_CONSTANTS64);
  const bulk = f64x2.mul(E, v128.load64_splat(constants + F64 * CONE_BULK));
  const shear2 = f64x2.mul(E, v128.load64_splat(constants + F64 * CONE_SHEAR2));
  const eta = v128.load64_splat(constants + F64 * CONE_ETA);
  const k = f64x2.mul(v128.load(word(state, STATE_STRENGTH) + pair * REGISTER), v128.load64_splat(constants + F64 * CONE_K));
  const steep = f64x2.mul(bulk, eta);
  const stiff = f64x2.add(shear2, f64x2.mul(steep, eta));
  const peak = f64x2.div(k, eta);
  const zero = i64x2.splat(0);
  const plastic = word(state, STATE_PLASTIC_STRAIN) + pair * STRAIN_BYTES;
  const tangent = word(state, STATE_TANGENT) + (pair >> 1) * TANGENT_BYTES + (pair & 1) * F64;
  const third = f64x2.splat(1.0 / 3.0);
  const half = f64x2.splat(0.5);
  const one = f64x2.splat(1);
  const two = f64x2.splat(2);
  let any = i64x2.splat(0);
  for (let g: usize = 0; g < POINTS; g++) {
    const p = points + g * POINT_BYTES;
    const q = plastic + g * POINT_BYTES;
    const x = f64x2.sub(v128.load(p), v128.load(q));
    const y = f64x2.sub(v128.load(p, POINT_YY), v128.load(q, POINT_YY));
    const z = f64x2.sub(v128.load(p, POINT_ZZ), v128.load(q, POINT_ZZ));
    const yz = f64x2.mul(half, f64x2.sub(v128.load(p, POINT_YZ), v128.load(q, POINT_YZ)));
    const xz = f64x2.mul(half, f64x2.sub(v128.load(p, POINT_XZ), v128.load(q, POINT_XZ)));
    const xy = f64x2.mul(half, f64x2.sub(v128.load(p, POINT_XY), v128.load(q, POINT_XY)));
    const trace = f64x2.add(f64x2.add(x, y), z);
    const mean = f64x2.mul(trace, third);
    const dx = f64x2.sub(x, mean);
    const dy = f64x2.sub(y, mean);
    const dz = f64x2.sub(z, mean);
    const shears = f64x2.add(f64x2.add(f64x2.mul(yz, yz), f64x2.mul(xz, xz)), f64x2.mul(xy, xy));
    const normals = f64x2.add(f64x2.add(f64x2.mul(dx, dx), f64x2.mul(dy, dy)), f64x2.mul(dz, dz));
    const length = f64x2.sqrt(f64x2.add(normals, f64x2.mul(two, shears)));
    const stress = f64x2.mul(shear2, length);
    const trial = f64x2.mul(bulk, trace);
    const beyond = f64x2.sub(f64x2.add(stress, f64x2.mul(eta, trial)), k);
    const over = f64x2.gt(beyond, zero);
    any = v128.or(any, over);
    const flow = f64x2.div(beyond, stiff);
    const shorter = f64x2.sub(stress, f64x2.mul(shear2, flow));
    const apex = v128.and(over, f64x2.lt(shorter, zero));
    const part = v128.bitselect(zero, f64x2.div(shorter, stress), apex);
    const left = v128.bitselect(part, one, over);
    const cone = v128.bitselect(f64x2.sub(trial, f64x2.mul(steep, flow)), trial, over);
    const pressure = v128.bitselect(peak, cone, apex);
    if (settle) {
      const gone = f64x2.sub(one, left);
      const gone2 = f64x2.mul(two, gone);
      const swelling = v128.and(over, f64x2.mul(third, f64x2.div(f64x2.sub(trial, pressure), bulk)));
      v128.store(q, f64x2.add(v128.load(q), f64x2.add(swelling, f64x2.mul(gone, dx))));
      v128.store(q, f64x2.add(v128.load(q, POINT_YY), f64x2.add(swelling, f64x2.mul(gone, dy))), POINT_YY);
      v128.store(q, f64x2.add(v128.load(q, POINT_ZZ), f64x2.add(swelling, f64x2.mul(gone, dz))), POINT_ZZ);
      v128.store(q, f64x2.add(v128.load(q, POINT_YZ), f64x2.mul(gone2, yz)), POINT_YZ);
      v128.store(q, f64x2.add(v128.load(q, POINT_XZ), f64x2.mul(gone2, xz)), POINT_XZ);
      v128.store(q, f64x2.add(v128.load(q, POINT_XY), f64x2.mul(gone2, xy)), POINT_XY);
    } else {
      const t = tangent + g * TANGENT_POINT_BYTES;
      const unit = v128.and(v128.andnot(over, apex), f64x2.div(one, length));
      v128.store64_lane(t, f32x4.demote_f64x2_zero(f64x2.mul(unit, dx)), 0);
      v128.store64_lane(t, f32x4.demote_f64x2_zero(f64x2.mul(unit, dy)), 0, POINT_YY);
      v128.store64_lane(t, f32x4.demote_f64x2_zero(f64x2.mul(unit, dz)), 0, POINT_ZZ);
      v128.store64_lane(t, f32x4.demote_f64x2_zero(f64x2.mul(unit, yz)), 0, POINT_YZ);
      v128.store64_lane(t, f32x4.demote_f64x2_zero(f64x2.mul(unit, xz)), 0, POINT_XZ);
      v128.store64_lane(t, f32x4.demote_f64x2_zero(f64x2.mul(unit, xy)), 0, POINT_XY);
      v128.store64_lane(t, f32x4.demote_f64x2_zero(left), 0, TANGENT_LEFT);
    }
    const s = f64x2.mul(shear2, left);
    v128.store(p, f64x2.add(pressure, f64x2.mul(s, dx)));
    v128.store(p, f64x2.add(pressure, f64x2.mul(s, dy)), POINT_YY);
    v128.store(p, f64x2.add(pressure, f64x2.mul(s, dz)), POINT_ZZ);
    v128.store(p, f64x2.mul(s, yz), POINT_YZ);
    v128.store(p, f64x2.mul(s, xz), POINT_XZ);
    v128.store(p, f64x2.mul(s, xy), POINT_XY);
  }
  if (!settle) noteYield(state, pair, any);
}

/** Stress increment from strain increment at the eight points of four elements, in place. */
// @ts-ignore: decorator
@inline
export function tangentFour(state: usize, points: usize, four: usize, E: v128): void {
  const constants = word(state, STATE_CONSTANTS32);
  const bulk = f32x4.mul(E, v128.load32_splat(constants + F32 * CONE_BULK));
  const shear2 = f32x4.mul(E, v128.load32_splat(constants + F32 * CONE_SHEAR2));
  const eta = v128.load32_splat(constants + F32 * CONE_ETA);
  const alongPart = v128.load32_splat(constants + F32 * CONE_ALONG);
  const tracePart = v128.load32_splat(constants + F32 * CONE_TRACE);
  const steep = f32x4.mul(bulk, eta);
  const one = f32x4.splat(1);
  const tangent = word(state, STATE_TANGENT) + four * TANGENT_BYTES;
  const third = f32x4.splat(1.0 / 3.0);
  const half = f32x4.splat(0.5);
  for (let g: usize = 0; g < POINTS; g++) {
    const p = points + g * POINT_BYTES;
    const t = tangent + g * TANGENT_POINT_BYTES;
    const x = v128.load(p);
    const y = v128.load(p, POINT_YY);
    const z = v128.load(p, POINT_ZZ);
    const yz = v128.load(p, POINT_YZ);
    const xz = v128.load(p, POINT_XZ);
    const xy = v128.load(p, POINT_XY);
    const nx = v128.load(t);
    const ny = v128.load(t, POINT_YY);
    const nz = v128.load(t, POINT_ZZ);
    const nyz = v128.load(t, POINT_YZ);
    const nxz = v128.load(t, POINT_XZ);
    const nxy = v128.load(t, POINT_XY);
    const normals = f32x4.add(f32x4.add(f32x4.mul(nx, x), f32x4.mul(ny, y)), f32x4.mul(nz, z));
    const shears = f32x4.add(f32x4.add(f32x4.mul(nyz, yz), f32x4.mul(nxz, xz)), f32x4.mul(nxy, xy));
    const along = f32x4.add(normals, shears);
    const trace = f32x4.add(f32x4.add(x, y), z);
    const mean = f32x4.mul(trace, third);
    const left = v128.load(t, TANGENT_LEFT);
    const s = f32x4.mul(shear2, left);
    const flow = f32x4.add(f32x4.mul(alongPart, along), f32x4.mul(tracePart, trace));
    const flowing = v128.and(flow, f32x4.lt(left, one));
    const pressure = f32x4.sub(f32x4.mul(bulk, trace), f32x4.mul(steep, flowing));
    const base = f32x4.sub(pressure, f32x4.mul(s, mean));
    const m = f32x4.sub(f32x4.mul(f32x4.sub(shear2, s), along), f32x4.mul(shear2, flowing));
    v128.store(p, f32x4.add(f32x4.add(base, f32x4.mul(s, x)), f32x4.mul(m, nx)));
    v128.store(p, f32x4.add(f32x4.add(base, f32x4.mul(s, y)), f32x4.mul(m, ny)), POINT_YY);
    v128.store(p, f32x4.add(f32x4.add(base, f32x4.mul(s, z)), f32x4.mul(m, nz)), POINT_ZZ);
    const sh = f32x4.mul(half, s);
    v128.store(p, f32x4.add(f32x4.mul(sh, yz), f32x4.mul(m, nyz)), POINT_YZ);
    v128.store(p, f32x4.add(f32x4.mul(sh, xz), f32x4.mul(m, nxz)), POINT_XZ);
    v128.store(p, f32x4.add(f32x4.mul(sh, xy), f32x4.mul(m, nxy)), POINT_XY);
  }
}
