import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { beforeEach, expect, test } from 'vitest';

import { studyManifestSchema } from '../../../contracts/study.ts';
import { putJson, studyManifestKey } from '../../../lambdas/shared/artifacts.ts';
import { parsedJson } from '../../../lambdas/shared/contract.ts';
import { inventoryOf } from '../../../local/reprocess/inventory.ts';
import { scratchFolder } from '../../pipeline/command.ts';
import { memoryStore } from '../../report/fixture.ts';
import { ctObject, PATIENT } from '../gateway/ct-objects.ts';

const MR = '1.2.840.10008.5.1.4.1.1.4';
let folder: string;

function put(path: string, bytes: Uint8Array): void {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, bytes);
}

/** Two studies that qualify, mixed in one folder; one of too few images, one of MR, and a text. */
beforeEach(() => {
  folder = join(scratchFolder(), 'old ct');
  for (const study of [1, 2]) for (let n = 0; n < 12; n++) put(`a/${n}-${study}.dcm`, ctObject(study, n));
  for (let n = 0; n < 3; n++) put(`b/${n}.dcm`, ctObject(3, n));
  put('c/mr.dcm', ctObject(4, 0, { '00080016 UI': MR, '00080060 CS': 'MR' }));
  put('c/read me.txt', new TextEncoder().encode('none'));
});

const TOLD =
  'inventory of 4 studies: 2 qualify; not: NO_CT_SERIES 1, TOO_FEW_IMAGES 1; files that are no DICOM object of a study: 1';

test('a folder is sorted into studies by its headers; those that qualify are put into the store', async () => {
  const store = memoryStore();
  const { chosen, told } = await inventoryOf(folder, store, 'north');
  expect(told).toBe(TOLD);
  expect(chosen).toHaveLength(2);
  for (const one of chosen) {
    const marker = 'marker' in one ? one.marker : null;
    const manifest = studyManifestSchema.parse(
      JSON.parse(new TextDecoder().decode(store.objects.get(marker!.key))),
    );
    expect([manifest.site, manifest.files.length, manifest.studyId]).toEqual(['north', 12, one.studyId]);
  }
  expect([...store.objects.keys()].join()).not.toContain('old ct');
  expect(told).not.toContain(PATIENT);
  // Again, and with other names, it is the same.
  expect(await inventoryOf(folder, memoryStore(), 'north')).toEqual({ chosen, told });
});

test('a list names its files by paths, or as an inventory of S3 does by bucket and key', async () => {
  const store = memoryStore();
  const names = [1, 2].flatMap((study) => Array.from({ length: 12 }, (_, n) => `a/${n}-${study}.dcm`));
  const list = (lines: readonly string[]) => {
    const path = join(folder, 'list.csv');
    writeFileSync(path, lines.join('\r\n'));
    return inventoryOf(path, store, null);
  };
  const plain = await list(names);
  expect(plain).toMatchObject({ told: 'inventory of 2 studies: 2 qualify' });
  const s3 = await list([
    '"old-ct","c/"',
    ...names.map((name) => `"old-ct","${encodeURIComponent(name)}","1234","2020-01-01T00:00:00.000Z"`),
    '"old-ct","c/read+me.txt","4"',
    '',
  ]);
  expect(s3).toEqual({
    chosen: plain.chosen,
    told: `${plain.told}; files that are no DICOM object of a study: 1`,
  });
  await expect(list(['../other/file.dcm'])).rejects.toThrow(
    'list.csv: line 1: found no path below its folder',
  );
  await expect(list(['a/none.dcm'])).rejects.toThrow('--inventory');
  await expect(list([''])).rejects.toThrow('found no file in it');
});

test('a study that is here with more than an inventory knows is left as it is', async () => {
  const store = memoryStore();
  const [first] = (await inventoryOf(folder, store, 'north')).chosen;
  const key = studyManifestKey(first!.studyId);
  const plain = studyManifestSchema.parse(parsedJson(await store.get(key), key));
  const told = { ...plain, levelOverride: { kind: 'first-level', level: 'T11' } } as const;
  await putJson(store, key, studyManifestSchema, told);
  const again = await inventoryOf(folder, store, 'north');
  expect(again.chosen).toHaveLength(1);
  expect(again.told).toContain('in the folder already, left alone: 1');
  expect(parsedJson(await store.get(key), key)).toEqual(told);
});
