// One layer of elements: from displacements to forces, and what is to be done with a node's force at once, while it is
// in a register. Node plane k is complete when element layers k - 1 and k have been through.
//
// What a layer leaves for the plane above (per four modes in x and y, three components) stays in `work`, as does what
// an element row leaves for the next row of nodes (`WORK_...`, `CARRIED_...` in ../layout.ts). The host clears `work`
// before the first layer, or primes it with the layer below a slab.
import {
  CARRIED_PLANE,
  CARRIED_ROW,
  COEFFICIENTS,
  F32,
  LAW_BITS,
  MODES_BYTES,
  NODES_A_CHUNK,
  REGISTER,
  WORK_CARRIED,
  WORK_FORCES,
  WORK_HELD_SUM,
  WORK_MODES,
  WORK_POINTS,
} from './layout';
import { coefficients, inverseDiagonal, laws, moduli, planes, presence, rows, rowStride } from './level';
import { dotted, lanes, moved, total } from './lanes';
import { evenDilatation, forcesOf, strains } from './gauss';
import { couple, toModes } from './parity';
import { returnPair, tangentFour } from './cone';
import { returnPairHill, tangentFourHill } from './hill';
import { forceFactors, hasMeanDilatation, isHill, strainFactors, yieldByte } from './plastic-state';

/** How forces come from displacements. */
const ELASTIC = 0;
/** f64: closest-point return from the plastic strain in `state` */
const PLASTIC = 1;
/** f64: the same, and the plastic strain is brought up to date */
const SETTLE = 2;
/** f32: the consistent tangent that PLASTIC left in `state` */
const TANGENT = 3;

/** out = K u; returns u . K u (f32 only) */
const APPLY = 0;
/** out = b - K u where nodes are free, 0 elsewhere */
const RESIDUAL = 1;
/** out = u + a (u - out) + c D^-1 (b - K u): a Chebyshev step */
const SMOOTH = 2;
/** the same; returns b . out */
const SMOOTH_DOT = 3;
/** nothing: just what the layer leaves for the plane above */
const PRIME = 4;
/** the first Chebyshev step after the one from zero: out = u + a u + c D^-1 (b - K u) */
const SMOOTH_SECOND = 6;
/** out = out + u - c D^-1 K u */
const CORRECT = 7;
/** f64: f32 out = -c K u where nodes are free, 0 elsewhere; returns the sum of squares of K u there */
const IMBALANCE = 5;

// @ts-ignore: decorator
@inline
function back<T>(c: usize, forces: usize, above: usize, behind: usize, solid: bool): v128 {
  const f = forces + c * MODES_BYTES;
  const t = above + c * (CARRIED_PLANE / 3);
  const g = behind + c * (CARRIED_ROW / 3);
  let s0 = v128.load(t);
  let s1 = v128.load(t, REGISTER);
  let s2 = v128.load(t, 2 * REGISTER);
  let s3 = v128.load(t, 3 * REGISTER);
  if (solid) {
    const m1 = v128.load(f, REGISTER);
    const m2 = v128.load(f, 2 * REGISTER);
    const m3 = v128.load(f, 3 * REGISTER);
    const m4 = v128.load(f, 4 * REGISTER);
    const m5 = v128.load(f, 5 * REGISTER);
    const m6 = v128.load(f, 6 * REGISTER);
    const m7 = v128.load(f, 7 * REGISTER);
    s0 = v128.add<T>(s0, m4);
    s1 = v128.add<T>(s1, v128.add<T>(m1, m5));
    s2 = v128.add<T>(s2, v128.add<T>(m2, m6));
    s3 = v128.add<T>(s3, v128.add<T>(m3, m7));
    v128.store(t, v128.neg<T>(m4));
    v128.store(t, v128.sub<T>(m1, m5), REGISTER);
    v128.store(t, v128.sub<T>(m2, m6), 2 * REGISTER);
    v128.store(t, v128.sub<T>(m3, m7), 3 * REGISTER);
  } else {
    const zero = i64x2.splat(0);
    v128.store(t, zero);
    v128.store(t, zero, REGISTER);
    v128.store(t, zero, 2 * REGISTER);
    v128.store(t, zero, 3 * REGISTER);
  }
  const r0 = v128.add<T>(v128.load(g), v128.add<T>(s0, s2));
  const r1 = v128.add<T>(v128.load(g, REGISTER), v128.add<T>(s1, s3));
  v128.store(g, v128.sub<T>(s0, s2));
  v128.store(g, v128.sub<T>(s1, s3), REGISTER);
  // left and right nodes: the caller wants left + the neighbour's right
  v128.store(f, v128.add<T>(r0, r1));
  return v128.sub<T>(r0, r1);
}

// @ts-ignore: decorator
@inline
function sweep<T>(kind: i32, level: usize, work: usize, k: i32, u: usize, b: usize, out: usize, a: f64, c: f64, material: i32 = ELASTIC, state: usize = 0): f64 {
  const size = sizeof<T>();
  const stride = rowStride(level);
  const ny = rows(level);
  const count = laws(level);
  const plane = (stride * ny) as usize;
  const component = plane * (planes(level) as usize);
  const modulus = moduli<T>(level);
  const table = coefficients<T>(level, k);
  const modes = work + WORK_MODES;
  const forces = work + WORK_FORCES;
  const chunks = stride / lanes<T>();
  const behind0 = work + WORK_CARRIED;
  const above0 = behind0 + ((chunks * (CARRIED_ROW as i32)) as usize);
  memory.fill(behind0, 0, (chunks * (CARRIED_ROW as i32)) as usize);
  const va = sizeof<T>() == F32 ? f32x4.splat(a as f32) : f64x2.splat(a);
  const vc = sizeof<T>() == F32 ? f32x4.splat(c as f32) : f64x2.splat(c);
  const even = material != ELASTIC && hasMeanDilatation(state);
  const zero = i64x2.splat(0);
  let sum = zero;
  let heldSum = zero;
  for (let j = 0; j < ny; j++) {
    const row = (k as usize) * plane + (j * stride) as usize;
    const flags = presence(level) + row / NODES_A_CHUNK;
    const diagonal = inverseDiagonal(level) + row * F32;
    const urow = u + row * size;
    const erow = modulus + row * size;
    const side = (stride as usize) * size;
    const up = plane * size;
    let rightX = zero;
    let rightY = zero;
    let rightZ = zero;
    for (let n = 0; n < chunks; n++) {
      const flag = load<u8>(flags + ((sizeof<T>() == F32 ? n : n / 2) as usize));
      if (flag == 0) {
        rightX = zero;
        rightY = zero;
        rightZ = zero;
        continue;
      }
      const at = (n as usize) * REGISTER;
      const above = above0 + ((j * chunks + n) as usize) * CARRIED_PLANE;
      const behind = behind0 + (n as usize) * CARRIED_ROW;
      const solid = (flag & LAW_BITS) != 0;
      // Where no point was beyond the surface, plastic strain stays as it is: the yield byte is that of the imbalance before.
      if (material == SETTLE && (!solid || load<u8>(yieldByte(state, ((row + (n * lanes<T>()) as usize) as usize) / NODES_A_CHUNK)) == 0)) continue;
      if (solid) {
        const p = urow + at;
        const q = p + component * size;
        const s = q + component * size;
        toModes<T>(modes, p, p + side, p + up, p + up + side);
        toModes<T>(modes + MODES_BYTES, q, q + side, q + up, q + up + side);
        toModes<T>(modes + 2 * MODES_BYTES, s, s + side, s + up, s + up + side);
        const E = v128.load(erow + at);
        const first = (row + (n * lanes<T>()) as usize) as usize;
        if (material == PLASTIC || material == SETTLE) {
          strains<T>(work + WORK_POINTS, modes, strainFactors<T>(state));
          if (even) evenDilatation<T>(work + WORK_POINTS);
          if (isHill(state)) returnPairHill(state, work + WORK_POINTS, first / 2, E, material == SETTLE);
          else returnPair(state, work + WORK_POINTS, first / 2, E, material == SETTLE);
          if (even) evenDilatation<T>(work + WORK_POINTS);
          if (material == PLASTIC) forcesOf<T>(forces, work + WORK_POINTS, forceFactors<T>(state));
        } else if (material == TANGENT && load<u8>(yieldByte(state, first / NODES_A_CHUNK)) != 0) {
          strains<T>(work + WORK_POINTS, modes, strainFactors<T>(state));
          if (even) evenDilatation<T>(work + WORK_POINTS);
          if (isHill(state)) tangentFourHill(state, work + WORK_POINTS, first / NODES_A_CHUNK, E);
          else tangentFour(state, work + WORK_POINTS, first / NODES_A_CHUNK, E);
          if (even) evenDilatation<T>(work + WORK_POINTS);
          forcesOf<T>(forces, work + WORK_POINTS, forceFactors<T>(state));
        } else {
          couple<T>(forces, modes, E, table, false);
        }
        for (let l = 1; l < count && material == ELASTIC; l++) {
          if (((flag >> (l as u8)) & 1) == 0) continue;
          const E = v128.load(erow + at + (l as usize) * component * size);
          couple<T>(forces, modes, E, table + (l as usize) * COEFFICIENTS * size, true);
        }
      }
      if (material == SETTLE) continue;
      const rx = back<T>(0, forces, above, behind, solid);
      const ry = back<T>(1, forces, above, behind, solid);
      const rz = back<T>(2, forces, above, behind, solid);
      if (kind != PRIME) {
        for (let i: usize = 0; i < 3; i++) {
          const before = i == 0 ? rightX : i == 1 ? rightY : rightZ;
          const right = i == 0 ? rx : i == 1 ? ry : rz;
          const y = v128.add<T>(v128.load(forces + i * MODES_BYTES), moved<T>(before, right));
          const here = row * size + i * component * size + at;
          if (kind == APPLY) {
            v128.store(out + here, y);
            if (sizeof<T>() == F32) sum = dotted(sum, v128.load(u + here), y);
          } else if (kind == IMBALANCE) {
            const half = (here / 2) as usize;
            const d = v128.load64_zero(diagonal + i * component * F32 + at / 2);
            const free = f32x4.ne(d, zero);
            const r = v128.and(free, f32x4.demote_f64x2_zero(f64x2.mul(y, vc)));
            v128.store64_lane(out + half, f32x4.neg(r), 0);
            const held = v128.shuffle<i32>(free, free, 0, 0, 1, 1);
            const square = f64x2.mul(y, y);
            sum = f64x2.add(sum, v128.and(square, held));
            heldSum = f64x2.add(heldSum, v128.andnot(square, held));
          } else if (kind == CORRECT) {
            const d = v128.load(diagonal + i * component * F32 + at);
            const x = v128.sub<T>(v128.load(u + here), v128.mul<T>(vc, v128.mul<T>(d, y)));
            v128.store(out + here, v128.add<T>(v128.load(out + here), x));
          } else {
            const r = v128.sub<T>(v128.load(b + here), y);
            const d = v128.load(diagonal + i * component * F32 + at);
            if (kind == RESIDUAL) {
              v128.store(out + here, v128.and(r, v128.ne<T>(d, zero)));
            } else {
              const x = v128.load(u + here);
              const old = kind == SMOOTH_SECOND ? zero : v128.load(out + here);
              const step = v128.mul<T>(vc, v128.mul<T>(d, r));
              const next = v128.add<T>(v128.add<T>(x, v128.mul<T>(va, v128.sub<T>(x, old))), step);
              v128.store(out + here, next);
              if (kind == SMOOTH_DOT) sum = dotted(sum, v128.load(b + here), next);
            }
          }
        }
      }
      rightX = rx;
      rightY = ry;
      rightZ = rz;
    }
  }
  if (kind == IMBALANCE) store<f64>(work + WORK_HELD_SUM, total(heldSum));
  return total(sum);
}

export function apply32(level: usize, work: usize, k: i32, u: usize, out: usize): f64 {
  return sweep<f32>(APPLY, level, work, k, u, 0, out, 0, 0);
}

export function apply64(level: usize, work: usize, k: i32, u: usize, out: usize): void {
  sweep<f64>(APPLY, level, work, k, u, 0, out, 0, 0);
}

export function residual(level: usize, work: usize, k: i32, u: usize, b: usize, out: usize): void {
  sweep<f32>(RESIDUAL, level, work, k, u, b, out, 0, 0);
}

export function smooth(level: usize, work: usize, k: i32, u: usize, b: usize, out: usize, a: f64, c: f64): void {
  sweep<f32>(SMOOTH, level, work, k, u, b, out, a, c);
}

export function smoothSecond(level: usize, work: usize, k: i32, u: usize, b: usize, out: usize, a: f64, c: f64): void {
  sweep<f32>(SMOOTH_SECOND, level, work, k, u, b, out, a, c);
}

export function smoothDot(level: usize, work: usize, k: i32, u: usize, b: usize, out: usize, a: f64, c: f64): f64 {
  return sweep<f32>(SMOOTH_DOT, level, work, k, u, b, out, a, c);
}

export function correct(level: usize, work: usize, k: i32, u: usize, out: usize, c: f64): void {
  sweep<f32>(CORRECT, level, work, k, u, 0, out, 0, c);
}

export function prime32(level: usize, work: usize, k: i32, u: usize): void {
  sweep<f32>(PRIME, level, work, k, u, 0, 0, 0, 0);
}

export function prime64(level: usize, work: usize, k: i32, u: usize): void {
  sweep<f64>(PRIME, level, work, k, u, 0, 0, 0, 0);
}

export function imbalance(level: usize, work: usize, k: i32, u: usize, out: usize, c: f64): f64 {
  return sweep<f64>(IMBALANCE, level, work, k, u, 0, out, 0, c);
}

/** The same as `imbalance` for the internal force of a plastic state; the tangent is left in `state`. */
export function imbalancePlastic(level: usize, work: usize, k: i32, u: usize, out: usize, c: f64, state: usize): f64 {
  return sweep<f64>(IMBALANCE, level, work, k, u, 0, out, 0, c, PLASTIC, state);
}

export function primePlastic(level: usize, work: usize, k: i32, u: usize, state: usize): void {
  sweep<f64>(PRIME, level, work, k, u, 0, 0, 0, 0, PLASTIC, state);
}

export function forcePlastic(level: usize, work: usize, k: i32, u: usize, out: usize, state: usize): void {
  sweep<f64>(APPLY, level, work, k, u, 0, out, 0, 0, PLASTIC, state);
}

export function settlePlastic(level: usize, work: usize, k: i32, u: usize, state: usize): void {
  sweep<f64>(PRIME, level, work, k, u, 0, 0, 0, 0, SETTLE, state);
}

export function applyTangent(level: usize, work: usize, k: i32, u: usize, out: usize, state: usize): f64 {
  return sweep<f32>(APPLY, level, work, k, u, 0, out, 0, 0, TANGENT, state);
}

export function primeTangent(level: usize, work: usize, k: i32, u: usize, state: usize): void {
  sweep<f32>(PRIME, level, work, k, u, 0, 0, 0, 0, TANGENT, state);
}
