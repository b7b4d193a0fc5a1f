/** Inverse diagonals, which degrees of freedom are held on each level, and which chunks of nodes hold what. */
import { F32, LEVEL_LAWS, NODES_A_CHUNK, SUPPORTED } from '../../../kernels/layout.ts';
import { componentSize, planeSize } from '../grid/padded.ts';
import type { LevelLayout } from '../memory/level-layout.ts';
import type { LawCoefficients } from './coefficients.ts';

export function diagonalAndPresence(
  buffer: ArrayBufferLike,
  level: LevelLayout,
  laws: readonly LawCoefficients[],
  thin: readonly LawCoefficients[],
): void {
  const size = componentSize(level);
  const { stride, nodes } = level;
  const plane = planeSize(level);
  const diagonal = new Float32Array(buffer, level.diagonal, 3 * size);
  const presence = new Uint8Array(buffer, level.presence, size / NODES_A_CHUNK);
  const sums = new Float64Array(plane * 3);
  for (let k = 0; k < nodes[2]; k++) {
    sums.fill(0);
    for (let below = 0; below < 2; below++) {
      const layer = k - below;
      if (layer < 0 || layer > nodes[2] - 2) continue;
      for (let l = 0; l < laws.length; l++) {
        const [dx, dy, dz] = (layer === nodes[2] - 2 ? thin : laws)[l].diagonal;
        const E = new Float32Array(buffer, level.moduli32 + F32 * (l * size + layer * plane), plane);
        for (let j = 0; j < nodes[1] - 1; j++) {
          for (let n = j * stride; n < j * stride + nodes[0] - 1; n++) {
            const e = E[n];
            if (e === 0) continue;
            if (below === 0) presence[Math.floor((layer * plane + n) / NODES_A_CHUNK)] |= 1 << l;
            for (let corner = 0; corner < 4; corner++) {
              const at = 3 * (n + (corner & 1) + (corner >> 1) * stride);
              sums[at] += dx * e;
              sums[at + 1] += dy * e;
              sums[at + 2] += dz * e;
            }
          }
        }
      }
    }
    for (let n = 0; n < plane; n++) {
      if (sums[3 * n] === 0) continue;
      presence[Math.floor((k * plane + n) / NODES_A_CHUNK)] |= SUPPORTED;
      for (let c = 0; c < 3; c++) diagonal[c * size + k * plane + n] = 1 / sums[3 * n + c];
    }
  }
}

export function holdFine(buffer: ArrayBufferLike, level: LevelLayout, held: Uint8Array): void {
  const size = componentSize(level);
  const diagonal = new Float32Array(buffer, level.diagonal, 3 * size);
  const [nx, ny, nz] = level.nodes;
  let dof = 0;
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      const row = (k * ny + j) * level.stride;
      for (let i = 0; i < nx; i++) {
        for (let c = 0; c < 3; c++) if (held[dof++] === 1) diagonal[c * size + row + i] = 0;
      }
    }
  }
}

/**
 * A coarse degree of freedom is held where the fine one at its place is; where that node is empty or outside, where
 * any fine one around is. Held means supported (a presence bit cannot say it, a neighbour's element does) and without
 * an inverse diagonal.
 */
export function holdCoarse(buffer: ArrayBufferLike, fine: LevelLayout, coarse: LevelLayout): void {
  const fineSize = componentSize(fine);
  const supported = supportedNodes(buffer, fine);
  const from = new Float32Array(buffer, fine.diagonal, 3 * fineSize);
  const size = componentSize(coarse);
  const to = new Float32Array(buffer, coarse.diagonal, 3 * size);
  const [nx, ny, nz] = coarse.nodes;
  const oddEnd = fine.nodes[2] - 1 < 2 * (nz - 1);
  for (let k = 0; k < nz; k++) {
    const z = oddEnd && k === nz - 1 ? fine.nodes[2] - 1 : 2 * k;
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++) {
        const inside = 2 * i < fine.nodes[0] && 2 * j < fine.nodes[1];
        const at = (z * fine.nodes[1] + 2 * j) * fine.stride + 2 * i;
        const own = inside && supported[at] === 1;
        for (let c = 0; c < 3; c++) {
          const isHeld = own
            ? from[c * fineSize + at] === 0
            : anyHeldAround(fine, supported, from, c * fineSize, 2 * i, 2 * j, z);
          if (isHeld) to[c * size + (k * ny + j) * coarse.stride + i] = 0;
        }
      }
    }
  }
}

function anyHeldAround(
  { nodes, stride }: LevelLayout,
  supported: Uint8Array,
  diagonal: Float32Array,
  component: number,
  i: number,
  j: number,
  k: number,
): boolean {
  for (let z = Math.max(0, k - 1); z <= Math.min(nodes[2] - 1, k + 1); z++) {
    for (let y = Math.max(0, j - 1); y <= Math.min(nodes[1] - 1, j + 1); y++) {
      for (let x = Math.max(0, i - 1); x <= Math.min(nodes[0] - 1, i + 1); x++) {
        const n = (z * nodes[1] + y) * stride + x;
        if (supported[n] === 1 && diagonal[component + n] === 0) return true;
      }
    }
  }
  return false;
}

function supportedNodes(buffer: ArrayBufferLike, level: LevelLayout): Uint8Array {
  const size = componentSize(level);
  const plane = planeSize(level);
  const laws = new Int32Array(buffer, level.header + LEVEL_LAWS, 1)[0];
  const out = new Uint8Array(size);
  const E = new Float32Array(buffer, level.moduli32, size * laws);
  for (let l = 0; l < laws; l++) {
    for (let n = 0; n < size; n++) {
      if (E[l * size + n] === 0) continue;
      for (let c = 0; c < 8; c++) {
        out[n + (c & 1) + ((c >> 1) & 1) * level.stride + ((c >> 2) & 1) * plane] = 1;
      }
    }
  }
  return out;
}
