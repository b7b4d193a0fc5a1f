/** The kernels' plain twins, over padded vectors of three components: slow, and easy to read. */
import type { LevelLayout } from '../../../solver/fe/engine/memory/level-layout.ts';

export interface Grid {
  readonly level: LevelLayout;
  /** Position in a component of node i, j, k. */
  readonly at: (i: number, j: number, k: number) => number;
  readonly size: number;
}

export function gridOf(level: LevelLayout): Grid {
  const { stride, nodes } = level;
  return {
    level,
    size: stride * nodes[1] * nodes[2],
    at: (i, j, k) => (k * nodes[1] + j) * stride + i,
  };
}

/** From 3 n + c over the grid's nodes to padded components, and back. */
export function padded({ level, at, size }: Grid, u: ArrayLike<number>): Float64Array {
  const [nx, ny, nz] = level.nodes;
  const out = new Float64Array(3 * size);
  for (let n = 0; n < nx * ny * nz; n++) {
    for (let c = 0; c < 3; c++) {
      out[c * size + at(n % nx, Math.floor(n / nx) % ny, Math.floor(n / (nx * ny)))] = u[3 * n + c]!;
    }
  }
  return out;
}

export function unpadded({ level, at, size }: Grid, v: ArrayLike<number>): Float64Array {
  const [nx, ny, nz] = level.nodes;
  const out = new Float64Array(3 * nx * ny * nz);
  for (let n = 0; n < nx * ny * nz; n++) {
    for (let c = 0; c < 3; c++) {
      out[3 * n + c] = v[c * size + at(n % nx, Math.floor(n / nx) % ny, Math.floor(n / (nx * ny)))]!;
    }
  }
  return out;
}

/** Trilinear interpolation from the coarse grid: for every fine node its coarse nodes and weights. */
export function interpolated(
  fine: Grid,
  coarse: Grid,
  e: ArrayLike<number>,
  free: (component: number, node: number) => boolean,
): Float64Array {
  const out = new Float64Array(3 * fine.size);
  forEachWeight(fine, coarse, (to, from, weight) => {
    for (let c = 0; c < 3; c++) {
      if (free(c, to)) out[c * fine.size + to]! += weight * e[c * coarse.size + from]!;
    }
  });
  return out;
}

/** Its transpose. */
export function restricted(
  fine: Grid,
  coarse: Grid,
  r: ArrayLike<number>,
  free: (component: number, node: number) => boolean,
): Float64Array {
  const out = new Float64Array(3 * coarse.size);
  forEachWeight(fine, coarse, (from, to, weight) => {
    for (let c = 0; c < 3; c++) {
      if (free(c, to)) out[c * coarse.size + to]! += weight * r[c * fine.size + from]!;
    }
  });
  return out;
}

function forEachWeight(
  fine: Grid,
  coarse: Grid,
  visit: (fineNode: number, coarseNode: number, weight: number) => void,
): void {
  const [nx, ny, nz] = fine.level.nodes;
  for (let k = 0; k < nz; k++) {
    for (const [kc, wk] of alongZ(fine.level, coarse.level, k)) {
      for (let j = 0; j < ny; j++) {
        for (const [jc, wj] of halves(j)) {
          for (let i = 0; i < nx; i++) {
            for (const [ic, wi] of halves(i)) visit(fine.at(i, j, k), coarse.at(ic, jc, kc), wi * wj * wk);
          }
        }
      }
    }
  }
}

function halves(i: number): [number, number][] {
  return i % 2 === 0 ? [[i / 2, 1]] : [[(i - 1) / 2, 0.5], [(i + 1) / 2, 0.5]]; // prettier-ignore
}

/** Planes by their height: the top planes of both grids coincide whatever the number of layers. */
function alongZ(fine: LevelLayout, coarse: LevelLayout, k: number): [number, number][] {
  const height = (level: LevelLayout, plane: number): number =>
    plane === level.nodes[2] - 1
      ? (plane - 1) * level.spacing[2] + level.lastThickness
      : plane * level.spacing[2];
  const z = height(fine, k);
  for (let kc = 0; kc < coarse.nodes[2] - 1; kc++) {
    const [low, high] = [height(coarse, kc), height(coarse, kc + 1)];
    if (z >= low && z < high) {
      const t = (z - low) / (high - low);
      return t === 0 ? [[kc, 1]] : [[kc, 1 - t], [kc + 1, t]]; // prettier-ignore
    }
  }
  return [[coarse.nodes[2] - 1, 1]];
}
