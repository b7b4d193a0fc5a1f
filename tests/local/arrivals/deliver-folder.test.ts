import { readdirSync, readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { arrivedStudyMarkerSchema } from '../../../contracts/arrivals/arrived-study.ts';
import { deliverToFolder } from '../../../local/arrivals/deliver-folder.ts';
import { sha256 } from '../../../spine/host/digest.ts';
import { scratchFolder } from '../../pipeline/command.ts';

const STUDY = '0'.repeat(32);
const never = new AbortController().signal;

function arrived(version = 1) {
  const folder = scratchFolder();
  const files = ['a.dcm', 'b.dcm'].map((name) => {
    writeFileSync(join(folder, name), `${name} ${version}`);
    return { name, path: join(folder, name) };
  });
  return { study: STUDY, version, files, brokenOff: version === 2 };
}

test('a study is a folder with its files and a marker that names them', async () => {
  const out = scratchFolder();
  await deliverToFolder(out)(arrived(), never);
  await deliverToFolder(out)(arrived(2), never);
  expect(readdirSync(out).sort()).toEqual([STUDY, `${STUDY}-v2`]);
  const place = join(out, `${STUDY}-v2`);
  expect(readdirSync(place).sort()).toEqual(['a.dcm', 'b.dcm', 'complete.json']);
  const marker = arrivedStudyMarkerSchema.parse(
    JSON.parse(readFileSync(join(place, 'complete.json'), 'utf8')),
  );
  expect(marker).toEqual({
    schema: 'osteon/arrived-study/1',
    study: STUDY,
    version: 2,
    brokenOff: true,
    files: ['a.dcm', 'b.dcm'].map((name) => ({
      name,
      bytes: 7,
      sha256: sha256(readFileSync(join(place, name))),
    })),
  });
});

test('a folder without its marker is begun anew; one with it is left alone', async () => {
  const out = scratchFolder();
  mkdirSync(join(out, STUDY));
  writeFileSync(join(out, STUDY, 'left-by-an-earlier-try.dcm'), '');
  await deliverToFolder(out)(arrived(), never);
  expect(readdirSync(join(out, STUDY))).not.toContain('left-by-an-earlier-try.dcm');
  writeFileSync(join(out, STUDY, 'a.dcm'), 'taken by somebody');
  expect(await deliverToFolder(out)(arrived(), never)).toContain('already');
  expect(readFileSync(join(out, STUDY, 'a.dcm'), 'utf8')).toBe('taken by somebody');
});

test('one that is stopped or fails has no marker', async () => {
  const out = scratchFolder();
  await expect(deliverToFolder(out)(arrived(), AbortSignal.abort())).rejects.toThrow();
  const gone = { ...arrived(), files: [{ name: 'a.dcm', path: '/not/there' }] };
  await expect(deliverToFolder(out)(gone, never)).rejects.toThrow();
  expect(readdirSync(join(out, STUDY))).toEqual([]);
});
