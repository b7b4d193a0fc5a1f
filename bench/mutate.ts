/**
 * `npm run mutate -- FOLDER [FILE...] [--share 0.1]`: breaks the code of a folder (or of some of its files) in one place after the
 * other and says which breaks no test sees. Needs minutes: about a second for each mutant. Not a part of CI.
 * With `--share` only what begins on that share of the lines is broken (always the same lines), and nothing else is in the code.
 *
 * A mutant counts as killed where a test fails, or its file does not load, or the code runs round without end. One that ran
 * out of time is told apart and not counted as killed: on a busy machine that says nothing.
 *
 * The tests are those that mirror the folder, and those in the folders above it. What Stryker does not change: numbers, and
 * which field of a record is read; tests have to be written against those without its help.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Stryker } from '@stryker-mutator/core';

import { scriptArguments, unusableArguments } from '../local/command/parsed.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Bundles are made from the sources and not from the mutants, and take minutes. */
const NEVER = ['bundles.test.ts'];

/** Stryker calls it a run-time error where a file of tests does not load. */
const FAILED: readonly string[] = ['Killed', 'Timeout', 'RuntimeError'];
/** Of vitest, and none where Stryker waited in vain; where code ran round without end, Stryker says "Hit limit reached". */
const OUT_OF_TIME = /^$|timed out in \d+ ?ms/;
const HELP = `Usage: npm run mutate -- FOLDER [FILE ...] [options]

Breaks the code of a folder, or of some of its files, in one place after the other, and says which breaks no test
sees. About a second for each.

  --share X  of the lines, always the same ones (default: 1)
  --help     show this text`;

const { values, positionals } = scriptArguments(HELP, {
  allowPositionals: true,
  options: { share: { type: 'string', default: '1' } },
});
const [folder, ...files] = positionals.map((path) => path.replace(/\/+$/, ''));
if (folder === undefined || !existsSync(join(ROOT, folder)))
  unusableArguments(`found ${folder ?? 'nothing'}; required: a folder of the code`);
if (!(Number(values.share) > 0))
  unusableArguments(`--share: found ${values.share}; required: a number above 0`);
const mutate = (files.length === 0 ? ['**/*.ts'] : files).map((file) => `${folder}/${file}`);
const tests = testsOf(folder);
console.error(`tests: ${tests.join(', ')}`);
process.chdir(ROOT);
process.env.OSTEON_MUTATION_TESTS = tests.join(',');
process.env.OSTEON_MUTATION_SHARE = values.share;
process.env.OSTEON_MUTATES_SOLVER = folder.startsWith('solver') ? '1' : '0';

const results = await new Stryker({
  mutate: [...mutate, '!**/*.d.ts'],
  testRunner: 'vitest',
  plugins: [
    '@stryker-mutator/vitest-runner',
    fileURLToPath(new URL('mutate/ignore-layout.ts', import.meta.url)),
    fileURLToPath(new URL('mutate/drawn-lines.ts', import.meta.url)),
    fileURLToPath(new URL('mutate/survivors.ts', import.meta.url)),
  ],
  ignorers: ['layout', 'drawn-lines'],
  coverageAnalysis: 'perTest',
  concurrency: 1,
  disableTypeChecks: false,
  ignorePatterns: ['cdk.out', 'coverage', 'osteon-out'],
  vitest: { configFile: 'bench/mutate/vitest.config.ts', related: false },
  timeoutMS: 60_000,
  tempDirName: 'dist/mutation/sandbox',
  reporters: ['progress-append-only', 'survivors', 'json'],
  jsonReporter: { fileName: `dist/mutation/${folder.replaceAll('/', '-')}.json` },
}).runMutationTest();
const tried = results.filter(({ status }) => status !== 'Ignored' && status !== 'CompileError');
const failed = tried.filter(({ status }) => FAILED.includes(status));
const late = failed.filter(({ statusReason }) => OUT_OF_TIME.test(statusReason ?? ''));
const killed = failed.length - late.length;
console.log(
  `${folder}, share ${values.share}: ${tried.length} mutants, ${killed} killed, ${tried.length - failed.length} survived, ` +
    `${late.length} out of time: ${((100 * killed) / tried.length).toFixed(1)} %`,
);

/** Those of the mirrored folder, and those that lie in the folders above it: they test the part as a piece of the whole. */
function testsOf(part: string): string[] {
  const above = part.split('/').map((_, n, names) => join(ROOT, 'tests', ...names.slice(0, n)));
  const around = above
    .slice(1)
    .flatMap((path) => (existsSync(path) ? readdirSync(path).map((name) => join(path, name)) : []));
  return [...testFiles(join(ROOT, 'tests', part)), ...around.filter(isTest)].map((path) =>
    path.slice(ROOT.length),
  );
}

function isTest(path: string): boolean {
  return statSync(path).isFile() && path.endsWith('.test.ts') && !NEVER.some((name) => path.endsWith(name));
}

function testFiles(path: string): string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return isTest(path) ? [path] : [];
  return readdirSync(path).flatMap((name) => testFiles(join(path, name)));
}
