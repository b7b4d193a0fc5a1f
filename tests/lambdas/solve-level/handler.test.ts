import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { VOLUME_SCHEMA } from '../../../contracts/volumes.ts';
import { getJson, getVolume, putJson, putSurface, putVolume } from '../../../lambdas/shared/artifacts.ts';
import { provideStore } from '../../../lambdas/shared/aws/ports.ts';
import { calibrationSchema } from '../../../contracts/calibration/calibration.ts';
import { ctSchema } from '../../../contracts/ct.ts';
import { levelResultSchema } from '../../../contracts/level/level-result.ts';
import { segmentationSchema } from '../../../contracts/segmentation.ts';
import { solveLevelOutputSchema } from '../../../contracts/states.ts';
import type { ArtifactRef } from '../../../contracts/primitives.ts';
import { indexToWorld } from '../../../spine/grid/volume.ts';
import { handler } from '../../../lambdas/solve-level/handler.ts';
import { folderObjectStore } from '../../../local/folder-object-store.ts';
import { aboutCt } from '../../spine/outline/provider-input.ts';

import { block, LABEL } from '../../spine/measure/block.ts';
import { BY_VOLTAGE } from '../../spine/calibrate/by-voltage-line.ts';

const CONTEXT = {} as Context;
const TRUNCATED = { code: 'LEVEL_TRUNCATED', saw: 'a cut body', wanted: 'a whole one' } as const;

const folder = mkdtempSync(join(tmpdir(), 'osteon-'));
const store = folderObjectStore(folder);
afterAll(() => rmSync(folder, { recursive: true }));

let input: Readonly<Record<string, unknown>>;
beforeAll(async () => {
  provideStore(store);
  const { ct, bodies, surface: mesh, frame } = block();
  const volume = await putVolume(store, 'ct.nii.gz', VOLUME_SCHEMA.ct, ct);
  const labels = await putVolume(store, 'bodies.nii.gz', VOLUME_SCHEMA.labels, bodies);
  const body = { labelValue: LABEL, frame, bodyVolumeMm3: 0, qc: { light: 'green', flags: [] } } as const;
  const surface = await putSurface(store, 'body.ply', mesh);
  const surroundings = { ct: volume, bodies: labels, affine: [...ct.affine] };
  input = {
    studyId: '0123456789abcdef',
    assessmentId: 'v1',
    parameterSet: 'osteon-default-1',
    ct: await putJson(store, 'ct.json', ctSchema, { ...aboutCt(ct), volume, sliceThicknessMm: 1, kvp: 120 }),
    segmentation: await putJson(store, 'segmentation.json', segmentationSchema, {
      schema: 'osteon/segmentation/1',
      provider: { id: 'import', version: '1', convention: null, recognisedBy: null },
      bodies: labels,
      vertebrae: null,
      levels: [
        { level: 'L2', ...body, truncated: true, refusal: TRUNCATED },
        { level: 'L3', ...body, truncated: false, refusal: null, surroundings, surface },
        { level: 'L5', ...body, truncated: false, refusal: null },
      ],
      qc: { light: 'green', flags: [] },
    }),
    calibration: await putJson(store, 'calibration.json', calibrationSchema, BY_VOLTAGE),
  };
});

test('SolveLevel measures a level, and its strain field lies over the CT after a round through the store', async () => {
  const { level, artifact } = solveLevelOutputSchema.parse(await handler({ ...input, level: 'L3' }, CONTEXT));
  expect(level).toBe('L3');
  expect(artifact.key).toBe('assessments/0123456789abcdef/v1/levels/L3/level.json');
  const result = await getJson(store, artifact, levelResultSchema);
  expect(result.trabecular!.vbmd.value).toBeCloseTo(0.7 * 150, 0);
  expect(Math.abs(result.heights!.middle.value - 25)).toBeLessThan(0.5);
  expect(result.provenance.inputs).toHaveLength(6);

  const { strain, linearStrength, elements } = result.strength!;
  expect(linearStrength.value).toBeGreaterThan(0);
  const field = await getVolume(store, strain);
  const centre = [0, 0, 0];
  let bone = 0;
  field.data.forEach((value, at) => {
    if (value === 0) return;
    bone++;
    const [nx, ny] = field.dims;
    const p = indexToWorld(field.affine, at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny)));
    p.forEach((mm, axis) => (centre[axis]! += mm));
  });
  // Caps are elements and show no strain.
  expect(bone).toBeLessThan(elements);
  // The block's own centre is its frame's origin, which is 0.
  centre.forEach((sum) => expect(Math.abs(sum / bone)).toBeLessThan(0.51));
});

test('SolveLevel writes the same bytes when it is retried', async () => {
  const once = solveLevelOutputSchema.parse(await handler({ ...input, level: 'L3' }, CONTEXT));
  const bytes = readFileSync(join(folder, once.artifact.key));
  expect(await handler({ ...input, level: 'L3' }, CONTEXT)).toEqual(once);
  expect(readFileSync(join(folder, once.artifact.key))).toEqual(bytes);
});

test('SolveLevel measures the density alone in slices of 5 mm, and solves nothing', async () => {
  const { ct: ref } = input as { ct: ArtifactRef };
  const about = await getJson(store, ref, ctSchema);
  const ct = await putJson(store, 'thick.json', ctSchema, { ...about, sliceThicknessMm: 5 });
  const { artifact } = solveLevelOutputSchema.parse(
    await handler({ ...input, assessmentId: 'v5', ct, level: 'L3' }, CONTEXT),
  );
  const result = await getJson(store, artifact, levelResultSchema);
  expect(result).toMatchObject({ strength: null, heights: null, endplates: null });
  expect(result.flags.map(({ code }) => code)).toEqual([
    'STRENGTH_SLICES_TOO_THICK',
    'HEIGHTS_SLICES_TOO_THICK',
  ]);
  expect(result.trabecular!.vbmd.value).toBeCloseTo(0.7 * 150, 0);
  expect(existsSync(join(folder, 'assessments/0123456789abcdef/v5/levels/L3/strain.nii.gz'))).toBe(false);
});

test('SolveLevel guesses nothing about a level whose surroundings were not kept', async () => {
  await expect(handler({ ...input, level: 'L5' }, CONTEXT)).rejects.toMatchObject({ name: 'ContractBroken' });
});

test.each([
  ['that segmentation refused', 'L2', TRUNCATED.code],
  ['that segmentation did not see', 'L4', 'LEVEL_NOT_SEGMENTED'],
])('SolveLevel refuses a level %s', async (_, level, code) => {
  await expect(handler({ ...input, level }, CONTEXT)).rejects.toMatchObject({
    name: 'LevelRefused',
    refusal: { code },
  });
});
