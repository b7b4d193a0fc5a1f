/**
 * A smooth closed surface of a mask, as what a mask of thick slices stands for: within half a voxel of the mask's own border
 * everywhere, with its volume, and with its very voxels within; without its steps.
 *
 *      ______                  ___---
 *            |______     ->  --      ---___        through the steps' edges
 *                   |___                   ---
 *
 * Where a slice's section ends, there the surface passes the slice's middle; between two such places it runs straight
 * (`steps.ts`). Then the net's short bends are taken out, each vertex staying in its cell.
 *
 * Where it is wrong: rims are rounded by up to half a voxel; an endplate that is level within a slice has no steps to tell
 * where, and lies in the middle.
 */
import { invertAffine, indexToWorld, type Volume, voxelVolume } from '../../../grid/volume.ts';
import { meshVolume, type Mesh } from '../../../grid/mesh/mesh.ts';

import { betweenSteps } from './steps.ts';
import { surfaceNet, type SurfaceNet } from './surface-net.ts';

/** Vertices keep so far from the walls of their cells, voxels: rounding moves no voxel's centre across. */
const CLEARANCE = 0.002;
const HALF = 0.5 - CLEARANCE;
/** Rounds of descent on squared bends: those of a few voxels are gone after it, longer ones are shape. */
const ROUNDS = 20;
/** One over the greatest curvature of the sum of squared bends, with some room for corners. */
const STEP = 0.2;
/** The volume is brought back in rounds, until it is off by less than this part. */
const VOLUME_ROUNDS = 12;
const VOLUME_PART = 1e-5;

/** @param mask one body, 0 and 1, holding a voxel at least */
export function maskMesh(mask: Volume<Uint8Array>): Mesh {
  const net = surfaceNet(mask);
  const triangles = isRightHanded(mask) ? net.triangles : turnedOver(net.triangles);
  const voxels = mask.data.reduce((sum, value) => sum + value, 0);
  const points = smoothed(net, betweenSteps(mask, net));
  keepVolume(points, net, triangles, mask.affine, voxels * voxelVolume(mask.affine));
  return { vertices: placed(points, mask.affine), triangles };
}

/** From where steps put the vertices, with fewer bends. */
function smoothed(net: SurfaceNet, from: Float64Array): Float64Array {
  const points = from.map((value, at) => clamped(value, net.middles[at]!));
  const [bends, slope] = [new Float64Array(points.length), new Float64Array(points.length)];
  for (let round = 0; round < ROUNDS; round++) {
    bendsInto(bends, net, points);
    slopeInto(slope, net, bends);
    for (let at = 0; at < points.length; at++)
      points[at] = clamped(points[at]! - STEP * slope[at]!, net.middles[at]!);
  }
  return points;
}

function clamped(value: number, middle: number): number {
  return value < middle - HALF ? middle - HALF : value > middle + HALF ? middle + HALF : value;
}

/** Mean of the neighbours less the vertex itself. */
function bendsInto(out: Float64Array, { start, neighbours }: SurfaceNet, points: Float64Array): void {
  for (let v = 0; v + 1 < start.length; v++) {
    let [x, y, z] = [0, 0, 0];
    const share = 1 / (start[v + 1]! - start[v]!);
    for (let a = start[v]!; a < start[v + 1]!; a++) {
      const w = 3 * neighbours[a]!;
      x += points[w]!;
      y += points[w + 1]!;
      z += points[w + 2]!;
    }
    out[3 * v] = share * x - points[3 * v]!;
    out[3 * v + 1] = share * y - points[3 * v + 1]!;
    out[3 * v + 2] = share * z - points[3 * v + 2]!;
  }
}

/** Of half the sum of squared bends, by each vertex. */
function slopeInto(out: Float64Array, { start, neighbours }: SurfaceNet, bends: Float64Array): void {
  for (let at = 0; at < out.length; at++) out[at] = -bends[at]!;
  for (let v = 0; v + 1 < start.length; v++) {
    const share = 1 / (start[v + 1]! - start[v]!);
    for (let a = start[v]!; a < start[v + 1]!; a++) {
      const w = 3 * neighbours[a]!;
      out[w]! += share * bends[3 * v]!;
      out[w + 1]! += share * bends[3 * v + 1]!;
      out[w + 2]! += share * bends[3 * v + 2]!;
    }
  }
}

/** All vertices the same way in or out, each within its cell. */
function keepVolume(
  points: Float64Array,
  { middles }: SurfaceNet,
  triangles: Int32Array,
  affine: Volume['affine'],
  wantedMm3: number,
): void {
  const toIndex = invertAffine(affine);
  for (let round = 0; round < VOLUME_ROUNDS; round++) {
    const vertices = placed(points, affine);
    const lacking = wantedMm3 - meshVolume({ vertices, triangles });
    if (Math.abs(lacking) < VOLUME_PART * wantedMm3) return;
    const { normals, area } = normalsOf({ vertices, triangles });
    const mm = lacking / area;
    for (let at = 0; at < points.length; at += 3) {
      const [x, y, z] = [normals[at]!, normals[at + 1]!, normals[at + 2]!];
      const moved = [
        toIndex[0] * x + toIndex[1] * y + toIndex[2] * z,
        toIndex[4] * x + toIndex[5] * y + toIndex[6] * z,
        toIndex[8] * x + toIndex[9] * y + toIndex[10] * z,
      ];
      for (let n = 0; n < 3; n++)
        points[at + n] = clamped(points[at + n]! + mm * moved[n]!, middles[at + n]!);
    }
  }
}

/** Unit normals of the vertices, outwards, and the surface's area, mm2. */
function normalsOf({ vertices, triangles }: Mesh): { readonly normals: Float64Array; readonly area: number } {
  const normals = new Float64Array(vertices.length);
  let area = 0;
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [3 * triangles[t]!, 3 * triangles[t + 1]!, 3 * triangles[t + 2]!];
    const p = [0, 1, 2].map((n) => vertices[b + n]! - vertices[a + n]!) as [number, number, number];
    const q = [0, 1, 2].map((n) => vertices[c + n]! - vertices[a + n]!) as [number, number, number];
    const normal = [p[1] * q[2] - p[2] * q[1], p[2] * q[0] - p[0] * q[2], p[0] * q[1] - p[1] * q[0]] as const;
    area += Math.hypot(normal[0], normal[1], normal[2]) / 2;
    for (const vertex of [a, b, c]) for (let n = 0; n < 3; n++) normals[vertex + n]! += normal[n]!;
  }
  for (let at = 0; at < normals.length; at += 3) {
    const length = Math.hypot(normals[at]!, normals[at + 1]!, normals[at + 2]!) || 1;
    for (let n = 0; n < 3; n++) normals[at + n]! /= length;
  }
  return { normals, area };
}

function placed(points: Float64Array, affine: Volume['affine']): Float32Array<ArrayBuffer> {
  const out = new Float32Array(points.length);
  for (let at = 0; at < out.length; at += 3)
    out.set(indexToWorld(affine, points[at]!, points[at + 1]!, points[at + 2]!), at);
  return out;
}

function isRightHanded({ affine: [a, b, c, , d, e, f, , g, h, i] }: Volume): boolean {
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g) > 0;
}

function turnedOver(triangles: Int32Array): Int32Array {
  const out = Int32Array.from(triangles);
  for (let t = 0; t < out.length; t += 3) [out[t + 1], out[t + 2]] = [triangles[t + 2]!, triangles[t + 1]!];
  return out;
}
