/** Enhanced CT as another house writes it again: dcmtk's encodings and its frames, fragments and offset tables. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { lacks } from '../../peers/lacks.ts';
import { scratchFolder } from '../../pipeline/command.ts';

import { find, hu, SLICES } from './ct-series.ts';
import { enhancedCt } from './writers/enhanced-writer.ts';

test.skipIf(lacks('dcmcjpeg')).each([
  ['dcmconv', ['+te', '-e']],
  ['dcmconv', ['+ti', '-e']],
  ['dcmconv', ['+tb', '+e']],
  ['dcmcrle', []],
  ['dcmcrle', ['-ot']],
  ['dcmcjpeg', ['+el', '+sv', '6']],
  ['dcmcjpeg', ['+e1', '-ot']],
  ['dcmcjpls', []],
])('what %s %j writes is read exactly (needs dcmtk)', async (command, options) => {
  const folder = scratchFolder();
  const [plain, again] = [join(folder, 'plain.dcm'), join(folder, 'again.dcm')];
  writeFileSync(plain, enhancedCt());
  execFileSync(command, [...options, plain, again], { stdio: 'pipe' });
  const { volume } = await find([readFileSync(again)]);
  expect(volume.dims).toEqual([6, 8, SLICES]);
  volume.data.forEach((value, n) => expect(value).toBe(hu(n % 6, Math.floor(n / 6) % 8, Math.floor(n / 48))));
});
