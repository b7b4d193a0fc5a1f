/** Studies that arrived, sent to a server whose executions the test answers for. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';

import { studyManifestSchema } from '../../../contracts/study.ts';
import { DeliveryRefused } from '../../../local/arrivals/deliver.ts';
import { deliverToServer } from '../../../local/arrivals/deliver-url.ts';
import { objectName, uidDigest } from '../../../lambdas/shared/arrivals/names.ts';
import { deliveryOf } from '../../../local/arrivals/options.ts';
import { folderObjectStore } from '../../../local/folder-object-store.ts';
import { startServer, type Server } from '../../../local/serve/server.ts';
import { sha256 } from '../../../spine/host/digest.ts';
import { lacksStorescu, storescu } from '../../peers/dcmtk-scu.ts';
import { scratchFolder } from '../../pipeline/command.ts';
import { ctObject, onDisk, PATIENT_ID, studyUid } from '../gateway/ct-objects.ts';
import { runGateway, until } from '../gateway/running-gateway.ts';

const never = new AbortController().signal;
const running: Server[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

async function server(root = scratchFolder(), port = 0) {
  const started = await startServer({
    out: root,
    store: folderObjectStore(root),
    host: '127.0.0.1',
    port,
    publicUrl: null,
    tokenHours: 1,
    run: () => Promise.resolve(),
    view: () => undefined,
    environment: {},
  });
  running.push(started);
  const token = (): Promise<string> => Promise.resolve(started.identity!.token);
  return { root, url: started.url, token, started };
}

function arrived(version = 1, count = 3) {
  const folder = join(scratchFolder(), 'spool');
  mkdirSync(folder);
  const files = Array.from({ length: count }, (_, n) => {
    const bytes = ctObject(1, n);
    const name = objectName(`1.2.${n}`, sha256(bytes));
    writeFileSync(join(folder, name), bytes);
    return { name, path: join(folder, name) };
  });
  return { study: uidDigest(studyUid(1)), version, files, brokenOff: false };
}

function studiesIn(root: string): string[] {
  return readdirSync(root).includes('studies') ? readdirSync(join(root, 'studies')) : [];
}

test('a study is complete at the server, its files as they came, under names that are digests', async () => {
  const { root, url, token } = await server();
  const study = arrived();
  expect(await deliverToServer(url, token)(study, never)).toMatch(/^sent; assessment [0-9a-f]{16}\//);
  const [id] = studiesIn(root);
  const marker = studyManifestSchema.parse(
    JSON.parse(readFileSync(join(root, 'studies', id!, 'complete.json'), 'utf8')),
  );
  expect(marker.files.map((file) => file.sha256).sort()).toEqual(
    study.files.map(({ path }) => sha256(readFileSync(path))).sort(),
  );
});

test('the same version again is the same study; a later one is another', async () => {
  const { root, url, token } = await server();
  const deliver = deliverToServer(url, token);
  await deliver(arrived(), never);
  await deliver(arrived(), never);
  expect(studiesIn(root)).toHaveLength(1);
  await deliver(arrived(2, 4), never);
  expect(studiesIn(root)).toHaveLength(2);
});

test('a server that is not there, or does not take the token, may take the study later', async () => {
  const gone = await server();
  const port = Number(new URL(gone.url).port);
  await gone.started.close();
  running.splice(0);
  const notThere = deliverToServer(gone.url, gone.token, []);
  await expect(notThere(arrived(), never)).rejects.not.toThrow(DeliveryRefused);
  const back = await server(scratchFolder(), port);
  await expect(
    deliverToServer(back.url, () => Promise.resolve('x.y.z'), [])(arrived(), never),
  ).rejects.toThrow('TOKEN_INVALID');
  await expect(
    deliverToServer(back.url, () => Promise.resolve('x.y.z'), [])(arrived(), never),
  ).rejects.not.toThrow(DeliveryRefused);
  await expect(deliverToServer(back.url, back.token)(arrived(), never)).resolves.toContain('sent');
});

test('a study that the server can never take is refused once and for all', async () => {
  const { url, token } = await server();
  const study = arrived();
  const none = { ...study, files: [] };
  await expect(deliverToServer(url, token)(none, never)).rejects.toThrow(DeliveryRefused);
});

test.skipIf(lacksStorescu)('from an archive to the server', async () => {
  const { root, url, token } = await server();
  const gateway = await runGateway({}, deliverToServer(url, token));
  expect((await storescu(gateway.port, [onDisk([0, 1, 2].map((n) => ctObject(1, n)))])).code).toBe(0);
  await until(
    () => gateway.log.some((line) => line.includes('delivered: sent; assessment')),
    () => gateway.log,
  );
  expect(studiesIn(root)).toHaveLength(1);
  const names = readdirSync(join(root, 'incoming'), { recursive: true }).join('\n');
  expect(names).not.toContain(PATIENT_ID);
});

test.each([
  [{ to: undefined, assess: false, tokenFile: null }, '--to: required: a folder or the URL'],
  [{ to: 'x', assess: false, tokenFile: 't' }, '--token-file requires --to URL'],
  [{ to: 'http://x', assess: true, tokenFile: null }, '--assess requires --to FOLDER'],
  [{ to: 'http://x', assess: false, tokenFile: '/not/there' }, '--token-file /not/there: no such file'],
])('%j is refused by name', async (destination, told) => {
  await expect(deliveryOf(destination, 'staging')).rejects.toThrow(told);
});
