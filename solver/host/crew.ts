/**
 * Worker threads that solve with the caller on one shared memory. The caller is the first member and blocks while it
 * works, so the interface is as synchronous as with one thread.
 *
 * @remarks A worker runs this very file (or the bundle that it has become part of) and knows its role by `workerData`.
 */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

import { barrierOf, breakBarrier } from '../fe/engine/machine/barrier.ts';
import { runLinear, runPlastic, type Job } from '../fe/engine/job.ts';
import type { Kernels } from '../fe/engine/machine/kernels.ts';
import { SOLO, type Team } from '../fe/engine/machine/team.ts';

const ROLE = 'osteon-solver-thread';
const WORDS = 48;

interface Order {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly job: Job;
  readonly rank: number;
  readonly size: number;
}

const idle: Worker[] = [];

/** Sends the job to `size - 1` workers and returns the caller's place among them. */
export function callCrew(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  job: Job,
  size: number,
): Team {
  if (size === 1) return SOLO;
  for (let rank = 1; rank < size; rank++) {
    const worker = idle[rank - 1] ?? hire();
    idle[rank - 1] = worker;
    worker.postMessage({ module, memory, job, rank, size } satisfies Order);
  }
  return { rank: 0, size, barrier: barrierOf(wordsOf(memory, job), size) };
}

/** Ends the workers; the next job hires new ones. */
export async function dismissCrew(): Promise<void> {
  await Promise.all(idle.splice(0).map((worker) => worker.terminate()));
}

function hire(): Worker {
  const worker = new Worker(new URL(import.meta.url), { workerData: { role: ROLE } });
  worker.unref();
  return worker;
}

export function linked(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  const abort = (): never => {
    throw new Error('a kernel has aborted');
  };
  return new WebAssembly.Instance(module, { env: { memory, abort } }).exports as unknown as Kernels;
}

function wordsOf(memory: WebAssembly.Memory, { layout }: Job): Int32Array {
  return new Int32Array(memory.buffer, layout.barrier, WORDS);
}

function serve({ module, memory, job, rank, size }: Order): void {
  const words = wordsOf(memory, job);
  try {
    const team: Team = { rank, size, barrier: barrierOf(words, size) };
    const kernels = linked(module, memory);
    if (job.kind === 'linear') runLinear(memory.buffer, kernels, job, team);
    else runPlastic(memory.buffer, kernels, job, team);
    // Nobody leaves before all have done.
    team.barrier();
  } catch (cause) {
    breakBarrier(words);
    throw cause;
  }
}

if (!isMainThread && (workerData as { role?: string } | null)?.role === ROLE)
  parentPort?.on('message', serve);
