/** Runs the command line as its user does, in a process of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../local/main.ts', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The last line on stderr that osteon itself says about what is wrong. */
  readonly complaint: string;
}

export interface Running {
  readonly process: ChildProcess;
  readonly finished: Promise<Finished>;
  /** Resolves when stderr has said `text`. */
  readonly said: (text: string) => Promise<void>;
}

/** An empty folder that the test owns. */
export function scratchFolder(): string {
  return mkdtempSync(join(tmpdir(), 'osteon-test-'));
}

export interface RunOptions {
  /** uid and gid to run as, where this process may choose. */
  readonly user?: number | undefined;
  /** Another installation's command. */
  readonly main?: string;
  /** Of Node. */
  readonly nodeOptions?: readonly string[];
}

export function startCommand(
  args: readonly string[],
  { user, main = MAIN, nodeOptions = [] }: RunOptions = {},
): Running {
  const child = spawn(process.execPath, [...nodeOptions, main, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(user === undefined ? {} : { uid: user, gid: user }),
  });
  let stdout = '';
  let stderr = '';
  const listeners = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    for (const listener of listeners) listener();
  });
  const finished = new Promise<Finished>((resolve) => {
    child.on('close', (code) => {
      const complaint = stderr.split('\n').findLast((line) => line.startsWith('osteon: ')) ?? '';
      resolve({ code, stdout, stderr, complaint });
    });
  });
  const said = (text: string): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (stderr.includes(text)) resolve();
      };
      listeners.add(check);
      check();
    });
  return { process: child, finished, said };
}

export function runCommand(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  return startCommand(args, options).finished;
}
