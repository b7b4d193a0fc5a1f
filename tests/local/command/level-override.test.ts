import { expect, test } from 'vitest';

import { CommandLineError } from '../../../local/command/errors.ts';
import { parseCommandLine } from '../../../local/command/options.ts';

const overrideOf = (...args: readonly string[]) => parseCommandLine(['study', ...args]).levelOverride;

test('the first whole body is named by its level, in any usual spelling', () => {
  expect(overrideOf('--first-level', 'L1')).toEqual({ kind: 'first-level', level: 'L1' });
  expect(overrideOf('--first-level', 'th12')).toEqual({ kind: 'first-level', level: 'T12' });
  expect(overrideOf()).toBeNull();
});

test.each([
  [
    ['--level-at', '1,2.5,-300=L3'],
    [1, 2.5, -300],
  ],
  [
    ['--level-at', '-1, 2.5, -300=L3'],
    [-1, 2.5, -300],
  ],
  [['--level-at=-1,2.5,-300=L3'], [-1, 2.5, -300]],
])('%j names the vertebra at a point, which may begin with a minus', (args, pointMm) => {
  expect(overrideOf(...args)).toEqual({ kind: 'level-at', pointMm, level: 'L3' });
});

test.each([
  [['--first-level', 'S1'], /--first-level: found S1; required: a level/],
  [['--first-level', 'sacrum'], /--first-level: found sacrum/],
  [['--level-at', '1,2=L3'], /--level-at: found 1,2=L3; required: X,Y,Z=LEVEL/],
  [['--level-at', '1,,3=L3'], /--level-at: found 1,,3=L3/],
  [['--level-at', '1,2,3'], /--level-at: found 1,2,3; required/],
  [['--level-at', '1,2,3=L9'], /--level-at: found L9/],
  [['--level-at'], /--level-at/],
  [['--level-at', '1,2,3=L3', '--first-level', 'L1'], /cannot be combined/],
])('%j is refused with one line that names the option', (args, message) => {
  expect(() => overrideOf(...args)).toThrow(CommandLineError);
  expect(() => overrideOf(...args)).toThrow(message);
});
