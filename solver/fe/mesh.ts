/** The solid part of a voxel model as compact lists: only nodes that an element touches take part. */
import { CORNERS } from './hexahedron.ts';
import { nodeCount, type VoxelModel } from './model.ts';

export interface Mesh {
  /** Grid number of each solid element, ascending. */
  readonly elements: Int32Array;
  /** 8 compact node numbers an element, corners as in `hexahedron.ts`. */
  readonly corners: Int32Array;
  /** Grid number of each compact node, ascending. */
  readonly nodes: Int32Array;
  /** Compact number of each grid node, -1 where nothing solid touches it. */
  readonly compact: Int32Array;
}

export function meshOf(model: VoxelModel): Mesh {
  const [nx, ny] = model.dims;
  const compact = new Int32Array(nodeCount(model.dims)).fill(-1);
  const offsets = cornerOffsets(model.dims);
  const elements = solidElements(model.modulus);
  const first = new Int32Array(elements.length);
  for (let n = 0; n < elements.length; n++) {
    const e = elements[n];
    const i = e % nx;
    const j = Math.floor(e / nx) % ny;
    const k = Math.floor(e / (nx * ny));
    first[n] = i + (nx + 1) * (j + (ny + 1) * k);
    for (let c = 0; c < CORNERS; c++) compact[first[n] + offsets[c]] = 0;
  }
  let count = 0;
  for (let n = 0; n < compact.length; n++) if (compact[n] === 0) compact[n] = count++;
  const nodes = new Int32Array(count);
  for (let n = 0; n < compact.length; n++) if (compact[n] >= 0) nodes[compact[n]] = n;
  const corners = new Int32Array(CORNERS * elements.length);
  for (let n = 0; n < elements.length; n++) {
    for (let c = 0; c < CORNERS; c++) corners[CORNERS * n + c] = compact[first[n] + offsets[c]];
  }
  return { elements, corners, nodes, compact };
}

/**
 * Which connected piece each compact node belongs to: pieces hang together by elements that share a node.
 * @returns a piece number a node; numbers are node numbers, not consecutive.
 */
export function piecesOf({ corners, nodes }: Mesh): Int32Array {
  const parent = new Int32Array(nodes.length).map((_, n) => n);
  const find = (n: number): number => {
    let root = n;
    while (parent[root] !== root) root = parent[root];
    while (parent[n] !== root) [parent[n], n] = [root, parent[n]];
    return root;
  };
  for (let at = 0; at < corners.length; at += CORNERS) {
    const root = find(corners[at]);
    for (let c = 1; c < CORNERS; c++) parent[find(corners[at + c])] = root;
  }
  return parent.map((_, n) => find(n));
}

function cornerOffsets([nx, ny]: VoxelModel['dims']): number[] {
  return Array.from(
    { length: CORNERS },
    (_, c) => (c & 1) + (nx + 1) * (((c >> 1) & 1) + (ny + 1) * ((c >> 2) & 1)),
  );
}

function solidElements(modulus: Float64Array): Int32Array {
  const solid = new Int32Array(modulus.length);
  let count = 0;
  for (let e = 0; e < modulus.length; e++) if (modulus[e] > 0) solid[count++] = e;
  return solid.slice(0, count);
}
