// The element's stiffness in parity modes. Mode m of a component is the sum over the eight corners with sign - for
// every axis in which both m and the corner have their bit set. Registers of one element row lie in a scratch area:
// mode m of component c at 16 (8 c + m). Where the blocks come from: solver/fe/parity-blocks.ts; the plain twin of the
// whole: solver/fe/reference/parity-operator.ts.

import {
  CORNERS,
  COUPLE_0,
  COUPLE_1_YZ,
  COUPLE_2_XZ,
  COUPLE_3_XY,
  COUPLE_3_Z,
  COUPLE_4_XY,
  COUPLE_5_XZ,
  COUPLE_5_Y,
  COUPLE_6_X,
  COUPLE_6_YZ,
  COUPLE_7,
  F32,
  F64,
  PAIR_AB,
  PAIR_BB,
  REGISTER,
  TRIPLE_XY,
  TRIPLE_XZ,
  TRIPLE_YY,
  TRIPLE_YZ,
  TRIPLE_ZZ,
} from './layout';

/** Where the modes of the second and third component begin. */
const Y: usize = CORNERS;
const Z: usize = 2 * CORNERS;

// @ts-ignore: decorator
@inline
function put(at: usize, mode: usize, v: v128): void {
  v128.store(at + mode * REGISTER, v);
}

/** Modes of one component from the four rows of nodes around an element row. Mode 0, a translation, carries no force. */
// @ts-ignore: decorator
@inline
export function toModes<T>(at: usize, a: usize, b: usize, c: usize, d: usize): void {
  const a0 = v128.load(a);
  const a1 = v128.load(a + sizeof<T>());
  const b0 = v128.load(b);
  const b1 = v128.load(b + sizeof<T>());
  const c0 = v128.load(c);
  const c1 = v128.load(c + sizeof<T>());
  const d0 = v128.load(d);
  const d1 = v128.load(d + sizeof<T>());
  const as = v128.add<T>(a0, a1);
  const ad = v128.sub<T>(a0, a1);
  const bs = v128.add<T>(b0, b1);
  const bd = v128.sub<T>(b0, b1);
  const cs = v128.add<T>(c0, c1);
  const cd = v128.sub<T>(c0, c1);
  const ds = v128.add<T>(d0, d1);
  const dd = v128.sub<T>(d0, d1);
  const s0 = v128.add<T>(as, bs);
  const s2 = v128.sub<T>(as, bs);
  const s1 = v128.add<T>(ad, bd);
  const s3 = v128.sub<T>(ad, bd);
  const t0 = v128.add<T>(cs, ds);
  const t2 = v128.sub<T>(cs, ds);
  const t1 = v128.add<T>(cd, dd);
  const t3 = v128.sub<T>(cd, dd);
  put(at, 1, v128.add<T>(s1, t1));
  put(at, 2, v128.add<T>(s2, t2));
  put(at, 3, v128.add<T>(s3, t3));
  put(at, 4, v128.sub<T>(s0, t0));
  put(at, 5, v128.sub<T>(s1, t1));
  put(at, 6, v128.sub<T>(s2, t2));
  put(at, 7, v128.sub<T>(s3, t3));
}

// @ts-ignore: decorator
@inline
function coefficient<T>(table: usize, n: usize): v128 {
  if (sizeof<T>() == F32) return v128.load_splat<f32>(table + n * F32);
  return v128.load_splat<f64>(table + n * F64);
}

// @ts-ignore: decorator
@inline
function mode<T>(at: usize, n: usize, E: v128): v128 {
  return v128.mul<T>(v128.load(at + n * REGISTER), E);
}

// @ts-ignore: decorator
@inline
function give<T>(at: usize, n: usize, v: v128, more: bool): void {
  const p = at + n * REGISTER;
  v128.store(p, more ? v128.add<T>(v128.load(p), v) : v);
}

// @ts-ignore: decorator
@inline
function triple<T>(out: usize, at: usize, E: v128, table: usize, n: usize, x: usize, y: usize, z: usize, more: bool): void {
  const u = mode<T>(at, x, E);
  const v = mode<T>(at, y, E);
  const w = mode<T>(at, z, E);
  const xy = coefficient<T>(table, n + TRIPLE_XY);
  const xz = coefficient<T>(table, n + TRIPLE_XZ);
  const yz = coefficient<T>(table, n + TRIPLE_YZ);
  give<T>(out, x, v128.add<T>(v128.add<T>(v128.mul<T>(coefficient<T>(table, n), u), v128.mul<T>(xy, v)), v128.mul<T>(xz, w)), more);
  give<T>(out, y, v128.add<T>(v128.add<T>(v128.mul<T>(xy, u), v128.mul<T>(coefficient<T>(table, n + TRIPLE_YY), v)), v128.mul<T>(yz, w)), more);
  give<T>(out, z, v128.add<T>(v128.add<T>(v128.mul<T>(xz, u), v128.mul<T>(yz, v)), v128.mul<T>(coefficient<T>(table, n + TRIPLE_ZZ), w)), more);
}

// @ts-ignore: decorator
@inline
function pair<T>(out: usize, at: usize, E: v128, table: usize, n: usize, a: usize, b: usize, more: bool): void {
  const u = mode<T>(at, a, E);
  const v = mode<T>(at, b, E);
  const ab = coefficient<T>(table, n + PAIR_AB);
  give<T>(out, a, v128.add<T>(v128.mul<T>(coefficient<T>(table, n), u), v128.mul<T>(ab, v)), more);
  give<T>(out, b, v128.add<T>(v128.mul<T>(ab, u), v128.mul<T>(coefficient<T>(table, n + PAIR_BB), v)), more);
}

// @ts-ignore: decorator
@inline
function single<T>(out: usize, at: usize, E: v128, table: usize, n: usize, a: usize, more: bool): void {
  give<T>(out, a, v128.mul<T>(coefficient<T>(table, n), mode<T>(at, a, E)), more);
}

/** Forces in modes: the blocks times the modulus. The coefficients are `COUPLE_...` in ../layout.ts. */
// @ts-ignore: decorator
@inline
export function couple<T>(out: usize, at: usize, E: v128, table: usize, more: bool): void {
  triple<T>(out, at, E, table, COUPLE_0, 1, Y + 2, Z + 4, more);
  triple<T>(out, at, E, table, COUPLE_7, 6, Y + 5, Z + 3, more);
  pair<T>(out, at, E, table, COUPLE_1_YZ, Y + 3, Z + 5, more);
  pair<T>(out, at, E, table, COUPLE_2_XZ, 3, Z + 6, more);
  pair<T>(out, at, E, table, COUPLE_4_XY, 5, Y + 6, more);
  pair<T>(out, at, E, table, COUPLE_3_XY, 2, Y + 1, more);
  pair<T>(out, at, E, table, COUPLE_5_XZ, 4, Z + 1, more);
  pair<T>(out, at, E, table, COUPLE_6_YZ, Y + 4, Z + 2, more);
  single<T>(out, at, E, table, COUPLE_3_Z, Z + 7, more);
  single<T>(out, at, E, table, COUPLE_5_Y, Y + 7, more);
  single<T>(out, at, E, table, COUPLE_6_X, 7, more);
}
