/** Uploads as imaging sites make them, well and badly: each with the answer that it gets. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { completedSchema } from '../../../../contracts/api/answers.ts';
import { studyManifestSchema } from '../../../../contracts/study.ts';
import { siteStudySchema } from '../../../../lambdas/shared/studies/site-index.ts';
import { digestOf, fixture, study } from '../fixture.ts';

async function sent(count = 3, site?: string) {
  const api = await fixture();
  const { contents, declaration } = study(count);
  const upload = await api.open(declaration, site);
  await api.send(upload, contents);
  return { ...api, contents, declaration, upload, complete: `/v1/uploads/${upload.uploadId}/complete` };
}

test('an upload answers a link for each content below the prefix of its site, and once complete none', async () => {
  const { open, send, call, root } = await fixture();
  const { contents, declaration } = study(3);
  // The same content under two names is sent once.
  const files = [...declaration.files, { ...declaration.files[0]!, name: 'copy.dcm' }];
  const upload = await open({ ...declaration, files });
  expect(upload).toMatchObject({ state: 'open', declared: 3, stored: 0, next: null, assessment: null });
  expect(upload.targets.map(({ sha256 }) => sha256)).toEqual(contents.map(digestOf).sort());
  for (const { url } of upload.targets) expect(url).toContain(`/incoming/north/${upload.uploadId}/files/`);

  await send(upload, contents);
  const answer = await call('POST', `/v1/uploads/${upload.uploadId}/complete`);
  const { assessment } = completedSchema.parse(await answer.json());
  const marker = studyManifestSchema.parse(
    JSON.parse(readFileSync(join(root, 'studies', assessment.studyId, 'complete.json'), 'utf8')),
  );
  expect(marker).toMatchObject({ studyId: assessment.studyId, site: 'north', labels: null, order: null });
  expect(marker.files).toHaveLength(3);
  for (const { key, sha256 } of marker.files) expect(digestOf(readFileSync(join(root, key)))).toBe(sha256);

  const after = await (await call('GET', `/v1/uploads/${upload.uploadId}`)).json();
  expect(after).toMatchObject({ state: 'completed', stored: 3, targets: [], assessment });
});

test('the same declaration opens the same upload again, with links for what is missing', async () => {
  const { open, send } = await fixture();
  const { contents, declaration } = study(4);
  const first = await open(declaration);
  await send(first, contents.slice(0, 3));
  // Neither the order of files nor that of fields makes another upload.
  const again = await open({ files: declaration.files.toReversed(), schema: declaration.schema });
  expect(again.uploadId).toBe(first.uploadId);
  expect(again).toMatchObject({ declared: 4, stored: 3 });
  expect(again.targets.map(({ sha256 }) => sha256)).toEqual([digestOf(contents[3]!)]);
});

test('links come in pages', async () => {
  const { open, call } = await fixture();
  const { declaration } = study(1001);
  const first = await open(declaration);
  expect(first.targets).toHaveLength(1000);
  const rest = await call('GET', `/v1/uploads/${first.uploadId}?after=${first.next ?? ''}`);
  const page = (await rest.json()) as { targets: { sha256: string }[]; next: unknown };
  expect([page.targets.length, page.next]).toEqual([1, null]);
  expect(first.targets.map(({ sha256 }) => sha256)).not.toContain(page.targets[0]!.sha256);
});

test('two completions, one after the other or at once, answer the same and make one study', async () => {
  const { call, complete, root } = await sent();
  const at = await Promise.all([call('POST', complete), call('POST', complete)]);
  const answers = [...at, await call('POST', complete)];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  const [first, ...others] = await Promise.all(answers.map(({ json }) => json()));
  for (const other of others) expect(other).toEqual(first);
  expect(readdirSync(join(root, 'studies'))).toHaveLength(1);
  expect(readdirSync(join(root, 'sites/north/studies'))).toHaveLength(1);
});

test('one slice missing: the answer names it, nothing starts, and sending it mends it', async () => {
  const { open, send, call, failure, root } = await fixture();
  const { contents, declaration } = study(3);
  const upload = await open(declaration);
  await send(upload, contents.slice(0, 2));
  const complete = `/v1/uploads/${upload.uploadId}/complete`;
  expect(await failure(await call('POST', complete))).toMatchObject({
    status: 409,
    code: 'FILES_MISSING',
    message: 'found 2 of 3 files as declared; required: all of them',
    files: [{ name: 'series/image-3.dcm', sha256: digestOf(contents[2]!), problem: 'missing' }],
    count: 1,
  });
  expect(readdirSync(root)).not.toContain('studies');
  await send(upload, contents);
  expect((await call('POST', complete)).status).toBe(200);
});

test('a byte flipped on its way is not stored; one flipped in the store is found at completion', async () => {
  const { upload, uploads, links, contents, call, complete, failure, root } = await sent();
  const [target] = upload.targets;
  const flipped = Uint8Array.from(contents.find((content) => digestOf(content) === target!.sha256)!);
  flipped[0]! ^= 1;
  const wanted = links.read(new URL(target!.url));
  await expect(
    uploads.receive({ ...wanted, key: `${wanted.key}-again` }, asyncOf(flipped)),
  ).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' });
  expect(await uploads.digestOf(`${wanted.key}-again`)).toBeNull();

  writeFileSync(join(root, wanted.key), flipped);
  expect(await failure(await call('POST', complete))).toMatchObject({
    status: 409,
    code: 'FILES_MISSING',
    files: [{ sha256: target!.sha256, problem: 'digest' }],
  });
  writeFileSync(join(root, wanted.key), flipped.subarray(1));
  expect(await failure(await call('POST', complete))).toMatchObject({
    files: [{ sha256: target!.sha256, problem: 'size' }],
  });
});

test("another site's upload is none, be it read, completed or cancelled", async () => {
  const { upload, call, failure } = await sent();
  for (const [method, path] of [
    ['GET', ''],
    ['POST', '/complete'],
    ['POST', '/cancel'],
  ] as const) {
    const answer = await call(method, `/v1/uploads/${upload.uploadId}${path}`, { site: 'south' });
    expect(await failure(answer)).toMatchObject({ status: 404, code: 'UPLOAD_NOT_FOUND' });
  }
});

test('two sites that send the same files have a study each', async () => {
  const { declaration, contents, open, send, call, complete, store } = await sent();
  const first = completedSchema.parse(await (await call('POST', complete)).json());
  const upload = await open(declaration, 'south');
  expect(upload.stored).toBe(0);
  await send(upload, contents);
  const answer = await call('POST', `/v1/uploads/${upload.uploadId}/complete`, { site: 'south' });
  const second = completedSchema.parse(await answer.json());
  expect(second.assessment.studyId).not.toBe(first.assessment.studyId);
  const bytes = await store.get(`sites/south/studies/${second.assessment.studyId}.json`);
  expect(siteStudySchema.parse(JSON.parse(new TextDecoder().decode(bytes))).studyId).toBe(
    second.assessment.studyId,
  );
});

test('a cancelled upload is not completed, and goes on when it is opened again', async () => {
  const { upload, declaration, open, call, complete, failure } = await sent();
  const cancelled = await call('POST', `/v1/uploads/${upload.uploadId}/cancel`);
  expect(await cancelled.json()).toMatchObject({ state: 'cancelled', targets: [] });
  expect(await failure(await call('POST', complete))).toMatchObject({
    status: 409,
    code: 'UPLOAD_CANCELLED',
  });
  expect(await open(declaration)).toMatchObject({ state: 'open', stored: 3 });
  expect((await call('POST', complete)).status).toBe(200);
  expect(await failure(await call('POST', `/v1/uploads/${upload.uploadId}/cancel`))).toMatchObject({
    code: 'UPLOAD_COMPLETED',
  });
});

test('an order makes its own assessment of the same study, and is in its marker', async () => {
  const { declaration, contents, open, send, call, complete, root } = await sent();
  const plain = completedSchema.parse(await (await call('POST', complete)).json());
  const upload = await open({
    ...declaration,
    order: { schema: 'osteon/order/1', indication: 'Back pain' },
    parameterSet: 'osteon-default-2',
    phantom: 'none',
  });
  await send(upload, contents);
  const answer = await call('POST', `/v1/uploads/${upload.uploadId}/complete`);
  const ordered = completedSchema.parse(await answer.json());
  expect(ordered.assessment.studyId).toBe(plain.assessment.studyId);
  expect(ordered.assessment.assessmentId).not.toBe(plain.assessment.assessmentId);
  expect(ordered.assessment.assessmentId).toContain('osteon-default-2');
  const marker = studyManifestSchema.parse(
    JSON.parse(readFileSync(join(root, 'studies', plain.assessment.studyId, 'complete.json'), 'utf8')),
  );
  expect(marker).toMatchObject({ phantom: 'none', parameterSet: 'osteon-default-2' });
  expect(JSON.parse(readFileSync(join(root, marker.order!.key), 'utf8'))).toMatchObject({
    indication: 'Back pain',
  });
});

const file = study(1).declaration.files[0]!;
test.each<[what: string, body: unknown, path: string]>([
  ['a path that leads out', { files: [{ ...file, name: '../../etc/passwd' }] }, 'files.0.name'],
  ['a path that leads out on Windows', { files: [{ ...file, name: 'a\\..\\b' }] }, 'files.0.name'],
  ['an absolute path', { files: [{ ...file, name: '/etc/passwd' }] }, 'files.0.name'],
  ['a control character', { files: [{ ...file, name: 'a\u001b[2J' }] }, 'files.0.name'],
  ['no files', { files: [] }, 'files'],
  ['a file of 2 GiB', { files: [{ ...file, bytes: 2 ** 31 }] }, 'files.0.bytes'],
  ['a digest that is none', { files: [{ ...file, sha256: '../../x' }] }, 'files.0.sha256'],
  ['two sizes of one content', { files: [file, { ...file, bytes: 1 }] }, 'files'],
  ['a field that nobody knows', { files: [file], colour: 'red' }, '(the whole body)'],
  [
    "a label file's own name",
    { files: [file], labels: { files: [{ ...file, name: 'Mustermann.nii.gz' }], convention: null } },
    'labels.files.0.name',
  ],
  [
    'an order that contradicts itself',
    { files: [file], order: { schema: 'osteon/order/1', indication: '' } },
    'order.indication',
  ],
  ['outlines of no labels', { files: [file], keepOutlines: true }, 'keepOutlines'],
])('%s is refused by the field', async (_, body, path) => {
  const { call, failure, root } = await fixture();
  const answer = await call('POST', '/v1/uploads', {
    body: { schema: 'osteon/upload/1', ...(body as object) },
  });
  const told = await failure(answer);
  expect(told).toMatchObject({ status: 400, code: 'REQUEST_INVALID' });
  expect(told.fields?.map((field) => field.path)).toContain(path);
  expect(readdirSync(root)).toEqual([]);
});

test.each([
  ['no JSON', '{"schema":', 'the body is not JSON in UTF-8'],
  [
    'a field named twice',
    `{"schema":"osteon/upload/1","files":[${JSON.stringify(file)}],"schema":"osteon/upload/1"}`,
    'a field is named twice',
  ],
])('%s is refused', async (_, body, message) => {
  const { call, failure } = await fixture();
  const told = await failure(await call('POST', '/v1/uploads', { body }));
  expect(told).toMatchObject({ status: 400, code: 'REQUEST_INVALID', message });
});

test.each([
  '/v1/uploads/..%2f..%2fetc',
  '/v1/uploads/../../etc/passwd',
  '/v1/uploads/%2e%2e/state.json',
  '/v1/studies/..',
])('the address %s leads nowhere', async (path) => {
  const { call, failure } = await fixture();
  const told = await failure(await call('GET', path));
  expect([400, 404]).toContain(told.status);
  expect(['REQUEST_INVALID', 'NOT_FOUND']).toContain(told.code);
});

async function* asyncOf(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(content);
}

describe('an order as a FHIR request', () => {
  const request = {
    resourceType: 'ServiceRequest',
    ...{ status: 'active', intent: 'order', subject: { reference: 'Patient/one', display: 'Erika Muster' } },
    reasonCode: [{ text: 'Height loss of 5 cm' }],
    note: [{ text: 'call Mrs Muster' }],
  };

  test('is kept as an order, without the patient, and what is not used is answered', async () => {
    const { open, send, call, root } = await fixture();
    const { contents, declaration } = study(2);
    const upload = await open({ ...declaration, order: request as never });
    expect(upload.orderLeftOut).toEqual(['ServiceRequest.note: free text']);
    await send(upload, contents);
    const answer = await call('POST', `/v1/uploads/${upload.uploadId}/complete`);
    const { assessment } = completedSchema.parse(await answer.json());
    const at = (key: string): string => readFileSync(join(root, key), 'utf8');
    const marker = studyManifestSchema.parse(JSON.parse(at(`studies/${assessment.studyId}/complete.json`)));
    expect(JSON.parse(at(marker.order!.key))).toEqual({
      schema: 'osteon/order/1',
      indication: 'Height loss of 5 cm',
    });
    const kept = readdirSync(root, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    for (const { parentPath, name } of kept)
      expect(readFileSync(join(parentPath, name), 'latin1')).not.toContain('Muster');
  });

  test.each([
    [{ ...request, status: 'revoked' }, ['order.ServiceRequest.status']],
    [{ ...request, reasonCode: [] }, ['order.ServiceRequest.reasonCode']],
    [{ schema: 'osteon/order/1', indication: 7 }, ['order.indication']],
  ])('that is none is refused by its fields: %#', async (order, paths) => {
    const { call } = await fixture();
    const answer = await call('POST', '/v1/uploads', { body: { ...study(1).declaration, order } });
    expect(answer.status).toBe(400);
    const error = (await answer.json()) as { fields: { path: string; required: string }[] };
    expect(error.fields.map(({ path }) => path)).toEqual(paths);
    expect(JSON.stringify(error)).not.toContain('Muster');
  });
});
