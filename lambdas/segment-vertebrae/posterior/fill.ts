/** Marrow and thin walls that the threshold missed: what lies between two parts of one vertebra is that vertebra's. */
import { spacingOf, type Volume } from '../../shared/volume.ts';

/** Voxels of the same label are looked for this far to both sides, mm. */
const REACH_MM = 4;
/** Of the 13 lines through a voxel so many must meet the label on both sides. */
const LEAST_LINES = 5;

/** @param free whether an unlabelled voxel may be filled @returns the filled labels; `labels` stays as it is */
export function filled(labels: Volume<Uint8Array>, free: (at: number) => boolean): Uint8Array<ArrayBuffer> {
  const { data, affine, dims } = labels;
  const [nx, ny, nz] = dims;
  const out = Uint8Array.from(data);
  const lines = linesOf(affine);
  const near = occupied(labels);
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++) {
        const at = i + nx * (j + ny * k);
        if (data[at] !== 0 || !near(i, j, k) || !free(at)) continue;
        out[at] = enclosing(labels, lines, i, j, k);
      }
    }
  }
  return out;
}

interface Line {
  readonly step: readonly [number, number, number];
  readonly reach: number;
}

function enclosing({ data, dims: [nx, ny, nz] }: Volume<Uint8Array>, lines: readonly Line[], i: number, j: number, k: number): number {
  const first = (step: readonly [number, number, number], sign: number, reach: number): number => {
    for (let s = 1; s <= reach; s++) {
      const [x, y, z] = [i + sign * s * step[0], j + sign * s * step[1], k + sign * s * step[2]];
      if (x < 0 || y < 0 || z < 0 || x >= nx || y >= ny || z >= nz) return 0;
      const found = data[x + nx * (y + ny * z)]!;
      if (found !== 0) return found;
    }
    return 0;
  };
  let label = 0;
  let votes = 0;
  for (let n = 0; n < lines.length; n++) {
    if (votes + lines.length - n < LEAST_LINES) return 0;
    const { step, reach } = lines[n]!;
    const a = first(step, 1, reach);
    if (a === 0 || (label !== 0 && a !== label) || first(step, -1, reach) !== a) continue;
    label = a;
    votes += 1;
  }
  return votes >= LEAST_LINES ? label : 0;
}

function linesOf(affine: Volume['affine']): readonly Line[] {
  const spacing = spacingOf(affine);
  const lines: Line[] = [];
  for (let n = 14; n < 27; n++) {
    const step = [(n % 3) - 1, (Math.floor(n / 3) % 3) - 1, Math.floor(n / 9) - 1] as const;
    const length = Math.hypot(step[0] * spacing[0], step[1] * spacing[1], step[2] * spacing[2]);
    lines.push({ step, reach: Math.max(1, Math.round(REACH_MM / length)) });
  }
  return lines;
}

/** Edge of the blocks in which labels are noted, voxels: more than any reach at 0.5 mm and up. */
const BLOCK = 8;

/** False where no label is within a block's edge, so that empty space costs nothing. */
function occupied({ data, dims: [nx, ny, nz] }: Volume<Uint8Array>): (i: number, j: number, k: number) => boolean {
  const [bx, by, bz] = [nx, ny, nz].map((n) => Math.ceil(n / BLOCK) + 2) as [number, number, number];
  const blocks = new Uint8Array(bx * by * bz);
  for (let k = 0, at = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, at++) {
        if (data[at] === 0) continue;
        const [x, y, z] = [Math.floor(i / BLOCK), Math.floor(j / BLOCK), Math.floor(k / BLOCK)];
        for (let n = 0; n < 27; n++) {
          const [dx, dy, dz] = [n % 3, Math.floor(n / 3) % 3, Math.floor(n / 9)];
          blocks[x + dx + bx * (y + dy + by * (z + dz))] = 1;
        }
      }
    }
  }
  return (i, j, k) =>
    blocks[Math.floor(i / BLOCK) + 1 + bx * (Math.floor(j / BLOCK) + 1 + by * (Math.floor(k / BLOCK) + 1))] === 1;
}
