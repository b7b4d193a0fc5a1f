/** The tree's own limits: a folder that outgrows them holds two ideas, a file of ten lines has none of its own. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const LEFT_OUT = new Set(['node_modules', 'dist', 'cdk.out', 'coverage', 'osteon-out', '.git']);
/** Decisions are a numbered log and stay side by side. */
const LOGS = new Set(['docs/decisions']);
const MOST_FILES = 15;
const MOST_LINES = 350;
const FEW_LINES = 15;
const MOST_SMALL_FILES = 19;

const files = filesBelow(ROOT);
const modules = files.filter((path) => path.endsWith('.ts') && !path.startsWith('tests/'));

test('no folder holds more than fifteen files at one level', () => {
  const counts = new Map<string, number>();
  for (const path of files) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
  const crowded = [...counts].filter(
    ([folder, count]) => count > MOST_FILES && !LOGS.has(folder) && folder !== '.',
  );
  expect(crowded).toEqual([]);
});

test('no module is longer than 350 lines, tests among them', () => {
  expect(files.filter((path) => path.endsWith('.ts')).filter((path) => linesOf(path) > MOST_LINES)).toEqual(
    [],
  );
});

test('fewer than twenty modules are shorter than fifteen lines', () => {
  const small = modules.filter((path) => linesOf(path) < FEW_LINES);
  expect(small.length, small.join('\n')).toBeLessThanOrEqual(MOST_SMALL_FILES);
});

function linesOf(path: string): number {
  return readFileSync(join(ROOT, path), 'utf8').split('\n').length - 1;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => !LEFT_OUT.has(name) && !name.endsWith('.tsbuildinfo'))
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? filesBelow(path) : [relative(ROOT, path)];
    });
}
