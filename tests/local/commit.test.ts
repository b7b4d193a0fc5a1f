import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { commitOf } from '../../local/commit.ts';

let root: string;
const git = (...args: string[]): string =>
  execFileSync('git', ['-C', root, '-c', 'user.name=t', '-c', 'user.email=t@t.example', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'osteon-commit-'));
  git('init');
  writeFileSync(join(root, 'code.ts'), 'one');
  mkdirSync(join(root, 'inner'));
  git('add', '.');
  git('commit', '-m', 'one');
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

test('a clean tree is its commit, files beside it that git does not track or not', () => {
  expect(commitOf(root)).toBe(git('rev-parse', 'HEAD').slice(0, 7));
  writeFileSync(join(root, 'out.pdf'), 'a result');
  expect(commitOf(root)).toMatch(/^[0-9a-f]{7}$/);
});

test('a changed tree says so', () => {
  writeFileSync(join(root, 'code.ts'), 'two');
  expect(commitOf(root)).toBe(`${git('rev-parse', 'HEAD').slice(0, 7)}.dirty`);
});

test('a copy within another repository, or in none, is not known', () => {
  expect(commitOf(join(root, 'inner'))).toBe('unknown');
  expect(commitOf(join(root, 'nowhere'))).toBe('unknown');
});
