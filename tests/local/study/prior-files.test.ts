import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { resultOf } from '../../../report/result.ts';
import { priorsAt } from '../../../local/study/prior-files.ts';
import { scratchFolder } from '../../pipeline/command.ts';
import { dataOf, VARIANTS } from '../../report/page-variants.ts';

const { about, ...data } = await dataOf(VARIANTS.whole!);
const RESULT = JSON.stringify(resultOf({ ...data, about }));

function folderOf(files: Readonly<Record<string, string>>, below = '.'): string {
  const folder = join(scratchFolder(), 'assessment');
  mkdirSync(join(folder, below), { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return join(folder, below);
}

test('an earlier assessment is named by its folder, its result, or that of a revision', async () => {
  const folder = folderOf({ 'result.json': RESULT, 'ct.json': JSON.stringify(about) });
  const revision = folderOf({ 'ct.json': JSON.stringify(about) }, 'revisions/1');
  writeFileSync(join(revision, 'result.json'), RESULT);
  const [first, ...others] = await priorsAt([folder, join(folder, 'result.json'), revision]);
  expect(first).toMatchObject({ schema: 'osteon/visit/1', date: about!.study.date });
  expect(others).toEqual([first, first]);
});

test.each<[what: string, files: Readonly<Record<string, string>>, said: string]>([
  ['nothing', {}, 'not readable: no such file'],
  ['no JSON', { 'result.json': 'x' }, 'found no JSON'],
  ['another document', { 'result.json': '{"schema":"osteon/order/1"}' }, 'found no result of this version'],
  [
    'a refused study',
    { 'result.json': RESULT.replace('"outcome":"assessed"', '"outcome":"refused"') },
    'was refused',
  ],
  ['no CT', { 'result.json': RESULT }, 'found no ct.json beside it'],
])('%s is no earlier assessment', async (_, files, said) => {
  await expect(priorsAt([folderOf(files)])).rejects.toThrow(said);
});
