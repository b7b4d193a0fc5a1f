import type { Context } from 'aws-lambda';
import { beforeEach, expect, test } from 'vitest';

import { handler } from '../../../lambdas/load-ct/handler.ts';
import { getJson, getVolume, putBytes, putJson } from '../../../lambdas/shared/artifacts.ts';
import { provideStore } from '../../../lambdas/shared/aws/ports.ts';
import { ctSchema } from '../../../contracts/ct.ts';
import { loadCtOutputSchema } from '../../../contracts/states.ts';
import { SOURCE_FILE_SCHEMA, studyManifestSchema } from '../../../contracts/study.ts';
import { ObjectMissing, type ObjectStore } from '../../../lambdas/shared/object-store.ts';

import { COLUMNS, hu, ROWS, series, SLICES } from '../../spine/ct/ct-series.ts';
import { slowStore } from '../shared/slow-store.ts';

const STUDY = '0123456789abcdef';
// Of Lambda's context, what the logger reads.
const CONTEXT = { awsRequestId: '1', functionName: 'LoadCt' } as unknown as Context;

let objects: Map<string, Uint8Array>;
let store: ObjectStore;

beforeEach(() => {
  objects = new Map();
  store = {
    get: (key) =>
      objects.has(key) ? Promise.resolve(objects.get(key)!) : Promise.reject(new ObjectMissing(key)),
    put: (key, body) => Promise.resolve(void objects.set(key, body)),
  };
  provideStore(store);
});

async function event(files: readonly Uint8Array[]) {
  const refs = await Promise.all(
    files.map((bytes, n) =>
      putBytes(store, `studies/${STUDY}/files/${n}`, SOURCE_FILE_SCHEMA, bytes, 'application/octet-stream'),
    ),
  );
  const study = await putJson(store, `studies/${STUDY}/complete.json`, studyManifestSchema, {
    schema: 'osteon/study/1',
    studyId: STUDY,
    files: refs,
    labels: null,
    order: null,
  });
  return {
    schema: 'osteon/assessment-input/1',
    studyId: STUDY,
    assessmentId: 'a1',
    parameterSet: 'osteon-default-1',
    study,
  };
}

test('the volume and its account are written, and a retry writes the same bytes', async () => {
  const input = await event(series());
  const { artifact } = loadCtOutputSchema.parse(await handler(input, CONTEXT));
  expect(artifact).toMatchObject({ key: `assessments/${STUDY}/a1/ct.json`, schema: 'osteon/ct/1' });
  const ct = await getJson(store, artifact, ctSchema);
  expect(ct).toMatchObject({
    dims: [COLUMNS, ROWS, SLICES],
    spacingMm: [0.75, 0.5, 2],
    volume: { key: `assessments/${STUDY}/a1/ct.nii.gz`, schema: 'osteon/volume/ct-hu/1' },
  });
  const volume = await getVolume(store, ct.volume);
  expect(volume.data).toBeInstanceOf(Int16Array);
  expect(volume.data[volume.data.length - 1]).toBe(hu(COLUMNS - 1, ROWS - 1, SLICES - 1));
  expect(await handler(input, CONTEXT)).toEqual({ artifact });
});

test('files are read side by side, and not all at once', async () => {
  const files = series();
  const input = await event([...files, ...Array.from({ length: 12 }, (_, n) => Buffer.from(`note ${n}`))]);
  const slow = slowStore(store);
  provideStore(slow);
  const { artifact } = loadCtOutputSchema.parse(await handler(input, CONTEXT));
  expect((await getJson(store, artifact, ctSchema)).dims).toEqual([COLUMNS, ROWS, SLICES]);
  expect(slow.most.get).toBe(8);
});

test('a study without a CT ends in a refusal that the state machine can name, and nothing is written', async () => {
  const input = await event([Buffer.from('no image')]);
  await expect(handler(input, CONTEXT)).rejects.toMatchObject({
    name: 'StudyRefused',
    refusal: { code: 'NO_DICOM' },
  });
  expect([...objects.keys()].filter((key) => key.startsWith('assessments/'))).toEqual([]);
});

test('a broken file is named by its key in the store', async () => {
  const files = series().map((bytes, n) => (n === 7 ? bytes.subarray(0, bytes.length - 9) : bytes));
  await expect(handler(await event(files), CONTEXT)).rejects.toMatchObject({
    refusal: {
      code: 'TRUNCATED_FILE',
      saw: expect.stringContaining(`studies/${STUDY}/files/7`) as string,
    },
  });
});

test.each<[string, string, string]>([
  ['no JSON', 'Müller', 'MARKER_INVALID'],
  ['another schema', '{"schema":"Müller","studyId":"0123456789abcdef"}', 'MARKER_INVALID'],
  ['another study', JSON.stringify({ schema: 'osteon/study/1', studyId: 'f'.repeat(16), files: [], labels: null, order: null }), 'MARKER_MISPLACED'], // prettier-ignore
])('a marker of %s is refused, and no word of it is repeated', async (_, text, code) => {
  const input = await event(series());
  const key = `studies/${STUDY}/complete.json`;
  const study = await putBytes(store, key, 'osteon/study/1', Buffer.from(text), 'application/json');
  const error = await handler({ ...input, study }, CONTEXT).catch((cause: unknown) => cause);
  expect(error).toMatchObject({ name: 'StudyRefused', refusal: { code } });
  expect(String(error)).not.toContain('Müller');
});

test('a file that the marker lists and nobody uploaded is the upload’s fault', async () => {
  const input = await event(series());
  objects.delete(`studies/${STUDY}/files/3`);
  await expect(handler(input, CONTEXT)).rejects.toMatchObject({ refusal: { code: 'UPLOAD_INCOMPLETE' } });
});

test('bytes that are not those of the reference are a fault of the platform, not of the study', async () => {
  const input = await event(series());
  objects.set(`studies/${STUDY}/files/3`, series()[4]!);
  await expect(handler(input, CONTEXT)).rejects.toMatchObject({ name: 'PlatformFault' });
});
