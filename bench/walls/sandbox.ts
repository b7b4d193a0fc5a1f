/** One invocation of a bundle in a process of its own, within its function's memory and time, and what it took. */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { StepSpec } from '../../cdk/lib/steps.ts';

import type { Bundle } from './bundles.ts';

export interface Usage {
  /** Largest resident memory, MB of 2^20. */
  readonly peakMb: number;
  /** Of all threads, user and system, from the start of the process on: a cold start. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

export type Invoked =
  | { readonly result: unknown; readonly usage: Usage }
  | { readonly error: { readonly errorType: string; readonly errorMessage: string }; readonly usage: Usage };

/** Share of the memory that Lambda's Node gives to the heap. */
const HEAP_SHARE = 0.9;
const LOOK_MS = 50;
const PAGE_MB = 4096 / 2 ** 20;
const MICROSECONDS = 1e6;

const SCRIPT = `
import { readFileSync, writeFileSync } from 'node:fs';
const [event, answer] = process.argv.slice(2);
let said;
try {
  const { handler } = await import('./index.mjs');
  const context = { functionName: 'x', memoryLimitInMB: '1', invokedFunctionArn: 'x', awsRequestId: 'x' };
  said = { result: await handler(JSON.parse(readFileSync(event, 'utf8')), context) };
} catch (error) {
  said = { error: { errorType: error.name, errorMessage: error.message } };
}
const status = readFileSync('/proc/self/status', 'utf8');
writeFileSync(answer, JSON.stringify({ ...said, used: process.resourceUsage(), peakKb: Number(/VmHWM:\\s+(\\d+)/.exec(status)[1]) }));
process.exit();
`;

interface Answer {
  readonly result?: unknown;
  readonly error?: { readonly errorType: string; readonly errorMessage: string };
  readonly used: { readonly userCPUTime: number; readonly systemCPUTime: number };
  /** Not what getrusage says: that begins with the process that forked this one. */
  readonly peakKb: number;
}

/** A process that goes beyond its memory or its time is ended, and told by the name that Lambda gives it. */
export async function invoke(
  { memoryMb, timeoutSeconds }: Pick<StepSpec, 'memoryMb' | 'timeoutSeconds'>,
  { folder, environment }: Bundle,
  event: unknown,
  aws: Readonly<Record<string, string>>,
): Promise<Invoked> {
  const [script, eventFile, answerFile] = ['start.mjs', 'event.json', 'answer.json'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  writeFileSync(script, SCRIPT);
  writeFileSync(eventFile, JSON.stringify(event));
  rmSync(answerFile, { force: true });
  const began = performance.now();
  const heap = `--max-old-space-size=${Math.floor(HEAP_SHARE * memoryMb)}`;
  const child = spawn(process.execPath, [heap, script, eventFile, answerFile], {
    cwd: folder,
    env: {
      ...environment,
      ...aws,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
      PATH: '',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let peakMb = 0;
  let ended: string | undefined;
  const end = (why: string): void => {
    ended ??= why;
    child.kill('SIGKILL');
  };
  const watch = setInterval(() => {
    peakMb = Math.max(peakMb, residentMb(child.pid!));
    if (peakMb > memoryMb) end('Runtime.OutOfMemory');
    if (performance.now() - began > 1000 * timeoutSeconds) end('Sandbox.Timedout');
  }, LOOK_MS);
  await new Promise((resolve) => child.on('exit', resolve));
  clearInterval(watch);
  const wallSeconds = (performance.now() - began) / 1000;
  const answer = ended === undefined ? readAnswer(answerFile) : undefined;
  if (answer === undefined) {
    const errorType = ended ?? 'Runtime.ExitError';
    return {
      error: {
        errorType,
        errorMessage: `ended after ${wallSeconds.toFixed(0)} s with ${peakMb.toFixed(0)} MB`,
      },
      usage: { peakMb, cpuSeconds: NaN, wallSeconds },
    };
  }
  const { used, peakKb, error, result } = answer;
  const usage = {
    peakMb: Math.max(peakMb, peakKb / 1024),
    cpuSeconds: (used.userCPUTime + used.systemCPUTime) / MICROSECONDS,
    wallSeconds,
  };
  return error === undefined ? { result, usage } : { error, usage };
}

function residentMb(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE_MB;
  } catch {
    return 0;
  }
}

function readAnswer(file: string): Answer | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Answer;
  } catch {
    return undefined;
  }
}
