import { execFile, execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';

import { describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../../..');
const FLAGS = 'spine/host/v8-flags.ts';
/** Hot enough for every tier; the loop is entered again, so that Maglev is not passed over. */
const LOOP = `
  function sum(values) { let total = 0; for (let n = 0; n < values.length; n++) total += values[n]; return total; }
  const values = new Float64Array(50_000).fill(1.5);
  for (let times = 0; times < 1000; times++) sum(values);
`;

/** What V8 says that it compiles in a process that has imported modules of the tree, in that order. */
function compiledAfter(...modules: readonly string[]): string {
  const imports = modules.map((path) => `await import(${JSON.stringify(join(ROOT, path))});`).join('\n');
  return execFileSync(
    process.execPath,
    ['--trace-opt', '--input-type=module', '-e', `${imports}\n${LOOP}\nprocess.exit(0);`],
    { encoding: 'utf8', maxBuffer: 2 ** 28 },
  );
}

describe('compiled code', () => {
  test('is not of the tier in which objects of one literal share their numbers', () => {
    expect(compiledAfter()).toContain('target MAGLEV');
    const compiled = compiledAfter(FLAGS);
    expect(compiled).not.toContain('target MAGLEV');
    expect(compiled).toContain('target TURBOFAN');
  });

  test('leaves an object of a literal as it was when the literal makes the next', async () => {
    const run = promisify(execFile);
    const script = join(import.meta.dirname, 'one-literal.ts');
    // As Node.js is, two or three of six processes change objects.
    const said = await Promise.all(Array.from({ length: 6 }, () => run(process.execPath, [script])));
    expect(said.map(({ stdout }) => stdout)).toEqual(said.map(() => 'changed 0\n'));
  });

  test.each(entryPoints())('%s leaves that tier as it loads', (path) => {
    expect(reachedFrom(path)).toContain(FLAGS);
  });
});

/** Files that a process begins with: functions, commands, and what commands start. */
function entryPoints(): readonly string[] {
  const tree = (folder: string, name: RegExp): readonly string[] =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => name.test(path))
      .map((path) => join(folder, path));
  return [...tree('lambdas', /^[^/]+\/handler\.ts$/), ...tree('local', /(^|\/)(main|[a-z]+-host)\.ts$/)];
}

/** Modules that are loaded with a module, itself among them. */
function reachedFrom(path: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  const text = readFileSync(join(ROOT, path), 'utf8');
  for (const [, imported] of text.matchAll(/^(?:import|export|\} from) (?:[^;]*?from )?'(\.[^']+\.ts)';/gms))
    reachedFrom(relative(ROOT, resolve(ROOT, dirname(path), imported!)), seen);
  return seen;
}
