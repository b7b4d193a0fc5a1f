/** Between grid numbering (3 n + c) and the kernels' own: a component after another, rows padded. */
import type { DirichletData } from '../model.ts';
import type { Layout } from './machine/layout.ts';
import { componentSize } from './multigrid/level.ts';
import type { Held } from './plastic/newton.ts';
import { placesIn, put, type Trimmed } from './trim.ts';

/** Where prescribed values lie in a padded vector of three components. */
export function heldOn({ levels }: Layout, { dofs, values }: DirichletData): Held {
  const { nodes, stride } = levels[0];
  const size = componentSize(levels[0]);
  const at = dofs.map((dof) => {
    const node = Math.floor(dof / 3);
    return (dof % 3) * size + Math.floor(node / nodes[0]) * stride + (node % nodes[0]);
  });
  return { at, values };
}

/** 3 a grid node of the whole model, 0 where that is more than the trimmed one. */
export function onWhole(layout: Layout, { nodes }: Trimmed, padded: Float64Array): Float64Array {
  return put(onGrid(layout, padded), new Float64Array(3 * placesIn(nodes.whole)), nodes, 3);
}

/** From 3 a grid node of the trimmed model into `padded`. */
export function putPadded({ levels }: Layout, grid: Float64Array, padded: Float64Array): void {
  const { nodes, stride } = levels[0];
  const [nx, ny, nz] = nodes;
  const size = componentSize(levels[0]);
  let at = 0;
  for (let row = 0; row < ny * nz; row++) {
    for (let i = row * stride; i < row * stride + nx; i++) {
      padded[i] = grid[at++];
      padded[size + i] = grid[at++];
      padded[2 * size + i] = grid[at++];
    }
  }
}

function onGrid({ levels }: Layout, padded: Float64Array): Float64Array {
  const { nodes, stride } = levels[0];
  const [nx, ny, nz] = nodes;
  const size = componentSize(levels[0]);
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
