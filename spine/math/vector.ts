/** Vectors of three numbers, in patient LPS or any other right-handed frame, and in any unit. */
import type { Vec3 } from '../../contracts/primitives.ts';

/** Of an array that was made axis by axis. @throws RangeError where there are not three */
export function tripleFrom<T>(values: ArrayLike<T>): [T, T, T] {
  if (values.length !== 3) throw new RangeError(`saw ${values.length} values; wanted 3`);
  return [values[0]!, values[1]!, values[2]!];
}

/** a . b */
export function dot(a: Vec3, b: Vec3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** a + s b */
export function along(a: Vec3, s: number, b: Vec3): Vec3 {
  return [a[0] + s * b[0], a[1] + s * b[1], a[2] + s * b[2]];
}

/** s a */
export function scaled(a: Vec3, s: number): Vec3 {
  return [s * a[0], s * a[1], s * a[2]];
}

/** a x b: by the right-hand rule. */
export function cross(a: Vec3, b: Vec3): Vec3 {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

/** a / |a|; NaN of the null vector. */
export function unit(a: Vec3): Vec3 {
  const length = Math.hypot(a[0], a[1], a[2]);
  return [a[0] / length, a[1] / length, a[2] / length];
}

/** |a - b| */
export function distance(a: Vec3, b: Vec3): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
