/** Orthanc (Debian's package), an image archive of another house, on loopback with a storage of its own. */
import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

import { lacks } from './lacks.ts';

export const lacksOrthanc = lacks('Orthanc');
/** Of Debian's package orthanc-dicomweb. */
const WEB_PLUGIN = '/usr/share/orthanc/plugins/libOrthancDicomWeb.so';
export const lacksOrthancWeb = lacksOrthanc || !existsSync(WEB_PLUGIN);

export interface Orthanc {
  /** Port on which it receives, as ARCHIVE. */
  readonly dicom: number;
  /** Its DICOMweb service, where the plugin is there. */
  readonly dicomWeb: string;
  /** What it has stored, by SOP instance UID. */
  readonly instances: () => Promise<ReadonlyMap<string, Uint8Array>>;
  /** @returns the id of the stored instance */
  readonly upload: (file: Uint8Array) => Promise<string>;
  /** Sends instances to the gateway, and waits for the end. @returns whether it takes the sending for a success */
  readonly send: (instances: readonly string[]) => Promise<boolean>;
  readonly stop: () => void;
}

const READY_MS = 20_000;

/** @param folder for its files; @param gateway the port that it sends to, if any */
export async function startOrthanc(folder: string, gateway?: number): Promise<Orthanc> {
  const [http, dicom] = [await freePort(), await freePort()];
  const config = join(folder, 'orthanc.json');
  writeFileSync(
    config,
    JSON.stringify({
      StorageDirectory: join(folder, 'storage'),
      IndexDirectory: join(folder, 'storage'),
      HttpPort: http,
      DicomPort: dicom,
      DicomAet: 'ARCHIVE',
      RemoteAccessAllowed: false,
      Plugins: lacksOrthancWeb ? [] : [WEB_PLUGIN],
      DicomModalities: gateway === undefined ? {} : { gateway: ['OSTEON', '127.0.0.1', gateway] },
    }),
  );
  const child = spawn('Orthanc', [config], { stdio: 'ignore' });
  const url = (path: string): string => `http://127.0.0.1:${http}${path}`;
  const stop = (): void => void child.kill('SIGKILL');
  for (const began = performance.now(); ;) {
    const answers = await fetch(url('/system')).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answers) break;
    if (performance.now() - began > READY_MS) {
      stop();
      throw new Error('Orthanc does not answer');
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    dicom,
    dicomWeb: url('/dicom-web'),
    async instances() {
      const found = new Map<string, Uint8Array>();
      for (const id of (await (await fetch(url('/instances'))).json()) as readonly string[]) {
        const uid = await (await fetch(url(`/instances/${id}/content/0008-0018`))).text();
        found.set(uid.replace(/\0$/, ''), await (await fetch(url(`/instances/${id}/file`))).bytes());
      }
      return found;
    },
    async upload(file) {
      const answer = await fetch(url('/instances'), { method: 'POST', body: new Uint8Array(file) });
      return ((await answer.json()) as { readonly ID: string }).ID;
    },
    async send(instances) {
      const answer = await fetch(url('/modalities/gateway/store'), {
        method: 'POST',
        body: JSON.stringify({ Resources: instances, Synchronous: true }),
      });
      return answer.ok;
    },
    stop,
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
