/** Every script of ours says what it does, without doing it, and takes no option that it does not know. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const { scripts } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as {
  scripts: Record<string, string>;
};
/** The build takes no arguments: it is run by `npm ci`. Other tools have a help of their own. */
const OURS = Object.entries(scripts).flatMap(([name, command]) => {
  const [, file] = /^node (\S+\.ts)$/.exec(command) ?? [];
  return file === undefined || name === 'build' ? [] : [{ name, file }];
});
/** Seconds to start, on a busy machine. */
const LONGEST_MS = 60_000;

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function run(file: string, option: string): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [file, option], { cwd: ROOT, timeout: LONGEST_MS }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

test('all scripts are asked', () => {
  expect(OURS.length).toBeGreaterThan(25);
});

describe.each(OURS)('npm run $name', ({ name, file }) => {
  test.concurrent(
    'prints its usage with --help, and ends in one line with an option that it does not know',
    async () => {
      const help = await run(file, '--help');
      expect(help.code, help.err).toBe(0);
      expect(help.err).toBe('');
      expect(help.out).toMatch(new RegExp(`^Usage: npm (run )?${name}\\b`));
      // Those of local/ take theirs by a parser that has its own tests.
      if (file.startsWith('local/')) return;
      const unknown = await run(file, '--no-such-option');
      expect(unknown.code).toBe(2);
      expect(unknown.out).toBe('');
      expect(unknown.err).toMatch(/^osteon: .*--no-such-option.*\n$/);
    },
    LONGEST_MS,
  );
});
