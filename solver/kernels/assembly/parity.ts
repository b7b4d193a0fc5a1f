// The element's stiffness in parity modes. Mode m of a component is the sum over the eight corners with sign - for
// every axis in which both m and the corner have their bit set. Registers of one element row lie in a scratch area:
// mode m of component c at 16 (8 c + m). The plain twin is solver/fe/parity-operator.ts.

/** Coefficients a law: two 3x3 blocks by their upper triangles, six 2x2 blocks, three single ones. */
export const COEFFICIENTS: usize = 33;

// @ts-ignore: decorator
@inline
function put(at: usize, mode: usize, v: v128): void {
  v128.store(at + mode * 16, v);
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
  if (sizeof<T>() == 4) return v128.load_splat<f32>(table + n * 4);
  return v128.load_splat<f64>(table + n * 8);
}

// @ts-ignore: decorator
@inline
function mode<T>(at: usize, n: usize, E: v128): v128 {
  return v128.mul<T>(v128.load(at + n * 16), E);
}

// @ts-ignore: decorator
@inline
function give<T>(at: usize, n: usize, v: v128, more: bool): void {
  const p = at + n * 16;
  v128.store(p, more ? v128.add<T>(v128.load(p), v) : v);
}

// @ts-ignore: decorator
@inline
function triple<T>(out: usize, at: usize, E: v128, table: usize, n: usize, x: usize, y: usize, z: usize, more: bool): void {
  const u = mode<T>(at, x, E);
  const v = mode<T>(at, y, E);
  const w = mode<T>(at, z, E);
  const xy = coefficient<T>(table, n + 1);
  const xz = coefficient<T>(table, n + 2);
  const yz = coefficient<T>(table, n + 4);
  give<T>(out, x, v128.add<T>(v128.add<T>(v128.mul<T>(coefficient<T>(table, n), u), v128.mul<T>(xy, v)), v128.mul<T>(xz, w)), more);
  give<T>(out, y, v128.add<T>(v128.add<T>(v128.mul<T>(xy, u), v128.mul<T>(coefficient<T>(table, n + 3), v)), v128.mul<T>(yz, w)), more);
  give<T>(out, z, v128.add<T>(v128.add<T>(v128.mul<T>(xz, u), v128.mul<T>(yz, v)), v128.mul<T>(coefficient<T>(table, n + 5), w)), more);
}

// @ts-ignore: decorator
@inline
function pair<T>(out: usize, at: usize, E: v128, table: usize, n: usize, a: usize, b: usize, more: bool): void {
  const u = mode<T>(at, a, E);
  const v = mode<T>(at, b, E);
  const ab = coefficient<T>(table, n + 1);
  give<T>(out, a, v128.add<T>(v128.mul<T>(coefficient<T>(table, n), u), v128.mul<T>(ab, v)), more);
  give<T>(out, b, v128.add<T>(v128.mul<T>(ab, u), v128.mul<T>(coefficient<T>(table, n + 2), v)), more);
}

// @ts-ignore: decorator
@inline
function single<T>(out: usize, at: usize, E: v128, table: usize, n: usize, a: usize, more: bool): void {
  give<T>(out, a, v128.mul<T>(coefficient<T>(table, n), mode<T>(at, a, E)), more);
}

/** Forces in modes: the blocks times the modulus. The order of the coefficients is that of `coefficientsOf` in solver/fe/engine. */
// @ts-ignore: decorator
@inline
export function couple<T>(out: usize, at: usize, E: v128, table: usize, more: bool): void {
  triple<T>(out, at, E, table, 0, 1, 8 + 2, 16 + 4, more);
  triple<T>(out, at, E, table, 6, 6, 8 + 5, 16 + 3, more);
  pair<T>(out, at, E, table, 12, 8 + 3, 16 + 5, more);
  pair<T>(out, at, E, table, 15, 3, 16 + 6, more);
  pair<T>(out, at, E, table, 18, 5, 8 + 6, more);
  pair<T>(out, at, E, table, 21, 2, 8 + 1, more);
  pair<T>(out, at, E, table, 24, 4, 16 + 1, more);
  pair<T>(out, at, E, table, 27, 8 + 4, 16 + 2, more);
  single<T>(out, at, E, table, 30, 16 + 7, more);
  single<T>(out, at, E, table, 31, 8 + 7, more);
  single<T>(out, at, E, table, 32, 7, more);
}
