import { readdirSync, readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { arrivedStudyMarkerSchema } from '../../../contracts/arrivals/arrived-study.ts';
import { deliverToFolder } from '../../../local/arrivals/deliver-folder.ts';
import { objectName } from '../../../lambdas/shared/arrivals/names.ts';
import { sha256 } from '../../../spine/host/digest.ts';
import { scratchFolder } from '../../pipeline/command.ts';

const STUDY = '0'.repeat(32);
const never = new AbortController().signal;

const contentOf = (uid: string, version: number): string => `${uid} ${version}`;
const nameOf = (uid: string, version = 1): string => objectName(uid, sha256(contentOf(uid, version)));

function arrived(version = 1) {
  const folder = scratchFolder();
  const files = ['1.2.1', '1.2.2'].map((uid) => {
    const name = nameOf(uid, version);
    writeFileSync(join(folder, name), contentOf(uid, version));
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
  expect(readdirSync(place).sort()).toEqual(
    ['1.2.1', '1.2.2']
      .map((uid) => nameOf(uid, 2))
      .concat('complete.json')
      .sort(),
  );
  const marker = arrivedStudyMarkerSchema.parse(
    JSON.parse(readFileSync(join(place, 'complete.json'), 'utf8')),
  );
  expect(marker).toEqual({
    schema: 'osteon/arrived-study/1',
    study: STUDY,
    version: 2,
    brokenOff: true,
    files: ['1.2.1', '1.2.2']
      .map((uid) => nameOf(uid, 2))
      .map((name) => ({
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
  writeFileSync(join(out, STUDY, nameOf('1.2.1')), 'taken by somebody');
  expect(await deliverToFolder(out)(arrived(), never)).toContain('already');
  expect(readFileSync(join(out, STUDY, nameOf('1.2.1')), 'utf8')).toBe('taken by somebody');
});

test('a file that has changed since it arrived is not handed on', async () => {
  const out = scratchFolder();
  const study = arrived();
  writeFileSync(study.files[1]!.path, 'written over');
  await expect(deliverToFolder(out)(study, never)).rejects.toThrow('changed since it arrived');
  expect(readdirSync(join(out, STUDY))).not.toContain('complete.json');
});

test('one that is stopped or fails has no marker', async () => {
  const out = scratchFolder();
  await expect(deliverToFolder(out)(arrived(), AbortSignal.abort())).rejects.toThrow();
  const gone = { ...arrived(), files: [{ name: 'a.dcm', path: '/not/there' }] };
  await expect(deliverToFolder(out)(gone, never)).rejects.toThrow();
  expect(readdirSync(join(out, STUDY))).toEqual([]);
});
