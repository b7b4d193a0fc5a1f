/** What a site copies, over a folder and over S3's protocol, with a clock that the test sets. */
import { startFauxqs, type FauxqsServer } from 'fauxqs';

import { studyManifestSchema, type StudyManifest } from '../../../contracts/study.ts';
import { collectSites } from '../../../lambdas/collect-arrivals/collect-sites.ts';
import { s3Client } from '../../../lambdas/shared/aws/s3-client.ts';
import { s3ObjectStore } from '../../../lambdas/shared/aws/s3-object-store.ts';
import { s3UploadStore } from '../../../lambdas/shared/aws/s3-upload-store.ts';
import { parsedJson } from '../../../lambdas/shared/contract.ts';
import type { ListedStore } from '../../../lambdas/shared/object-store.ts';
import type { UploadStore } from '../../../lambdas/shared/upload-store.ts';
import { folderObjectStore } from '../../../local/folder-object-store.ts';
import { folderUploadStore } from '../../../local/serve/folder-upload-store.ts';
import { uploadLinks } from '../../../local/serve/upload-links.ts';
import { scratchFolder } from '../../pipeline/command.ts';

/** Far above what the test's own calls take, and S3's whole seconds. */
export const QUIET_MS = 600_000;

interface Stores {
  readonly store: ListedStore;
  readonly uploads: Pick<UploadStore, 'has' | 'folders'>;
}

function folderStores(): Stores {
  const root = scratchFolder();
  return {
    store: folderObjectStore(root),
    uploads: folderUploadStore(root, uploadLinks(Date.now), () => ''),
  };
}

let server: FauxqsServer | null = null;
let buckets = 0;

export async function startS3(): Promise<FauxqsServer> {
  server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
  return server;
}

function s3Stores(): Stores {
  const { bucketName } = server!.createBucket(`arrivals-${++buckets}`);
  const client = s3Client({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${server!.port}`,
    forcePathStyle: true,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  return {
    store: s3ObjectStore(() => bucketName, client),
    uploads: s3UploadStore(() => bucketName, client),
  };
}

export const STORES = { 'a folder': folderStores, S3: s3Stores } as const;

export function site({ store, uploads }: Stores, readingMs = QUIET_MS) {
  const lines: { readonly message: string }[] = [];
  const say = (message: string, fields: object = {}): void => void lines.push({ message, ...fields });
  let later = 0;
  const read: string[] = [];
  const look = () =>
    collectSites({
      store: {
        ...store,
        get: (key, version) => {
          read.push(key);
          return store.get(key, version);
        },
      },
      uploads,
      log: { progress: () => undefined, info: say, warn: say },
      nameOf: (error) => (error instanceof Error ? error.name : 'other'),
      now: () => Date.now() + later,
      quietMs: QUIET_MS,
      readingMs,
    });
  return {
    store,
    lines,
    /** Keys that were read. */
    read,
    look,
    /** A look when nothing more has come for the quiet period. */
    lookLater: () => {
      later += QUIET_MS + 2000;
      return look();
    },
    copy: (name: string, bytes: Uint8Array, of = 'north') => store.put(`arrivals/${of}/${name}`, bytes),
    /** Markers of studies that wait for an assessment, by their study. */
    markers: async (): Promise<readonly StudyManifest[]> => {
      const keys = (await store.list('studies/')).filter((key) => key.endsWith('/complete.json'));
      return Promise.all(
        keys.map(async (key) => studyManifestSchema.parse(parsedJson(await store.get(key), key))),
      );
    },
  };
}
