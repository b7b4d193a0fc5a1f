/** A body that is known exactly: an elliptic cylinder in a shell between discs, seen by a scanner with a box slice. */
import type { Frame } from '../../../contracts/segmentation.ts';
import type { Mesh } from '../../../spine/grid/mesh/mesh.ts';
import { affineFrom, type Volume } from '../../../spine/grid/volume.ts';

export interface BlockOptions {
  /** Height of the body at the front and at the back wall, mm. */
  readonly anterior: number;
  readonly posterior: number;
  readonly sliceMm: number;
  readonly trabecularHu: number;
  readonly shellHu: number;
  readonly noiseHu: number;
  /** Moves the body along the slices, mm. */
  readonly shift: number;
  /** Voxels that the mask is too large by, along the slices. */
  readonly maskGrown: number;
}

export interface Block {
  readonly ct: Volume<Int16Array>;
  readonly bodies: Volume<Uint8Array>;
  /** Of the body itself, grown with the mask. */
  readonly surface: Mesh;
  readonly frame: Frame;
}

export const BLOCK: BlockOptions = {
  anterior: 25,
  posterior: 25,
  sliceMm: 1,
  trabecularHu: 150,
  shellHu: 1000,
  noiseHu: 0,
  shift: 0,
  maskGrown: 0,
};
export const LABEL = 22;
/** Left-right and front-back axes of the ellipse, mm. */
export const WIDTH = 42;
export const DEPTH = 32;

export const SHELL_MM = 0.7;
const DISC_HU = 80;
const PIXEL_MM = 0.8;
/** Samples of a voxel, in the slice and along it. */
const IN_PLANE = 3;
const THROUGH = 8;

export function block(options: Partial<BlockOptions> = {}): Block {
  const { anterior, posterior, sliceMm, trabecularHu, shellHu, noiseHu, shift, maskGrown } = {
    ...BLOCK,
    ...options,
  };
  const dims = [
    Math.ceil((WIDTH + 12) / PIXEL_MM),
    Math.ceil((DEPTH + 12) / PIXEL_MM),
    Math.ceil(46 / sliceMm),
  ] as const;
  const first = dims.map((n, axis) => (-(n - 1) / 2) * (axis === 2 ? sliceMm : PIXEL_MM));
  const affine = affineFrom([
    PIXEL_MM, 0, 0, first[0]!,
    0, PIXEL_MM, 0, first[1]!,
    0, 0, sliceMm, first[2]!,
  ]); // prettier-ignore
  const half = (y: number): number => (anterior + (posterior - anterior) * (y / DEPTH + 0.5)) / 2;
  const radius = (x: number, y: number): number => Math.hypot(x / (WIDTH / 2), y / (DEPTH / 2));
  function hu(x: number, y: number, z: number): number {
    const r = radius(x, y);
    const w = Math.abs(z - shift);
    if (r > 1 || w > half(y)) return DISC_HU;
    return r > 1 - SHELL_MM / 18 || w > half(y) - SHELL_MM ? shellHu : trabecularHu;
  }
  /** No surface within a voxel of here. */
  function isUniform(x: number, y: number, z: number): boolean {
    const [r, below] = [radius(x, y), half(y) - Math.abs(z - shift)];
    return r > 1.1 || below < -sliceMm - 0.5 || (r < 0.85 && below > SHELL_MM + sliceMm + 0.5);
  }
  function meanHu(x: number, y: number, z: number): number {
    let sum = 0;
    for (let n = 0; n < IN_PLANE * IN_PLANE * THROUGH; n++) {
      const a = ((n % IN_PLANE) + 0.5) / IN_PLANE - 0.5;
      const b = ((Math.floor(n / IN_PLANE) % IN_PLANE) + 0.5) / IN_PLANE - 0.5;
      const c = (Math.floor(n / IN_PLANE ** 2) + 0.5) / THROUGH - 0.5;
      sum += hu(x + a * PIXEL_MM, y + b * PIXEL_MM, z + c * sliceMm);
    }
    return sum / (IN_PLANE * IN_PLANE * THROUGH);
  }
  const ct = new Int16Array(dims[0] * dims[1] * dims[2]);
  const bodies = new Uint8Array(ct.length);
  const noise = gaussianNoise(7);
  for (let k = 0, at = 0; k < dims[2]; k++) {
    for (let j = 0; j < dims[1]; j++) {
      for (let i = 0; i < dims[0]; i++, at++) {
        const [x, y, z] = [first[0]! + i * PIXEL_MM, first[1]! + j * PIXEL_MM, first[2]! + k * sliceMm];
        const mean = isUniform(x, y, z) ? hu(x, y, z) : meanHu(x, y, z);
        ct[at] = Math.round(mean + noiseHu * noise());
        if (radius(x, y) <= 1 && Math.abs(z - shift) <= half(y) + maskGrown * sliceMm) bodies[at] = LABEL;
      }
    }
  }
  return {
    ct: { dims, affine, data: ct },
    bodies: { dims, affine, data: bodies },
    surface: prism((y) => half(y) + maskGrown * sliceMm, shift),
    frame: { origin: [0, 0, shift], left: [1, 0, 0], posterior: [0, 1, 0], superior: [0, 0, 1] },
  };
}

/** Corners around each endplate: chords lie within 0.01 mm of the ellipse. */
const AROUND = 120;

/** An elliptic cylinder between z = shift - half(y) and shift + half(y). */
function prism(half: (y: number) => number, shift: number): Mesh {
  const vertices = [0, 0, shift - half(0), 0, 0, shift + half(0)];
  const triangles: number[] = [];
  for (let n = 0; n < AROUND; n++) {
    const angle = (2 * Math.PI * n) / AROUND;
    const [x, y] = [(WIDTH / 2) * Math.cos(angle), (DEPTH / 2) * Math.sin(angle)];
    vertices.push(x, y, shift - half(y), x, y, shift + half(y));
    const [a, b] = [2 + 2 * n, 2 + 2 * ((n + 1) % AROUND)];
    triangles.push(0, b, a, 1, a + 1, b + 1, a, b, b + 1, a, b + 1, a + 1);
  }
  return { vertices: Float32Array.from(vertices), triangles: Int32Array.from(triangles) };
}

/** Standard normal numbers: twelve uniform ones of a linear congruential generator. */
function gaussianNoise(seed: number): () => number {
  let state = seed;
  return () => {
    let sum = -6;
    for (let n = 0; n < 12; n++) {
      state = (1664525 * state + 1013904223) % 2 ** 32;
      sum += state / 2 ** 32;
    }
    return sum;
  };
}
