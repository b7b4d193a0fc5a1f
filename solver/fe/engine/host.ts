/** What the engine is handed: compiled kernels over memory, and threads. */
import type { Job } from './job.ts';
import type { Kernels } from './machine/kernels.ts';
import type { Team } from './team/team.ts';

/** Memory with the kernels over it. */
export interface Machine {
  readonly buffer: ArrayBufferLike;
  readonly kernels: Kernels;
  /** Sends a job to the other `sharing - 1` threads; the caller then runs it as the first member of the team. */
  begin(job: Job, sharing: number): Team;
  /** Nobody reads the memory any more: the next machine may have it. */
  release(): void;
}

export interface Host {
  /** ms since some moment. */
  now(): number;
  /** How many may share a solve. */
  readonly threads: number;
  /** @param bytes what the model needs, known before it is allocated */
  machine(bytes: number): Machine;
}
