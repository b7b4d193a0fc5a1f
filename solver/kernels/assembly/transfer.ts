// Between a grid and the next coarser one: trilinear interpolation and its transpose. Planes are weighted by the host,
// since the coarse grid's last layer may be thinner than the others.
import { REGISTER } from './layout';
import { inverseDiagonal, planes, rows, rowStride } from './level';

// @ts-ignore: decorator
@inline
function weighted(sum: v128, from: usize, weight: f32): v128 {
  return f32x4.add(sum, f32x4.mul(v128.load(from), f32x4.splat(weight)));
}

/**
 * Plane `k` of the coarse right-hand side: out = P' r, 0 where coarse nodes are held.
 * @param line room for a row of the fine grid and four values on either side
 */
export function restrictPlane(fine: usize, coarse: usize, k: i32, r: usize, out: usize, line: usize, below: f32, at: f32, above: f32): void {
  const stride = rowStride(fine) as usize;
  const ny = rows(fine);
  const plane = stride * (ny as usize);
  const nz = planes(fine);
  const cStride = rowStride(coarse) as usize;
  const cPlane = cStride * (rows(coarse) as usize);
  const diagonal = inverseDiagonal(coarse);
  const zero = i64x2.splat(0);
  v128.store(line, zero);
  v128.store(line + REGISTER + stride * 4, zero);
  const body = line + REGISTER;
  for (let c: usize = 0; c < 3; c++) {
    const from = r + c * plane * (nz as usize) * 4;
    const base = c * cPlane * (planes(coarse) as usize) + (k as usize) * cPlane;
    for (let j = 0; j < rows(coarse); j++) {
      for (let n: usize = 0; n < stride; n += 4) v128.store(body + n * 4, zero);
      for (let dz = -1; dz <= 1; dz++) {
        const wz = dz < 0 ? below : dz > 0 ? above : at;
        const z = 2 * k + dz;
        if (wz == 0 || z < 0 || z >= nz) continue;
        for (let dy = -1; dy <= 1; dy++) {
          const y = 2 * j + dy;
          if (y < 0 || y >= ny) continue;
          const w = dy == 0 ? wz : 0.5 * wz;
          const row = from + ((z as usize) * plane + (y as usize) * stride) * 4;
          for (let n: usize = 0; n < stride; n += 4) {
            v128.store(body + n * 4, weighted(v128.load(body + n * 4), row + n * 4, w));
          }
        }
      }
      const to = base + (j as usize) * cStride;
      const last = (stride as i32) / 2;
      for (let i = 0; i < (cStride as i32); i++) {
        let v: f32 = 0;
        if (i <= last && load<f32>(diagonal + (to + (i as usize)) * 4) != 0) {
          const p = body + (i as usize) * 8;
          v = load<f32>(p) + 0.5 * (load<f32>(p - 4) + load<f32>(p + 4));
        }
        store<f32>(out + (to + (i as usize)) * 4, v);
      }
    }
  }
}

/** Plane `k` of the fine grid: x += P e where nodes are free, from coarse planes `low` and `low + 1`. */
export function prolongPlane(fine: usize, coarse: usize, k: i32, low: i32, e: usize, x: usize, wLow: f32, wHigh: f32): void {
  const stride = rowStride(fine) as usize;
  const ny = rows(fine);
  const plane = stride * (ny as usize);
  const component = plane * (planes(fine) as usize);
  const cStride = rowStride(coarse) as usize;
  const cPlane = cStride * (rows(coarse) as usize);
  const cComponent = cPlane * (planes(coarse) as usize);
  const diagonal = inverseDiagonal(fine);
  const zero = i64x2.splat(0);
  const half = f32x4.splat(0.5);
  for (let c: usize = 0; c < 3; c++) {
    for (let j = 0; j < ny; j++) {
      const even = (j & 1) == 0;
      const share: f32 = even ? 1 : 0.5;
      const p = e + (c * cComponent + (low as usize) * cPlane + ((j >> 1) as usize) * cStride) * 4;
      const to = c * component + (k as usize) * plane + (j as usize) * stride;
      let here = combined(p, cStride, cPlane, even, share * wLow, share * wHigh);
      for (let n: usize = 0; n < stride; n += 8) {
        const q = p + (n / 2 + 4) * 4;
        const next = n / 2 + 4 < cStride ? combined(q, cStride, cPlane, even, share * wLow, share * wHigh) : zero;
        const right = v128.shuffle<f32>(here, next, 1, 2, 3, 4);
        const mid = f32x4.mul(half, f32x4.add(here, right));
        addFree(x, diagonal, to + n, v128.shuffle<f32>(here, mid, 0, 4, 1, 5));
        if (n + 4 < stride) addFree(x, diagonal, to + n + 4, v128.shuffle<f32>(here, mid, 2, 6, 3, 7));
        here = next;
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function combined(p: usize, stride: usize, plane: usize, even: bool, wLow: f32, wHigh: f32): v128 {
  let v = f32x4.mul(v128.load(p), f32x4.splat(wLow));
  if (!even) v = weighted(v, p + stride * 4, wLow);
  if (wHigh != 0) {
    v = weighted(v, p + plane * 4, wHigh);
    if (!even) v = weighted(v, p + (plane + stride) * 4, wHigh);
  }
  return v;
}

// @ts-ignore: decorator
@inline
function addFree(x: usize, diagonal: usize, n: usize, v: v128): void {
  const free = f32x4.ne(v128.load(diagonal + n * 4), i64x2.splat(0));
  v128.store(x + n * 4, f32x4.add(v128.load(x + n * 4), v128.and(v, free)));
}
