/** A model without the empty space around it: the kernels pass over what is empty, but not for nothing. */
import { ModelInvalid, type DirichletData, type VoxelModel } from '../../model.ts';

type Triple = readonly [number, number, number];

export interface Trimmed {
  readonly model: VoxelModel;
  /** Prescribed displacements in the numbers of the trimmed model. */
  renumber(dirichlet: DirichletData): DirichletData;
  /** One an element: from the trimmed model to the whole. */
  readonly elements: Box;
  /** Three a node: from the trimmed model to the whole. */
  readonly nodes: Box;
}

/** A box of `size` that begins at `first` in a grid of `whole`. */
export interface Box {
  readonly whole: Triple;
  readonly first: Triple;
  readonly size: Triple;
}

/** @param model checked, and not empty */
export function trimmed(model: VoxelModel): Trimmed {
  const { dims } = model;
  const { first, size } = solidBox(model);
  const elements: Box = { whole: dims, first, size };
  const nodes: Box = { whole: plusOne(dims), first, size: plusOne(size) };
  return {
    model: {
      ...model,
      dims: size,
      modulus: cut(model.modulus, new Float64Array(size[0] * size[1] * size[2]), elements),
      lawIndex: cut(model.lawIndex, new Uint8Array(size[0] * size[1] * size[2]), elements),
    },
    renumber: ({ dofs, values }) => ({ dofs: dofs.map((dof) => 3 * nodeIn(nodes, dof) + (dof % 3)), values }),
    elements,
    nodes,
  };
}

/** The part of `whole`, `width` numbers a place, in the box, into `out`. */
export function cut<T extends Float64Array | Uint8Array>(whole: T, out: T, box: Box, width = 1): T {
  eachRow(box, (at, from) => {
    copied(whole, width * from, out, width * at, width * box.size[0]);
  });
  return out;
}

/** `part`, `width` numbers a place, into `out` over the whole grid. */
export function put<T extends Float64Array | Float32Array>(part: T, out: T, box: Box, width = 1): T {
  eachRow(box, (at, to) => {
    copied(part, width * at, out, width * to, width * box.size[0]);
  });
  return out;
}

/** Rows are short: a loop is done before a view of one is made. */
function copied<T extends Float64Array | Float32Array | Uint8Array>(
  from: T,
  at: number,
  into: T,
  to: number,
  count: number,
): void {
  for (let n = 0; n < count; n++) into[to + n] = from[at + n];
}

export function placesIn([nx, ny, nz]: Triple): number {
  return nx * ny * nz;
}

function eachRow({ whole, first, size }: Box, visit: (inBox: number, inWhole: number) => void): void {
  for (let k = 0; k < size[2]; k++) {
    for (let j = 0; j < size[1]; j++) {
      visit(size[0] * (j + size[1] * k), first[0] + whole[0] * (j + first[1] + whole[1] * (k + first[2])));
    }
  }
}

function nodeIn({ whole, first, size }: Box, dof: number): number {
  const node = Math.floor(dof / 3);
  const i = (node % whole[0]) - first[0];
  const j = (Math.floor(node / whole[0]) % whole[1]) - first[1];
  const k = Math.floor(node / (whole[0] * whole[1])) - first[2];
  if (i < 0 || j < 0 || k < 0 || i >= size[0] || j >= size[1] || k >= size[2]) {
    throw new ModelInvalid(
      'CONSTRAINT_ON_EMPTY_NODE',
      `dof ${dof} is held, but nothing solid touches its node`,
    );
  }
  return i + size[0] * (j + size[1] * k);
}

function solidBox({ dims, modulus }: VoxelModel): { first: Triple; size: Triple } {
  const low = [...dims];
  const high = [-1, -1, -1];
  let e = 0;
  for (let k = 0; k < dims[2]; k++) {
    for (let j = 0; j < dims[1]; j++) {
      for (let i = 0; i < dims[0]; i++, e++) {
        if (modulus[e] === 0) continue;
        if (i < low[0]) low[0] = i;
        if (i > high[0]) high[0] = i;
        if (j < low[1]) low[1] = j;
        if (j > high[1]) high[1] = j;
        if (k < low[2]) low[2] = k;
        if (k > high[2]) high[2] = k;
      }
    }
  }
  return {
    first: [low[0], low[1], low[2]],
    size: [high[0] - low[0] + 1, high[1] - low[1] + 1, high[2] - low[2] + 1],
  };
}

function plusOne([x, y, z]: Triple): Triple {
  return [x + 1, y + 1, z + 1];
}
