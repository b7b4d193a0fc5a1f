/** Fills the memory of the levels: moduli, inverse diagonals, which chunks hold what, the laws' coefficients. */
import type { LawCoefficients } from './coefficients.ts';
import { COEFFICIENTS, coefficientsOf } from './coefficients.ts';
import type { ElasticLaw } from '../../elastic-law.ts';
import type { VoxelModel } from '../../model.ts';
import type { Layout } from '../machine/layout.ts';
import type { LevelLayout } from './level-layout.ts';

/** Bit of a presence byte: a node of these four touches an element. */
const SUPPORTED = 128;

/** Bound on the eigenvalues of D^-1 K, one a level: what the Chebyshev smoother needs. */
export type Bounds = readonly number[];

/**
 * @param held 1 for each degree of freedom of the grid (3 n + c) whose displacement is prescribed
 * @param lawOf position of each element's law among those in use
 */
export function fillLevels(
  buffer: ArrayBufferLike,
  layout: Layout,
  model: VoxelModel,
  lawsInUse: readonly ElasticLaw[],
  lawOf: Uint8Array,
  held: Uint8Array,
): Bounds {
  return layout.levels.map((level, n) => {
    const laws = lawsInUse.map((law) => coefficientsOf(law, level.spacing));
    const thin = lawsInUse.map((law) =>
      coefficientsOf(law, [level.spacing[0], level.spacing[1], level.lastThickness]),
    );
    writeHeader(buffer, layout, level, laws, thin);
    if (n === 0) fineModuli(buffer, level, model, lawOf, lawsInUse.length);
    else coarseModuli(buffer, layout.levels[n - 1], level, lawsInUse.length);
    diagonalAndPresence(buffer, level, laws, thin);
    if (n === 0) holdFine(buffer, level, held);
    else holdCoarse(buffer, layout.levels[n - 1], level);
    return [...laws, ...thin].reduce((most, law) => Math.max(most, law.largestEigenvalue), 0);
  });
}

export function planeSize({ stride, nodes }: LevelLayout): number {
  return stride * nodes[1];
}

export function componentSize(level: LevelLayout): number {
  return planeSize(level) * level.nodes[2];
}

/**
 * The three f32 vectors of the finest level to 0, after something else has lain there: sweeps pass over chunks of nodes
 * without elements, and count on finding 0 in them.
 */
export function clearVectors(buffer: ArrayBufferLike, level: LevelLayout): void {
  new Uint8Array(buffer, level.b, level.odd - level.b + 12 * componentSize(level)).fill(0);
}

function writeHeader(
  buffer: ArrayBufferLike,
  layout: Layout,
  level: LevelLayout,
  laws: readonly LawCoefficients[],
  thin: readonly LawCoefficients[],
): void {
  const { nodes, stride, moduli32, moduli64, diagonal, presence, tables } = level;
  const [t32, t64, l32, l64] = tables;
  new Int32Array(buffer, level.header, 12).set([
    stride, nodes[1], nodes[2], layout.laws, moduli32, moduli64, diagonal, presence, t32, l32, t64, l64,
  ]); // prettier-ignore
  for (const [table, at32, at64] of [[laws, t32, t64], [thin, l32, l64]] as const) {
    table.forEach((law, l) => {
      new Float32Array(buffer, at32 + 4 * l * COEFFICIENTS, COEFFICIENTS).set(law.table);
      new Float64Array(buffer, at64 + 8 * l * COEFFICIENTS, COEFFICIENTS).set(law.table);
    });
  } // prettier-ignore
}

function fineModuli(
  buffer: ArrayBufferLike,
  level: LevelLayout,
  { dims, modulus }: VoxelModel,
  lawOf: Uint8Array,
  laws: number,
): void {
  const size = componentSize(level);
  const E32 = new Float32Array(buffer, level.moduli32, size * laws);
  const E64 = new Float64Array(buffer, level.moduli64, size * laws);
  const [nx, ny, nz] = dims;
  let e = 0;
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      const row = (k * level.nodes[1] + j) * level.stride;
      for (let i = 0; i < nx; i++, e++) {
        const E = modulus[e];
        if (E === 0) continue;
        const at = lawOf[e] * size + row + i;
        E32[at] = E;
        E64[at] = E;
      }
    }
  }
}

/** Mean over the eight children, the empty ones counted; along z weighted by their thickness. */
function coarseModuli(buffer: ArrayBufferLike, fine: LevelLayout, coarse: LevelLayout, laws: number): void {
  const from = new Float32Array(buffer, fine.moduli32, componentSize(fine) * laws);
  const to = new Float32Array(buffer, coarse.moduli32, componentSize(coarse) * laws);
  const [nx, ny, nz] = coarse.nodes;
  const { stride } = fine;
  const plane = planeSize(fine);
  const last = nz - 2;
  for (let l = 0; l < laws; l++) {
    for (let k = 0; k < nz - 1; k++) {
      const thickness = k === last ? coarse.lastThickness : coarse.spacing[2];
      const two = 2 * k + 1 < fine.nodes[2] - 1;
      const upper = two ? (k === last ? fine.lastThickness : fine.spacing[2]) : 0;
      const wUpper = (0.25 * upper) / thickness;
      const wLower = 0.25 - wUpper;
      for (let j = 0; j < ny - 1; j++) {
        const jHas = 2 * j + 1 < fine.nodes[1] - 1;
        for (let i = 0; i < nx - 1; i++) {
          // Elements past the grid's end have modulus 0 where the grid is padded; a row past it is another plane's.
          const at = l * componentSize(fine) + 2 * k * plane + 2 * j * stride + 2 * i;
          const iHas = 2 * i + 1 < fine.nodes[0] - 1;
          let sum = 0;
          for (let dz = 0; dz < (two ? 2 : 1); dz++) {
            const z = at + dz * plane;
            let flat = from[z] + (iHas ? from[z + 1] : 0);
            if (jHas) flat += from[z + stride] + (iHas ? from[z + stride + 1] : 0);
            sum += (dz === 0 ? wLower : wUpper) * flat;
          }
          to[l * componentSize(coarse) + (k * ny + j) * coarse.stride + i] = sum;
        }
      }
    }
  }
}

function diagonalAndPresence(
  buffer: ArrayBufferLike,
  level: LevelLayout,
  laws: readonly LawCoefficients[],
  thin: readonly LawCoefficients[],
): void {
  const size = componentSize(level);
  const { stride, nodes } = level;
  const plane = planeSize(level);
  const diagonal = new Float32Array(buffer, level.diagonal, 3 * size);
  const presence = new Uint8Array(buffer, level.presence, size / 4);
  const sums = new Float64Array(plane * 3);
  for (let k = 0; k < nodes[2]; k++) {
    sums.fill(0);
    for (let below = 0; below < 2; below++) {
      const layer = k - below;
      if (layer < 0 || layer > nodes[2] - 2) continue;
      for (let l = 0; l < laws.length; l++) {
        const [dx, dy, dz] = (layer === nodes[2] - 2 ? thin : laws)[l].diagonal;
        const E = new Float32Array(buffer, level.moduli32 + 4 * (l * size + layer * plane), plane);
        for (let j = 0; j < nodes[1] - 1; j++) {
          for (let n = j * stride; n < j * stride + nodes[0] - 1; n++) {
            const e = E[n];
            if (e === 0) continue;
            if (below === 0) presence[(layer * plane + n) >> 2] |= 1 << l;
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
      presence[(k * plane + n) >> 2] |= SUPPORTED;
      for (let c = 0; c < 3; c++) diagonal[c * size + k * plane + n] = 1 / sums[3 * n + c];
    }
  }
}

function holdFine(buffer: ArrayBufferLike, level: LevelLayout, held: Uint8Array): void {
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
function holdCoarse(buffer: ArrayBufferLike, fine: LevelLayout, coarse: LevelLayout): void {
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
  const laws = new Int32Array(buffer, level.header, 12)[3];
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
