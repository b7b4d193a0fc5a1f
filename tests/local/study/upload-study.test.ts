import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, test } from 'vitest';

import { getBytes } from '../../../lambdas/shared/artifacts.ts';
import type { Order } from '../../../contracts/order/order.ts';
import type { ObjectStore } from '../../../lambdas/shared/object-store.ts';
import { PARAMETER_SET_IDS, type ParameterSetId } from '../../../contracts/parameter-set-ids.ts';
import { CommandLineError } from '../../../local/command/errors.ts';
import { modelFiles, readJsonFile } from '../../../local/study/study-files.ts';
import { uploadStudy } from '../../../local/study/upload-study.ts';

import { slowStore } from '../../lambdas/shared/slow-store.ts';
import { plainStudy } from './study-on-disk.ts';

const folder = mkdtempSync(join(tmpdir(), 'osteon-upload-'));
afterAll(() => rmSync(folder, { recursive: true }));

const objects = new Map<string, Uint8Array>();
const store: ObjectStore = {
  get: (key) => Promise.resolve(objects.get(key)!),
  put: (key, body) => Promise.resolve(void objects.set(key, body)),
};

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const STUDY = plainStudy(file('ct.nii', 'voxels'));

test('a study without a model and without an operator’s word says nothing of either', async () => {
  const { manifest } = await uploadStudy(store, STUDY);
  expect(manifest).not.toHaveProperty('model');
  expect(manifest).not.toHaveProperty('levelOverride');
  expect(manifest).not.toHaveProperty('keepOutlines');
  const kept = await uploadStudy(store, { ...STUDY, keepOutlines: true });
  expect(kept.manifest.keepOutlines).toBe(true);
});

test('files are stored side by side, and named as one after another', async () => {
  const names = Array.from({ length: 9 }, (_, n) => file(`slice-${n}`, `slice ${n % 8}`));
  const slow = slowStore(store);
  const { manifest, pathOfKey } = await uploadStudy(slow, { ...STUDY, files: names });
  expect(slow.most.put).toBe(4);
  expect(manifest.files).toEqual(manifest.files.toSorted((a, b) => (a.key < b.key ? -1 : 1)));
  for (const ref of manifest.files) {
    const text = new TextDecoder().decode(await getBytes(store, ref));
    expect(readFileSync(pathOfKey.get(ref.key)!, 'utf8')).toBe(text);
  }
});

test('how the report is written stands in the marker where somebody asked, and makes a marker of its own', async () => {
  const plain = await uploadStudy(store, STUDY);
  expect(plain.manifest).not.toHaveProperty('report');
  const asked = await uploadStudy(store, { ...STUDY, report: { language: 'de', patientPage: true } });
  expect(asked.manifest.report).toEqual({ language: 'de', patientPage: true });
  expect(asked.marker.sha256).not.toBe(plain.marker.sha256);
});

test('the site and its calibrations stand in the marker where there are any', async () => {
  expect((await uploadStudy(store, { ...STUDY, calibrations: null })).manifest).toEqual(
    (await uploadStudy(store, STUDY)).manifest,
  );
  const calibrations = { key: 'calibrations/north/x.json', schema: 's', sha256: '0'.repeat(64) };
  const { manifest } = await uploadStudy(store, { ...STUDY, site: 'north', calibrations });
  expect(manifest).toMatchObject({ site: 'north', calibrations });
});

test('a second order for a study leaves the marker that the first assessment reads', async () => {
  const first = await uploadStudy(store, STUDY);
  const order = { schema: 'osteon/order/1', indication: 'x' } as const;
  const second = await uploadStudy(store, { ...STUDY, order });
  expect(second.marker.key).not.toBe(first.marker.key);
  // Checked against its digest.
  await getBytes(store, first.marker);
});

test('no file name of a site’s stands in the marker', async () => {
  const { manifest } = await uploadStudy(store, {
    ...STUDY,
    labels: [file('Mueller_vertebrae_L3.nii', 'labels')],
  });
  expect(manifest.labels!.files.map(({ name }) => name)).toEqual(['vertebrae_L3.nii.gz']);
  expect(JSON.stringify(manifest)).not.toContain('Mueller');
});

test('a folder without both files of a model is refused by the one that is missing', async () => {
  file('model.onnx', 'weights');
  await expect(modelFiles(folder)).rejects.toThrow(CommandLineError);
  await expect(modelFiles(folder)).rejects.toThrow('manifest.json');
});

test('a model and an operator’s word go with the study, and make it another assessment', async () => {
  file('manifest.json', '{}');
  const plain = await uploadStudy(store, STUDY);
  const levelOverride = { kind: 'first-level', level: 'L1' } as const;
  const { manifest, marker } = await uploadStudy(store, {
    ...STUDY,
    model: await modelFiles(folder),
    levelOverride,
  });
  const text = async (ref: Parameters<typeof getBytes>[1]) =>
    new TextDecoder().decode(await getBytes(store, ref));
  expect(await text(manifest.model!.onnx)).toBe('weights');
  expect(await text(manifest.model!.manifest)).toBe('{}');
  expect(manifest.levelOverride).toEqual(levelOverride);
  expect(manifest.studyId).toBe(plain.manifest.studyId);
  expect(marker.sha256).not.toBe(plain.marker.sha256);
});

describe('the parameter set', () => {
  const [first, second] = PARAMETER_SET_IDS;
  const order = (parameterSet?: ParameterSetId): Order => ({
    schema: 'osteon/order/1',
    indication: 'test',
    ...(parameterSet === undefined ? {} : { parameterSet }),
  });

  test.each([
    ['of the order where the operator names none', null, first, first],
    ['of the operator where the order names none', second, undefined, second],
    ['that both name', second, second, second],
    ['of nobody where nobody names one', null, undefined, undefined],
  ])('is that %s', async (_, operator, ordered, chosen) => {
    const { manifest } = await uploadStudy(store, {
      ...STUDY,
      parameterSet: operator,
      order: order(ordered),
    });
    expect(manifest.parameterSet).toBe(chosen);
  });

  test('on which operator and order disagree is refused by both names', async () => {
    const upload = uploadStudy(store, { ...STUDY, parameterSet: first, order: order(second) });
    await expect(upload).rejects.toThrow(CommandLineError);
    await expect(upload).rejects.toThrow(`--parameters: found ${first}; required: ${second}`);
  });
});

test('an order that answers one question twice is refused by its name', async () => {
  const path = file('twice.json', '{"patient": {"sex": "female", "sex": "male"}}');
  await expect(readJsonFile(path)).rejects.toThrow('twice.json: patient.sex: found twice; required: once');
});
