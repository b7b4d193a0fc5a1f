/** Objects to application entities: two of other houses, and ones that refuse. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';

import dimse, { type association, type requests, type responses } from 'dcmjs-dimse';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';

import { storeByDimse } from '../../../local/archive/c-store.ts';
import { SEGMENTATION_STORAGE } from '../../../report/dicom/segmentation.ts';
import { runGateway } from '../gateway/running-gateway.ts';
import { lacks } from '../../peers/lacks.ts';
import { freePort, lacksOrthanc, startOrthanc } from '../../peers/orthanc.ts';
import { scratchFolder } from '../../pipeline/command.ts';

import { archivedAssessment, attributes, type Archived } from './archived.ts';

const { PresentationContextResult, Status, StorageClass, TransferSyntax } = dimse.constants;

/** Takes no segmentations, and has no room for pictures. */
class PickyScp extends dimse.Scp {
  override associationRequested(made: association.Association): void {
    for (const { context } of made.getPresentationContexts())
      if (context.getAbstractSyntaxUid() === SEGMENTATION_STORAGE)
        context.setResult(PresentationContextResult.RejectAbstractSyntaxNotSupported);
      else context.setResult(PresentationContextResult.Accept, TransferSyntax.ExplicitVRLittleEndian);
    this.sendAssociationAccept();
  }

  override cStoreRequest(
    request: requests.CStoreRequest,
    callback: (response: responses.CStoreResponse) => void,
  ): void {
    const response = dimse.responses.CStoreResponse.fromRequest(request);
    const picture = request.getAffectedSopClassUid() === StorageClass.SecondaryCaptureImageStorage;
    response.setStatus(picture ? 0xa700 : Status.Success);
    callback(response);
  }

  override associationReleaseRequested(): void {
    this.sendAssociationReleaseResponse();
  }
}

let of: Archived;
beforeAll(async () => {
  of = await archivedAssessment();
});

const LOOPBACK = '127.0.0.1';
const allStored = (): object[] => of.objects.map(({ name }) => ({ name, stored: true, remark: null }));

/** dcmtk's receiver. @returns its port and the folder that it fills */
async function storescp(options: readonly string[] = []): Promise<{ port: number; folder: string }> {
  const [port, folder] = [await freePort(), join(scratchFolder(), 'stored')];
  mkdirSync(folder);
  const child = spawn('storescp', [...options, '-v', '-aet', 'ARCHIVE', '-od', folder, String(port)], {
    stdio: ['ignore', 'ignore', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  for (let tries = 0; tries < 200; tries++) {
    const answers = await new Promise<boolean>((resolve) => {
      const socket = createConnection(port, LOOPBACK, () => resolve(true));
      socket.on('error', () => resolve(false));
      socket.on('connect', () => socket.end());
    });
    if (answers) return { port, folder };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('storescp does not answer');
}

test.skipIf(lacks('storescp')).each([
  ['', []],
  [' in implicit VR', ['+xi']],
])('storescp stores all of them%s, twice as once, as they were', async (_, options) => {
  const { port, folder } = await storescp(options);
  for (let sent = 0; sent < 2; sent++)
    expect(await storeByDimse(of.objects, { called: 'ARCHIVE', host: LOOPBACK, port }, 'HERE')).toEqual(
      allStored(),
    );
  const files = readdirSync(folder);
  expect(files).toHaveLength(of.objects.length);
  for (const { path, sopInstance } of of.objects)
    expect(
      attributes(
        join(
          folder,
          files.find((file) => file.endsWith(`.${sopInstance}`))!,
        ),
      ),
    ).toEqual(attributes(path));
});

describe.skipIf(lacks('storescp') || lacks('openssl'))('over TLS', () => {
  /** A key and a certificate of 127.0.0.1 that it signs itself. */
  const certified = (): { readonly key: string; readonly certificate: string } => {
    const folder = scratchFolder();
    mkdirSync(folder, { recursive: true });
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const names = ['-subj', '/CN=archive', '-addext', `subjectAltName=IP:${LOOPBACK}`];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', certificate, ...names], { stdio: 'ignore' }); // prettier-ignore
    return { key, certificate };
  };
  const send = (port: number, ca: string) =>
    storeByDimse(of.objects, { called: 'ARCHIVE', host: LOOPBACK, port }, 'HERE', {
      timeoutMs: 10_000,
      tls: { ca: readFileSync(ca), own: null },
    });

  test('storescp stores all of them for whom its certificate is trusted, and gets none from others', async () => {
    const { key, certificate } = certified();
    const { port, folder } = await storescp(['+tls', key, certificate, '-ic']);
    expect(await send(port, certificate)).toEqual(allStored());
    expect(readdirSync(folder)).toHaveLength(of.objects.length);
    const other = await storescp(['+tls', key, certificate, '-ic']);
    await expect(send(other.port, certified().certificate)).rejects.toThrow(/self-signed certificate/);
    expect(readdirSync(other.folder)).toEqual([]);
  });
});

test.skipIf(lacksOrthanc)('Orthanc stores all of them, twice as once', async () => {
  const orthanc = await startOrthanc(scratchFolder());
  onTestFinished(orthanc.stop);
  const to = { called: 'ARCHIVE', host: LOOPBACK, port: orthanc.dicom };
  for (let sent = 0; sent < 2; sent++)
    expect(await storeByDimse(of.objects, to, 'HERE')).toEqual(allStored());
  const kept = await orthanc.instances();
  const back = join(scratchFolder(), 'back.dcm');
  for (const { path, sopInstance } of of.objects) {
    writeFileSync(back, kept.get(sopInstance)!);
    expect(attributes(back)).toEqual(attributes(path));
  }
});

test.skipIf(lacks('storescp'))('an archive that refuses the association is told by both names', async () => {
  const { port } = await storescp(['--refuse']);
  await expect(storeByDimse(of.objects, { called: 'ARCHIVE', host: LOOPBACK, port }, 'HERE')).rejects.toThrow(
    'refused the association of HERE with ARCHIVE',
  );
});

test('a warning is told', async () => {
  const { port } = await runGateway();
  const outcomes = await storeByDimse(of.objects, { called: 'OSTEON', host: LOOPBACK, port }, 'HERE');
  expect(outcomes).toEqual(of.objects.map(({ name }) => ({ name, stored: true, remark: 'warning B006' })));
});

test('a kind that is not taken, and an object that is refused, are not stored', async () => {
  const port = await freePort();
  const server = new dimse.Server(PickyScp);
  server.listen(port);
  onTestFinished(() => server.close());
  const outcomes = await storeByDimse(of.objects, { called: 'PICKY', host: LOOPBACK, port }, 'HERE');
  expect(outcomes).toEqual([
    { name: 'measurements', stored: true, remark: null },
    { name: 'picture', stored: false, remark: 'failure A700' },
    { name: 'report', stored: true, remark: null },
    { name: 'segmentation', stored: false, remark: 'the archive does not take this kind' },
  ]);
});

test('an archive that says nothing, or is not there, is unusable', async () => {
  const silent = createServer({ allowHalfOpen: true });
  const calls = once(silent, 'connection') as Promise<[Socket]>;
  silent.listen(0, LOOPBACK);
  await once(silent, 'listening');
  onTestFinished(() => void silent.close());
  const { port } = silent.address() as AddressInfo;
  const to = { called: 'ARCHIVE', host: LOOPBACK, port };
  await expect(storeByDimse(of.objects, to, 'HERE', { timeoutMs: 300 })).rejects.toThrow('ARCHIVE@127.0.0.1');
  // Nobody holds the other end: the command ends.
  const [socket] = await calls;
  const broken = once(socket, 'error');
  const writing = setInterval(() => socket.write('?'), 20);
  await broken;
  clearInterval(writing);
  const nowhere = { ...to, port: await freePort() };
  await expect(storeByDimse(of.objects, nowhere, 'HERE')).rejects.toThrow('ECONNREFUSED');
});
