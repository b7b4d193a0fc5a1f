/** Fills the memory of the levels: moduli, inverse diagonals, which chunks hold what, the laws' coefficients. */
import {
  COEFFICIENTS,
  F32,
  F64,
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
} from '../../../kernels/layout.ts';
import type { ElasticLaw } from '../../elastic-law.ts';
import type { VoxelModel } from '../../model.ts';
import { componentSize, planeSize } from '../grid/padded.ts';
import type { Bounds } from '../machine/context.ts';
import type { Layout } from '../memory/layout.ts';
import type { LevelLayout } from '../memory/level-layout.ts';
import { putWords } from '../memory/words.ts';
import { coefficientsOf, type LawCoefficients } from './coefficients.ts';
import { diagonalAndPresence, holdCoarse, holdFine } from './diagonal.ts';

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
    const laws = lawsInUse.map((law) => coefficientsOf(law, level.spacing, model.dilatation));
    const thin = lawsInUse.map((law) =>
      coefficientsOf(law, [level.spacing[0], level.spacing[1], level.lastThickness], model.dilatation),
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

/**
 * The three f32 vectors of the finest level to 0, after something else has lain there: sweeps pass over chunks of nodes
 * without elements, and count on finding 0 in them.
 */
export function clearVectors(buffer: ArrayBufferLike, level: LevelLayout): void {
  new Uint8Array(buffer, level.b, level.odd - level.b + 3 * F32 * componentSize(level)).fill(0);
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
  putWords(buffer, level.header, [
    [LEVEL_STRIDE, stride],
    [LEVEL_ROWS, nodes[1]],
    [LEVEL_PLANES, nodes[2]],
    [LEVEL_LAWS, layout.laws],
    [LEVEL_MODULI32, moduli32],
    [LEVEL_MODULI64, moduli64],
    [LEVEL_DIAGONAL, diagonal],
    [LEVEL_PRESENCE, presence],
    [LEVEL_TABLE32, t32],
    [LEVEL_LAST_TABLE32, l32],
    [LEVEL_TABLE64, t64],
    [LEVEL_LAST_TABLE64, l64],
  ]);
  for (const [table, at32, at64] of [[laws, t32, t64], [thin, l32, l64]] as const) {
    table.forEach((law, l) => {
      new Float32Array(buffer, at32 + F32 * l * COEFFICIENTS, COEFFICIENTS).set(law.table);
      new Float64Array(buffer, at64 + F64 * l * COEFFICIENTS, COEFFICIENTS).set(law.table);
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
