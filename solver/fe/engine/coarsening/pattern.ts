/** Where the smoothed prolongator and the Galerkin product are not zero, known before a number is. */
import type { Aggregates } from './aggregates.ts';
import type { Graph } from './graph.ts';

/** Rows of positions: those of row n are `to[start[n]]` up to `to[start[n + 1] - 1]`. */
export interface Rows {
  readonly start: Int32Array;
  readonly to: Int32Array;
}

export interface GalerkinPattern {
  /** Aggregates that the prolongator's rows of a node reach: one step of the graph away. */
  readonly support: Rows;
  /** Aggregates that each aggregate is coupled with, itself included, rising. */
  readonly matrix: Rows;
  /** The most aggregates in a row of K P. */
  readonly widest: number;
}

export function galerkinPattern(graph: Graph, { of, count }: Aggregates): GalerkinPattern {
  const nodes = graph.start.length - 1;
  const own: Rows = { start: Int32Array.from({ length: nodes + 1 }, (_, n) => n), to: of };
  const support = through(graph, own, count);
  const wide = through(graph, support, count);
  const matrix = through(transposed(support, count), wide, count);
  let widest = 0;
  for (let n = 0; n < nodes; n++) widest = Math.max(widest, wide.start[n + 1] - wide.start[n]);
  for (let a = 0; a < count; a++) matrix.to.subarray(matrix.start[a], matrix.start[a + 1]).sort();
  return { support, matrix, widest };
}

/** Row n holds what the rows `by` of all in row n of `rows` hold. */
function through(rows: Rows, by: Rows, columns: number): Rows {
  const count = rows.start.length - 1;
  const start = new Int32Array(count + 1);
  let to = new Int32Array(8 * count);
  const last = new Int32Array(columns).fill(-1);
  let end = 0;
  for (let n = 0; n < count; n++) {
    for (let p = rows.start[n]; p < rows.start[n + 1]; p++) {
      const m = rows.to[p];
      for (let q = by.start[m]; q < by.start[m + 1]; q++) {
        const column = by.to[q];
        if (last[column] === n) continue;
        last[column] = n;
        if (end === to.length) to = grown(to);
        to[end++] = column;
      }
    }
    start[n + 1] = end;
  }
  return { start, to: to.slice(0, end) };
}

function grown(from: Int32Array): Int32Array<ArrayBuffer> {
  const to = new Int32Array(2 * from.length + 64);
  to.set(from);
  return to;
}

function transposed({ start, to }: Rows, columns: number): Rows {
  const turned = new Int32Array(columns + 1);
  for (const column of to) turned[column + 1]++;
  for (let c = 0; c < columns; c++) turned[c + 1] += turned[c];
  const next = turned.slice();
  const rows = new Int32Array(to.length);
  for (let n = 0; n + 1 < start.length; n++) {
    for (let p = start[n]; p < start[n + 1]; p++) rows[next[to[p]]++] = n;
  }
  return { start: turned, to: rows };
}
