import { expect, test } from 'vitest';

import { CommandLineError } from '../../../local/command/errors.ts';
import { parsedArguments } from '../../../local/command/parsed.ts';

const config = { allowPositionals: true, options: { out: { type: 'string' } } } as const;

test('options and positionals are as parseArgs has them', () => {
  const { values, positionals } = parsedArguments({ ...config, args: ['a', '--out', 'b'] });
  expect([values.out, positionals]).toEqual(['b', ['a']]);
});

test.each([
  [['--oot', 'b'], "Unknown option '--oot' (see --help)"],
  [['--out'], "Option '--out <value>' argument missing (see --help)"],
])('%j: one sentence, and where to look', (args, words) => {
  const parse = () => parsedArguments({ ...config, args });
  expect(parse).toThrow(CommandLineError);
  expect(parse).toThrow(new CommandLineError(words));
});
