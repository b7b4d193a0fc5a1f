/** Marrow and thin walls that the threshold missed: what lies between two parts of one vertebra is that vertebra's. */
import { spacingOf, type Volume } from '../../grid/volume.ts';

/** Voxels of the same label are looked for this far to both sides, mm: half of the thickest process. */
const REACH_MM = 5;
/** Of the 13 lines through a voxel so many must meet the label on both sides, one of them along an axis. */
const LEAST_LINES = 4;

export interface FillInput {
  /** 0 where nothing is known yet. */
  readonly labels: Volume<Uint8Array>;
  /** Whether an unlabelled voxel may be filled at all. */
  readonly free: (at: number) => boolean;
  /** Whether it may go to this label. */
  readonly allows: (label: number, at: number) => boolean;
}

/** @returns the filled labels; what was labelled stays as it is */
export function filled({ labels, free, allows }: FillInput): Uint8Array<ArrayBuffer> {
  const { data, affine, dims } = labels;
  const [nx, ny, nz] = dims;
  const out = Uint8Array.from(data);
  const lines = linesOf(labels, affine);
  const near = occupied(labels);
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++) {
        if (i % BLOCK === 0) {
          while (i < nx && !near(i, j, k)) i += BLOCK;
          if (i >= nx) break;
        }
        const at = i + nx * (j + ny * k);
        if (data[at] !== 0 || !free(at)) continue;
        const label = enclosing(labels, lines, [i, j, k]);
        if (label !== 0 && allows(label, at)) out[at] = label;
      }
    }
  }
  return out;
}

interface Line {
  readonly step: readonly [number, number, number];
  readonly stride: number;
  readonly reach: number;
}

function enclosing(
  { data, dims }: Volume<Uint8Array>,
  lines: readonly Line[],
  place: readonly [number, number, number],
): number {
  const at = place[0] + dims[0] * (place[1] + dims[1] * place[2]);
  let label = 0;
  let votes = 0;
  for (let n = 0; n < lines.length; n++) {
    if (n === AXES && votes === 0) return 0;
    if (votes + lines.length - n < LEAST_LINES) return 0;
    const { step, stride, reach } = lines[n]!;
    const a = first(data, at, stride, room(dims, place, step, 1, reach));
    if (a === 0 || (label !== 0 && a !== label)) continue;
    if (first(data, at, -stride, room(dims, place, step, -1, reach)) !== a) continue;
    label = a;
    votes += 1;
  }
  return votes >= LEAST_LINES ? label : 0;
}

/** The first label along a line, 0 where there is none within so many steps. */
function first(data: Uint8Array, at: number, stride: number, steps: number): number {
  for (let s = 1, to = at + stride; s <= steps; s++, to += stride) if (data[to] !== 0) return data[to]!;
  return 0;
}

/** Steps that can be made within the grid. */
function room(
  dims: Volume['dims'],
  place: readonly [number, number, number],
  step: readonly [number, number, number],
  sign: 1 | -1,
  reach: number,
): number {
  let steps = reach;
  for (let axis = 0; axis < 3; axis++) {
    const d = sign * step[axis]!;
    if (d > 0) steps = Math.min(steps, dims[axis]! - 1 - place[axis]!);
    if (d < 0) steps = Math.min(steps, place[axis]!);
  }
  return steps;
}

/** Lines along the axes come first. */
const AXES = 3;

function linesOf({ dims: [nx, ny] }: Volume, affine: Volume['affine']): readonly Line[] {
  const spacing = spacingOf(affine);
  const lines: Line[] = [];
  for (let n = 14; n < 27; n++) {
    const step = [(n % 3) - 1, (Math.floor(n / 3) % 3) - 1, Math.floor(n / 9) - 1] as const;
    const length = Math.hypot(step[0] * spacing[0], step[1] * spacing[1], step[2] * spacing[2]);
    const stride = step[0] + nx * (step[1] + ny * step[2]);
    lines.push({ step, stride, reach: Math.max(1, Math.round(REACH_MM / length)) });
  }
  const axes = ({ step }: Line): number => step.filter((d) => d !== 0).length;
  return lines.sort((a, b) => axes(a) - axes(b));
}

/** Edge of the blocks in which labels are noted, voxels: not below any reach on voxels of 0.6 mm and more. */
const BLOCK = 8;

/** False where no label is within a block's edge, so that empty space costs little. */
function occupied({
  data,
  dims: [nx, ny, nz],
}: Volume<Uint8Array>): (i: number, j: number, k: number) => boolean {
  const [bx, by, bz] = [nx, ny, nz].map((n) => Math.ceil(n / BLOCK) + 2) as [number, number, number];
  const own = new Uint8Array(bx * by * bz);
  const around = new Uint8Array(own.length);
  const blockAt = (i: number, j: number, k: number): number =>
    Math.floor(i / BLOCK) + 1 + bx * (Math.floor(j / BLOCK) + 1 + by * (Math.floor(k / BLOCK) + 1));
  for (let k = 0, at = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, at++) if (data[at] !== 0) own[blockAt(i, j, k)] = 1;
    }
  }
  own.forEach((labelled, block) => {
    if (labelled === 0) return;
    for (let n = 0; n < 27; n++)
      around[block + (n % 3) - 1 + bx * ((Math.floor(n / 3) % 3) - 1 + by * (Math.floor(n / 9) - 1))] = 1;
  });
  return (i, j, k) => around[blockAt(i, j, k)] === 1;
}
