/**
 * `npm run mutate -- FOLDER [FILE...] [--share 0.1]`: breaks the code of a folder (or of some of its files) in one place after the
 * other and says which breaks no test sees. Needs minutes: about a second for each mutant. Not a part of CI.
 * With `--share` only what stands on that share of the lines is broken (always the same lines), and what spans several lines.
 *
 * The tests are those that mirror the folder, and those in the folders above it. What Stryker does not change: numbers, and
 * which field of a record is read; tests have to be written against those without its help.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { Stryker } from '@stryker-mutator/core';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Bundles are made from the sources and not from the mutants, and take minutes. */
const NEVER = ['bundles.test.ts'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { share: { type: 'string', default: '1' } },
});
const [folder, ...files] = positionals.map((path) => path.replace(/\/+$/, ''));
if (folder === undefined || !existsSync(join(ROOT, folder)) || !(Number(values.share) > 0)) {
  console.error(
    'npm run mutate -- FOLDER [FILE...] [--share 0.1]   for example: -- report/words wording.ts remarks.ts',
  );
  process.exit(2);
}
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
  ],
  ignorers: ['layout'],
  coverageAnalysis: 'perTest',
  concurrency: 1,
  disableTypeChecks: false,
  ignorePatterns: ['cdk.out', 'coverage', 'osteon-out'],
  vitest: { configFile: 'bench/mutate/vitest.config.ts', related: false },
  timeoutMS: 60_000,
  tempDirName: 'dist/mutation/sandbox',
  reporters: ['progress-append-only', 'clear-text', 'json'],
  clearTextReporter: { logTests: false, allowColor: false },
  jsonReporter: { fileName: `dist/mutation/${folder.replaceAll('/', '-')}.json` },
}).runMutationTest();
const seen = results.filter(({ status }) => status === 'Killed' || status === 'Timeout').length;
const counted = results.filter(({ status }) => status !== 'Ignored' && status !== 'CompileError').length;
console.log(`${folder}: ${seen} of ${counted} mutants killed, ${((100 * seen) / counted).toFixed(1)} %`);

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
