/**
 * The mean surface of L2-L5 of 87 people as the engine sees bodies: voxels, a shell of compact bone, one mask a body.
 *
 * @remarks Clouthier AL et al. 2022, mean shape of a statistical shape model (MIT). Its ratios stand for the mean of
 * ratios; it says nothing of their spread.
 */
import { surfaceOfMask } from '../../spine/outline/surface/with-surfaces.ts';
import { readFileSync } from 'node:fs';

import { frameBody } from '../../spine/outline/assess/body-frame.ts';
import { splitBody } from '../../spine/outline/import/split-body.ts';
import type { Vec3 } from '../../contracts/primitives.ts';
import type { Level } from '../../contracts/levels.ts';
import type { Affine, Volume } from '../../spine/grid/volume.ts';
import { measureHeights } from '../../spine/measure/heights/heights.ts';
import { sharedData } from '../../tests/shared-data.ts';
import { mean } from '../../spine/math/moments.ts';

import { bodyOf, type MeasuredBody } from './measured-body.ts';

export const MESH_PEOPLE = 87;
const LEVELS: readonly Level[] = ['L2', 'L3', 'L4', 'L5'];
/** Side of a voxel, and room around a vertebra, mm. */
const VOXEL_MM = 0.5;
const MARGIN_MM = 6;
/** Of cancellous bone, of a shell one voxel thick, and around it. */
const HU = { core: 150, shell: 1000, outside: 60 } as const;
const SUPERIOR: Vec3 = [0, 0, 1];

type Triangle = readonly [Vec3, Vec3, Vec3];

export function meanMeshBodies(): readonly MeasuredBody[] {
  return vertebrae().map((triangles, n) => {
    const vertebra = voxelised(triangles);
    const split = splitBody(vertebra, SUPERIOR);
    const framed =
      split === null
        ? null
        : frameBody(split.body, { superior: SUPERIOR, posterior: split.posterior ?? [0, 1, 0] });
    if (split === null || framed === null) throw new Error(`saw no body in the mean mesh of ${LEVELS[n]!}`);
    const { heights } = measureHeights({
      ct: scanned(vertebra),
      surface: surfaceOfMask(split.body, 1)!,
      bodies: split.body,
      labelValue: 1,
      frame: framed.frame,
      sliceThicknessMm: null,
    });
    if (heights === null) throw new Error(`saw no heights in the mean mesh of ${LEVELS[n]!}`);
    return bodyOf({ person: 'lumbar-mean-mesh', sex: null, level: LEVELS[n]! }, heights);
  });
}

/** Patient LPS: the mesh has x to the front, y across, z up. Pieces that hang together, cranial first. */
function vertebrae(): readonly (readonly Triangle[])[] {
  const points = rows('meanMesh_vertices.csv').map(([x, y, z]): Vec3 => [y!, -x!, z!]);
  const faces = rows('meanMesh_faces.csv');
  const parent = Int32Array.from(points, (_, n) => n);
  const root = (n: number): number => {
    let at = n;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
    return at;
  };
  for (const [a, b, c] of faces) {
    parent[root(a! - 1)] = root(b! - 1);
    parent[root(b! - 1)] = root(c! - 1);
  }
  const pieces = new Map<number, Triangle[]>();
  for (const [a, b, c] of faces) {
    const key = root(a! - 1);
    const piece = pieces.get(key) ?? [];
    piece.push([points[a! - 1]!, points[b! - 1]!, points[c! - 1]!]);
    pieces.set(key, piece);
  }
  const height = (piece: readonly Triangle[]): number => mean(piece.map(([[, , z]]) => z));
  return [...pieces.values()].sort((a, b) => height(b) - height(a));
}

function rows(name: string): number[][] {
  const text = readFileSync(sharedData(`lumbar-mean-mesh/${name}`), 'utf8');
  return text.trim().split('\n').map((line) => line.split(',').map(Number)); // prettier-ignore
}

/** Inside where a line upwards has crossed the surface an odd number of times. */
function voxelised(triangles: readonly Triangle[]): Volume<Uint8Array> {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (const triangle of triangles)
    for (const point of triangle)
      for (let axis = 0; axis < 3; axis++) {
        low[axis] = Math.min(low[axis]!, point[axis]!);
        high[axis] = Math.max(high[axis]!, point[axis]!);
      }
  // Off the vertices' own places by an odd amount: no line runs through an edge.
  const first = low.map((value) => value - MARGIN_MM + 0.0137) as [number, number, number];
  const dims = high.map((value, axis) => Math.ceil((value + MARGIN_MM - first[axis]!) / VOXEL_MM));
  const [nx, ny, nz] = dims as [number, number, number];
  const crossings = new Map<number, number[]>();
  for (const triangle of triangles) addCrossings(triangle, first, nx, crossings);
  const data = new Uint8Array(nx * ny * nz);
  for (const [column, heights] of crossings) {
    heights.sort((a, b) => a - b);
    for (let n = 0; n + 1 < heights.length; n += 2) {
      const from = Math.ceil((heights[n]! - first[2]) / VOXEL_MM);
      for (let k = from; first[2] + k * VOXEL_MM < heights[n + 1]!; k++) data[column + nx * ny * k] = 1;
    }
  }
  const affine: Affine = [
    VOXEL_MM, 0, 0, first[0],
    0, VOXEL_MM, 0, first[1],
    0, 0, VOXEL_MM, first[2],
  ]; // prettier-ignore
  return { dims: [nx, ny, nz], affine, data };
}

function addCrossings([a, b, c]: Triangle, first: Vec3, nx: number, crossings: Map<number, number[]>): void {
  const area = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1]);
  if (area === 0) return;
  const range = (axis: 0 | 1): [number, number] => [
    Math.ceil((Math.min(a[axis], b[axis], c[axis]) - first[axis]) / VOXEL_MM),
    Math.floor((Math.max(a[axis], b[axis], c[axis]) - first[axis]) / VOXEL_MM),
  ];
  const [[i0, i1], [j0, j1]] = [range(0), range(1)];
  for (let j = j0; j <= j1; j++)
    for (let i = i0; i <= i1; i++) {
      const [x, y] = [first[0] + i * VOXEL_MM, first[1] + j * VOXEL_MM];
      const p = ((b[0] - x) * (c[1] - y) - (c[0] - x) * (b[1] - y)) / area;
      const q = ((c[0] - x) * (a[1] - y) - (a[0] - x) * (c[1] - y)) / area;
      if (p < 0 || q < 0 || p + q > 1) continue;
      const column = i + nx * j;
      const heights = crossings.get(column) ?? [];
      heights.push(p * a[2] + q * b[2] + (1 - p - q) * c[2]);
      crossings.set(column, heights);
    }
}

/** The outermost layer of voxels is the shell. */
function scanned({ dims, affine, data }: Volume<Uint8Array>): Volume<Int16Array> {
  const [nx, ny] = dims;
  const near = [1, -1, nx, -nx, nx * ny, -nx * ny];
  const hu = Int16Array.from(data, (inside, at) => {
    if (inside === 0) return HU.outside;
    return near.every((step) => data[at + step] === 1) ? HU.core : HU.shell;
  });
  return { dims, affine, data: hu };
}
