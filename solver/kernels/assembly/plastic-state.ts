// What the yield surfaces share.
// The words of a state are `STATE_...` in ../layout.ts; what the tangent's registers hold, ./cone.ts and ./hill.ts say.

import {
  F32,
  STATE_FORCE_FACTORS32,
  STATE_FORCE_FACTORS64,
  STATE_IS_HILL,
  STATE_MEAN_DILATATION,
  STATE_STRAIN_FACTORS32,
  STATE_STRAIN_FACTORS64,
  STATE_YIELDED,
} from './layout';

// @ts-ignore: decorator
@inline
export function word(state: usize, at: usize): usize {
  return load<u32>(state + at);
}

// @ts-ignore: decorator
@inline
export function strainFactors<T>(state: usize): usize {
  return sizeof<T>() == F32 ? word(state, STATE_STRAIN_FACTORS32) : word(state, STATE_STRAIN_FACTORS64);
}

// @ts-ignore: decorator
@inline
export function forceFactors<T>(state: usize): usize {
  return sizeof<T>() == F32 ? word(state, STATE_FORCE_FACTORS32) : word(state, STATE_FORCE_FACTORS64);
}

/** Whether the surface is Hill's (./hill.ts). */
// @ts-ignore: decorator
@inline
export function isHill(state: usize): bool {
  return word(state, STATE_IS_HILL) != 0;
}

/** Whether an element's points share one dilatation (./gauss.ts). */
// @ts-ignore: decorator
@inline
export function hasMeanDilatation(state: usize): bool {
  return word(state, STATE_MEAN_DILATATION) != 0;
}

/** Where four elements' yield byte is; `chunk` counts fours along the padded grid. */
// @ts-ignore: decorator
@inline
export function yieldByte(state: usize, chunk: usize): usize {
  return word(state, STATE_YIELDED) + chunk;
}

/** Notes in the yield byte of four elements whether any point of a pair of them is beyond the surface. */
// @ts-ignore: decorator
@inline
export function noteYield(state: usize, pair: usize, over: v128): void {
  const byte = yieldByte(state, pair >> 1);
  const yielded: u8 = v128.any_true(over) ? 1 : 0;
  store<u8>(byte, (pair & 1) == 0 ? yielded : load<u8>(byte) | yielded);
}
