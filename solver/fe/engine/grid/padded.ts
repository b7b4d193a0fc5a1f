/** Between grid numbering (3 n + c) and the kernels' own: a component after another, rows padded. */
import { NODES_A_CHUNK } from '../../../kernels/layout.ts';
import type { DirichletData } from '../../model.ts';
import { placesIn, put, type Trimmed } from './trim.ts';

/** Nodes of a grid as the kernels keep them: node (i, j, k) is number i + stride (j + ny k) of a component. */
export interface PaddedGrid {
  /** Nodes along x, y, z. */
  readonly nodes: readonly [number, number, number];
  /** Nodes a row as stored, a multiple of `NODES_A_CHUNK`. */
  readonly stride: number;
}

/** Prescribed values, padded positions in a vector of three components. */
export interface Held {
  readonly at: Int32Array;
  /** mm */
  readonly values: Float64Array;
}

/** @param dims elements along x, y, z */
export function paddedGrid([nx, ny, nz]: readonly [number, number, number]): PaddedGrid {
  return { nodes: [nx + 1, ny + 1, nz + 1], stride: Math.ceil((nx + 1) / NODES_A_CHUNK) * NODES_A_CHUNK };
}

export function planeSize({ stride, nodes }: PaddedGrid): number {
  return stride * nodes[1];
}

export function componentSize(grid: PaddedGrid): number {
  return planeSize(grid) * grid.nodes[2];
}

/** Where prescribed values lie in a padded vector of three components. */
export function heldOn(grid: PaddedGrid, { dofs, values }: DirichletData): Held {
  const { nodes, stride } = grid;
  const size = componentSize(grid);
  const at = dofs.map((dof) => {
    const node = Math.floor(dof / 3);
    return (dof % 3) * size + Math.floor(node / nodes[0]) * stride + (node % nodes[0]);
  });
  return { at, values };
}

/** 3 a grid node of the whole model, 0 where that is more than the trimmed one. */
export function onWhole(grid: PaddedGrid, { nodes }: Trimmed, padded: Float64Array): Float64Array {
  return put(onGrid(grid, padded), new Float64Array(3 * placesIn(nodes.whole)), nodes, 3);
}

/** From 3 a grid node of the trimmed model into `padded`. */
export function putPadded(grid: PaddedGrid, values: Float64Array, padded: Float64Array): void {
  const { nodes, stride } = grid;
  const [nx, ny, nz] = nodes;
  const size = componentSize(grid);
  let at = 0;
  for (let row = 0; row < ny * nz; row++) {
    for (let i = row * stride; i < row * stride + nx; i++) {
      padded[i] = values[at++];
      padded[size + i] = values[at++];
      padded[2 * size + i] = values[at++];
    }
  }
}

function onGrid(grid: PaddedGrid, padded: Float64Array): Float64Array {
  const { nodes, stride } = grid;
  const [nx, ny, nz] = nodes;
  const size = componentSize(grid);
  const out = new Float64Array(3 * nx * ny * nz);
  let at = 0;
  for (let row = 0; row < ny * nz; row++) {
    for (let i = row * stride; i < row * stride + nx; i++) {
      out[at++] = padded[i];
      out[at++] = padded[size + i];
      out[at++] = padded[2 * size + i];
    }
  }
  return out;
}
