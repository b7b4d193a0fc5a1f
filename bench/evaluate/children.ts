/** One process a case: its time and memory are its own, and a crash of one leaves the others alone. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { DigitalJob } from './digital/digital.ts';
import type { CaseJob } from './run-case.ts';
import type { CaseResult, DigitalResult } from './results.ts';

export type Job = CaseJob | DigitalJob;
export interface Crash {
  readonly job: Job;
  readonly saw: string;
}

const ENTRY = fileURLToPath(new URL('../evaluate.ts', import.meta.url));
/** How a process is told that it is a child, and what to do. */
export const JOB_VARIABLE = 'OSTEON_EVALUATE_JOB';

/** Outcomes in the order of the jobs; `done` is called as they come. */
export async function runJobs<R extends CaseResult | DigitalResult>(
  jobs: readonly Job[],
  atATime: number,
  done: (result: R) => void,
): Promise<{ readonly results: readonly R[]; readonly crashes: readonly Crash[] }> {
  const results = new Map<number, R>();
  const crashes: Crash[] = [];
  const waiting = [...jobs.entries()];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [n, job] = next;
      try {
        const result = await runOne<R>(job);
        results.set(n, result);
        done(result);
      } catch (error) {
        crashes.push({ job, saw: error instanceof Error ? error.message : String(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  const ordered = [...results].sort(([a], [b]) => a - b).map(([, result]) => result);
  return { results: ordered, crashes };
}

function runOne<R>(job: Job): Promise<R> {
  return new Promise((resolve, reject) => {
    const child = fork(ENTRY, [], {
      env: { ...process.env, [JOB_VARIABLE]: JSON.stringify(job) },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    let result: R | null = null;
    child.on('message', (message) => (result = message as R));
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (result !== null) resolve(result);
      else reject(new Error(`the process ended with ${signal ?? code ?? 'nothing'} and without a result`));
    });
  });
}
