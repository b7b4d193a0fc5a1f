import {
  mkdtempSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { CommandLineError } from '../../../local/command/errors.ts';
import { labelFiles, readJsonFile, studyFiles } from '../../../local/study/study-files.ts';
import { uploadStudy } from '../../../local/study/upload-study.ts';
import { memoryStore } from '../../report/fixture.ts';

import { plainStudy } from './study-on-disk.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'osteon-files-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string): string => join(folder, name);
const names = async (path: string): Promise<string[]> =>
  (await studyFiles(path)).map((file) => basename(file.toString()));

test('links to files and folders are followed once, and loops end', async () => {
  mkdirSync(at('study'));
  mkdirSync(at('elsewhere'));
  writeFileSync(at('study/a'), 'a');
  writeFileSync(at('elsewhere/b'), 'b');
  writeFileSync(at('c'), 'c');
  symlinkSync(at('elsewhere'), at('study/linked-folder'));
  symlinkSync(at('c'), at('study/linked-file'));
  symlinkSync(at('study/a'), at('study/twice'));
  symlinkSync(at('study'), at('study/loop'));
  expect(await names(at('study'))).toEqual(['a', 'linked-file', 'b']);
});

const latin1 = (name: string): Buffer =>
  Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name, 'latin1')]);

test('names that are no UTF-8 are read, of folders, files and links', async () => {
  mkdirSync(latin1('Müller'));
  writeFileSync(latin1('Müller/Schädel'), 'a');
  writeFileSync(latin1('Ü'), 'b');
  symlinkSync(latin1('Ü'), latin1('ß'));
  const files = await studyFiles(folder);
  expect(files.map((file) => readFileSync(file, 'utf8')).sort()).toEqual(['a', 'b']);
  const { manifest } = await uploadStudy(memoryStore(), { ...plainStudy(''), files });
  expect(manifest.files).toHaveLength(2);
});

test('two names that differ in bytes that are no UTF-8 only are two files', async () => {
  writeFileSync(latin1('ä'), 'a');
  writeFileSync(latin1('ö'), 'b');
  expect(await studyFiles(folder)).toHaveLength(2);
});

test('a folder whose name is no UTF-8 is found as the shell hands it over, unless two may be meant', async () => {
  mkdirSync(latin1('Müller'));
  writeFileSync(latin1('Müller/a'), 'a');
  const typed = latin1('Müller').toString();
  expect((await studyFiles(typed)).map((file) => readFileSync(file, 'utf8'))).toEqual(['a']);
  mkdirSync(latin1('Möller'));
  await expect(studyFiles(typed)).rejects.toThrow(/no such file or folder/);
});

test('a label map whose name is no UTF-8 says its level', async () => {
  writeFileSync(latin1('Müller_vertebrae_L3.nii.gz'), 'a');
  const labels = await labelFiles([folder]);
  const { manifest } = await uploadStudy(memoryStore(), { ...plainStudy(''), files: [], labels });
  expect(manifest.labels!.files.map(({ name }) => name)).toEqual(['vertebrae_L3.nii.gz']);
});

test('a link that leads nowhere is named', async () => {
  symlinkSync(at('nothing'), at('lost'));
  await expect(studyFiles(folder)).rejects.toThrow(CommandLineError);
});

test('a file larger than any DICOM image is passed over, or named where it is the study', async () => {
  writeFileSync(at('a'), 'a');
  writeFileSync(at('huge'), '');
  truncateSync(at('huge'), 2 ** 31);
  expect(await names(folder)).toEqual(['a']);
  await expect(studyFiles(at('huge'))).rejects.toThrow('2147483648 bytes');
});

test.each([
  ['zip', 'PK\x03\x04'],
  ['dicom', `${'\0'.repeat(128)}DICM`],
])('a file above 2 GiB that may hold images (%s) is named, not passed over', async (kind, head) => {
  writeFileSync(at('a'), 'a');
  writeFileSync(at('huge'), head);
  truncateSync(at('huge'), 2 ** 31);
  await expect(studyFiles(folder)).rejects.toThrow(`a file of 2.0 GiB (${kind}) in the study`);
});

test('a JSON file of 100 MB is refused by its size', async () => {
  writeFileSync(at('order.json'), '');
  truncateSync(at('order.json'), 100_000_000);
  await expect(readJsonFile(at('order.json'))).rejects.toThrow('order.json: 100000000 bytes');
});
