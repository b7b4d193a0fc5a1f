// Vectors of three components on a level, a plane at a time.
import { REGISTER } from './layout';
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
