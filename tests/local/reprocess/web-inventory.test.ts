/** Earlier CT of a DICOMweb service: which studies qualify, what is retrieved, and what is refused rather than guessed. */
import { afterEach, expect, test } from 'vitest';

import { studyManifestSchema } from '../../../contracts/study.ts';
import type { StudyDates } from '../../../local/dicomweb/search.ts';
import { ArchiveUnusable } from '../../../local/dicomweb/service.ts';
import { inventoryOf } from '../../../local/reprocess/inventory.ts';
import { webInventoryOf } from '../../../local/reprocess/web-inventory.ts';
import { memoryStore } from '../../report/fixture.ts';
import { lacksOrthancWeb, startOrthanc } from '../../peers/orthanc.ts';
import { scratchFolder } from '../../pipeline/command.ts';
import { json, multipart, webService, type Instead, type WebServiceInTest } from '../dicomweb/web-service.ts';
import { ctObject, onDisk, PATIENT, PATIENT_ID, studyUid } from '../gateway/ct-objects.ts';

const MR = '1.2.840.10008.5.1.4.1.1.4';
const DATES: StudyDates = { from: null, to: null };
const slices = (study: number, count: number, change = {}) =>
  Array.from({ length: count }, (_, n) => ctObject(study, n, change));
/** Two studies that qualify; one of too few images, one in slices too far apart, one of MR. */
const OBJECTS = [
  ...slices(1, 12),
  ...slices(2, 12),
  ...slices(3, 3),
  ...Array.from({ length: 12 }, (_, n) => ctObject(5, n, { '00200032 DS': `0\\0\\${9 * n}` })),
  ctObject(4, 0, { '00080016 UI': MR, '00080060 CS': 'MR' }),
];
const TOLD =
  'inventory of 5 studies: 2 qualify; not: NO_CT_SERIES 1, SLICES_TOO_FAR_APART 1, TOO_FEW_IMAGES 1';

let service: WebServiceInTest | null = null;
afterEach(() => service?.close());

async function inventory(
  instead?: Instead,
  store = memoryStore(),
  objects = OBJECTS,
  dates: StudyDates = DATES,
) {
  service = await webService(objects, instead);
  const lines: string[] = [];
  const run = () =>
    webInventoryOf({
      service: { url: service!.url, authorization: 'Bearer secret-token' },
      ...{ dates, store, site: 'north', tell: (line: string) => void lines.push(line) },
    });
  return { run, store, lines };
}

test('studies are judged by their headers as files are, and those that qualify are put into the store whole', async () => {
  const { run, store, lines } = await inventory();
  const { chosen, told } = await run();
  expect(told).toBe(TOLD);
  expect(lines).toEqual([
    '2 of 5 studies qualify by their headers',
    'retrieved: 1 of 2',
    'retrieved: 2 of 2',
  ]);
  // The same files in a folder are the same studies, to the last byte.
  const other = memoryStore();
  const folder = await inventoryOf(onDisk(OBJECTS, `${scratchFolder()}/ct`), other, 'north');
  expect(chosen).toEqual(folder.chosen);
  expect(told).toBe(folder.told);
  const marker = 'marker' in chosen[0]! ? chosen[0].marker : null;
  const manifest = studyManifestSchema.parse(
    JSON.parse(new TextDecoder().decode(store.objects.get(marker!.key))),
  );
  expect([manifest.site, manifest.files.length]).toEqual(['north', 12]);
  expect(JSON.stringify([told, lines])).not.toMatch(new RegExp(`${PATIENT.slice(0, 6)}|${PATIENT_ID}`));
  // Pages to the empty one; a series that does not qualify is never transferred.
  const searches = service!.requests.filter((path) => path.startsWith('/web/studies?'));
  expect(searches.map((path) => new URLSearchParams(path.split('?')[1]).get('offset'))).toEqual([
    '0',
    '2',
    '4',
    '5',
  ]);
  const transfers = service!.requests.filter((path) => /\/series\/[^/]+$/.test(path));
  expect(transfers.map((path) => path.split('/')[3]).toSorted()).toEqual([studyUid(1), studyUid(2)]);
  expect(new Set(service!.authorizations)).toEqual(new Set(['Bearer secret-token']));
  expect([...store.objects.values()].some((bytes) => Buffer.from(bytes).includes('secret-token'))).toBe(
    false,
  );
});

test('what was retrieved is not transferred again', async () => {
  const { run, store } = await inventory();
  const first = await run();
  const before = service!.requests.length;
  expect(await run()).toEqual(first);
  expect(service!.requests.slice(before).filter((path) => /\/series\/[^/]+$/.test(path))).toEqual([]);
  // Where the store has lost it, it is.
  for (const key of [...store.objects.keys()]) if (key.startsWith('studies/')) store.objects.delete(key);
  expect(await run()).toEqual(first);
  expect(service!.requests.slice(before).filter((path) => /\/series\/[^/]+$/.test(path))).toHaveLength(2);
});

const ofFirst = (path: string) => path.endsWith(`/${studyUid(1)}/series/${studyUid(1)}.1`);

test.each<[string, Instead]>([
  ['is gone', (path, response, usual) => (ofFirst(path) ? void response.writeHead(404).end() : usual())],
  [
    'comes as pictures',
    (path, response, usual) =>
      ofFirst(path) ? void response.writeHead(200, { 'Content-Type': 'image/jpeg' }).end('x') : usual(),
  ],
  ['breaks off in a part, and ends all the same', (path, response, usual) => (ofFirst(path) ? multipart(response, slices(1, 12), 300) : usual())], // prettier-ignore
  ['lacks its end', (path, response, usual) => (ofFirst(path) ? multipart(response, slices(1, 12), 20) : usual())], // prettier-ignore
  ['is half a series', (path, response, usual) => (ofFirst(path) ? multipart(response, slices(1, 7)) : usual())], // prettier-ignore
  ['has more than its headers name', (path, response, usual) => (ofFirst(path) ? multipart(response, slices(1, 13)) : usual())], // prettier-ignore
  ['is of another study', (path, response, usual) => (ofFirst(path) ? multipart(response, slices(2, 12)) : usual())], // prettier-ignore
  ['has an object twice', (path, response, usual) => (ofFirst(path) ? multipart(response, [...slices(1, 12), ...slices(1, 1)]) : usual())], // prettier-ignore
  [
    'has a cut object',
    (path, response, usual) =>
      ofFirst(path) ? multipart(response, slices(1, 12).map((one, n) => (n === 4 ? one.subarray(0, 300) : one))) : usual(), // prettier-ignore
  ],
])('a series that %s is no study; the others are', async (_, instead) => {
  const { run, store } = await inventory(instead);
  const { chosen, told } = await run();
  expect(told).toBe(
    'inventory of 5 studies: 1 qualify; not: NO_CT_SERIES 1, SLICES_TOO_FAR_APART 1, TOO_FEW_IMAGES 1, not retrieved 1',
  );
  expect(chosen).toHaveLength(1);
  expect([...store.objects.keys()].filter((key) => key.endsWith('complete.json'))).toHaveLength(1);
});

const headersOfFirst = (path: string) => path.endsWith(`/${studyUid(1)}/series/${studyUid(1)}.1/metadata`);
/** On the first page; there is no other. */
const seriesOfFirst = (
  request: Parameters<Instead>[3],
  response: Parameters<Instead>[1],
  instances: unknown,
) => {
  if (!request.url!.includes('offset=0')) return void response.writeHead(204).end();
  json(response, [
    {
      '0020000E': { vr: 'UI', Value: [`${studyUid(1)}.1`] },
      '00080060': { vr: 'CS', Value: ['CT'] },
      '00201209': { vr: 'IS', Value: [instances] },
    },
  ]);
};

test.each<[string, Instead]>([
  ['counts more than their headers', (path, response, usual, request) => (path.endsWith(`${studyUid(1)}/series`) ? seriesOfFirst(request, response, 13) : usual())], // prettier-ignore
  ['counts more, as a text', (path, response, usual, request) => (path.endsWith(`${studyUid(1)}/series`) ? seriesOfFirst(request, response, '13') : usual())], // prettier-ignore
  [
    'tells no headers',
    (path, response, usual, request) => {
      if (path.endsWith(`${studyUid(1)}/series`)) seriesOfFirst(request, response, 12);
      else if (headersOfFirst(path)) response.writeHead(204).end();
      else usual();
    },
  ],
  ['tells headers of another study', (path, response, usual) => (headersOfFirst(path) ? json(response, [{ '0020000D': { vr: 'UI', Value: [studyUid(2)] }, '00080018': { vr: 'UI', Value: ['1.2.3'] } }]) : usual())], // prettier-ignore
])('a service that %s of a series has not all of it; the others are', async (_, instead) => {
  const { run } = await inventory(instead);
  expect((await run()).told).toBe(
    'inventory of 5 studies: 1 qualify; not: NO_CT_SERIES 1, SLICES_TOO_FAR_APART 1, TOO_FEW_IMAGES 1, not retrieved 1',
  );
});

test('series beyond the first page of a study are judged and retrieved like the others', async () => {
  // The service tells two series at a time; the one that qualifies is the third.
  const ofSeries = (n: number, count: number) =>
    Array.from({ length: count }, (_, image) =>
      ctObject(1, 100 * n + image, {
        '0020000e UI': `${studyUid(1)}.${n}`,
        '00200032 DS': `0\\0\\${2 * image}`,
      }),
    );
  const objects = [...ofSeries(1, 3), ...ofSeries(2, 3), ...ofSeries(3, 12)];
  const { run } = await inventory(undefined, undefined, objects);
  const { chosen, told } = await run();
  expect(told).toBe('inventory of 1 study: 1 qualify');
  const folder = await inventoryOf(onDisk(objects, `${scratchFolder()}/ct`), memoryStore(), 'north');
  expect(chosen).toEqual(folder.chosen);
});

test('a service that heeds no offset within a study is read where it counts the series of one', async () => {
  const counted =
    (count: number): Instead =>
    (path, response, usual, request) => {
      const first = request.url!.includes('offset=0');
      if (path.endsWith('/studies') && !first) response.writeHead(204).end();
      else if (path.endsWith('/studies'))
        json(response, [
          { '0020000D': { vr: 'UI', Value: [studyUid(1)] }, '00201206': { vr: 'IS', Value: [count] } },
        ]);
      else if (path.endsWith('/series'))
        json(response, [
          { '0020000E': { vr: 'UI', Value: [`${studyUid(1)}.1`] }, '00080060': { vr: 'CS', Value: ['CT'] } },
        ]);
      else usual();
    };
  const { run } = await inventory(counted(1));
  expect((await run()).told).toBe('inventory of 1 study: 1 qualify');
  // A second one is told of and never shown.
  const { run: lacking } = await inventory(counted(2));
  await expect(lacking()).rejects.toThrow(/a service that heeds offset/);
});

test('a service that heeds no dates ends it: studies of other days would count', async () => {
  const page: Instead = (path, response, usual) =>
    path.endsWith('/studies')
      ? json(response, [
          { '0020000D': { vr: 'UI', Value: [studyUid(1)] }, '00080020': { vr: 'DA', Value: ['20181231'] } },
        ])
      : usual();
  const { run } = await inventory(page, undefined, undefined, { from: '2019-01-01', to: null });
  await expect(run()).rejects.toThrow(/a service that heeds StudyDate/);
});

test.each<[string, Instead, RegExp]>([
  ['lets nobody in', (_, response) => void response.writeHead(401).end(), /found HTTP 401/],
  [
    'has no studies there',
    (_, response) => void response.writeHead(404).end(),
    /search for studies: found HTTP 404/,
  ],
  ['answers with a page', (_, response) => void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>'), /content type text\/html; required: application\/dicom\+json/], // prettier-ignore
  ['says no JSON', (_, response) => void response.writeHead(200, { 'Content-Type': 'application/dicom+json' }).end('[{'), /none, or breaks off/], // prettier-ignore
  ['sends elsewhere', (_, response) => void response.writeHead(302, { Location: 'http://127.0.0.1:1/' }).end(), /no answer from/], // prettier-ignore
  ['heeds no offset', (path, response, usual) => (path.endsWith('/studies') ? json(response, [{ '0020000D': { vr: 'UI', Value: ['1.2'] } }]) : usual()), /a service that heeds offset/], // prettier-ignore
  ['heeds no offset within a study', (path, response, usual) => (path.endsWith('/series') ? json(response, [{ '0020000E': { vr: 'UI', Value: ['1.2'] }, '00080060': { vr: 'CS', Value: ['MR'] } }]) : usual()), /found the series of an earlier page again; required: a service that heeds offset/], // prettier-ignore
  ['names a study by a path', (_, response) => json(response, [{ '0020000D': { vr: 'UI', Value: ['../x'] } }]), /an entry without a UID/], // prettier-ignore
  ['lets nobody in at a series', (path, response, usual) => (ofFirst(path) ? void response.writeHead(403).end() : usual()), /found HTTP 403/], // prettier-ignore
  ['is cut off in a transfer', (path, response, usual) => (ofFirst(path) ? void response.writeHead(200, { 'Content-Type': 'multipart/related; boundary=b', 'Content-Length': '9999' }).write('--b\r\n', () => response.destroy()) : usual()), /no answer from .* to the objects of a series/], // prettier-ignore
])('a service that %s ends it', async (_, instead, message) => {
  const { run } = await inventory(instead);
  const ended = await run().then(
    () => null,
    (cause: unknown) => cause as Error,
  );
  expect(ended).toBeInstanceOf(ArchiveUnusable);
  expect(ended!.message).toMatch(message);
  expect(ended!.message).not.toMatch(/1\.2\.826|secret|MRN/);
});

test('headers that promise what the objects do not hold: refused by what was retrieved', async () => {
  const lied: Instead = (path, response, usual) =>
    ofFirst(path)
      ? multipart(
          response,
          slices(1, 12).map((one, n) => (n < 11 ? one : ctObject(1, n, { '00180060 DS': '80' }))),
        )
      : usual();
  const { run } = await inventory(lied);
  expect((await run()).told).toContain('KVP_MIXED 1');
});

test.skipIf(lacksOrthancWeb)('Orthanc gives the same studies as a folder of the same files', async () => {
  const orthanc = await startOrthanc(scratchFolder());
  try {
    for (const object of OBJECTS) await orthanc.upload(object);
    const store = memoryStore();
    const found = await webInventoryOf({
      service: { url: orthanc.dicomWeb, authorization: null },
      ...{ dates: { from: '2000-01-01', to: null }, store, site: null, tell: () => undefined },
    });
    const none = await webInventoryOf({
      service: { url: orthanc.dicomWeb, authorization: null },
      ...{ dates: { from: '1990-01-01', to: '1990-12-31' }, store, site: null, tell: () => undefined },
    });
    expect(found.told).toBe(
      'inventory of 4 studies: 2 qualify; not: SLICES_TOO_FAR_APART 1, TOO_FEW_IMAGES 1',
    );
    expect(found.chosen).toEqual(
      (await inventoryOf(onDisk(OBJECTS, `${scratchFolder()}/ct`), memoryStore(), null)).chosen,
    );
    expect(none.chosen).toEqual([]);
  } finally {
    orthanc.stop();
  }
});
