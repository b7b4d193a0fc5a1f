import { describe, expect, test } from 'vitest';

import { importProvider } from '../../../../spine/outline/import/provider.ts';
import { onnxProvider } from '../../../../spine/outline/onnx/provider.ts';
import type { ProviderInput } from '../../../../spine/outline/provider.ts';
import { sha256 } from '../../../../spine/host/digest.ts';
import { LABEL_VALUE, type Level } from '../../../../contracts/levels.ts';
import { writeNifti } from '../../../../spine/grid/nifti.ts';
import type { Volume } from '../../../../spine/grid/volume.ts';
import { providerInput } from '../provider-input.ts';
import { toySpine } from '../toy-spine.ts';
import { MANIFEST, manifestBytes } from './manifest.ts';
import { lacksRuntime, nearestMean } from './onnx-file.ts';

const LEVELS: readonly Level[] = ['T3', 'L1', 'L2'];
const TISSUE_HU = 40;
/** A vertebra shows its level by its HU: a model that looks at one voxel names it. */
const huOf = (level: Level): number => 200 + 100 * LEVELS.indexOf(level);
const MANIFEST_OF_TOY = {
  ...MANIFEST,
  spacingMm: [2, 2, 2],
  normalisation: { clip: [-500, 1000], mean: 100, sd: 200 },
  patch: [32, 24, 24],
  overlap: 0.2,
  labels: ['ignore', ...LEVELS],
} as const;
const MODEL = nearestMean([TISSUE_HU, ...LEVELS.map(huOf)].map((hu) => (hu - 100) / 200));

function painted(labels: Volume<Uint8Array>): Volume<Int16Array> {
  const hu = new Map(LEVELS.map((level) => [LABEL_VALUE[level], huOf(level)]));
  return { ...labels, data: Int16Array.from(labels.data, (value) => hu.get(value) ?? TISSUE_HU) };
}

function withModel(ct: Volume<Int16Array>, manifest: object): ProviderInput {
  return {
    ...providerInput(ct, []),
    labels: null,
    model: { bytes: MODEL, manifest: manifestBytes(manifest) },
  };
}

describe.skipIf(lacksRuntime())('a model that knows vertebrae by their HU', () => {
  const { labels: bodiesAlone } = toySpine({ levels: LEVELS, voxelMm: 2, arches: false });

  test('of whole vertebrae gives what importing them as a label map gives', async () => {
    const { labels } = toySpine({ levels: LEVELS, voxelMm: 2 });
    const ct = painted(labels);
    const result = await onnxProvider.segment(withModel(ct, { ...MANIFEST_OF_TOY, content: 'vertebrae' }));
    const file = { name: 'labels.nii.gz', bytes: writeNifti(labels) };
    const imported = await importProvider.segment(providerInput(ct, [file], 'verse'));
    expect(result.bodies).toEqual(imported.bodies);
    expect(result.vertebrae).toEqual(imported.vertebrae);
    expect(result.provider).toEqual({
      id: 'onnx',
      version: '1',
      convention: null,
      recognisedBy: null,
      model: { name: 'toy', version: '1.2', licence: 'CC0-1.0', sha256: sha256(MODEL) },
    });
  });

  test('of bodies gives them as they are, those of levels that are not assessed as well', async () => {
    const { bodies, vertebrae, levelFlags } = await onnxProvider.segment(
      withModel(painted(bodiesAlone), MANIFEST_OF_TOY),
    );
    expect(bodies).toEqual(bodiesAlone);
    expect(vertebrae).toBeNull();
    expect(levelFlags.size).toBe(0);
  });

  test('on voxels of 3 mm says so at each assessed level', async () => {
    // Alone, since blurred borders pass through the HU of other levels.
    const { labels } = toySpine({ levels: ['L1'], voxelMm: 2, arches: false });
    const manifest = {
      ...MANIFEST_OF_TOY,
      spacingMm: [3, 2, 2],
      labels: ['ignore', 'ignore', 'L1', 'ignore'],
    };
    const { levelFlags } = await onnxProvider.segment(withModel(painted(labels), manifest));
    expect([...levelFlags.keys()]).toEqual(['L1']);
    expect(levelFlags.get('L1')).toMatchObject([{ code: 'VOXELS_COARSE' }]);
  });

  test.each<[string, object, string]>([
    ['finds nothing', { normalisation: { clip: [-500, 50], mean: 100, sd: 200 } }, 'MODEL_FOUND_NOTHING'],
    ['names them from foot to head', { labels: ['ignore', 'L2', 'L1', 'T3'] }, 'LABELS_OUT_OF_ORDER'],
    ['has more classes than the manifest names', { labels: ['ignore', 'L1', 'L2'] }, 'MODEL_SHAPE_MISMATCH'],
  ])('is refused where it %s', async (_, change, code) => {
    const run = onnxProvider.segment(withModel(painted(bodiesAlone), { ...MANIFEST_OF_TOY, ...change }));
    await expect(run).rejects.toMatchObject({ name: 'StudyRefused', refusal: { code } });
  });
});
