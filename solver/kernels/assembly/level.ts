// What the kernels know of one grid: 32-bit words in memory, written by the host (solver/fe/engine/multigrid/fill.ts).

import {
  F32,
  LEVEL_DIAGONAL,
  LEVEL_LAST_TABLE32,
  LEVEL_LAST_TABLE64,
  LEVEL_LAWS,
  LEVEL_MODULI32,
  LEVEL_MODULI64,
  LEVEL_PLANES,
  LEVEL_PRESENCE,
  LEVEL_ROWS,
  LEVEL_STRIDE,
  LEVEL_TABLE32,
  LEVEL_TABLE64,
} from './layout';

/** Nodes a row, padded to a multiple of four. */
// @ts-ignore: decorator
@inline
export function rowStride(level: usize): i32 {
  return load<i32>(level, LEVEL_STRIDE);
}
/** Rows of nodes a plane. */
// @ts-ignore: decorator
@inline
export function rows(level: usize): i32 {
  return load<i32>(level, LEVEL_ROWS);
}
/** Planes of nodes. */
// @ts-ignore: decorator
@inline
export function planes(level: usize): i32 {
  return load<i32>(level, LEVEL_PLANES);
}
/** Elastic laws in use. */
// @ts-ignore: decorator
@inline
export function laws(level: usize): i32 {
  return load<i32>(level, LEVEL_LAWS);
}
/** Moduli of law 0 at the elements' lowest corners; those of the next law follow. f32, or f64 on the finest grid. */
// @ts-ignore: decorator
@inline
export function moduli<T>(level: usize): usize {
  return sizeof<T>() == F32 ? load<u32>(level, LEVEL_MODULI32) : load<u32>(level, LEVEL_MODULI64);
}
/** Inverse diagonal, f32, a component after another; 0 where a node is held or empty. */
// @ts-ignore: decorator
@inline
export function inverseDiagonal(level: usize): usize {
  return load<u32>(level, LEVEL_DIAGONAL);
}
/** A byte for every four nodes of a row: bit l where law l is present, `SUPPORTED` where a node has an element. */
// @ts-ignore: decorator
@inline
export function presence(level: usize): usize {
  return load<u32>(level, LEVEL_PRESENCE);
}
/** Parity coefficients of law 0 for element layer `k`; those of the next law follow. */
// @ts-ignore: decorator
@inline
export function coefficients<T>(level: usize, k: i32): usize {
  const last = k == planes(level) - 2;
  if (sizeof<T>() == F32) return last ? load<u32>(level, LEVEL_LAST_TABLE32) : load<u32>(level, LEVEL_TABLE32);
  return last ? load<u32>(level, LEVEL_LAST_TABLE64) : load<u32>(level, LEVEL_TABLE64);
}
