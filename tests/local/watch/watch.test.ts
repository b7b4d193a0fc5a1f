/** Files that a site copies into a folder, whole, in pieces, twice, and away again. */
import { appendFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';

import { uidDigest } from '../../../lambdas/shared/arrivals/names.ts';
import type { ArrivedStudy } from '../../../local/arrivals/deliver.ts';
import { parseWatchOptions } from '../../../local/watch/options.ts';
import { startWatch, type Watch } from '../../../local/watch/watch.ts';
import { zipOf } from '../../spine/ct/writers/zip-writer.ts';
import { scratchFolder } from '../../pipeline/command.ts';
import { ctObject, onDisk, PATIENT_ID, pixelsOf, studyUid } from '../gateway/ct-objects.ts';
import { until } from '../gateway/running-gateway.ts';

const QUIET_MS = 250;
const running: Watch[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((watch) => watch.stop()));
});

async function watched(folder = scratchFolder(), state = scratchFolder()) {
  const log: string[] = [];
  const delivered: (ArrivedStudy & { readonly contents: readonly Buffer[] })[] = [];
  const watch = await startWatch(
    { folder, state, quietMs: QUIET_MS, lookMs: 25, firstWaitMs: 20 },
    (study) => {
      delivered.push({ ...study, contents: study.files.map(({ path }) => readFileSync(path)) });
      return Promise.resolve('taken');
    },
    (line) => log.push(line),
  );
  running.push(watch);
  const reached = (count: number) =>
    until(
      () => delivered.length >= count,
      () => log,
    );
  return { folder, state, log, delivered, watch, reached };
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const pixels = (files: readonly Uint8Array[]): string[] =>
  files.map((file) => pixelsOf(file).toString('hex')).sort();

test('series of one study in several folders are one study, and other studies are others', async () => {
  const { folder, delivered, reached, log } = await watched();
  const series = [0, 1, 2].map((n) => ctObject(1, n));
  onDisk(series.slice(0, 2), join(folder, `${PATIENT_ID}-visit`, 'series 1'));
  onDisk(series.slice(2), join(folder, `${PATIENT_ID}-visit`, 'series 2'));
  onDisk([ctObject(2, 0)], join(folder, 'other'));
  await reached(2);
  const first = delivered.find(({ study }) => study === uidDigest(studyUid(1)))!;
  expect(pixels(first.contents)).toEqual(pixels(series));
  await until(
    () => log.filter((line) => line.includes('delivered')).length === 2,
    () => log,
  );
  expect(log.join('\n')).not.toContain(PATIENT_ID);
  expect(log.join('\n')).not.toContain(studyUid(1));
});

test('a file that grows is not taken before it is whole, and holds up its study', async () => {
  const { folder, delivered, reached } = await watched();
  onDisk([ctObject(1, 0)], folder);
  const whole = Buffer.from(ctObject(1, 1));
  const path = join(folder, 'grows.dcm');
  writeFileSync(path, '');
  const began = performance.now();
  for (let at = 0; at < whole.length; at += 64) {
    appendFileSync(path, whole.subarray(at, at + 64));
    await wait(40);
  }
  const written = performance.now() - began;
  expect(written).toBeGreaterThan(QUIET_MS);
  expect(delivered).toEqual([]);
  await reached(1);
  expect(delivered[0]!.files).toHaveLength(2);
  expect(pixels(delivered[0]!.contents)).toEqual(pixels([ctObject(1, 0), whole]));
});

test.each([
  ['cut behind the study', (whole: Buffer) => whole.subarray(0, whole.length - 20)],
  ['cut before it says its study', (whole: Buffer) => whole.subarray(0, 300)],
  ['room that is not written yet', (whole: Buffer) => Buffer.alloc(whole.length)],
  ['empty', () => Buffer.alloc(0)],
])('a file that stays incomplete (%s) holds its study up until it is whole or gone', async (_, part) => {
  const { folder, delivered, reached } = await watched();
  onDisk([ctObject(1, 0)], folder);
  const whole = Buffer.from(ctObject(1, 1));
  writeFileSync(join(folder, 'cut.dcm'), part(whole));
  onDisk([ctObject(2, 0)], join(folder, 'elsewhere'));
  await reached(1);
  await wait(2 * QUIET_MS);
  expect(delivered.map(({ study }) => study)).toEqual([uidDigest(studyUid(2))]);
  writeFileSync(join(folder, 'cut.dcm'), whole);
  await reached(2);
  expect(delivered[1]!.files).toHaveLength(2);
});

test('a late file makes another version; files that are taken away, moved or copied make none', async () => {
  const { folder, delivered, reached } = await watched();
  onDisk(
    [0, 1].map((n) => ctObject(1, n)),
    folder,
  );
  await reached(1);
  writeFileSync(join(folder, 'late.dcm'), ctObject(1, 2));
  await reached(2);
  expect([delivered[1]!.version, delivered[1]!.files.length]).toEqual([2, 3]);
  rmSync(join(folder, '0.dcm'));
  onDisk([ctObject(1, 1)], join(folder, 'copy'));
  rmSync(join(folder, '1.dcm'));
  await wait(3 * QUIET_MS);
  expect(delivered).toHaveLength(2);
});

test('what was sent before a restart is not sent again', async () => {
  const first = await watched();
  onDisk([ctObject(1, 0)], first.folder);
  await first.reached(1);
  await first.watch.stop();
  const second = await watched(first.folder, first.state);
  onDisk([ctObject(2, 0)], join(first.folder, 'new'));
  await second.reached(1);
  await wait(2 * QUIET_MS);
  expect(second.delivered.map(({ study }) => study)).toEqual([uidDigest(studyUid(2))]);
});

test('an archive is a study of its own when it is whole; what is no image is passed over', async () => {
  const { folder, delivered, reached } = await watched();
  const archive = zipOf([{ name: 'a.dcm', bytes: ctObject(1, 0) }]);
  writeFileSync(join(folder, 'readme.txt'), 'not an image');
  writeFileSync(join(folder, '.hidden.dcm'), ctObject(3, 0));
  symlinkSync('/', join(folder, 'link'));
  writeFileSync(
    join(folder, 'report.dcm'),
    ctObject(3, 1, { '00080016 UI': '1.2.840.10008.5.1.4.1.1.88.33' }),
  );
  writeFileSync(join(folder, 'study.zip'), archive.subarray(0, 200));
  await wait(2 * QUIET_MS);
  expect(delivered).toEqual([]);
  writeFileSync(join(folder, 'study.zip'), archive);
  await reached(1);
  expect(delivered[0]!.files.map(({ name }) => name)).toEqual([expect.stringMatching(/^[0-9a-f]{32}\.zip$/)]);
  expect(delivered[0]!.contents[0]!.equals(archive)).toBe(true);
});

test('a folder that cannot be read for a while loses nothing', async () => {
  const parent = scratchFolder();
  const folder = join(parent, 'share');
  mkdirSync(folder);
  const { delivered, reached, log } = await watched(folder);
  rmSync(folder, { recursive: true });
  await until(
    () => log.some((line) => line.includes('cannot be read')),
    () => log,
  );
  onDisk([ctObject(1, 0)], folder);
  await reached(1);
  expect(delivered).toHaveLength(1);
});

test.each([
  [['--to', 'x'], 'found 0 folders to watch'],
  [['a', 'b', '--to', 'x'], 'found 2 folders to watch'],
  [['a', '--to', 'a/out'], '--to: found a folder within the watched one'],
  [['a', '--to', 'b', '--state', 'a'], '--state: found a folder within the watched one'],
  [['a', '--to', 'b', '--quiet', 'x'], '--quiet: found x'],
])('%j is refused by name', (args, told) => {
  expect(() => parseWatchOptions(args)).toThrow(told);
});
