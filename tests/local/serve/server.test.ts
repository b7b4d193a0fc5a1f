/** The server over HTTP, with executions that the test answers for. */
import { connect } from 'node:net';

import { afterEach, expect, test } from 'vitest';

import { completedSchema, uploadSchema } from '../../../contracts/api/answers.ts';
import { folderObjectStore } from '../../../local/folder-object-store.ts';
import { startServer, type Server } from '../../../local/serve/server.ts';
import { digestOf, study } from '../../lambdas/api/fixture.ts';
import { scratchFolder } from '../../pipeline/command.ts';

const running: Server[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

async function started(root = scratchFolder()) {
  const ran: string[] = [];
  const server = await startServer({
    out: root,
    store: folderObjectStore(root),
    host: '127.0.0.1',
    port: 0,
    publicUrl: null,
    tokenHours: 1,
    run: ({ studyId }) => {
      ran.push(studyId);
      return Promise.resolve();
    },
    view: () => undefined,
    environment: {},
  });
  running.push(server);
  const call = (method: string, path: string, body?: unknown): Promise<Response> =>
    fetch(`${server.url}${path}`, {
      method,
      headers: { Authorization: `Bearer ${server.identity!.token}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return { root, server, call, ran };
}

test('a study that is declared, sent and completed is assessed once', async () => {
  const { server, call, ran } = await started();
  const { contents, declaration } = study(5);
  const upload = uploadSchema.parse(await (await call('POST', '/v1/uploads', declaration)).json());
  for (const { url, sha256, headers, method } of upload.targets) {
    const body = contents.find((content) => digestOf(content) === sha256)!;
    const sent = await fetch(url, { method, headers, body: Buffer.from(body) });
    expect(sent.status).toBe(204);
  }
  const complete = `/v1/uploads/${upload.uploadId}/complete`;
  const answers = await Promise.all([call('POST', complete), call('POST', complete)]);
  const [first, second] = await Promise.all(answers.map((answer) => answer.json()));
  expect(second).toEqual(first);
  await server.idle();
  expect(ran).toEqual([completedSchema.parse(first).assessment.studyId]);
});

test('a link takes what it was made for, and nothing else', async () => {
  const { call } = await started();
  const { contents, declaration } = study(1);
  const upload = uploadSchema.parse(await (await call('POST', '/v1/uploads', declaration)).json());
  const [{ url }] = upload.targets as [(typeof upload.targets)[0]];
  const put = async (to: string, body: Uint8Array) => {
    const response = await fetch(to, { method: 'PUT', body: Buffer.from(body) });
    return [
      response.status,
      response.status === 204 ? null : ((await response.json()) as { code: string }).code,
    ];
  };
  const flipped = contents[0]!.map((value, n) => (n === 0 ? value ^ 1 : value));
  expect(await put(url, flipped)).toEqual([422, 'DIGEST_MISMATCH']);
  expect(await put(url, new Uint8Array(1))).toEqual([422, 'SIZE_MISMATCH']);
  expect(await put(url.replace('/local/', '/other/'), contents[0]!)).toEqual([403, 'LINK_INVALID']);
  expect(await put(url.replace('/files/', '/files/..%2f..%2f'), contents[0]!)).toEqual([403, 'LINK_INVALID']);
  expect((await call('GET', `/v1/uploads/${upload.uploadId}`)).status).toBe(200);
  expect(await put(url, contents[0]!)).toEqual([204, null]);
});

test('a sender that breaks off leaves nothing stored', async () => {
  const { call, server } = await started();
  const { declaration } = study(1);
  const upload = uploadSchema.parse(await (await call('POST', '/v1/uploads', declaration)).json());
  const { pathname, search, port, hostname } = new URL(upload.targets[0]!.url);
  await new Promise<void>((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(`PUT ${pathname}${search} HTTP/1.1\r\nHost: x\r\nContent-Length: 7\r\n\r\nsli`);
      setTimeout(() => {
        socket.destroy();
        resolve();
      }, 50);
    });
  });
  const now = uploadSchema.parse(await (await call('GET', `/v1/uploads/${upload.uploadId}`)).json());
  expect(now.stored).toBe(0);
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
});

test("with the next start the token is void, and another server's token is none", async () => {
  const { root, call, server } = await started();
  expect((await call('GET', '/v1/studies')).status).toBe(200);
  const other = await started(root);
  const answer = await fetch(`${other.server.url}/v1/studies`, {
    headers: { Authorization: `Bearer ${server.identity!.token}` },
  });
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([401, 'TOKEN_INVALID']);
});
