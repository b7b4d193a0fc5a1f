// Perfect plasticity at the Gauss points: the smooth cone of Drucker and Prager, |s| + eta p = k with the mean stress p,
// of which von Mises' cylinder is the case eta = 0. Closest-point return in f64, its consistent tangent in f32 (Simo JC,
// Taylor RL, Comput Methods Appl Mech Eng 48:101, 1985; de Souza Neto EA, Peric D, Owen DRJ, Computational Methods for
// Plasticity, 2008, ch. 8). Where the return would pass the apex the stress is that of the apex, and the tangent keeps
// a little bulk stiffness that the apex has not, so that Newton's systems stay definite. The plain twin is in tests.
//
// Constants (./plastic-state.ts): bulk modulus and twice the shear modulus for unit Young's modulus, eta, k for unit
// strength, and the two parts a and b of the flow, d gamma = a n : d e + b tr d e. The tangent's seven registers a point
// are the unit flow direction, then the part of the shear modulus that is left.

import { noteYield, word } from './plastic-state';

/**
 * Stress from total strain at the eight points of two elements, in place; the tangent and the yield byte beside it.
 * @param pair counts twos along the padded grid
 * @param settle writes the plastic strain instead of the tangent
 */
// @ts-ignore: decorator
@inline
export function returnPair(state: usize, points: usize, pair: usize, E: v128, settle: bool): void {
  const constants = word(state, 8);
  const bulk = f64x2.mul(E, v128.load64_splat(constants));
  const shear2 = f64x2.mul(E, v128.load64_splat(constants + 8));
  const eta = v128.load64_splat(constants + 16);
  const k = f64x2.mul(v128.load(word(state, 0) + pair * 16), v128.load64_splat(constants + 24));
  const steep = f64x2.mul(bulk, eta);
  const stiff = f64x2.add(shear2, f64x2.mul(steep, eta));
  const zero = i64x2.splat(0);
  const plastic = word(state, 1) + pair * (48 * 16);
  const tangent = word(state, 2) + (pair >> 1) * (56 * 16) + (pair & 1) * 8;
  const third = f64x2.splat(1.0 / 3.0);
  const half = f64x2.splat(0.5);
  const one = f64x2.splat(1);
  const two = f64x2.splat(2);
  let any = i64x2.splat(0);
  for (let g: usize = 0; g < 8; g++) {
    const p = points + g * 96;
    const q = plastic + g * 96;
    const x = f64x2.sub(v128.load(p), v128.load(q));
    const y = f64x2.sub(v128.load(p, 16), v128.load(q, 16));
    const z = f64x2.sub(v128.load(p, 32), v128.load(q, 32));
    const yz = f64x2.mul(half, f64x2.sub(v128.load(p, 48), v128.load(q, 48)));
    const xz = f64x2.mul(half, f64x2.sub(v128.load(p, 64), v128.load(q, 64)));
    const xy = f64x2.mul(half, f64x2.sub(v128.load(p, 80), v128.load(q, 80)));
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
    const pressure = v128.bitselect(f64x2.div(k, eta), cone, apex);
    if (settle) {
      const gone = f64x2.sub(one, left);
      const gone2 = f64x2.mul(two, gone);
      const swelling = v128.and(over, f64x2.mul(third, f64x2.div(f64x2.sub(trial, pressure), bulk)));
      v128.store(q, f64x2.add(v128.load(q), f64x2.add(swelling, f64x2.mul(gone, dx))));
      v128.store(q, f64x2.add(v128.load(q, 16), f64x2.add(swelling, f64x2.mul(gone, dy))), 16);
      v128.store(q, f64x2.add(v128.load(q, 32), f64x2.add(swelling, f64x2.mul(gone, dz))), 32);
      v128.store(q, f64x2.add(v128.load(q, 48), f64x2.mul(gone2, yz)), 48);
      v128.store(q, f64x2.add(v128.load(q, 64), f64x2.mul(gone2, xz)), 64);
      v128.store(q, f64x2.add(v128.load(q, 80), f64x2.mul(gone2, xy)), 80);
    } else {
      const t = tangent + g * 112;
      const unit = v128.and(v128.andnot(over, apex), f64x2.div(one, length));
      v128.store64_lane(t, f32x4.demote_f64x2_zero(f64x2.mul(unit, dx)), 0);
      v128.store64_lane(t, f32x4.demote_f64x2_zero(f64x2.mul(unit, dy)), 0, 16);
      v128.store64_lane(t, f32x4.demote_f64x2_zero(f64x2.mul(unit, dz)), 0, 32);
      v128.store64_lane(t, f32x4.demote_f64x2_zero(f64x2.mul(unit, yz)), 0, 48);
      v128.store64_lane(t, f32x4.demote_f64x2_zero(f64x2.mul(unit, xz)), 0, 64);
      v128.store64_lane(t, f32x4.demote_f64x2_zero(f64x2.mul(unit, xy)), 0, 80);
      v128.store64_lane(t, f32x4.demote_f64x2_zero(left), 0, 96);
    }
    const s = f64x2.mul(shear2, left);
    v128.store(p, f64x2.add(pressure, f64x2.mul(s, dx)));
    v128.store(p, f64x2.add(pressure, f64x2.mul(s, dy)), 16);
    v128.store(p, f64x2.add(pressure, f64x2.mul(s, dz)), 32);
    v128.store(p, f64x2.mul(s, yz), 48);
    v128.store(p, f64x2.mul(s, xz), 64);
    v128.store(p, f64x2.mul(s, xy), 80);
  }
  if (!settle) noteYield(state, pair, any);
}

/** Stress increment from strain increment at the eight points of four elements, in place. */
// @ts-ignore: decorator
@inline
export function tangentFour(state: usize, points: usize, four: usize, E: v128): void {
  const constants = word(state, 9);
  const bulk = f32x4.mul(E, v128.load32_splat(constants));
  const shear2 = f32x4.mul(E, v128.load32_splat(constants + 4));
  const eta = v128.load32_splat(constants + 8);
  const alongPart = v128.load32_splat(constants + 16);
  const tracePart = v128.load32_splat(constants + 20);
  const steep = f32x4.mul(bulk, eta);
  const one = f32x4.splat(1);
  const tangent = word(state, 2) + four * (56 * 16);
  const third = f32x4.splat(1.0 / 3.0);
  const half = f32x4.splat(0.5);
  for (let g: usize = 0; g < 8; g++) {
    const p = points + g * 96;
    const t = tangent + g * 112;
    const x = v128.load(p);
    const y = v128.load(p, 16);
    const z = v128.load(p, 32);
    const yz = v128.load(p, 48);
    const xz = v128.load(p, 64);
    const xy = v128.load(p, 80);
    const nx = v128.load(t);
    const ny = v128.load(t, 16);
    const nz = v128.load(t, 32);
    const nyz = v128.load(t, 48);
    const nxz = v128.load(t, 64);
    const nxy = v128.load(t, 80);
    const normals = f32x4.add(f32x4.add(f32x4.mul(nx, x), f32x4.mul(ny, y)), f32x4.mul(nz, z));
    const shears = f32x4.add(f32x4.add(f32x4.mul(nyz, yz), f32x4.mul(nxz, xz)), f32x4.mul(nxy, xy));
    const along = f32x4.add(normals, shears);
    const trace = f32x4.add(f32x4.add(x, y), z);
    const mean = f32x4.mul(trace, third);
    const left = v128.load(t, 96);
    const s = f32x4.mul(shear2, left);
    const flow = f32x4.add(f32x4.mul(alongPart, along), f32x4.mul(tracePart, trace));
    const flowing = v128.and(flow, f32x4.lt(left, one));
    const pressure = f32x4.sub(f32x4.mul(bulk, trace), f32x4.mul(steep, flowing));
    const base = f32x4.sub(pressure, f32x4.mul(s, mean));
    const m = f32x4.sub(f32x4.mul(f32x4.sub(shear2, s), along), f32x4.mul(shear2, flowing));
    v128.store(p, f32x4.add(f32x4.add(base, f32x4.mul(s, x)), f32x4.mul(m, nx)));
    v128.store(p, f32x4.add(f32x4.add(base, f32x4.mul(s, y)), f32x4.mul(m, ny)), 16);
    v128.store(p, f32x4.add(f32x4.add(base, f32x4.mul(s, z)), f32x4.mul(m, nz)), 32);
    const sh = f32x4.mul(half, s);
    v128.store(p, f32x4.add(f32x4.mul(sh, yz), f32x4.mul(m, nyz)), 48);
    v128.store(p, f32x4.add(f32x4.mul(sh, xz), f32x4.mul(m, nxz)), 64);
    v128.store(p, f32x4.add(f32x4.mul(sh, xy), f32x4.mul(m, nxy)), 80);
  }
}
