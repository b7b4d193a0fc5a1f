import { expect, test } from 'vitest';

import { readModelManifest } from '../../../../spine/outline/onnx/model-manifest.ts';
import { MANIFEST, manifestBytes } from './manifest.ts';

test('a manifest is read as it was written, and the overlap is half a patch where it is left out', () => {
  const { overlap, ...rest } = MANIFEST;
  expect(overlap).toBe(0.5);
  expect(readModelManifest(manifestBytes(rest))).toEqual(MANIFEST);
});

test.each<[string, object, RegExp]>([
  ['of another schema', { schema: 'osteon/onnx-model/2' }, /schema: /],
  ['without a licence', { licence: '' }, /licence: /],
  ['with a level that is none', { labels: ['ignore', 'L7'] }, /labels\.1: a level/],
  ['with a level twice', { labels: ['ignore', 'L1', 'L1'] }, /labels: each level once/],
  ['without a level', { labels: ['ignore', 'ignore'] }, /labels: at least one level/],
  ['with one class only', { labels: ['L1'] }, /labels: /],
  ['with a patch of 0', { patch: [0, 8, 8] }, /patch\.0: /],
  ['with a patch of 8.5', { patch: [8, 8.5, 8] }, /patch\.1: /],
  ['with two sides of a patch', { patch: [8, 8] }, /patch: /],
  ['with a spacing of 0', { spacingMm: [1, 1, 0] }, /spacingMm\.2: /],
  ['with an overlap of the whole patch', { overlap: 1 }, /overlap: /],
  ['with an axis twice', { orientation: 'LRS' }, /orientation: one letter each/],
  ['with an axis that is none', { orientation: 'XYZ' }, /orientation: three letters/],
  ['with bounds the wrong way round', { normalisation: { clip: [1000, -1000], mean: 0, sd: 1 } }, /normalisation\.clip: the lower/],
  ['with an sd of 0', { normalisation: { clip: [-1000, 1000], mean: 0, sd: 0 } }, /normalisation\.sd: /],
  ['with a field that nothing reads', { spacing: [1, 1, 1] }, /spacing/],
])('a manifest %s is refused by the name of the field', (_, change, field) => {
  const read = () => readModelManifest(manifestBytes({ ...MANIFEST, ...change }));
  expect(read).toThrow('MODEL_MANIFEST_INVALID');
  expect(read).toThrow(field);
}); // prettier-ignore

test('what is no JSON is refused', () => {
  expect(() => readModelManifest(new TextEncoder().encode('{'))).toThrow('invalid JSON');
});
