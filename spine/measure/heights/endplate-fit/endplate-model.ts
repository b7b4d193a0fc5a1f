/**
 * HU of every voxel about an endplate, as its slice and kernel average the layers there, and the derivatives.
 *
 *      marrow of the next vertebra, y0          n(u, v)  its endplate: cubic B-splines, coarser
 *      ======= y1
 *      disc, y2
 *      ======= y1                               z(u, v)  the endplate's outer surface: cubic B-splines
 *      marrow, y0                               t, y0, y2  thickness and HU, straight between the nodes of a coarse grid
 *
 * y1 of compact bone is given. Thickness and marrow of the next vertebra are taken for those of this one.
 */
import { addPairs, type NormalEquations } from '../../../math/normal-equations.ts';
import { hatsInto, hatTerms, HAT_TERMS, nodesOver, type NodeGrid } from './node-grid.ts';
import { responseInto, type Response } from '../../../grid/slice-response.ts';
import { emptyWeights, SPLINE_TERMS, splineOver, weightsInto, type Rectangle, type SplineGrid } from '../../../math/spline-grid.ts'; // prettier-ignore
import type { VoxelBlur, Voxels } from './voxels-near.ts';

/** Where in the vector of unknowns each field begins. */
export interface Layout {
  readonly surface: SplineGrid;
  readonly next: SplineGrid;
  readonly nodes: NodeGrid;
  readonly nodeCount: number;
  readonly n: number;
  readonly t: number;
  readonly y0: number;
  readonly y2: number;
  readonly size: number;
}

/** What the model leaves of every voxel, HU, and its derivatives by the fields where the voxel is. */
export interface Residuals {
  readonly hu: Float64Array;
  /** HU/mm */
  readonly byZ: Float64Array;
  readonly byN: Float64Array;
  readonly byT: Float64Array;
  readonly byY0: Float64Array;
  readonly byY2: Float64Array;
}

export interface EndplateModel {
  residuals(x: Float64Array): Residuals;
  /** Adds every voxel's row with its weight. */
  addRows(equations: NormalEquations, residuals: Residuals, weightOf: (residualHu: number) => number): void;
}

/** Distance of the splines' coefficients of the endplate and of the next vertebra's, and of the nodes, mm (design values). */
const SURFACE_MM = 3.5;
const NEXT_MM = 6;
const NODE_MM = 12;
/** A derivative below this says nothing of its unknowns, HU/mm or HU/HU. */
const NEGLIGIBLE = 1e-4;
const S = SPLINE_TERMS;
const H = HAT_TERMS;

export function layoutOf(box: Rectangle): Layout {
  const surface = splineOver(box, SURFACE_MM);
  const next = splineOver(box, NEXT_MM);
  const nodes = nodesOver(box, NODE_MM);
  const nodeCount = nodes.nu * nodes.nv;
  const n = surface.nu * surface.nv;
  const t = n + next.nu * next.nv;
  return {
    surface,
    next,
    nodes,
    nodeCount,
    n,
    t,
    y0: t + nodeCount,
    y2: t + 2 * nodeCount,
    size: t + 3 * nodeCount,
  };
}

/** @param y1 HU of compact bone */
export function endplateModel(voxels: Voxels, layout: Layout, outward: 1 | -1, y1: number): EndplateModel {
  const { u, v, w, hu, blur } = voxels;
  const count = hu.length;
  const own = splineRows(voxels, layout.surface);
  const next = splineRows(voxels, layout.next);
  const nodes = new Int32Array(count * H);
  const hats = new Float64Array(count * H);
  const hat = hatTerms();
  for (let i = 0; i < count; i++) {
    hatsInto(hat, layout.nodes, u[i]!, v[i]!);
    nodes.set(hat.index, i * H);
    hats.set(hat.value, i * H);
  }
  const index = new Int32Array(2 * S + 3 * H);
  const row = new Float64Array(2 * S + 3 * H);
  const [outer, inner, nextOuter, nextInner] = [0, 1, 2, 3].map((): Response => ({ share: 0, slope: 0 })) as [Response, Response, Response, Response]; // prettier-ignore
  const [plane, nextPlane] = [facing(), facing()];

  return {
    residuals(x) {
      const out = emptyResiduals(count);
      for (let i = 0; i < count; i++) {
        facingInto(plane, own, i, x, 0, blur);
        facingInto(nextPlane, next, i, x, layout.n, blur);
        let t = 0;
        let y0 = 0;
        let y2 = 0;
        for (let m = i * H; m < i * H + H; m++) {
          const h = hats[m]!;
          const node = nodes[m]!;
          t += h * x[layout.t + node]!;
          y0 += h * x[layout.y0 + node]!;
          y2 += h * x[layout.y2 + node]!;
        }
        const d = (outward * (w[i]! - plane.z)) / plane.length;
        const e = (outward * (w[i]! - nextPlane.z)) / nextPlane.length;
        responseInto(outer, d, plane.width, plane.sigma);
        responseInto(inner, d + t, plane.width, plane.sigma);
        responseInto(nextOuter, e, nextPlane.width, nextPlane.sigma);
        responseInto(nextInner, e - t, nextPlane.width, nextPlane.sigma);
        const model =
          y0 + (y1 - y0) * (inner.share - nextInner.share) + (y2 - y1) * (outer.share - nextOuter.share);
        out.hu[i] = hu[i]! - model;
        out.byZ[i] = (-outward / plane.length) * ((y1 - y0) * inner.slope + (y2 - y1) * outer.slope);
        out.byN[i] =
          (outward / nextPlane.length) * ((y1 - y0) * nextInner.slope + (y2 - y1) * nextOuter.slope);
        out.byT[i] = (y1 - y0) * (inner.slope + nextInner.slope);
        out.byY0[i] = 1 - inner.share + nextInner.share;
        out.byY2[i] = outer.share - nextOuter.share;
      }
      return out;
    },
    addRows(equations, { hu: left, byZ, byN, byT, byY0, byY2 }, weightOf) {
      for (let i = 0; i < count; i++) {
        const weight = weightOf(left[i]!);
        if (weight === 0) continue;
        let terms = 0;
        terms = termsInto(index, row, terms, 0, byZ[i]!, own.index, own.value, S, i);
        terms = termsInto(index, row, terms, layout.n, byN[i]!, next.index, next.value, S, i);
        terms = termsInto(index, row, terms, layout.t, byT[i]!, nodes, hats, H, i);
        terms = termsInto(index, row, terms, layout.y0, byY0[i]!, nodes, hats, H, i);
        terms = termsInto(index, row, terms, layout.y2, byY2[i]!, nodes, hats, H, i);
        addPairs(equations, index, row, terms, left[i]!, weight);
      }
    },
  };
}

/** The terms of one field that a voxel sees, behind the first `terms` of its row. @returns how many there are then */
function termsInto(
  index: Int32Array,
  row: Float64Array,
  terms: number,
  first: number,
  slope: number,
  at: Int32Array,
  shares: Float64Array,
  size: number,
  voxel: number,
): number {
  if (Math.abs(slope) < NEGLIGIBLE) return terms;
  let end = terms;
  for (let m = voxel * size; m < voxel * size + size; m++, end++) {
    index[end] = first + at[m]!;
    row[end] = slope * shares[m]!;
  }
  return end;
}

/** What never changes of a voxel: which coefficients it sees and what they count for. */
interface SplineRows {
  readonly index: Int32Array;
  /** In the surface as the voxel averages it: a curved one, averaged sideways, lies lower on its tops. */
  readonly value: Float64Array;
  readonly du: Float64Array;
  readonly dv: Float64Array;
}

function splineRows({ u, v, hu, blur }: Voxels, grid: SplineGrid): SplineRows {
  const count = hu.length;
  const numbers = (): Float64Array => new Float64Array(count * S);
  const rows = { index: new Int32Array(count * S), value: numbers(), du: numbers(), dv: numbers() };
  const weights = emptyWeights();
  const [smearU, smearV] = [smearOf(blur, 0), smearOf(blur, 1)];
  for (let i = 0; i < count; i++) {
    weightsInto(weights, grid, u[i]!, v[i]!);
    rows.index.set(weights.index, i * S);
    rows.du.set(weights.du, i * S);
    rows.dv.set(weights.dv, i * S);
    for (let m = 0; m < S; m++)
      rows.value[i * S + m] = weights.value[m]! + (smearU * weights.duu[m]! + smearV * weights.dvv[m]!) / 2;
  }
  return rows;
}

/** Variance of the blur along u or v, mm2. */
function smearOf({ axes, variance, sliceMm }: VoxelBlur, axis: 0 | 1): number {
  const box = (n: number): number => (n === 2 ? sliceMm ** 2 / 12 : 0);
  return axes.reduce((sum, e, n) => sum + e[axis] ** 2 * (variance[n]! + box(n)), 0);
}

/** A surface as one voxel meets it: its w there, |(-dz/du, -dz/dv, 1)|, and slice width and blur along its normal, mm. */
interface Facing {
  z: number;
  length: number;
  width: number;
  sigma: number;
}

function facing(): Facing {
  return { z: 0, length: 1, width: 0, sigma: 0 };
}

function facingInto(
  out: Facing,
  rows: SplineRows,
  voxel: number,
  x: Float64Array,
  first: number,
  { axes, variance, sliceMm }: VoxelBlur,
): void {
  let z = 0;
  let du = 0;
  let dv = 0;
  for (let m = voxel * S; m < voxel * S + S; m++) {
    const c = x[first + rows.index[m]!]!;
    z += rows.value[m]! * c;
    du += rows.du[m]! * c;
    dv += rows.dv[m]! * c;
  }
  const length = Math.sqrt(du * du + dv * dv + 1);
  let sum = 0;
  let cosine = 0;
  for (let axis = 0; axis < 3; axis++) {
    const e = axes[axis]!;
    cosine = (e[2] - du * e[0] - dv * e[1]) / length;
    sum += cosine * cosine * variance[axis]!;
  }
  out.z = z;
  out.length = length;
  out.width = sliceMm * Math.abs(cosine);
  out.sigma = Math.sqrt(sum);
}

function emptyResiduals(count: number): Residuals {
  const numbers = (): Float64Array => new Float64Array(count);
  return { hu: numbers(), byZ: numbers(), byN: numbers(), byT: numbers(), byY0: numbers(), byY2: numbers() };
}
