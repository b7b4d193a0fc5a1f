/**
 * The coarse spaces of smoothed aggregation, before a number is known: aggregates, patterns, and what they take.
 *
 * @remarks Vanek P, Mandel J, Brezina M, Computing 56:179, 1996. Why, and with which figures:
 * docs/decisions/0009-coarse-spaces-for-porous-bone.md.
 */
import type { VoxelModel } from '../../model.ts';
import type { LevelLayout } from '../memory/level-layout.ts';
import { aggregatesOf, type Aggregates } from './aggregates.ts';
import { gridGraph, type Graph, type GridGraph } from './graph.ts';
import { galerkinPattern, type GalerkinPattern } from './pattern.ts';

/** Nodes along an edge of an aggregate: of the grid, of coarser levels. Struts are about three voxels thick. */
const WIDTH_OF_GRID = 3;
const WIDTH_OF_BLOCKS = 2;
/** Fewer aggregates than this are solved exactly. */
const COARSEST = 100;

/** One step down: from nodes to aggregates. */
export interface Step {
  readonly graph: Graph;
  readonly aggregates: Aggregates;
  readonly pattern: GalerkinPattern;
}

export interface AggregationPlan {
  readonly grid: GridGraph;
  /** At least one. */
  readonly steps: readonly Step[];
}

export function planAggregation(
  model: VoxelModel,
  level: Pick<LevelLayout, 'nodes' | 'stride'>,
): AggregationPlan {
  const grid = gridGraph(model.modulus, model.dims, level);
  const steps: Step[] = [stepFrom(grid, WIDTH_OF_GRID)];
  for (;;) {
    const { aggregates, pattern } = steps[steps.length - 1];
    if (aggregates.count <= COARSEST) break;
    const next = stepFrom({ ...pattern.matrix, place: aggregates.place }, WIDTH_OF_BLOCKS);
    if (next.aggregates.count > 0.8 * aggregates.count) break;
    steps.push(next);
  }
  return { grid, steps };
}

function stepFrom(graph: Graph, width: number): Step {
  const aggregates = aggregatesOf(graph, width);
  return { graph, aggregates, pattern: galerkinPattern(graph, aggregates) };
}

/** Edge of the cells that a solid fills and struts don't, elements. */
const CELL = 4;
/** Where less than this part of the cells that hold bone is bone, halving the grid loses the structure. */
const SPARSE = 0.5;

/** Whether the model is so porous that coarse grids of boxes no longer carry what its struts do. */
export function isPorous({ dims, modulus }: VoxelModel): boolean {
  const cells = dims.map((n) => Math.ceil(n / CELL));
  const inCell = new Uint8Array(cells[0] * cells[1] * cells[2]);
  for (let k = 0, e = 0; k < dims[2]; k++) {
    for (let j = 0; j < dims[1]; j++) {
      const row = cells[0] * (Math.floor(j / CELL) + cells[1] * Math.floor(k / CELL));
      for (let i = 0; i < dims[0]; i++, e++) if (modulus[e] !== 0) inCell[row + Math.floor(i / CELL)] += 1;
    }
  }
  // Cells at the far ends of the grid are cut off by it: what they lack there is no pore.
  const within = (cell: number, axis: 0 | 1 | 2): number => Math.min(CELL, dims[axis] - CELL * cell);
  let [solid, room] = [0, 0];
  for (let c = 0; c < inCell.length; c++) {
    if (inCell[c] === 0) continue;
    const [i, j, k] = [
      c % cells[0],
      Math.floor(c / cells[0]) % cells[1],
      Math.floor(c / (cells[0] * cells[1])),
    ];
    solid += inCell[c];
    room += within(i, 0) * within(j, 1) * within(k, 2);
  }
  return solid < SPARSE * room;
}
