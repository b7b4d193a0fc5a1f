/** `npm run gateway` as a site starts and ends it. */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';

import { HELP, parseGatewayOptions } from '../../../local/gateway/options.ts';
import { lacksStorescu, storescu } from '../../peers/dcmtk-scu.ts';
import { scratchFolder } from '../../pipeline/command.ts';
import { ctObject, onDisk } from './ct-objects.ts';
import { until } from './running-gateway.ts';

const MAIN = fileURLToPath(new URL('../../../local/gateway/main.ts', import.meta.url));
const children = new Set<ReturnType<typeof spawn>>();
afterEach(() => children.forEach((child) => child.kill('SIGKILL')));

function start(args: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.add(child);
  const seen = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (seen.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (seen.err += chunk.toString()));
  const code = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, seen, code };
}

test.skipIf(lacksStorescu)('a study is a folder; SIGTERM ends it well', async () => {
  const [to, spool] = [scratchFolder(), scratchFolder()];
  const { child, seen, code } = start([
    '--to',
    to,
    '--spool',
    spool,
    '--port',
    '0',
    '--quiet',
    '5',
    '--after',
    '0',
  ]);
  await until(
    () => seen.out.includes('\n'),
    () => seen,
  );
  const port = Number(/:(\d+) as OSTEON/.exec(seen.out)![1]);
  expect((await storescu(port, [onDisk([0, 1, 2].map((n) => ctObject(1, n)))])).code).toBe(0);
  await until(
    () => seen.err.includes('delivered'),
    () => seen,
  );
  const [study] = readdirSync(to);
  expect(readdirSync(join(to, study!))).toHaveLength(4);
  child.kill('SIGTERM');
  expect(await code).toBe(0);
});

test('where the port is taken it says so, and ends', async () => {
  const first = start(['--to', scratchFolder(), '--spool', scratchFolder(), '--port', '0']);
  await until(
    () => first.seen.out.includes('\n'),
    () => first.seen,
  );
  const port = /:(\d+) as OSTEON/.exec(first.seen.out)![1]!;
  const second = start(['--to', scratchFolder(), '--spool', scratchFolder(), '--port', port]);
  expect(await second.code).toBe(1);
  expect(second.seen.err).toContain('EADDRINUSE');
});

test.each([
  [['--to', 'x', '--host', '0.0.0.0'], '--host: found 0.0.0.0 without --accept'],
  [['--to', 'x', '--port', '70000'], '--port: found 70000'],
  [['--to', 'x', '--ae', 'MORE_THAN_16_CHARS'], '--ae: found "MORE_THAN_16_CHARS"'],
  [['--to', 'x', '--accept', 'CT\\1'], '--accept: found "CT\\1"'],
  [['--to', 'x', '--quiet=-3'], '--quiet: found -3'],
  [['--to', 'x', '--quiet', '5', '--after', '6'], '--after: found 6; required: up to --quiet, which is 5'],
  [['--to', 'x', '--most-gb', 'much'], '--most-gb: found much'],
  [['--to', 'x', '--tow', 'y'], "Unknown option '--tow'"],
])('%j is refused by name', (args, told) => {
  expect(() => parseGatewayOptions(args)).toThrow(told);
});

test('every option is in the help, and what is said is what is meant', () => {
  const options = parseGatewayOptions(['--to', 'x', '--accept', 'A,B', '--host', '10.0.0.1', '--quiet', '7', '--after', '2', '--most-gb', '2', '--keep-hours', '3']); // prettier-ignore
  expect(options).toMatchObject({
    to: 'x',
    rules: { ae: 'OSTEON', accept: ['A', 'B'] },
    host: '10.0.0.1',
    closing: { quietMs: 7000, endedMs: 2000 },
    mostBytes: 2e9,
    keepMs: 10_800_000,
  });
  for (const option of [
    'to',
    'assess',
    'quiet',
    'after',
    'ae',
    'accept',
    'host',
    'port',
    'spool',
    'most-gb',
    'keep-hours',
  ])
    expect(HELP).toContain(`  --${option} `);
});
