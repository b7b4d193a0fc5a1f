/** Objects to DICOMweb services: one of another house, and one that answers what the test wants. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { afterEach, beforeAll, expect, test } from 'vitest';

import { storeByWeb } from '../../../local/archive/stow.ts';
import { lacksOrthancWeb, startOrthanc, type Orthanc } from '../../peers/orthanc.ts';
import { scratchFolder } from '../../pipeline/command.ts';

import { archivedAssessment, attributes, type Archived } from './archived.ts';

let of: Archived;
beforeAll(async () => {
  of = await archivedAssessment();
});

let orthanc: Orthanc | null = null;
let server: Server | null = null;
afterEach(() => {
  orthanc?.stop();
  server?.closeAllConnections();
  server?.close();
  [orthanc, server] = [null, null];
});

test.skipIf(lacksOrthancWeb)(
  'Orthanc stores all of them, twice as once, and gives them back as they were',
  async () => {
    orthanc = await startOrthanc(scratchFolder());
    for (let sent = 0; sent < 2; sent++)
      expect(
        await storeByWeb(of.objects, `${orthanc.dicomWeb}/studies`, { token: null, overHttp: false }),
      ).toEqual(of.objects.map(({ name }) => ({ name, stored: true, remark: null })));
    const kept = await orthanc.instances();
    expect([...kept.keys()].toSorted()).toEqual(of.objects.map(({ sopInstance }) => sopInstance).toSorted());
    const back = join(scratchFolder(), 'back.dcm');
    for (const { path, sopInstance } of of.objects) {
      writeFileSync(back, kept.get(sopInstance)!);
      expect(attributes(back)).toEqual(attributes(path));
    }
  },
);

interface Asked {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** @returns the service's address, and what it is asked */
async function service(status: number, account: unknown): Promise<{ url: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      asked.push({ headers: request.headers, body: Buffer.concat(parts) });
      response.writeHead(status, { Location: '/elsewhere' }).end(JSON.stringify(account));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/studies`, asked };
}

const itemOf = (uid: string, more: object = {}): object => ({
  '00081155': { vr: 'UI', Value: [uid] },
  ...more,
});

test('a part each, byte for byte, and the account of each is told', async () => {
  const [first, second, third, ...rest] = of.objects;
  const { url, asked } = await service(202, {
    '00081198': {
      vr: 'SQ',
      Value: [itemOf(first!.sopInstance, { '00081197': { vr: 'US', Value: [0xa700] } })],
    },
    '00081199': {
      vr: 'SQ',
      Value: [
        itemOf(second!.sopInstance, { '00081196': { vr: 'US', Value: [0xb000] } }),
        ...rest.map(({ sopInstance }) => itemOf(sopInstance)),
      ],
    },
  });
  expect(await storeByWeb(of.objects, url, { token: 'secret', overHttp: false })).toEqual([
    { name: first!.name, stored: false, remark: 'failure A700' },
    { name: second!.name, stored: true, remark: 'warning B000' },
    { name: third!.name, stored: false, remark: 'not in the account of the archive' },
    ...rest.map(({ name }) => ({ name, stored: true, remark: null })),
  ]);
  const { headers, body } = asked[0]!;
  expect(headers.authorization).toBe('Bearer secret');
  const boundary = /^multipart\/related; type="application\/dicom"; boundary=(\S+)$/.exec(
    headers['content-type']!,
  )![1]!;
  const expected = Buffer.concat([
    ...of.objects.flatMap(({ bytes }) => [
      Buffer.from(`--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`),
      bytes,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
  expect(Buffer.compare(body, expected)).toBe(0);
});

test.each([
  ['asks who is there', 401, {}, 'found HTTP 401'],
  ['is no such service', 200, 'welcome', 'without an account'],
  ['sends elsewhere', 307, {}, 'no answer from'],
])('a service that %s stores nothing', async (_, status, account, message) => {
  const { url, asked } = await service(status, account);
  await expect(storeByWeb(of.objects, url, { token: null, overHttp: false })).rejects.toThrow(message);
  expect(asked).toHaveLength(1);
  expect(asked[0]!.headers.authorization).toBeUndefined();
});

test('a token goes to an http address of a network only where the site says so', async () => {
  const { url, asked } = await service(401, {});
  // Here it is this machine as well, but not by its name.
  const network = url.replace('127.0.0.1', '0.0.0.0');
  await expect(storeByWeb(of.objects, network, { token: 'secret', overHttp: false })).rejects.toThrow(
    '--allow-token-over-http',
  );
  expect(asked).toEqual([]);
  await expect(storeByWeb(of.objects, network, { token: 'secret', overHttp: true })).rejects.toThrow(
    'HTTP 401',
  );
  expect(asked[0]!.headers.authorization).toBe('Bearer secret');
});
