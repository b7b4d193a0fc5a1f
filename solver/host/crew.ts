/**
 * Worker threads that solve with the caller on one shared memory. The caller is the first member and blocks while it
 * works, so the interface is as synchronous as with one thread.
 *
 * @remarks A worker runs this very file (or the bundle that it has become part of) and knows its role by `workerData`.
 */
import {
  isMainThread,
  MessageChannel,
  parentPort,
  receiveMessageOnPort,
  Worker,
  workerData,
  type MessagePort,
} from 'node:worker_threads';

import { BARRIER_WORDS, barrierOf, breakBarrier, TeamBroken } from '../fe/engine/team/barrier.ts';
import { runLinear, runPlastic, type Job } from '../fe/engine/job.ts';
import { SOLO, type Team } from '../fe/engine/team/team.ts';
import { linked } from './linked.ts';

const ROLE = 'osteon-solver-thread';

interface Order {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly job: Job;
  readonly rank: number;
  readonly size: number;
}

/** What a worker knows of itself; `failures` is where it says why it has failed. */
interface Role {
  readonly role: string;
  readonly failures: MessagePort;
}

interface Member {
  readonly worker: Worker;
  readonly failures: MessagePort;
}

const idle: Member[] = [];

/** Sends the job to `size - 1` workers and returns the caller's place among them. */
export function callCrew(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  job: Job,
  size: number,
): Team {
  if (size === 1) return SOLO;
  for (let rank = 1; rank < size; rank++) {
    const member = (idle[rank - 1] ??= hire());
    member.worker.postMessage({ module, memory, job, rank, size } satisfies Order);
  }
  const barrier = barrierOf(wordsOf(memory, job), size);
  return {
    rank: 0,
    size,
    barrier() {
      try {
        barrier();
      } catch (cause) {
        throw cause instanceof TeamBroken ? disband(cause) : cause;
      }
    },
  };
}

/** Ends the workers; the next job hires new ones. */
export async function dismissCrew(): Promise<void> {
  await Promise.all(idle.splice(0).map(({ worker }) => worker.terminate()));
}

function hire(): Member {
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { role: ROLE, failures: port2 } satisfies Role,
    transferList: [port2],
  });
  const member = { worker, failures: port1 };
  // One that has died would not come to the next job, and all would wait for it.
  const leave = (): void => {
    if (idle.includes(member)) idle.splice(idle.indexOf(member), 1);
  };
  worker.on('error', leave).on('exit', leave).unref();
  return member;
}

/** A crew of which one has failed is not called again: the others may still be at the job, or wait for good. */
function disband(broken: TeamBroken): TeamBroken {
  const reasons = idle.splice(0).map(({ worker, failures }) => {
    const said = receiveMessageOnPort(failures)?.message as string | undefined;
    void worker.terminate();
    return said;
  });
  const cause = reasons.find((reason) => reason !== undefined);
  return cause === undefined ? broken : new TeamBroken(`${broken.message}: ${cause}`, { cause: broken });
}

function wordsOf(memory: WebAssembly.Memory, { layout }: Job): Int32Array {
  return new Int32Array(memory.buffer, layout.barrier, BARRIER_WORDS);
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
    role?.failures.postMessage(cause instanceof Error ? cause.message : String(cause));
    breakBarrier(words);
  }
}

const role = isMainThread || (workerData as Role | null)?.role !== ROLE ? null : (workerData as Role);
if (role !== null) parentPort?.on('message', serve);
