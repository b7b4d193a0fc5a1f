import { mkdtempSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { CommandLineError } from '../../../local/command/errors.ts';
import { readJsonFile, studyFiles } from '../../../local/study/study-files.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'osteon-files-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string): string => join(folder, name);
const names = async (path: string): Promise<string[]> =>
  (await studyFiles(path)).map((file) => basename(file));

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

test('a JSON file of 100 MB is refused by its size', async () => {
  writeFileSync(at('order.json'), '');
  truncateSync(at('order.json'), 100_000_000);
  await expect(readJsonFile(at('order.json'))).rejects.toThrow('order.json: 100000000 bytes');
});
