/** What is expected of an endplate before its voxels are looked at: rows that pull the unknowns. */
import type { Layout } from './endplate-model.ts';
import type { Footprint } from './footprint.ts';
import { nodeSteps } from './node-grid.ts';
import { addRow, type NormalEquations } from '../../../math/normal-equations.ts';
import { emptyWeights, thirdDifferences, weightsInto, type SplineGrid } from '../../../math/spline-grid.ts';

/**
 * Of a surface: third differences of its coefficients, and its distance from the masks' edges, standard deviations, mm. Chosen on
 * a real CT averaged to slices of 2 mm in two ways (heights differ by 0.6 mm; by 0.7-0.8 with 0.15, and with 1 or 2 for the mask)
 * and on digital spines, which hardly mind.
 */
const THIRD_SD_MM = 0.35;
const MASK_SD_MM = 0.7;
/** A bend of one standard deviation weighs half: with two, a hollow of 5 mm over 10 mm that is there (real CT) is bridged by 2.5 mm. Squared. */
const FAR_SQUARED = 1;
/** Two bodies share no space: so far may the next endplate's outer surface lie on this side of the own, SD, mm (design value). */
const CROSSING_SD_MM = 0.1;
/** Of an endplate's thickness: what it is, and how it varies between nodes and from that (design values), mm. */
export const THICKNESS_MM = 0.7;
const THICKNESS_STEP_SD_MM = 0.15;
const THICKNESS_SD_MM = 0.5;
/** Of marrow and disc between nodes, of marrow from what is seen inside, and of discs from their usual HU (design values). */
const HU_STEP_SD = 80;
const MARROW_SD_HU = 1000;
export const DISC_HU = 85;
const DISC_SD_HU = 60;

export interface Priors {
  add(equations: NormalEquations, x: Float64Array): void;
  cost(x: Float64Array): number;
}

interface PriorRow {
  readonly index: Int32Array;
  readonly factors: Float64Array;
  /** What the row should come to, and the reciprocal of its variance. */
  readonly value: number;
  readonly weight: number;
  /** Rather a few far off than many a little: where a node is, an endplate bends as it likes. */
  readonly tolerant: boolean;
  /** Nothing pulls where the row comes to more than its value. */
  readonly atLeast?: true;
}

/** @param start the first guess: surfaces from the masks, fields from the voxels */
export function priorsOf(layout: Layout, footprint: Footprint, start: Float64Array): Priors {
  const rows = [...surfaceRows(layout, start), ...fieldRows(layout, start), ...gapRows(layout, footprint)];
  return {
    add(equations, x) {
      for (const row of rows) addPrior(equations, row, x);
    },
    cost(x) {
      let sum = 0;
      for (const row of rows) {
        const square = row.weight * off(row, x) ** 2;
        sum += row.tolerant ? FAR_SQUARED * Math.log1p(square / FAR_SQUARED) : square;
      }
      return sum;
    },
  };
}

/** Adds a row with the weight that it has at x (Cauchy's, where it is tolerant). */
export function addPrior(equations: NormalEquations, row: PriorRow, x: Float64Array): void {
  const left = off(row, x);
  if (left === 0 && row.atLeast === true) return;
  const far = row.tolerant ? 1 + (row.weight * left ** 2) / FAR_SQUARED : 1;
  addRow(equations, row.index, row.factors, row.index.length, left, row.weight / far);
}

function off({ index, factors, value, atLeast }: PriorRow, x: Float64Array): number {
  let sum = value;
  for (let n = 0; n < index.length; n++) sum -= factors[n]! * x[index[n]!]!;
  return atLeast === true ? Math.max(0, sum) : sum;
}

function* surfaceRows({ surface, next, n }: Layout, start: Float64Array): Generator<PriorRow> {
  yield* smooth(surface, 0);
  yield* smooth(next, n);
  for (let i = 0; i < surface.nu * surface.nv; i++) yield single(i, start[i]!, MASK_SD_MM);
  for (let i = 0; i < next.nu * next.nv; i++) yield single(n + i, start[n + i]!, MASK_SD_MM);
}

function* fieldRows(layout: Layout, start: Float64Array): Generator<PriorRow> {
  const fields = [
    [layout.t, THICKNESS_STEP_SD_MM, THICKNESS_SD_MM],
    [layout.y0, HU_STEP_SD, MARROW_SD_HU],
    [layout.y2, HU_STEP_SD, DISC_SD_HU],
  ] as const;
  for (const [first, stepSd, meanSd] of fields) {
    for (const [a, b] of nodeSteps(layout.nodes))
      yield {
        index: Int32Array.of(first + a, first + b),
        factors: Float64Array.of(-1, 1),
        value: 0,
        weight: 1 / stepSd ** 2,
        tolerant: false,
      };
    for (let i = 0; i < layout.nodeCount; i++) yield single(first + i, start[first + i]!, meanSd);
  }
}

/** Along each column that meets the next vertebra: its surface lies beyond the own. */
function* gapRows({ surface, next, n }: Layout, { outward, columns }: Footprint): Generator<PriorRow> {
  const [own, other] = [emptyWeights(), emptyWeights()];
  for (const { u, v, gap } of columns) {
    if (gap === null) continue;
    weightsInto(own, surface, u, v);
    weightsInto(other, next, u, v);
    yield {
      index: Int32Array.from([...own.index, ...other.index.map((i) => n + i)]),
      factors: Float64Array.from([
        ...own.value.map((part) => -outward * part),
        ...other.value.map((part) => outward * part),
      ]),
      value: 0,
      weight: 1 / CROSSING_SD_MM ** 2,
      tolerant: false,
      atLeast: true,
    };
  }
}

/** @param first of the surface's unknowns */
export function* smooth(grid: SplineGrid, first: number): Generator<PriorRow> {
  for (const { index, factors } of thirdDifferences(grid))
    yield {
      index: index.map((i) => first + i),
      factors,
      value: 0,
      weight: 1 / THIRD_SD_MM ** 2,
      tolerant: true,
    };
}

function single(index: number, value: number, sd: number): PriorRow {
  return {
    index: Int32Array.of(index),
    factors: Float64Array.of(1),
    value,
    weight: 1 / sd ** 2,
    tolerant: false,
  };
}
