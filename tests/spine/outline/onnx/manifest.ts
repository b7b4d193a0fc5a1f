/** A manifest that is right in every field. */
import type { ModelManifest } from '../../../../spine/outline/onnx/model-manifest.ts';

export const MANIFEST: ModelManifest = {
  schema: 'osteon/onnx-model/1',
  name: 'toy',
  version: '1.2',
  licence: 'CC0-1.0',
  spacingMm: [1, 1, 1],
  orientation: 'SPL',
  normalisation: { clip: [-1000, 1000], mean: 0, sd: 1 },
  patch: [8, 8, 8],
  overlap: 0.5,
  output: 'class-scores',
  content: 'bodies',
  labels: ['ignore', 'L1', 'L2'],
};

export function manifestBytes(manifest: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(manifest));
}
