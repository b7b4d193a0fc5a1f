// One SIMD register of neighbours in x: four of f32 or two of f64. The kernels are written once for both.

// @ts-ignore: decorator
@inline
export function lanes<T>(): i32 {
  return (16 / sizeof<T>()) as i32;
}

/** The last lane of `before` and all but the last of `v`: values moved one node to the right. */
// @ts-ignore: decorator
@inline
export function moved<T>(before: v128, v: v128): v128 {
  if (sizeof<T>() == 4) return v128.shuffle<f32>(before, v, 3, 4, 5, 6);
  return v128.shuffle<f64>(before, v, 1, 2);
}

/** Adds the products of two registers of f32 to two sums in f64. */
// @ts-ignore: decorator
@inline
export function dotted(sum: v128, a: v128, b: v128): v128 {
  const p = f32x4.mul(a, b);
  const high = v128.shuffle<f32>(p, p, 2, 3, 2, 3);
  return f64x2.add(sum, f64x2.add(f64x2.promote_low_f32x4(p), f64x2.promote_low_f32x4(high)));
}

// @ts-ignore: decorator
@inline
export function total(sum: v128): f64 {
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}
