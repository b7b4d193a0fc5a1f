// Vectors of three components on a level, a plane at a time.
import { F32, F64, REGISTER } from './layout';
import { inverseDiagonal, planes, rows, rowStride } from './level';
import { dotted, total } from './lanes';

/** out = c D^-1 b: the first Chebyshev step from zero. Returns b . out */
export function scaledPlane(level: usize, k: i32, b: usize, out: usize, c: f32): f64 {
  const plane = (rowStride(level) * rows(level)) as usize;
  const component = plane * (planes(level) as usize) * 4;
  const diagonal = inverseDiagonal(level);
  const vc = f32x4.splat(c);
  let sum = i64x2.splat(0);
  for (let i: usize = 0; i < 3; i++) {
    const first = (k as usize) * plane * 4 + i * component;
    for (let n: usize = first; n < first + plane * 4; n += REGISTER) {
      const r = v128.load(b + n);
      const v = f32x4.mul(vc, f32x4.mul(v128.load(diagonal + n), r));
      v128.store(out + n, v);
      sum = dotted(sum, r, v);
    }
  }
  return total(sum);
}

/** a . b */
export function dotPlane(level: usize, k: i32, a: usize, b: usize): f64 {
  const plane = (rowStride(level) * rows(level)) as usize;
  const component = plane * (planes(level) as usize) * 4;
  let sum = i64x2.splat(0);
  for (let i: usize = 0; i < 3; i++) {
    const first = (k as usize) * plane * 4 + i * component;
    for (let n: usize = first; n < first + plane * 4; n += REGISTER) sum = dotted(sum, v128.load(a + n), v128.load(b + n));
  }
  return total(sum);
}

/** y += c x */
export function addPlane(level: usize, k: i32, x: usize, y: usize, c: f32): void {
  const plane = (rowStride(level) * rows(level)) as usize;
  const component = plane * (planes(level) as usize) * 4;
  const vc = f32x4.splat(c);
  for (let i: usize = 0; i < 3; i++) {
    const first = (k as usize) * plane * 4 + i * component;
    for (let n: usize = first; n < first + plane * 4; n += REGISTER) {
      v128.store(y + n, f32x4.add(v128.load(y + n), f32x4.mul(vc, v128.load(x + n))));
    }
  }
}

/** out = a - b, f64 to f32. Returns out . out */
export function differencePlane(level: usize, k: i32, a: usize, b: usize, out: usize): f64 {
  const plane = (rowStride(level) * rows(level)) as usize;
  const component = plane * (planes(level) as usize) * F32;
  let sum = i64x2.splat(0);
  for (let i: usize = 0; i < 3; i++) {
    const first = (k as usize) * plane * F32 + i * component;
    for (let n: usize = first; n < first + plane * F32; n += REGISTER) {
      const p = a + 2 * n;
      const q = b + 2 * n;
      const low = f32x4.demote_f64x2_zero(f64x2.sub(v128.load(p), v128.load(q)));
      const high = f32x4.demote_f64x2_zero(f64x2.sub(v128.load(p, REGISTER), v128.load(q, REGISTER)));
      const v = v128.shuffle<f32>(low, high, 0, 1, 4, 5);
      v128.store(out + n, v);
      sum = dotted(sum, v, v);
    }
  }
  return total(sum);
}

/** y -= x */
export function takePlane(level: usize, k: i32, x: usize, y: usize): void {
  const plane = (rowStride(level) * rows(level)) as usize;
  const component = plane * (planes(level) as usize) * F32;
  for (let i: usize = 0; i < 3; i++) {
    const first = (k as usize) * plane * F32 + i * component;
    for (let n: usize = first; n < first + plane * F32; n += REGISTER) {
      v128.store(y + n, f32x4.sub(v128.load(y + n), v128.load(x + n)));
    }
  }
}

/** x /= by, divided in f64 */
export function dividePlane(level: usize, k: i32, x: usize, by: f64): void {
  const plane = (rowStride(level) * rows(level)) as usize;
  const component = plane * (planes(level) as usize) * F32;
  const vb = f64x2.splat(by);
  for (let i: usize = 0; i < 3; i++) {
    const first = (k as usize) * plane * F32 + i * component;
    for (let n: usize = first; n < first + plane * F32; n += REGISTER) {
      const v = v128.load(x + n);
      const low = f64x2.div(f64x2.promote_low_f32x4(v), vb);
      const high = f64x2.div(f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3)), vb);
      v128.store(x + n, v128.shuffle<f32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5));
    }
  }
}

/** f64 out = a + c (a - b) */
export function goOnPlane(level: usize, k: i32, a: usize, b: usize, out: usize, c: f64): void {
  const plane = (rowStride(level) * rows(level)) as usize;
  const component = plane * (planes(level) as usize) * F64;
  const vc = f64x2.splat(c);
  for (let i: usize = 0; i < 3; i++) {
    const first = (k as usize) * plane * F64 + i * component;
    for (let n: usize = first; n < first + plane * F64; n += REGISTER) {
      const v = v128.load(a + n);
      v128.store(out + n, f64x2.add(v, f64x2.mul(vc, f64x2.sub(v, v128.load(b + n)))));
    }
  }
}

/** p = z + beta p */
export function directionPlane(level: usize, k: i32, z: usize, p: usize, beta: f32): void {
  const plane = (rowStride(level) * rows(level)) as usize;
  const component = plane * (planes(level) as usize) * 4;
  const vb = f32x4.splat(beta);
  for (let i: usize = 0; i < 3; i++) {
    const first = (k as usize) * plane * 4 + i * component;
    for (let n: usize = first; n < first + plane * 4; n += REGISTER) {
      v128.store(p + n, f32x4.add(v128.load(z + n), f32x4.mul(vb, v128.load(p + n))));
    }
  }
}

/** f64 x += step p; r -= alpha q where nodes are free. Returns r . r */
export function advancePlane(
  level: usize,
  k: i32,
  x: usize,
  p: usize,
  r: usize,
  q: usize,
  step: f64,
  alpha: f32,
): f64 {
  const plane = (rowStride(level) * rows(level)) as usize;
  const component = plane * (planes(level) as usize) * 4;
  const diagonal = inverseDiagonal(level);
  const va = f32x4.splat(alpha);
  const vs = f64x2.splat(step);
  const zero = i64x2.splat(0);
  let sum = zero;
  for (let i: usize = 0; i < 3; i++) {
    const first = (k as usize) * plane * 4 + i * component;
    for (let n: usize = first; n < first + plane * 4; n += REGISTER) {
      const free = f32x4.ne(v128.load(diagonal + n), zero);
      const v = v128.and(free, f32x4.sub(v128.load(r + n), f32x4.mul(va, v128.load(q + n))));
      v128.store(r + n, v);
      sum = dotted(sum, v, v);
      const d = v128.load(p + n);
      const to = x + n * 2;
      const high = v128.shuffle<f32>(d, d, 2, 3, 2, 3);
      v128.store(to, f64x2.add(v128.load(to), f64x2.mul(vs, f64x2.promote_low_f32x4(d))));
      v128.store(to, f64x2.add(v128.load(to, REGISTER), f64x2.mul(vs, f64x2.promote_low_f32x4(high))), REGISTER);
    }
  }
  return total(sum);
}
