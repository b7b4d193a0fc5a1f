// What the yield surfaces share.
//
// A block of 32-bit words describes the state: pointers to strength (f64: uniaxial compressive strength, a number an
// element on the padded grid, infinite where elastic), plastic strain (f64: 48 registers for every two elements),
// tangent (f32: 56 registers for every four elements, seven a point: what each surface makes of them), a byte for every four elements that says whether any has yielded, factors in f64, those times volume,
// the same two in f32, the surface's constants (f64, then f32); last, whether the surface is Hill's (./hill.ts) instead of
// the cone (./cone.ts).

// @ts-ignore: decorator
@inline
export function word(state: usize, n: usize): usize {
  return load<u32>(state + 4 * n);
}

// @ts-ignore: decorator
@inline
export function strainFactors<T>(state: usize): usize {
  return sizeof<T>() == 4 ? word(state, 6) : word(state, 4);
}

// @ts-ignore: decorator
@inline
export function forceFactors<T>(state: usize): usize {
  return sizeof<T>() == 4 ? word(state, 7) : word(state, 5);
}

/** Whether the surface is Hill's (./hill.ts): the state's last word. */
// @ts-ignore: decorator
@inline
export function isHill(state: usize): bool {
  return word(state, 10) != 0;
}

/** Where four elements' yield byte is; `chunk` counts fours along the padded grid. */
// @ts-ignore: decorator
@inline
export function yieldByte(state: usize, chunk: usize): usize {
  return word(state, 3) + chunk;
}

/** Notes in the yield byte of four elements whether any point of a pair of them is beyond the surface. */
// @ts-ignore: decorator
@inline
export function noteYield(state: usize, pair: usize, over: v128): void {
  const byte = yieldByte(state, pair >> 1);
  const yielded: u8 = v128.any_true(over) ? 1 : 0;
  store<u8>(byte, (pair & 1) == 0 ? yielded : load<u8>(byte) | yielded);
}
