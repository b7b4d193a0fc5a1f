import { describe, expect, test } from 'vitest';

import type { ModelManifest } from '../../../../spine/outline/onnx/model-manifest.ts';
import type { Runtime } from '../../../../spine/host/onnx-runtime.ts';
import { openModel } from '../../../../spine/outline/onnx/runtime.ts';
import { MANIFEST } from './manifest.ts';
import { convModel, lacksRuntime, nearestMean } from './onnx-file.ts';

const TWO: ModelManifest = { ...MANIFEST, patch: [2, 2, 2], labels: ['ignore', 'L1'] };

test('where ONNX Runtime does not load, the refusal says what to install', async () => {
  const missing = () => {
    throw new Error('Cannot find module');
  };
  await expect(openModel(nearestMean([0, 1]), TWO, missing)).rejects.toMatchObject({
    name: 'StudyRefused',
    refusal: { code: 'ONNX_RUNTIME_MISSING', wanted: expect.stringContaining('onnxruntime-node') as string },
  });
});

test('a model whose classes show only when it runs is refused then', async () => {
  const open = { isTensor: true, type: 'float32', shape: ['n', 'channels', 'a', 'b', 'c'] };
  const session = {
    inputNames: ['x'],
    outputNames: ['y'],
    inputMetadata: [open],
    outputMetadata: [open],
    run: () => Promise.resolve({ y: { type: 'float32', dims: [1, 3, 2, 2, 2], data: new Float32Array(24) } }),
  };
  // Of ONNX Runtime, the two names that are used.
  const fake = {
    InferenceSession: { create: () => Promise.resolve(session) },
    Tensor: Array,
  } as unknown as Runtime;
  const { score } = await openModel(new Uint8Array(), TWO, () => fake);
  await expect(score(new Float32Array(8))).rejects.toMatchObject({
    refusal: { code: 'MODEL_SHAPE_MISMATCH', saw: 'a model with the output float32 [1, 3, 2, 2, 2]' },
  });
});

describe.skipIf(lacksRuntime())('ONNX Runtime', () => {
  test('answers with the scores of a model, class by class', async () => {
    const { score, close } = await openModel(nearestMean([0, 3]), TWO);
    const scores = await score(Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7));
    await close();
    expect([...scores]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, -9, -3, 3, 9, 15, 21, 27, 33]);
  });

  test('takes the first space axis of the tensor as the slowest', async () => {
    const next = { weights: [0, 0, 1], kernel: [3, 1, 1], bias: [0] } as const;
    const shape = [1, 1, 2, 2, 2];
    const bytes = convModel({ ...next, input: shape, output: shape });
    const { score, close } = await openModel(bytes, { ...TWO, labels: ['L1'] });
    const scores = await score(Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7));
    await close();
    expect([...scores]).toEqual([4, 5, 6, 7, 0, 0, 0, 0]);
  });

  test.each<[string, Uint8Array, Partial<ModelManifest>, string]>([
    ['with more classes than the manifest names', nearestMean([0, 1, 2], [2, 2, 2]), {}, 'output float32 [1, 3, 2, 2, 2]'],
    ['for other patches', nearestMean([0, 1], [4, 4, 4]), {}, 'input float32 [1, 1, 4, 4, 4]'],
    ['of a plane', convModel({ weights: [1, 1], kernel: [1, 1, 1], bias: [0, 0], input: [1, 1, 'b', 'c'], output: [1, 2, 'b', 'c'] }), {}, ''],
  ])('refuses a model %s', async (_, bytes, change, saw) => {
    const opened = openModel(bytes, { ...TWO, ...change });
    await expect(opened).rejects.toMatchObject({ name: 'StudyRefused' });
    await expect(opened).rejects.toThrow(saw === '' ? /MODEL_UNREADABLE|MODEL_SHAPE_MISMATCH/ : saw);
  }); // prettier-ignore

  test('refuses what is no ONNX file', async () => {
    await expect(openModel(new TextEncoder().encode('PK no model'), TWO)).rejects.toThrow('MODEL_UNREADABLE');
  });
});
