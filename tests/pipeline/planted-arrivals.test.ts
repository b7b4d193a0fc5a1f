/** Files full of identifiers that a site copies, and its scanners' watch: the functions that the clock starts tell none of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { beforeAll, expect, test } from 'vitest';

import { collectSites } from '../../lambdas/collect-arrivals/collect-sites.ts';
import { safeError } from '../../lambdas/shared/aws/safe-error.ts';
import { watchSites } from '../../lambdas/watch-scanners/watch-sites.ts';
import { folderObjectStore } from '../../local/folder-object-store.ts';
import { folderUploadStore } from '../../local/serve/folder-upload-store.ts';
import { uploadLinks } from '../../local/serve/upload-links.ts';
import { demoSpine, digitalSpine, writeDicomSeries, type SpineOptions } from '../../phantoms/index.ts';

import { scratchFolder } from './command.ts';
import { PLANTED_ATTRIBUTES, PLANTED_FILE_NAME, TOKENS, tokensIn } from './planted.ts';

const SLICES = 3;
const COARSE: SpineOptions = {
  ...demoSpine,
  levels: demoSpine.levels.slice(2, 3),
  scanner: { ...demoSpine.scanner, pixelMm: 3, sliceSpacingMm: 10, sliceThicknessMm: 10 },
};
const QUIET_MS = 600_000;

let keys: readonly string[];
let marker: string;
/** What left a function, by function. */
const told = { CollectArrivals: [] as string[], WatchScanners: [] as string[] };

beforeAll(async () => {
  const root = scratchFolder();
  const store = folderObjectStore(root);
  const uploads = folderUploadStore(root, uploadLinks(Date.now), () => '');
  const slices = [...writeDicomSeries(digitalSpine(COARSE), COARSE, PLANTED_ATTRIBUTES)].slice(0, SLICES);
  const copied = `arrivals/north/${PLANTED_FILE_NAME}/QPID-770019`;
  for (const { name, bytes } of slices) await store.put(`${copied}/${name}`, bytes);
  // One that breaks off before it says of which study it is, and what no schema takes: an error is tempted to quote them.
  await store.put('arrivals/north/cut/Quxfamily.dcm', slices[0]!.bytes.subarray(0, 300));
  await store.put('arrivals/Quxsite of Quxfamily/0.dcm', slices[0]!.bytes);
  await store.put('calibrations/Quxsite of Quxfamily/points/1.json', new TextEncoder().encode(TOKENS.join()));
  await store.put('calibrations/north/points/Quxfamily.json', new TextEncoder().encode(TOKENS.join()));

  const ports = (name: keyof typeof told) => {
    const say = (message: string, fields: object | number = {}): void => {
      told[name].push(JSON.stringify([message, fields]));
    };
    const log = { progress: say, info: say, warn: say };
    return { store, uploads, log, nameOf: (error: unknown) => safeError(error).name };
  };
  const collector = { ...ports('CollectArrivals'), quietMs: QUIET_MS, readingMs: QUIET_MS };
  told.CollectArrivals.push(JSON.stringify(await collectSites({ ...collector, now: Date.now })));
  const later = (): number => Date.now() + 2 * QUIET_MS;
  told.CollectArrivals.push(JSON.stringify(await collectSites({ ...collector, now: later })));
  told.WatchScanners.push(JSON.stringify(await watchSites(ports('WatchScanners'))));
  const chosen = ['studies/', 'incoming/', 'sites/'].map((prefix) => store.list(prefix));
  keys = (await Promise.all(chosen)).flat();
  const markers = keys.filter((key) => key.endsWith('/complete.json'));
  marker = markers.map((key) => readFileSync(join(root, key), 'utf8')).join('\n');
});

test('the copied study became one, and both functions met what they could not read', () => {
  expect(marker).toContain('"studyId"');
  expect(told.CollectArrivals.join()).toContain('arrivals not collected');
  expect(told.WatchScanners.join()).toContain('site not watched');
});

test.each(Object.keys(told) as (keyof typeof told)[])(
  'no identifier is in what %s says or answers',
  (name) => {
    for (const text of told[name]) expect(tokensIn(text), text).toEqual([]);
  },
);

test('no identifier is in the marker of the study, or in a key that a function chose', () => {
  expect(tokensIn(marker)).toEqual([]);
  expect(
    keys.flatMap((key) => tokensIn(key).filter(() => key !== 'calibrations/north/points/Quxfamily.json')),
  ).toEqual([]);
});
