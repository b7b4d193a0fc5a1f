// Strains at the 2x2x2 Gauss points from an element's parity modes, and forces in modes from stresses there.
//
// With x = +-1/sqrt(3) along each axis of the reference cube the derivative of a component along axis a is
// sum over modes m that contain a of factor(a, m) U_m (sign of the point in m without a): four values, the same at both
// points along a. Values of point g (bit 0 x, 1 y, 2 z) and Voigt component c (xx yy zz yz xz xy, engineering shears)
// lie where `POINT_...` in ../layout.ts says.

import {
  F32,
  F64,
  FACTORS_AN_AXIS,
  MODES_BYTES,
  POINTS,
  POINT_BYTES,
  POINT_XX,
  POINT_XY,
  POINT_XZ,
  POINT_YY,
  POINT_YZ,
  POINT_ZZ,
  REGISTER,
} from './layout';

// @ts-ignore: decorator
@inline
function factor<T>(table: usize, n: usize): v128 {
  if (sizeof<T>() == F32) return v128.load_splat<f32>(table + n * F32);
  return v128.load_splat<f64>(table + n * F64);
}

// @ts-ignore: decorator
@inline
function place<T>(points: usize, g: usize, c: usize, v: v128, more: bool): void {
  const p = points + (POINT_BYTES * g + c);
  v128.store(p, more ? v128.add<T>(v128.load(p), v) : v);
}

/** Derivative of component `i` along `a` into the Voigt component at `c`; the other axes are b < d. */
// @ts-ignore: decorator
@inline
function derive<T>(points: usize, modes: usize, table: usize, i: usize, a: usize, b: usize, d: usize, c: usize, more: bool): void {
  const from = modes + i * MODES_BYTES;
  const ma: usize = 1 << a;
  const mb: usize = 1 << b;
  const md: usize = 1 << d;
  const f0 = v128.mul<T>(v128.load(from + ma * REGISTER), factor<T>(table, FACTORS_AN_AXIS * a));
  const f1 = v128.mul<T>(v128.load(from + (ma | mb) * REGISTER), factor<T>(table, FACTORS_AN_AXIS * a + 1));
  const f2 = v128.mul<T>(v128.load(from + (ma | md) * REGISTER), factor<T>(table, FACTORS_AN_AXIS * a + 2));
  const f3 = v128.mul<T>(v128.load(from + (ma | mb | md) * REGISTER), factor<T>(table, FACTORS_AN_AXIS * a + 3));
  const low = v128.sub<T>(f0, f1);
  const high = v128.add<T>(f0, f1);
  const lowD = v128.sub<T>(f2, f3);
  const highD = v128.add<T>(f2, f3);
  const v0 = v128.sub<T>(low, lowD);
  const v1 = v128.sub<T>(high, highD);
  const v2 = v128.add<T>(low, lowD);
  const v3 = v128.add<T>(high, highD);
  place<T>(points, 0, c, v0, more);
  place<T>(points, ma, c, v0, more);
  place<T>(points, mb, c, v1, more);
  place<T>(points, mb | ma, c, v1, more);
  place<T>(points, md, c, v2, more);
  place<T>(points, md | ma, c, v2, more);
  place<T>(points, md | mb, c, v3, more);
  place<T>(points, md | mb | ma, c, v3, more);
}

// @ts-ignore: decorator
@inline
export function strains<T>(points: usize, modes: usize, table: usize): void {
  derive<T>(points, modes, table, 0, 0, 1, 2, POINT_XX, false);
  derive<T>(points, modes, table, 1, 1, 0, 2, POINT_YY, false);
  derive<T>(points, modes, table, 2, 2, 0, 1, POINT_ZZ, false);
  derive<T>(points, modes, table, 1, 2, 0, 1, POINT_YZ, false);
  derive<T>(points, modes, table, 2, 1, 0, 2, POINT_YZ, true);
  derive<T>(points, modes, table, 0, 2, 0, 1, POINT_XZ, false);
  derive<T>(points, modes, table, 2, 0, 1, 2, POINT_XZ, true);
  derive<T>(points, modes, table, 0, 1, 0, 2, POINT_XY, false);
  derive<T>(points, modes, table, 1, 0, 1, 2, POINT_XY, true);
}

// @ts-ignore: decorator
@inline
function both<T>(points: usize, g: usize, ma: usize, c: usize): v128 {
  return v128.add<T>(v128.load(points + (POINT_BYTES * g + c)), v128.load(points + (POINT_BYTES * (g | ma) + c)));
}

// @ts-ignore: decorator
@inline
function collect<T>(forces: usize, mode: usize, v: v128, f: v128, more: bool): void {
  const p = forces + mode * REGISTER;
  const w = v128.mul<T>(v, f);
  v128.store(p, more ? v128.add<T>(v128.load(p), w) : w);
}

/** The transpose of `derive`, with the factors times the points' volume. */
// @ts-ignore: decorator
@inline
function gather<T>(forces: usize, points: usize, table: usize, i: usize, a: usize, b: usize, d: usize, c: usize): void {
  const to = forces + i * MODES_BYTES;
  const ma: usize = 1 << a;
  const mb: usize = 1 << b;
  const md: usize = 1 << d;
  const t0 = both<T>(points, 0, ma, c);
  const t1 = both<T>(points, mb, ma, c);
  const t2 = both<T>(points, md, ma, c);
  const t3 = both<T>(points, md | mb, ma, c);
  const s0 = v128.add<T>(t0, t1);
  const s1 = v128.sub<T>(t1, t0);
  const s2 = v128.add<T>(t2, t3);
  const s3 = v128.sub<T>(t3, t2);
  collect<T>(to, ma, v128.add<T>(s0, s2), factor<T>(table, FACTORS_AN_AXIS * a), false);
  collect<T>(to, ma | mb, v128.add<T>(s1, s3), factor<T>(table, FACTORS_AN_AXIS * a + 1), b < a);
  collect<T>(to, ma | md, v128.sub<T>(s2, s0), factor<T>(table, FACTORS_AN_AXIS * a + 2), d < a);
  collect<T>(to, ma | mb | md, v128.sub<T>(s3, s1), factor<T>(table, FACTORS_AN_AXIS * a + 3), a > 0);
}

// @ts-ignore: decorator
@inline
export function forcesOf<T>(forces: usize, points: usize, table: usize): void {
  gather<T>(forces, points, table, 0, 0, 1, 2, POINT_XX);
  gather<T>(forces, points, table, 0, 1, 0, 2, POINT_XY);
  gather<T>(forces, points, table, 0, 2, 0, 1, POINT_XZ);
  gather<T>(forces, points, table, 1, 0, 1, 2, POINT_XY);
  gather<T>(forces, points, table, 1, 1, 0, 2, POINT_YY);
  gather<T>(forces, points, table, 1, 2, 0, 1, POINT_YZ);
  gather<T>(forces, points, table, 2, 0, 1, 2, POINT_XZ);
  gather<T>(forces, points, table, 2, 1, 0, 2, POINT_YZ);
  gather<T>(forces, points, table, 2, 2, 0, 1, POINT_ZZ);
}

/**
 * Makes the dilatation of all points the element's mean, in place: of engineering strains, or of stresses, whose mean pressure then
 * acts on that dilatation (the projection is its own transpose).
 */
// @ts-ignore: decorator
@inline
export function evenDilatation<T>(points: usize): void {
  let sum = i64x2.splat(0);
  for (let g: usize = 0; g < POINTS; g++) {
    const p = points + g * POINT_BYTES;
    sum = v128.add<T>(sum, v128.add<T>(v128.add<T>(v128.load(p), v128.load(p, POINT_YY)), v128.load(p, POINT_ZZ)));
  }
  const third = v128.splat<T>((1.0 / 3.0) as T);
  const mean = v128.mul<T>(sum, v128.splat<T>((1.0 / 24.0) as T));
  for (let g: usize = 0; g < POINTS; g++) {
    const p = points + g * POINT_BYTES;
    const x = v128.load(p);
    const y = v128.load(p, POINT_YY);
    const z = v128.load(p, POINT_ZZ);
    const more = v128.sub<T>(mean, v128.mul<T>(v128.add<T>(v128.add<T>(x, y), z), third));
    v128.store(p, v128.add<T>(x, more));
    v128.store(p, v128.add<T>(y, more), POINT_YY);
    v128.store(p, v128.add<T>(z, more), POINT_ZZ);
  }
}
