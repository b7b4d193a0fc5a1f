/**
 * Which waiting studies start: as many as there is room for, in the queue's order, each upload once.
 *
 * A message stays in flight while its assessment runs and is deleted when that has ended: the queue tells a busy site by
 * what it has in flight (docs/decisions/0042). A message that repeats what was started is dropped, and one that was sent
 * after a failure starts the next attempt.
 */
import type { AssessmentInput } from '../../contracts/states.ts';
import type { StepLog } from '../../contracts/step-log.ts';
import { assessmentInputFor, executionNameOf } from '../shared/assessment-start.ts';
import { safeError } from '../shared/aws/safe-error.ts';
import { PlatformFault } from '../shared/errors.ts';
import type { QueuedStudy } from '../shared/queued-study.ts';

export interface WaitingStudy {
  readonly messageId: string;
  /** By which the queue knows this delivery. */
  readonly receipt: string;
  /** Deliveries so far, this one among them. */
  readonly deliveries: number;
  /** ms since 1970. */
  readonly sentAt: number;
  readonly study: QueuedStudy;
}

export interface WaitingStudies {
  /** At most ten. They are in flight from now on, for the queue's own time, and come again afterwards. */
  receive(most: number, waitSeconds: number): Promise<readonly WaitingStudy[]>;
  remove(waiting: WaitingStudy): Promise<void>;
  /** Keeps it in flight for so long from now. */
  hold(waiting: WaitingStudy, seconds: number): Promise<void>;
}

/** Times in ms since 1970. */
export type ExecutionState =
  | { readonly status: 'running'; readonly startedAt: number }
  | { readonly status: 'succeeded' | 'failed'; readonly endedAt: number };

export interface Executions {
  /** Names of those that run. Step Functions may leave out what has just begun. */
  running(): Promise<readonly string[]>;
  /** Null where no execution has that name. */
  state(name: string): Promise<ExecutionState | null>;
  /** @returns false where the name is taken */
  start(name: string, input: AssessmentInput): Promise<boolean>;
}

/**
 * What each message asks for, in the words of the software that saw it first: after a deployment the same message must not
 * start the same upload again under the new version's name.
 */
export interface StartRecords {
  /** Null where none was written. */
  read(waiting: WaitingStudy): Promise<AssessmentInput | null>;
  write(waiting: WaitingStudy, input: AssessmentInput): Promise<void>;
}

export interface Admission {
  readonly executions: Executions;
  readonly queue: WaitingStudies;
  readonly records: StartRecords;
  readonly log: Pick<StepLog, 'info' | 'warn'>;
  readonly mostRunning: number;
  /** How long an empty queue is listened to, s. */
  readonly waitSeconds: number;
  readonly now: () => number;
}

export type Outcome = 'started' | 'running' | 'ended' | 'repeated' | 'failed';
/** How many messages came to what. */
export type Admitted = Readonly<Record<Outcome, number>>;

/** Of one delivery, by SQS. */
const MOST_MESSAGES = 10;
/** Of one invocation, ms: below the function's minute. */
const LONGEST_MS = 40_000;
/** An execution that runs is looked at again after as long as it has run so far, within these, s. */
const SHORTEST_HOLD_SECONDS = 300;
const LONGEST_HOLD_SECONDS = 6 * 3600;
/** Of one upload in 90 days (design value): what fails as often is not mended by another. */
const MOST_ATTEMPTS = 20;

/** @throws PlatformFault where Step Functions or the queue does not answer as it should */
export async function admitStudies(admission: Admission): Promise<Admitted> {
  const { executions, queue, log, mostRunning, waitSeconds, now } = admission;
  const began = now();
  const admitted: Record<Outcome, number> = { started: 0, running: 0, ended: 0, repeated: 0, failed: 0 };
  const running = new Set(await executions.running());
  while (running.size < mostRunning && now() - began < LONGEST_MS) {
    // No more than there is room for: what is received without starting would only stand in the way.
    const messages = await queue.receive(Math.min(MOST_MESSAGES, mostRunning - running.size), waitSeconds);
    if (messages.length === 0) break;
    for (const waiting of messages) {
      let outcome: Outcome = 'failed';
      try {
        outcome = await dealWith(waiting, admission, (name) => running.add(name));
      } catch (cause) {
        // It stays in flight for the queue's time and comes again; in the end it lies among the dead letters.
        log.warn('study not started', { error: safeError(cause).name, deliveries: waiting.deliveries });
      }
      admitted[outcome] += 1;
    }
  }
  return admitted;
}

async function dealWith(
  waiting: WaitingStudy,
  { executions, queue, records, log, now }: Admission,
  started: (name: string) => void,
): Promise<Outcome> {
  const input = await inputOf(waiting, records);
  const found = await lookFor(input, waiting.sentAt, executions);
  if (found.is === 'free') {
    const isNew = await executions.start(found.executionName, input);
    started(found.executionName);
    if (!isNew) return 'running';
    const waitedSeconds = Math.round((now() - waiting.sentAt) / 1000);
    log.info('assessment started', { execution: found.executionName, waitedSeconds });
    return 'started';
  }
  // A message that comes for the first time for what runs already repeats another, which is in flight for it.
  if (found.is === 'running' && waiting.deliveries > 1) {
    const seconds = Math.round((now() - found.startedAt) / 1000);
    await queue.hold(waiting, Math.min(Math.max(seconds, SHORTEST_HOLD_SECONDS), LONGEST_HOLD_SECONDS));
    return 'running';
  }
  await queue.remove(waiting);
  return waiting.deliveries > 1 ? 'ended' : 'repeated';
}

async function inputOf(waiting: WaitingStudy, records: StartRecords): Promise<AssessmentInput> {
  const recorded = waiting.deliveries > 1 ? await records.read(waiting) : null;
  if (recorded !== null) return recorded;
  const input = assessmentInputFor(waiting.study.marker, waiting.study);
  await records.write(waiting, input);
  return input;
}

type Found =
  | { readonly is: 'free'; readonly executionName: string }
  | { readonly is: 'running'; readonly startedAt: number }
  | { readonly is: 'ended' };

/** The upload's execution, or the first name that is free: an attempt that failed is followed by another where this was asked later. */
async function lookFor(input: AssessmentInput, sentAt: number, executions: Executions): Promise<Found> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const executionName = executionNameOf(input, attempt);
    const state = await executions.state(executionName);
    if (state === null) return { is: 'free', executionName };
    if (state.status === 'running') return { is: 'running', startedAt: state.startedAt };
    if (state.status === 'succeeded' || sentAt <= state.endedAt) return { is: 'ended' };
  }
  throw new PlatformFault(`each of ${MOST_ATTEMPTS} executions for this upload has failed`);
}
