/** The watch over the sites' scanners: lines that an alarm counts, and charts, over a folder and as the function over S3's protocol. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import type { Context } from 'aws-lambda';
import { startFauxqs } from 'fauxqs';
import { afterEach, expect, test, vi } from 'vitest';

import {
  controlChartSchema,
  controlPointSchema,
  type ControlPoint,
} from '../../../contracts/calibration/control.ts';
import { putControlPoint } from '../../../lambdas/shared/calibrations/control.ts';
import { registerCalibration } from '../../../lambdas/shared/calibrations/registry.ts';
import type { ListedStore } from '../../../lambdas/shared/object-store.ts';
import { handler } from '../../../lambdas/watch-scanners/handler.ts';
import { watchSites } from '../../../lambdas/watch-scanners/watch-sites.ts';
import { s3Client } from '../../../lambdas/shared/aws/s3-client.ts';
import { s3ObjectStore } from '../../../lambdas/shared/aws/s3-object-store.ts';
import { folderObjectStore } from '../../../local/folder-object-store.ts';
import { folderUploadStore } from '../../../local/serve/folder-upload-store.ts';
import { uploadLinks } from '../../../local/serve/upload-links.ts';
import { scratchFolder } from '../../pipeline/command.ts';
import { FILE } from '../../spine/calibrate/methods/calibration-file.ts';

const STUDIES = 60;
/** Of the first forty the baseline is made. */
const SHIFTED_FROM = 40;

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** Air that is off by so many HU from some study on. */
async function putStudies(store: ListedStore, site: string, shiftHu: number): Promise<void> {
  for (let n = 0; n < STUDIES; n++) {
    const point: ControlPoint = controlPointSchema.parse({
      schema: 'osteon/control-point/1',
      ...{ scanner: FILE.scanner, kvp: 120, bloodHu: null, fatHu: null, slope: null },
      date: new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10),
      airHu: -1000 + (n % 2) + (n < SHIFTED_FROM ? 0 : shiftHu),
    });
    await putControlPoint(store, site, { studyId: `${n}`, assessmentId: 'v1' }, point);
  }
}

function overFolder() {
  const root = scratchFolder();
  const store = folderObjectStore(root);
  const uploads = folderUploadStore(root, uploadLinks(Date.now), () => '');
  const lines: unknown[] = [];
  const say = (message: string, fields: object = {}) => lines.push({ message, ...fields });
  const log = { progress: () => undefined, info: say, warn: say };
  const watch = () =>
    watchSites({ store, uploads, log, nameOf: (error) => (error instanceof Error ? error.name : 'other') });
  const chartOf = (site: string) => readFileSync(join(root, 'calibrations', site, 'chart.json'), 'utf8');
  return { root, store, lines, watch, chartOf };
}

test('a scanner that has drifted is a line, with the site and what drifted, and its chart is stored', async () => {
  const { store, lines, watch, chartOf } = overFolder();
  await putStudies(store, 'east', 6);
  expect(await watch()).toEqual({ sites: 1, series: 1, drifting: 1, unwatched: 0 });
  expect(lines).toEqual([
    { message: 'scanner drifts', site: 'east', quantity: 'air' },
    { message: 'scanners watched', sites: 1, series: 1, drifting: 1, unwatched: 0 },
  ]);
  const { series } = controlChartSchema.parse(JSON.parse(chartOf('east')));
  expect(series.map(({ status }) => status)).toEqual(['drift']);
});

test('steady scanners are no line', async () => {
  const { store, lines, watch } = overFolder();
  await putStudies(store, 'east', 0);
  await registerCalibration(store, 'west', FILE);
  expect(await watch()).toEqual({ sites: 2, series: 2, drifting: 0, unwatched: 0 });
  expect(lines).toEqual([{ message: 'scanners watched', sites: 2, series: 2, drifting: 0, unwatched: 0 }]);
});

test.each([
  ['a point that is none', 'calibrations/east/points/7/v1.json', 'ContractBroken'],
  ['a point that is cut', 'calibrations/east/points/9/v1.json', 'ContractBroken'],
  ['a calibration that is none', 'calibrations/east/registered/0123456789ab.json', 'ContractBroken'],
])('%s does not keep the other sites from their charts, and is told', async (what, key, error) => {
  const { root, store, lines, watch, chartOf } = overFolder();
  for (const site of ['east', 'north', 'west']) await putStudies(store, site, site === 'west' ? 6 : 0);
  await watch();
  const before = chartOf('east');
  for (const site of ['north', 'west']) rmSync(join(root, 'calibrations', site, 'chart.json'));
  lines.length = 0;
  await store.put(key, new TextEncoder().encode(what.includes('cut') ? '{"schema":' : '{"name":"Müller"}'));
  expect(await watch()).toEqual({ sites: 3, series: 2, drifting: 1, unwatched: 1 });
  expect(lines.slice(0, 2)).toEqual([
    { message: 'site not watched', site: 'east', error },
    { message: 'scanner drifts', site: 'west', quantity: 'air' },
  ]);
  expect(chartOf('east')).toBe(before);
  for (const site of ['north', 'west']) expect(chartOf(site)).toContain('osteon/control-chart/1');
});

test('a folder that no site can be called is told without its name', async () => {
  const { root, store, lines, watch } = overFolder();
  await store.put('calibrations/east/points/1/v1.json', new Uint8Array());
  rmSync(join(root, 'calibrations', 'east'), { recursive: true });
  await store.put('calibrations/Müller, Hans/points/1/v1.json', new Uint8Array());
  expect(await watch()).toMatchObject({ sites: 1, unwatched: 1 });
  expect(lines[0]).toEqual({ message: 'site not watched', error: 'Error' });
  expect(JSON.stringify(lines)).not.toContain('Müller');
});

test('as a function it does the same over S3, for events that say nothing', async () => {
  const server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
  const { bucketName } = server.createBucket('watched');
  vi.stubEnv('AWS_ENDPOINT_URL_S3', `http://127.0.0.1:${server.port}`);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  vi.stubEnv('OSTEON_BUCKETS', `calibrations=${bucketName}`);
  const printed: string[] = [];
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((line) => printed.push(String(line)) > 0);
  try {
    const store = s3ObjectStore(() => bucketName, s3Client({ forcePathStyle: true }));
    await putStudies(store, 'east', 6);
    await putStudies(store, 'west', 0);
    const event = { source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} };
    expect(await handler(event, {} as Context)).toEqual({ sites: 2, series: 2, drifting: 1, unwatched: 0 });
    const chart = await store.get('calibrations/east/chart.svg');
    expect(new TextDecoder().decode(chart)).toContain('drift since');
    const lines = printed.map((line) => JSON.parse(line) as { message: string });
    // What the metric's filter counts.
    expect(lines.filter(({ message }) => message === 'scanner drifts')).toHaveLength(1);
    expect(lines.map(({ message }) => message)).toContain('scanners watched');
  } finally {
    await server.stop();
  }
});
