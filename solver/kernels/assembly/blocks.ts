// Sparse matrices of 6x6 blocks, f32, row by row (`MATRIX_...` in ../layout.ts); vectors of six numbers a row.

import {
  BLOCK32,
  F32,
  MATRIX_COLUMN,
  MATRIX_INVERSE,
  MATRIX_ROW,
  MATRIX_VALUES,
  REGISTER,
  RIGID_MODES,
  ROW32,
} from './layout';

/** y + a (x - out) etc.: what `blockStep` does with b - A x */
const RESIDUAL = 0;
const SMOOTH = 1;
const CORRECT = 2;

// Nine registers hold a block, so that columns repeat every three: 0123 4501 2345.
// @ts-ignore: decorator
@inline
function step(kind: i32, m: usize, count: i32, x: usize, b: usize, out: usize, a: f32, c: f32): void {
  const start = load<u32>(m, MATRIX_ROW) as usize;
  const columns = load<u32>(m, MATRIX_COLUMN) as usize;
  const values = load<u32>(m, MATRIX_VALUES) as usize;
  const inverse = load<u32>(m, MATRIX_INVERSE) as usize;
  let at = values;
  for (let n: usize = 0; n < (count as usize); n++) {
    let s0 = i64x2.splat(0);
    let s1 = i64x2.splat(0);
    let s2 = i64x2.splat(0);
    let s3 = i64x2.splat(0);
    let s4 = i64x2.splat(0);
    let s5 = i64x2.splat(0);
    let s6 = i64x2.splat(0);
    let s7 = i64x2.splat(0);
    let s8 = i64x2.splat(0);
    const end = load<i32>(start + 4 * n, 4);
    for (let p = load<i32>(start + 4 * n); p < end; p++, at += BLOCK32) {
      const xb = x + ROW32 * (load<i32>(columns + 4 * (p as usize)) as usize);
      const x0 = v128.load(xb);
      const x2 = v128.load(xb, 2 * F32);
      const x1 = v128.shuffle<f32>(x0, x2, 6, 7, 0, 1);
      s0 = f32x4.add(s0, f32x4.mul(x0, v128.load(at)));
      s1 = f32x4.add(s1, f32x4.mul(x1, v128.load(at, REGISTER)));
      s2 = f32x4.add(s2, f32x4.mul(x2, v128.load(at, 2 * REGISTER)));
      s3 = f32x4.add(s3, f32x4.mul(x0, v128.load(at, 3 * REGISTER)));
      s4 = f32x4.add(s4, f32x4.mul(x1, v128.load(at, 4 * REGISTER)));
      s5 = f32x4.add(s5, f32x4.mul(x2, v128.load(at, 5 * REGISTER)));
      s6 = f32x4.add(s6, f32x4.mul(x0, v128.load(at, 6 * REGISTER)));
      s7 = f32x4.add(s7, f32x4.mul(x1, v128.load(at, 7 * REGISTER)));
      s8 = f32x4.add(s8, f32x4.mul(x2, v128.load(at, 8 * REGISTER)));
    }
    for (let pair: usize = 0; pair < 3; pair++) {
      const u = pair == 0 ? s0 : pair == 1 ? s3 : s6;
      const v = pair == 0 ? s1 : pair == 1 ? s4 : s7;
      const w = pair == 0 ? s2 : pair == 1 ? s5 : s8;
      // Row 2 pair is in u and half of v, the next in the other half and w.
      const first = sum(u) + f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1);
      const second = f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3) + sum(w);
      one(kind, F32 * (RIGID_MODES * n + 2 * pair), first, x, b, out, inverse, a, c);
      one(kind, F32 * (RIGID_MODES * n + 2 * pair + 1), second, x, b, out, inverse, a, c);
    }
  }
}

// @ts-ignore: decorator
@inline
function sum(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

// @ts-ignore: decorator
@inline
function one(kind: i32, at: usize, y: f32, x: usize, b: usize, out: usize, inverse: usize, a: f32, c: f32): void {
  if (kind == RESIDUAL) store<f32>(out + at, load<f32>(b + at) - y);
  else if (kind == CORRECT) {
    store<f32>(out + at, load<f32>(out + at) + load<f32>(x + at) - c * load<f32>(inverse + at) * y);
  } else {
    const u = load<f32>(x + at);
    const r = load<f32>(b + at) - y;
    store<f32>(out + at, u + a * (u - load<f32>(out + at)) + c * load<f32>(inverse + at) * r);
  }
}

/** out = b - A x */
export function blockResidual(m: usize, count: i32, x: usize, b: usize, out: usize): void {
  step(RESIDUAL, m, count, x, b, out, 0, 0);
}

/** out = x + a (x - out) + c D^-1 (b - A x) */
export function blockSmooth(m: usize, count: i32, x: usize, b: usize, out: usize, a: f32, c: f32): void {
  step(SMOOTH, m, count, x, b, out, a, c);
}

/** out += x - c D^-1 A x */
export function blockCorrect(m: usize, count: i32, x: usize, out: usize, c: f32): void {
  step(CORRECT, m, count, x, 0, out, 0, c);
}

/** out = c D^-1 b */
export function blockScaled(m: usize, count: i32, b: usize, out: usize, c: f32): void {
  const inverse = load<u32>(m, MATRIX_INVERSE) as usize;
  for (let at: usize = 0; at < ROW32 * (count as usize); at += 4) {
    store<f32>(out + at, c * load<f32>(inverse + at) * load<f32>(b + at));
  }
}
