// The Galerkin product P'KP with P = (I - w D^-1 K) P0, row of nodes by row of nodes, in f64; the blocks are gathered in
// f32. P0 is the rigid-body modes of aggregates (solver/fe/engine/aggregation). Nodes have three components where K is
// made of elements, six where it is the product of the level above.
import {
  BLOCK32,
  BLOCK64,
  BLOCK_NUMBERS,
  CORNERS,
  ELEMENT_DOFS,
  ELEMENT_NUMBERS,
  F32,
  F64,
  GRID_NEIGHBOURS,
  IDS_PADDING,
  NEIGHBOUR_BYTES,
  NEIGHBOUR_PLANE,
  NODE_BLOCK64,
  PLACE64,
  PRODUCT_AGGREGATE,
  PRODUCT_AT,
  PRODUCT_BASIS,
  PRODUCT_CENTRE,
  PRODUCT_COLUMN,
  PRODUCT_EDGES,
  PRODUCT_ELEMENT,
  PRODUCT_K_COLUMN,
  PRODUCT_K_INVERSE,
  PRODUCT_K_ROW,
  PRODUCT_K_VALUES,
  PRODUCT_MOST_AGGREGATES,
  PRODUCT_MOST_NEIGHBOURS,
  PRODUCT_NUMBER,
  PRODUCT_PLANE,
  PRODUCT_ROW,
  PRODUCT_SCRATCH,
  PRODUCT_SLOT,
  PRODUCT_SUPPORT,
  PRODUCT_SUPPORT_START,
  PRODUCT_VALUES,
  PRODUCT_WINDOW,
  PRODUCT_WINDOW_BYTES,
  REGISTER,
  RIGID_MODES,
  ROW32,
  ROW64,
  SCRATCH_NEIGHBOURS,
} from './layout';
import { inverseDiagonal, laws, moduli, planes, rows, rowStride } from './level';

/** A word of a product's header: `PRODUCT_...` in ../layout.ts. */
// @ts-ignore: decorator
@inline
function word(g: usize, at: usize): usize {
  return load<u32>(g + at) as usize;
}
// @ts-ignore: decorator
@inline
function neighbours(g: usize): usize {
  return word(g, PRODUCT_SCRATCH) + SCRATCH_NEIGHBOURS;
}
// @ts-ignore: decorator
@inline
function blocks(g: usize): usize {
  return neighbours(g) + NEIGHBOUR_BYTES * word(g, PRODUCT_MOST_NEIGHBOURS);
}
// @ts-ignore: decorator
@inline
function gathered(g: usize): usize {
  return blocks(g) + BLOCK64 * word(g, PRODUCT_MOST_NEIGHBOURS);
}

/** The row of K at a node of the grid, from the elements around it. Returns the number of neighbours. */
function elementRow(level: usize, g: usize, n: i32): i32 {
  const at = load<i32>(word(g, PRODUCT_AT) + 4 * (n as usize));
  const stride = rowStride(level);
  const plane = stride * rows(level);
  const component = (plane * planes(level)) as usize;
  const E = moduli<f64>(level);
  const count = laws(level) as usize;
  // 27 blocks of nine behind where the packed ones go.
  const full = gathered(g);
  memory.fill(full, 0, GRID_NEIGHBOURS * NODE_BLOCK64);
  let touched = 0;
  for (let c = 0; c < (CORNERS as i32); c++) {
    const cx = c & 1;
    const cy = (c >> 1) & 1;
    const cz = c >> 2;
    const e = at - cx - cy * stride - cz * plane;
    if (e < 0) continue;
    for (let l: usize = 0; l < count; l++) {
      const scale = load<f64>(E + F64 * (l * component + (e as usize)));
      if (scale == 0) continue;
      const template = word(g, PRODUCT_ELEMENT) + F64 * (ELEMENT_NUMBERS * l + ((3 * c * ELEMENT_DOFS) as usize));
      for (let o = 0; o < (CORNERS as i32); o++) {
        const slot = 9 * ((o >> 2) - cz + 1) + 3 * (((o >> 1) & 1) - cy + 1) + ((o & 1) - cx + 1);
        touched |= 1 << slot;
        const to = full + NODE_BLOCK64 * (slot as usize);
        const from = template + 3 * F64 * (o as usize);
        for (let r: usize = 0; r < 3; r++) {
          for (let s: usize = 0; s < 3; s++) {
            const x = to + F64 * (3 * r + s);
            store<f64>(x, load<f64>(x) + scale * load<f64>(from + F64 * (ELEMENT_DOFS * r + s)));
          }
        }
      }
    }
  }
  let filled = 0;
  for (let slot = 0; slot < (GRID_NEIGHBOURS as i32); slot++) {
    if (((touched >> slot) & 1) == 0) continue;
    const dz = slot / 9 - 1;
    const m = load<i32>(word(g, PRODUCT_NUMBER) + 4 * ((at + dz * plane + ((slot / 3) % 3 - 1) * stride + (slot % 3) - 1) as usize));
    store<i32>(neighbours(g) + NEIGHBOUR_BYTES * (filled as usize), m);
    store<i32>(neighbours(g) + NEIGHBOUR_BYTES * (filled as usize), dz, NEIGHBOUR_PLANE);
    memory.copy(blocks(g) + NODE_BLOCK64 * (filled as usize), full + NODE_BLOCK64 * (slot as usize), NODE_BLOCK64);
    filled++;
  }
  return filled;
}

/** The row of a block matrix. */
function blockRow(g: usize, n: i32): i32 {
  const from = load<i32>(word(g, PRODUCT_K_ROW) + 4 * (n as usize));
  const count = load<i32>(word(g, PRODUCT_K_ROW) + 4 * (n as usize), 4) - from;
  for (let p = 0; p < count; p++) {
    store<i32>(neighbours(g) + NEIGHBOUR_BYTES * (p as usize), load<i32>(word(g, PRODUCT_K_COLUMN) + 4 * ((from + p) as usize)));
    store<i32>(neighbours(g) + NEIGHBOUR_BYTES * (p as usize), 0, NEIGHBOUR_PLANE);
    const values = word(g, PRODUCT_K_VALUES) + BLOCK32 * ((from + p) as usize);
    const to = blocks(g) + BLOCK64 * (p as usize);
    for (let s: usize = 0; s < BLOCK_NUMBERS; s += 4) {
      const v = v128.load(values + F32 * s);
      v128.store(to + F64 * s, f64x2.promote_low_f32x4(v));
      v128.store(to + F64 * s, f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3)), REGISTER);
    }
  }
  return count;
}

/** P0 of a node of the grid, into scratch: candidates at its place, times the aggregate's modes; 0 where it is held. */
function gridTentative(level: usize, g: usize, m: i32): void {
  const out = word(g, PRODUCT_SCRATCH);
  const at = load<i32>(word(g, PRODUCT_AT) + 4 * (m as usize));
  const stride = rowStride(level);
  const plane = stride * rows(level);
  const component = (plane * planes(level)) as usize;
  const a = load<i32>(word(g, PRODUCT_AGGREGATE) + 4 * (m as usize)) as usize;
  const centre = word(g, PRODUCT_CENTRE) + PLACE64 * a;
  const edges = word(g, PRODUCT_EDGES);
  const k = at / plane;
  const j = (at - k * plane) / stride;
  const i = at - k * plane - j * stride;
  const x = f64x2.splat((i as f64) * load<f64>(edges) - load<f64>(centre));
  const y = f64x2.splat((j as f64) * load<f64>(edges, F64) - load<f64>(centre, F64));
  const z = f64x2.splat((k as f64) * load<f64>(edges, 2 * F64) - load<f64>(centre, 2 * F64));
  const T = word(g, PRODUCT_BASIS) + BLOCK64 * a;
  const inverse = inverseDiagonal(level) + F32 * (at as usize);
  const zero = i64x2.splat(0);
  const freeX = load<f32>(inverse) != 0;
  const freeY = load<f32>(inverse + F32 * component) != 0;
  const freeZ = load<f32>(inverse + 2 * F32 * component) != 0;
  for (let s: usize = 0; s < ROW64; s += REGISTER) {
    const p = v128.load(T + s, 3 * ROW64);
    const q = v128.load(T + s, 4 * ROW64);
    const r = v128.load(T + s, 5 * ROW64);
    const X = f64x2.add(v128.load(T + s), f64x2.sub(f64x2.mul(z, q), f64x2.mul(y, r)));
    const Y = f64x2.add(v128.load(T + s, ROW64), f64x2.sub(f64x2.mul(x, r), f64x2.mul(z, p)));
    const Z = f64x2.add(v128.load(T + s, 2 * ROW64), f64x2.sub(f64x2.mul(y, p), f64x2.mul(x, q)));
    v128.store(out + s, freeX ? X : zero);
    v128.store(out + s, freeY ? Y : zero, ROW64);
    v128.store(out + s, freeZ ? Z : zero, 2 * ROW64);
  }
}

/** C += f A B, with A r x r and B r x 6. */
// @ts-ignore: decorator
@inline
function addProduct(r: usize, C: usize, A: usize, B: usize): void {
  for (let i: usize = 0; i < r; i++) {
    const row = C + ROW64 * i;
    let s0 = v128.load(row);
    let s1 = v128.load(row, REGISTER);
    let s2 = v128.load(row, 2 * REGISTER);
    for (let t: usize = 0; t < r; t++) {
      const a = v128.load64_splat(A + F64 * (r * i + t));
      const b = B + ROW64 * t;
      s0 = f64x2.add(s0, f64x2.mul(a, v128.load(b)));
      s1 = f64x2.add(s1, f64x2.mul(a, v128.load(b, REGISTER)));
      s2 = f64x2.add(s2, f64x2.mul(a, v128.load(b, 2 * REGISTER)));
    }
    v128.store(row, s0);
    v128.store(row, s1, REGISTER);
    v128.store(row, s2, 2 * REGISTER);
  }
}

/** Rows of P of one node: `own` is where its block of the first aggregate goes. */
// @ts-ignore: decorator
@inline
function prolongatorRow(r: usize, level: usize, g: usize, n: i32, own: usize, omega: f64): void {
  const count = r == 3 ? elementRow(level, g, n) : blockRow(g, n);
  const from = load<i32>(word(g, PRODUCT_SUPPORT_START) + 4 * (n as usize));
  const to = load<i32>(word(g, PRODUCT_SUPPORT_START) + 4 * (n as usize), 4);
  const slots = word(g, PRODUCT_SLOT);
  for (let p = from; p < to; p++) {
    store<i32>(slots + 4 * (load<i32>(word(g, PRODUCT_SUPPORT) + 4 * (p as usize)) as usize), p - from);
  }
  memory.fill(own, 0, ROW64 * r * ((to - from) as usize));
  for (let q: usize = 0; q < (count as usize); q++) {
    const m = load<i32>(neighbours(g) + NEIGHBOUR_BYTES * q);
    const a = load<i32>(word(g, PRODUCT_AGGREGATE) + 4 * (m as usize)) as usize;
    const block = own + ROW64 * r * (load<i32>(slots + 4 * a) as usize);
    if (r == 3) {
      gridTentative(level, g, m);
      addProduct(r, block, blocks(g) + NODE_BLOCK64 * q, word(g, PRODUCT_SCRATCH));
    } else {
      addProduct(r, block, blocks(g) + BLOCK64 * q, word(g, PRODUCT_BASIS) + BLOCK64 * (m as usize));
    }
  }
  const at = r == 3 ? load<i32>(word(g, PRODUCT_AT) + 4 * (n as usize)) : 0;
  const component = r == 3 ? (rowStride(level) * rows(level) * planes(level)) as usize : 0;
  for (let i: usize = 0; i < r; i++) {
    const inverse = r == 3
      ? load<f32>(inverseDiagonal(level) + F32 * (i * component + (at as usize)))
      : load<f32>(word(g, PRODUCT_K_INVERSE) + F32 * (RIGID_MODES * (n as usize) + i));
    const scale = f64x2.splat(-omega * (inverse as f64));
    for (let p = 0; p < to - from; p++) {
      const row = own + ROW64 * (r * (p as usize) + i);
      v128.store(row, f64x2.mul(scale, v128.load(row)));
      v128.store(row, f64x2.mul(scale, v128.load(row, REGISTER)), REGISTER);
      v128.store(row, f64x2.mul(scale, v128.load(row, 2 * REGISTER)), 2 * REGISTER);
    }
  }
  if (r == 3) gridTentative(level, g, n);
  const tentative = r == 3 ? word(g, PRODUCT_SCRATCH) : word(g, PRODUCT_BASIS) + BLOCK64 * (n as usize);
  const a = load<i32>(word(g, PRODUCT_AGGREGATE) + 4 * (n as usize)) as usize;
  const block = own + ROW64 * r * (load<i32>(slots + 4 * a) as usize);
  for (let s: usize = 0; s < ROW64 * r; s += REGISTER) {
    v128.store(block + s, f64x2.add(v128.load(block + s), v128.load(tentative + s)));
  }
  for (let p = from; p < to; p++) {
    store<i32>(slots + 4 * (load<i32>(word(g, PRODUCT_SUPPORT) + 4 * (p as usize)) as usize), -1);
  }
}

/** What one node's rows of P add to P'KP, in the upper triangle of blocks. `base` is where node rows of its plane are. */
// @ts-ignore: decorator
@inline
function addNode(r: usize, level: usize, g: usize, n: i32, below: usize, base: usize, above: usize): void {
  const count = r == 3 ? elementRow(level, g, n) : blockRow(g, n);
  const slots = word(g, PRODUCT_SLOT);
  const starts = word(g, PRODUCT_SUPPORT_START);
  const support = word(g, PRODUCT_SUPPORT);
  const ids = gathered(g);
  const row = ids + 4 * ((word(g, PRODUCT_MOST_AGGREGATES) + IDS_PADDING - 1) & ~(IDS_PADDING - 1));
  let filled: i32 = 0;
  for (let q: usize = 0; q < (count as usize); q++) {
    const m = load<i32>(neighbours(g) + NEIGHBOUR_BYTES * q) as usize;
    const dz = load<i32>(neighbours(g) + NEIGHBOUR_BYTES * q, NEIGHBOUR_PLANE);
    const window = r == 6 || dz == 0 ? base : dz < 0 ? below : above;
    const end = load<i32>(starts + 4 * m, 4);
    for (let p = load<i32>(starts + 4 * m); p < end; p++) {
      const a = load<i32>(support + 4 * (p as usize)) as usize;
      let s = load<i32>(slots + 4 * a);
      if (s < 0) {
        s = filled++;
        store<i32>(slots + 4 * a, s);
        store<i32>(ids + 4 * (s as usize), a as i32);
        memory.fill(row + ROW64 * r * (s as usize), 0, ROW64 * r);
      }
      addProduct(r, row + ROW64 * r * (s as usize), blocks(g) + F64 * r * r * q, window + ROW64 * r * (p as usize));
    }
  }
  const end = load<i32>(starts + 4 * (n as usize), 4);
  for (let p = load<i32>(starts + 4 * (n as usize)); p < end; p++) {
    const a = load<i32>(support + 4 * (p as usize));
    const own = base + ROW64 * r * (p as usize);
    const last = load<i32>(word(g, PRODUCT_ROW) + 4 * (a as usize), 4);
    for (let t = load<i32>(word(g, PRODUCT_ROW) + 4 * (a as usize)); t < last; t++) {
      const b = load<i32>(word(g, PRODUCT_COLUMN) + 4 * (t as usize));
      if (b < a) continue;
      const s = load<i32>(slots + 4 * (b as usize));
      if (s < 0) continue;
      const right = row + ROW64 * r * (s as usize);
      const values = word(g, PRODUCT_VALUES) + BLOCK32 * (t as usize);
      for (let i: usize = 0; i < RIGID_MODES; i++) {
        let s0 = i64x2.splat(0);
        let s1 = i64x2.splat(0);
        let s2 = i64x2.splat(0);
        for (let c: usize = 0; c < r; c++) {
          const x = v128.load64_splat(own + F64 * (RIGID_MODES * c + i));
          s0 = f64x2.add(s0, f64x2.mul(x, v128.load(right + ROW64 * c)));
          s1 = f64x2.add(s1, f64x2.mul(x, v128.load(right + ROW64 * c, REGISTER)));
          s2 = f64x2.add(s2, f64x2.mul(x, v128.load(right + ROW64 * c, 2 * REGISTER)));
        }
        addPair(values + ROW32 * i, s0);
        addPair(values + ROW32 * i + 2 * F32, s1);
        addPair(values + ROW32 * i + 4 * F32, s2);
      }
    }
  }
  for (let s = 0; s < filled; s++) store<i32>(slots + 4 * (load<i32>(ids + 4 * (s as usize)) as usize), -1);
}

// @ts-ignore: decorator
@inline
function addPair(at: usize, v: v128): void {
  v128.store64_lane(at, f32x4.add(v128.load64_zero(at), f32x4.demote_f64x2_zero(v)), 0);
}

/** Where node rows of plane `k` lie, less what those of the planes before would take. */
// @ts-ignore: decorator
@inline
function windowOf(g: usize, k: i32): usize {
  const first = load<i32>(word(g, PRODUCT_PLANE) + 4 * (k as usize)) as usize;
  const rows = load<i32>(word(g, PRODUCT_SUPPORT_START) + 4 * first) as usize;
  return word(g, PRODUCT_WINDOW) + word(g, PRODUCT_WINDOW_BYTES) * ((k % 3) as usize) - BLOCK32 * rows;
}

/** P of the nodes of plane `k` of the grid. */
export function prolongatorPlane(level: usize, g: usize, k: i32, omega: f64): void {
  const window = windowOf(g, k);
  const end = load<i32>(word(g, PRODUCT_PLANE) + 4 * (k as usize), 4);
  for (let n = load<i32>(word(g, PRODUCT_PLANE) + 4 * (k as usize)); n < end; n++) {
    const rows = load<i32>(word(g, PRODUCT_SUPPORT_START) + 4 * (n as usize)) as usize;
    prolongatorRow(3, level, g, n, window + BLOCK32 * rows, omega);
  }
}

/** What plane `k` adds to the product; needs P of the planes below, here and above. */
export function galerkinPlane(level: usize, g: usize, k: i32): void {
  const below = k > 0 ? windowOf(g, k - 1) : 0;
  const above = k + 1 < planes(level) ? windowOf(g, k + 1) : 0;
  const end = load<i32>(word(g, PRODUCT_PLANE) + 4 * (k as usize), 4);
  for (let n = load<i32>(word(g, PRODUCT_PLANE) + 4 * (k as usize)); n < end; n++) {
    addNode(3, level, g, n, below, windowOf(g, k), above);
  }
}

/** The whole product of a block matrix of `count` rows. */
export function galerkinBlocks(g: usize, count: i32, omega: f64): void {
  const window = word(g, PRODUCT_WINDOW);
  for (let n = 0; n < count; n++) {
    const rows = load<i32>(word(g, PRODUCT_SUPPORT_START) + 4 * (n as usize)) as usize;
    prolongatorRow(6, 0, g, n, window + BLOCK64 * rows, omega);
  }
  for (let n = 0; n < count; n++) addNode(6, 0, g, n, 0, window, 0);
}
