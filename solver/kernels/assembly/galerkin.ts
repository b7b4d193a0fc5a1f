// The Galerkin product P'KP with P = (I - w D^-1 K) P0, row of nodes by row of nodes, in f64; the blocks are gathered in
// f32. P0 is the rigid-body modes of aggregates (solver/fe/engine/aggregation). Nodes have three components where K is
// made of elements, six where it is the product of the level above.
import { inverseDiagonal, laws, moduli, planes, rows, rowStride } from './level';

// Words of a product's header, written by the host (solver/fe/engine/aggregation/fill.ts).

// @ts-ignore: decorator
@inline
function word(g: usize, n: usize): usize {
  return load<u32>(g + 4 * n) as usize;
}
/** Aggregate of each node. */
const AGGREGATE: usize = 0;
/** Rows of the prolongator: aggregates that each node's reach. */
const SUPPORT_START: usize = 1;
const SUPPORT: usize = 2;
/** -1 for each aggregate: where it is in the row at hand. */
const SLOT: usize = 3;
/** The product: rows, columns, f32 blocks of 6x6. */
const ROW: usize = 4;
const COLUMN: usize = 5;
const VALUES: usize = 6;
/** f64 6x6: fine, an aggregate's modes in terms of its candidates; coarse, a node's rows of P0 */
const BASIS: usize = 7;
/** Fine: f64 centres of aggregates, mm. */
const CENTRE: usize = 8;
/** Rows of P, f64, and how many bytes a plane may take. */
const WINDOW: usize = 9;
const WINDOW_BYTES: usize = 10;
const SCRATCH: usize = 11;
/** Fine: grid position of each node, and number of the node at each grid position. */
const AT: usize = 12;
const NUMBER: usize = 13;
/** Fine: first node of each plane. */
const PLANE: usize = 14;
/** Fine: f64 24x24 element matrices for unit modulus, a law after another. */
const ELEMENT: usize = 15;
/** Fine: f64 edges of an element, mm. */
const EDGES: usize = 16;
/** Coarse: rows, columns, f32 blocks and inverse diagonal of K. */
const K_ROW: usize = 17;
const K_COLUMN: usize = 18;
const K_VALUES: usize = 19;
const K_INVERSE: usize = 20;
/** Most neighbours of a node, and most aggregates in a row of K P. */
const MOST: usize = 21;

// Scratch: P0 of a neighbour; the row of K: neighbours (with their plane, -1 0 1), blocks; the row of K P.
const TENTATIVE: usize = 288;

// @ts-ignore: decorator
@inline
function neighbours(g: usize): usize {
  return word(g, SCRATCH) + TENTATIVE;
}
// @ts-ignore: decorator
@inline
function blocks(g: usize): usize {
  return neighbours(g) + 8 * word(g, MOST);
}
// @ts-ignore: decorator
@inline
function gathered(g: usize): usize {
  return blocks(g) + 288 * word(g, MOST);
}

/** The row of K at a node of the grid, from the elements around it. Returns the number of neighbours. */
function elementRow(level: usize, g: usize, n: i32): i32 {
  const at = load<i32>(word(g, AT) + 4 * (n as usize));
  const stride = rowStride(level);
  const plane = stride * rows(level);
  const component = (plane * planes(level)) as usize;
  const E = moduli<f64>(level);
  const count = laws(level) as usize;
  // 27 blocks of nine behind where the packed ones go.
  const full = gathered(g);
  memory.fill(full, 0, 27 * 72);
  let touched = 0;
  for (let c = 0; c < 8; c++) {
    const cx = c & 1;
    const cy = (c >> 1) & 1;
    const cz = c >> 2;
    const e = at - cx - cy * stride - cz * plane;
    if (e < 0) continue;
    for (let l: usize = 0; l < count; l++) {
      const scale = load<f64>(E + 8 * (l * component + (e as usize)));
      if (scale == 0) continue;
      const template = word(g, ELEMENT) + 8 * (576 * l + ((3 * c * 24) as usize));
      for (let o = 0; o < 8; o++) {
        const slot = 9 * ((o >> 2) - cz + 1) + 3 * (((o >> 1) & 1) - cy + 1) + ((o & 1) - cx + 1);
        touched |= 1 << slot;
        const to = full + 72 * (slot as usize);
        const from = template + 24 * (o as usize);
        for (let r: usize = 0; r < 3; r++) {
          for (let s: usize = 0; s < 3; s++) {
            const x = to + 8 * (3 * r + s);
            store<f64>(x, load<f64>(x) + scale * load<f64>(from + 8 * (24 * r + s)));
          }
        }
      }
    }
  }
  let filled = 0;
  for (let slot = 0; slot < 27; slot++) {
    if (((touched >> slot) & 1) == 0) continue;
    const dz = slot / 9 - 1;
    const m = load<i32>(word(g, NUMBER) + 4 * ((at + dz * plane + ((slot / 3) % 3 - 1) * stride + (slot % 3) - 1) as usize));
    store<i32>(neighbours(g) + 8 * (filled as usize), m);
    store<i32>(neighbours(g) + 8 * (filled as usize), dz, 4);
    memory.copy(blocks(g) + 72 * (filled as usize), full + 72 * (slot as usize), 72);
    filled++;
  }
  return filled;
}

/** The row of a block matrix. */
function blockRow(g: usize, n: i32): i32 {
  const from = load<i32>(word(g, K_ROW) + 4 * (n as usize));
  const count = load<i32>(word(g, K_ROW) + 4 * (n as usize), 4) - from;
  for (let p = 0; p < count; p++) {
    store<i32>(neighbours(g) + 8 * (p as usize), load<i32>(word(g, K_COLUMN) + 4 * ((from + p) as usize)));
    store<i32>(neighbours(g) + 8 * (p as usize), 0, 4);
    const values = word(g, K_VALUES) + 144 * ((from + p) as usize);
    const to = blocks(g) + 288 * (p as usize);
    for (let s: usize = 0; s < 36; s += 4) {
      const v = v128.load(values + 4 * s);
      v128.store(to + 8 * s, f64x2.promote_low_f32x4(v));
      v128.store(to + 8 * s, f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3)), 16);
    }
  }
  return count;
}

/** P0 of a node of the grid, into scratch: candidates at its place, times the aggregate's modes; 0 where it is held. */
function gridTentative(level: usize, g: usize, m: i32): void {
  const out = word(g, SCRATCH);
  const at = load<i32>(word(g, AT) + 4 * (m as usize));
  const stride = rowStride(level);
  const plane = stride * rows(level);
  const component = (plane * planes(level)) as usize;
  const a = load<i32>(word(g, AGGREGATE) + 4 * (m as usize)) as usize;
  const centre = word(g, CENTRE) + 24 * a;
  const edges = word(g, EDGES);
  const k = at / plane;
  const j = (at - k * plane) / stride;
  const i = at - k * plane - j * stride;
  const x = f64x2.splat((i as f64) * load<f64>(edges) - load<f64>(centre));
  const y = f64x2.splat((j as f64) * load<f64>(edges, 8) - load<f64>(centre, 8));
  const z = f64x2.splat((k as f64) * load<f64>(edges, 16) - load<f64>(centre, 16));
  const T = word(g, BASIS) + 288 * a;
  const inverse = inverseDiagonal(level) + 4 * (at as usize);
  const zero = i64x2.splat(0);
  const freeX = load<f32>(inverse) != 0;
  const freeY = load<f32>(inverse + 4 * component) != 0;
  const freeZ = load<f32>(inverse + 8 * component) != 0;
  for (let s: usize = 0; s < 48; s += 16) {
    const p = v128.load(T + s, 144);
    const q = v128.load(T + s, 192);
    const r = v128.load(T + s, 240);
    const X = f64x2.add(v128.load(T + s), f64x2.sub(f64x2.mul(z, q), f64x2.mul(y, r)));
    const Y = f64x2.add(v128.load(T + s, 48), f64x2.sub(f64x2.mul(x, r), f64x2.mul(z, p)));
    const Z = f64x2.add(v128.load(T + s, 96), f64x2.sub(f64x2.mul(y, p), f64x2.mul(x, q)));
    v128.store(out + s, freeX ? X : zero);
    v128.store(out + s, freeY ? Y : zero, 48);
    v128.store(out + s, freeZ ? Z : zero, 96);
  }
}

/** C += f A B, with A r x r and B r x 6. */
// @ts-ignore: decorator
@inline
function addProduct(r: usize, C: usize, A: usize, B: usize): void {
  for (let i: usize = 0; i < r; i++) {
    const row = C + 48 * i;
    let s0 = v128.load(row);
    let s1 = v128.load(row, 16);
    let s2 = v128.load(row, 32);
    for (let t: usize = 0; t < r; t++) {
      const a = v128.load64_splat(A + 8 * (r * i + t));
      const b = B + 48 * t;
      s0 = f64x2.add(s0, f64x2.mul(a, v128.load(b)));
      s1 = f64x2.add(s1, f64x2.mul(a, v128.load(b, 16)));
      s2 = f64x2.add(s2, f64x2.mul(a, v128.load(b, 32)));
    }
    v128.store(row, s0);
    v128.store(row, s1, 16);
    v128.store(row, s2, 32);
  }
}

/** Rows of P of one node: `own` is where its block of the first aggregate goes. */
// @ts-ignore: decorator
@inline
function prolongatorRow(r: usize, level: usize, g: usize, n: i32, own: usize, omega: f64): void {
  const count = r == 3 ? elementRow(level, g, n) : blockRow(g, n);
  const from = load<i32>(word(g, SUPPORT_START) + 4 * (n as usize));
  const to = load<i32>(word(g, SUPPORT_START) + 4 * (n as usize), 4);
  const slots = word(g, SLOT);
  for (let p = from; p < to; p++) {
    store<i32>(slots + 4 * (load<i32>(word(g, SUPPORT) + 4 * (p as usize)) as usize), p - from);
  }
  memory.fill(own, 0, 48 * r * ((to - from) as usize));
  for (let q: usize = 0; q < (count as usize); q++) {
    const m = load<i32>(neighbours(g) + 8 * q);
    const a = load<i32>(word(g, AGGREGATE) + 4 * (m as usize)) as usize;
    const block = own + 48 * r * (load<i32>(slots + 4 * a) as usize);
    if (r == 3) {
      gridTentative(level, g, m);
      addProduct(r, block, blocks(g) + 72 * q, word(g, SCRATCH));
    } else {
      addProduct(r, block, blocks(g) + 288 * q, word(g, BASIS) + 288 * (m as usize));
    }
  }
  const at = r == 3 ? load<i32>(word(g, AT) + 4 * (n as usize)) : 0;
  const component = r == 3 ? (rowStride(level) * rows(level) * planes(level)) as usize : 0;
  for (let i: usize = 0; i < r; i++) {
    const inverse = r == 3
      ? load<f32>(inverseDiagonal(level) + 4 * (i * component + (at as usize)))
      : load<f32>(word(g, K_INVERSE) + 4 * (6 * (n as usize) + i));
    const scale = f64x2.splat(-omega * (inverse as f64));
    for (let p = 0; p < to - from; p++) {
      const row = own + 48 * (r * (p as usize) + i);
      v128.store(row, f64x2.mul(scale, v128.load(row)));
      v128.store(row, f64x2.mul(scale, v128.load(row, 16)), 16);
      v128.store(row, f64x2.mul(scale, v128.load(row, 32)), 32);
    }
  }
  if (r == 3) gridTentative(level, g, n);
  const tentative = r == 3 ? word(g, SCRATCH) : word(g, BASIS) + 288 * (n as usize);
  const a = load<i32>(word(g, AGGREGATE) + 4 * (n as usize)) as usize;
  const block = own + 48 * r * (load<i32>(slots + 4 * a) as usize);
  for (let s: usize = 0; s < 48 * r; s += 16) {
    v128.store(block + s, f64x2.add(v128.load(block + s), v128.load(tentative + s)));
  }
  for (let p = from; p < to; p++) {
    store<i32>(slots + 4 * (load<i32>(word(g, SUPPORT) + 4 * (p as usize)) as usize), -1);
  }
}

/** What one node's rows of P add to P'KP, in the upper triangle of blocks. `base` is where node rows of its plane are. */
// @ts-ignore: decorator
@inline
function addNode(r: usize, level: usize, g: usize, n: i32, below: usize, base: usize, above: usize): void {
  const count = r == 3 ? elementRow(level, g, n) : blockRow(g, n);
  const slots = word(g, SLOT);
  const starts = word(g, SUPPORT_START);
  const support = word(g, SUPPORT);
  const ids = gathered(g);
  const row = ids + 4 * ((word(g, MOST + 1) + 3) & ~3);
  let filled: i32 = 0;
  for (let q: usize = 0; q < (count as usize); q++) {
    const m = load<i32>(neighbours(g) + 8 * q) as usize;
    const dz = load<i32>(neighbours(g) + 8 * q, 4);
    const window = r == 6 || dz == 0 ? base : dz < 0 ? below : above;
    const end = load<i32>(starts + 4 * m, 4);
    for (let p = load<i32>(starts + 4 * m); p < end; p++) {
      const a = load<i32>(support + 4 * (p as usize)) as usize;
      let s = load<i32>(slots + 4 * a);
      if (s < 0) {
        s = filled++;
        store<i32>(slots + 4 * a, s);
        store<i32>(ids + 4 * (s as usize), a as i32);
        memory.fill(row + 48 * r * (s as usize), 0, 48 * r);
      }
      addProduct(r, row + 48 * r * (s as usize), blocks(g) + 8 * r * r * q, window + 48 * r * (p as usize));
    }
  }
  const end = load<i32>(starts + 4 * (n as usize), 4);
  for (let p = load<i32>(starts + 4 * (n as usize)); p < end; p++) {
    const a = load<i32>(support + 4 * (p as usize));
    const own = base + 48 * r * (p as usize);
    const last = load<i32>(word(g, ROW) + 4 * (a as usize), 4);
    for (let t = load<i32>(word(g, ROW) + 4 * (a as usize)); t < last; t++) {
      const b = load<i32>(word(g, COLUMN) + 4 * (t as usize));
      if (b < a) continue;
      const s = load<i32>(slots + 4 * (b as usize));
      if (s < 0) continue;
      const right = row + 48 * r * (s as usize);
      const values = word(g, VALUES) + 144 * (t as usize);
      for (let i: usize = 0; i < 6; i++) {
        let s0 = i64x2.splat(0);
        let s1 = i64x2.splat(0);
        let s2 = i64x2.splat(0);
        for (let c: usize = 0; c < r; c++) {
          const x = v128.load64_splat(own + 8 * (6 * c + i));
          s0 = f64x2.add(s0, f64x2.mul(x, v128.load(right + 48 * c)));
          s1 = f64x2.add(s1, f64x2.mul(x, v128.load(right + 48 * c, 16)));
          s2 = f64x2.add(s2, f64x2.mul(x, v128.load(right + 48 * c, 32)));
        }
        addPair(values + 24 * i, s0);
        addPair(values + 24 * i + 8, s1);
        addPair(values + 24 * i + 16, s2);
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
  const first = load<i32>(word(g, PLANE) + 4 * (k as usize)) as usize;
  const rows = load<i32>(word(g, SUPPORT_START) + 4 * first) as usize;
  return word(g, WINDOW) + word(g, WINDOW_BYTES) * ((k % 3) as usize) - 144 * rows;
}

/** P of the nodes of plane `k` of the grid. */
export function prolongatorPlane(level: usize, g: usize, k: i32, omega: f64): void {
  const window = windowOf(g, k);
  const end = load<i32>(word(g, PLANE) + 4 * (k as usize), 4);
  for (let n = load<i32>(word(g, PLANE) + 4 * (k as usize)); n < end; n++) {
    const rows = load<i32>(word(g, SUPPORT_START) + 4 * (n as usize)) as usize;
    prolongatorRow(3, level, g, n, window + 144 * rows, omega);
  }
}

/** What plane `k` adds to the product; needs P of the planes below, here and above. */
export function galerkinPlane(level: usize, g: usize, k: i32): void {
  const below = k > 0 ? windowOf(g, k - 1) : 0;
  const above = k + 1 < planes(level) ? windowOf(g, k + 1) : 0;
  const end = load<i32>(word(g, PLANE) + 4 * (k as usize), 4);
  for (let n = load<i32>(word(g, PLANE) + 4 * (k as usize)); n < end; n++) {
    addNode(3, level, g, n, below, windowOf(g, k), above);
  }
}

/** The whole product of a block matrix of `count` rows. */
export function galerkinBlocks(g: usize, count: i32, omega: f64): void {
  const window = word(g, WINDOW);
  for (let n = 0; n < count; n++) {
    const rows = load<i32>(word(g, SUPPORT_START) + 4 * (n as usize)) as usize;
    prolongatorRow(6, 0, g, n, window + 288 * rows, omega);
  }
  for (let n = 0; n < count; n++) addNode(6, 0, g, n, 0, window, 0);
}
