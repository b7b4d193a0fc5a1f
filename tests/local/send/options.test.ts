import { expect, test } from 'vitest';

import { parseSendOptions } from '../../../local/send/options.ts';

test('what is said of the study is as for npm start, and the rest is of this command', () => {
  const options = parseSendOptions([
    'folder', '--to=http://127.0.0.1:8720/', '--series', '3', '--token-file', 'token', '--out', 'there',
  ]); // prettier-ignore
  expect(options).toMatchObject({
    study: 'folder',
    to: 'http://127.0.0.1:8720',
    tokenFile: 'token',
    out: 'there',
    about: { select: { series: '3' }, labels: [], order: null },
  });
  expect(parseSendOptions(['folder', '--to', 'https://osteon.example', '--no-wait']).out).toBeNull();
  expect(parseSendOptions(['--help']).help).toBe(true);
});

test.each([
  [['--to', 'http://server'], 'found no STUDY'],
  [['folder'], 'required: --to URL'],
  [['folder', '--to', 'server'], '--to: found server; required: an http or https address'],
  [['folder', '--to', 'ftp://server'], '--to: found ftp://server'],
  [['folder', '--to'], '--to: required: a value'],
  [['folder', '--to', '--no-wait'], '--to: required: a value'],
  [['folder', '--to', 'http://server', '--model', 'dir'], '--model: not an option of this command'],
  [['folder', '--to', 'http://server', '--site=north'], '--site: not an option of this command'],
  [['folder', '--to', 'http://server', '--no-wait', '--out', 'there'], 'cannot be combined'],
  [['folder', 'other', '--to', 'http://server'], 'found 2 studies'],
  [['folder', '--to', 'http://server', '--colour', 'red'], '--colour'],
])('%j is told what is wrong: %s', (args, message) => {
  expect(() => parseSendOptions(args)).toThrow(message);
});
