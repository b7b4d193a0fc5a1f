import type { Context } from 'aws-lambda';
import { beforeAll, expect, test } from 'vitest';

import { handler } from '../../../lambdas/segment-vertebrae/handler.ts';
import { VOLUME_SCHEMA } from '../../../contracts/volumes.ts';
import {
  getJson,
  putBytes,
  putJson,
  putVolume,
  studyManifestKey,
} from '../../../lambdas/shared/artifacts.ts';
import { provideStore } from '../../../lambdas/shared/aws/ports.ts';
import { ctSchema } from '../../../contracts/ct.ts';
import { segmentationSchema } from '../../../contracts/segmentation.ts';
import { segmentVertebraeOutputSchema } from '../../../contracts/states.ts';
import { SOURCE_FILE_SCHEMA, studyManifestSchema } from '../../../contracts/study.ts';
import { memoryStore } from '../../report/fixture.ts';
import { aboutCt } from '../../spine/outline/provider-input.ts';
import { HU, toySpine } from '../../spine/outline/toy-spine.ts';
import { MANIFEST, manifestBytes } from '../../spine/outline/onnx/manifest.ts';
import { lacksRuntime, nearestMean } from '../../spine/outline/onnx/onnx-file.ts';

const STUDY_ID = '0123456789abcdef';
const store = memoryStore();

beforeAll(() => provideStore(store));

test.skipIf(lacksRuntime())(
  'a study’s own model outlines it, and its operator’s word names the levels',
  async () => {
    const { ct } = toySpine({ levels: ['L1'], voxelMm: 2, arches: false });
    const put = (key: string, bytes: Uint8Array) => putBytes(store, key, SOURCE_FILE_SCHEMA, bytes, 'any');
    const manifest = {
      ...MANIFEST,
      spacingMm: [2, 2, 2],
      patch: [24, 24, 24],
      normalisation: { clip: [-500, 1000], mean: HU.tissue, sd: HU.bone - HU.tissue },
      labels: ['ignore', 'L1'],
    };
    const study = await putJson(store, studyManifestKey(STUDY_ID), studyManifestSchema, {
      schema: 'osteon/study/1',
      studyId: STUDY_ID,
      files: [],
      labels: null,
      model: {
        onnx: await put('model', nearestMean([0, 1])),
        manifest: await put('manifest', manifestBytes(manifest)),
      },
      levelOverride: { kind: 'first-level', level: 'L2' },
      order: null,
    });
    const volume = await putVolume(store, 'ct.nii.gz', VOLUME_SCHEMA.ct, ct);
    const about = await putJson(store, 'ct.json', ctSchema, { ...aboutCt(ct), volume });
    const output = await handler(
      {
        schema: 'osteon/assessment-input/1',
        studyId: STUDY_ID,
        assessmentId: 'a1',
        parameterSet: 'osteon-default-1',
        study,
        ct: { artifact: about },
      },
      {} as Context,
    );
    const { artifact, levels } = segmentVertebraeOutputSchema.parse(output);
    expect(levels).toEqual(['L2']);
    const segmentation = await getJson(store, artifact, segmentationSchema);
    expect(segmentation.provider).toMatchObject({ id: 'onnx', model: { name: 'toy', licence: 'CC0-1.0' } });
    expect(segmentation.qc.flags.map(({ code }) => code)).toContain('LEVELS_SET_BY_OPERATOR');
  },
);
