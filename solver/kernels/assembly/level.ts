// What the kernels know of one grid: 32-bit words in memory, written by the host (solver/fe/engine/level.ts).

/** Nodes a row, padded to a multiple of four. */
// @ts-ignore: decorator
@inline
export function rowStride(level: usize): i32 {
  return load<i32>(level, 0);
}
/** Rows of nodes a plane. */
// @ts-ignore: decorator
@inline
export function rows(level: usize): i32 {
  return load<i32>(level, 4);
}
/** Planes of nodes. */
// @ts-ignore: decorator
@inline
export function planes(level: usize): i32 {
  return load<i32>(level, 8);
}
/** Elastic laws in use. */
// @ts-ignore: decorator
@inline
export function laws(level: usize): i32 {
  return load<i32>(level, 12);
}
/** Moduli of law 0 at the elements' lowest corners; those of the next law follow. f32, or f64 on the finest grid. */
// @ts-ignore: decorator
@inline
export function moduli<T>(level: usize): usize {
  return sizeof<T>() == 4 ? load<u32>(level, 16) : load<u32>(level, 20);
}
/** Inverse diagonal, f32, a component after another; 0 where a node is held or empty. */
// @ts-ignore: decorator
@inline
export function inverseDiagonal(level: usize): usize {
  return load<u32>(level, 24);
}
/** A byte for every four nodes of a row: bit l where law l is present, bit 7 where a node has an element. */
// @ts-ignore: decorator
@inline
export function presence(level: usize): usize {
  return load<u32>(level, 28);
}
/** Parity coefficients of law 0 for element layer `k`; those of the next law follow. */
// @ts-ignore: decorator
@inline
export function coefficients<T>(level: usize, k: i32): usize {
  const last = k == planes(level) - 2;
  if (sizeof<T>() == 4) return last ? load<u32>(level, 36) : load<u32>(level, 32);
  return last ? load<u32>(level, 44) : load<u32>(level, 40);
}
