import { describe, expect, test } from 'vitest';

import type { ModelManifest } from '../../../../spine/outline/onnx/model-manifest.ts';
import { segmentByPatches, type ScorePatch } from '../../../../spine/outline/onnx/sliding-window.ts';
import { LABEL_VALUE } from '../../../../contracts/levels.ts';
import type { Affine, Volume } from '../../../../spine/grid/volume.ts';
import { MANIFEST } from './manifest.ts';

const UNIT: Affine = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];
const L1 = LABEL_VALUE.L1;
const TWO_CLASSES = { ...MANIFEST, labels: ['ignore', 'L1'] } as const;

function image(
  dims: readonly [number, number, number],
  hu: (i: number, j: number, k: number) => number,
): Volume<Int16Array> {
  const data = new Int16Array(dims[0] * dims[1] * dims[2]).map((_, at) =>
    hu(at % dims[0], Math.floor(at / dims[0]) % dims[1], Math.floor(at / (dims[0] * dims[1]))),
  );
  return { dims, affine: UNIT, data };
}

/** Scores of two classes by the value of each voxel alone: L1 above 100. */
const pointwise: ScorePatch = (patch) =>
  Promise.resolve(Float32Array.from([...patch.map(() => 0), ...patch.map((x) => x - 100)]));

/** A hash: nothing in it is alike along any axis, or mirrored. */
const noise = (i: number, j: number, k: number) => ((i * 7919 + j * 104_729 + k * 1_299_709) * 31) % 200;

function segment(
  ct: Volume<Int16Array>,
  change: Partial<ModelManifest>,
  score: ScorePatch = pointwise,
): Promise<Volume<Uint8Array>> {
  const manifest = { ...TWO_CLASSES, ...change };
  return segmentByPatches({ ct, manifest, score, progress: () => undefined });
}

describe('a model laid over a CT patch by patch', () => {
  const ct = image([13, 11, 29], noise);
  const expected = [...ct.data].map((hu) => (hu > 100 ? L1 : 0));

  test.each<[ModelManifest['patch'], number, ModelManifest['orientation']]>([
    [[8, 8, 8], 0.5, 'SPL'],
    [[5, 4, 6], 0, 'LPS'],
    [[4, 5, 6], 0.75, 'RAS'],
    [[7, 3, 16], 0.3, 'AIR'],
    [[64, 16, 16], 0.5, 'SPL'],
    [[1, 1, 1], 0.5, 'PSR'],
  ])('gives what it would give on the whole: patches of %j, overlap %d, %s', async (patch, overlap, axes) => {
    const { data } = await segment(ct, { patch, overlap, orientation: axes });
    expect([...data]).toEqual(expected);
  });

  test('leaves no seam: what a model says at the border of a patch counts less than at another’s middle', async () => {
    const patch = 16;
    const border = 2;
    // Wrong three times as loudly as it is right within an eighth of the patch from its border.
    const unsure: ScorePatch = (values) => {
      const scores = new Float32Array(2 * values.length);
      values.forEach((x, at) => {
        const place = [at % patch, Math.floor(at / patch) % patch, Math.floor(at / patch ** 2)];
        const edge = place.some((n) => n < border || n >= patch - border);
        scores[values.length + at] = edge ? 3 * (100 - x) : x - 100;
      });
      return Promise.resolve(scores);
    };
    const dims = [40, 40, 56] as const;
    const big = image(dims, noise);
    const { data } = await segment(big, { patch: [patch, patch, patch] }, unsure);
    let wrong = 0;
    data.forEach((value, at) => {
      const place = [at % dims[0], Math.floor(at / dims[0]) % dims[1], Math.floor(at / (dims[0] * dims[1]))];
      // At the border of the image there is no other patch to ask.
      if (place.some((n, axis) => n < border || n >= dims[axis]! - border)) return;
      const bright = big.data[at]! > 100;
      if ((value === L1) !== bright) wrong += 1;
    });
    expect(wrong).toBe(0);
  });

  test('tells how far it is, patch by patch', async () => {
    const told: string[] = [];
    const progress = (done: number, patches: number) => void told.push(`${done}/${patches}`);
    const manifest = { ...TWO_CLASSES, patch: [16, 16, 16] as const };
    await segmentByPatches({ ct, manifest, score: pointwise, progress });
    expect(told).toEqual(['0/3', '1/3', '2/3']);
  });

  test('is refused before it starts where its scores would not fit into memory', async () => {
    const vast = { dims: [2000, 2000, 100], affine: UNIT, data: new Int16Array() } as const;
    await expect(segment(vast, { patch: [100, 100, 100] })).rejects.toMatchObject({
      refusal: { code: 'MODEL_TOO_LARGE' },
    });
  });
});

describe('axes of the tensor', () => {
  const dims = [6, 7, 8] as const;
  const ct = image(dims, noise);
  const patch = { S: 8, I: 8, P: 7, A: 7, L: 6, R: 6 } as const;
  /** Where the neighbour lies in patient axes. */
  const towards = {
    L: [1, 0, 0],
    R: [-1, 0, 0],
    P: [0, 1, 0],
    A: [0, -1, 0],
    S: [0, 0, 1],
    I: [0, 0, -1],
  } as const;

  test.each(
    ['SPL', 'LPS', 'RAS', 'AIR', 'IRP'].flatMap((orientation) =>
      [0, 1, 2].map((axis) => ({ orientation, axis, letter: orientation[axis] as keyof typeof towards })),
    ),
  )('in $orientation the index of axis $axis grows to $letter', async ({ orientation, axis, letter }) => {
    const sizes = [0, 1, 2].map((n) => patch[orientation[n] as keyof typeof patch]) as [
      number,
      number,
      number,
    ];
    const stride = [sizes[1] * sizes[2], sizes[2], 1][axis]!;
    // Each voxel takes the value of its neighbour along the tensor's axis; off its end nothing is L1.
    const shifted: ScorePatch = (values) => {
      const end = sizes[axis]! - 1;
      const last = (at: number) => Math.floor(at / stride) % (end + 1) === end;
      return pointwise(values.map((_, at) => (last(at) ? 0 : values[at + stride]!)));
    };
    const { data } = await segment(ct, { orientation, patch: sizes }, shifted);
    const [di, dj, dk] = towards[letter];
    const expected = image(dims, (i, j, k) => {
      const [x, y, z] = [i + di, j + dj, k + dk];
      const inside = x >= 0 && y >= 0 && z >= 0 && x < dims[0] && y < dims[1] && z < dims[2];
      return inside && noise(x, y, z) > 100 ? L1 : 0;
    });
    expect([...data]).toEqual([...expected.data]);
  });
});

describe('a model on a grid of its own', () => {
  test('draws a slanted border without the steps of its voxels', async () => {
    const dims = [40, 36, 44] as const;
    const hu = (i: number, j: number, k: number) => 4 * i + 3 * j - 5 * k + 97;
    const ct = image(dims, hu);
    const { data } = await segment(ct, { spacingMm: [2.3, 1.7, 2.9] });
    let wrong = 0;
    data.forEach((value, at) => {
      const [i, j, k] = [
        at % dims[0],
        Math.floor(at / dims[0]) % dims[1],
        Math.floor(at / (dims[0] * dims[1])),
      ];
      // Scores that are linear in space are interpolated exactly, but for float32; beyond the model's outermost voxel
      // centres (here at most 1.5 voxels from the border) they are held.
      const atBorder = [i, j, k].some((n, axis) => n < 2 || n > dims[axis]! - 3);
      if (!atBorder && Math.abs(hu(i, j, k) - 100) > 0.01 && (value === L1) !== hu(i, j, k) > 100) wrong += 1;
    });
    expect(wrong).toBe(0);
  });

  test('sees HU clipped and normalised, and 0 beyond the image', async () => {
    const ct = image([2, 2, 2], (i) => (i === 0 ? -2000 : 300));
    const seen: number[] = [];
    const normalisation = { clip: [-1000, 1000], mean: 100, sd: 50 } as const;
    await segment(ct, { patch: [2, 2, 3], normalisation }, (patch) => {
      for (const value of patch) seen.push(value);
      return pointwise(patch);
    });
    expect(seen).toEqual([-22, 4, 0, -22, 4, 0, -22, 4, 0, -22, 4, 0]);
  });
});
