/** Invokes handlers in processes of their own, as many at a time as there are workers. */
import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import type { StepRun } from '../../contracts/steps/step-run.ts';

import { keepingCompiled } from '../compile-cache.ts';
import type { FunctionError, Invocation, Preparation, Reply } from './function-messages.ts';

const HOST = fileURLToPath(new URL('function-host.ts', import.meta.url));

/** A line that a handler logged, as JSON; others are passed on as `{ message }`. */
export type LogLine = Readonly<Record<string, unknown>>;

export interface FunctionCall {
  readonly handler: string;
  readonly functionName: string;
  readonly event: unknown;
  readonly onLog: (line: LogLine) => void;
  /** The call has left the queue. */
  readonly onStart: () => void;
  /** From its start, not from when it began to wait, ms: what has not ended by then is ended, as Lambda would. Left out: none. */
  readonly timeLimitMs?: number;
  /** Aborted: nobody wants the answer any more. The call ends, wherever it is. */
  readonly signal?: AbortSignal;
  /** What the execution's steps have taken so far. Left out: nobody counts. */
  readonly stepRuns?: readonly StepRun[];
}

/** As the AWS service reports it: `name` is the error's type, the message is the JSON that a Catch gets as Cause. */
export class FunctionFailed extends Error {
  override readonly name: string;

  constructor(error: FunctionError) {
    super(JSON.stringify({ ...error, trace: [] }));
    this.name = error.errorType;
  }
}

/** Absolute paths of handlers, in the order in which they will be needed. */
export interface Foreseen {
  readonly inTurn: readonly string[];
  readonly sideBySide: readonly string[];
}

interface Waiting {
  readonly call: FunctionCall;
  /** The first answer counts. */
  readonly settle: (reply: Reply | FunctionError) => void;
}

interface Host {
  readonly process: ChildProcess;
  current: Waiting | undefined;
}

export class FunctionPool {
  readonly #storeRoot: string;
  readonly #size: number;
  readonly #hosts = new Set<Host>();
  /** The last comes first: levels are queued from the skull down, and the lower a body, the longer it takes. */
  readonly #queue: Waiting[] = [];
  #afterFirst: (() => void) | undefined;
  #nextId = 1;
  #closed = false;

  constructor(storeRoot: string, size: number) {
    this.#storeRoot = storeRoot;
    this.#size = size;
  }

  /**
   * Starts processes before they are needed, and lets them load what they will run: one step after another runs in the first one,
   * steps side by side run in all. The others start when the first step has ended, or they would take the cores from it.
   */
  prepare({ inTurn, sideBySide }: Foreseen): void {
    this.#startWith([...inTurn, ...sideBySide]);
    this.#afterFirst = () => {
      while (this.#hosts.size < this.#size) this.#startWith(sideBySide);
    };
  }

  #startWith(handlers: readonly string[]): void {
    // One that can't be spoken to is found out by its first call.
    this.#start().process.send({ prepare: handlers } satisfies Preparation, () => undefined);
  }

  /** @throws FunctionFailed with the name of the error that the handler threw. */
  invoke(call: FunctionCall): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const { signal } = call;
      const abandon = (): void => this.#abandon(call);
      const settle = (reply: Reply | FunctionError): void => {
        signal?.removeEventListener('abort', abandon);
        if ('errorType' in reply) reject(new FunctionFailed(reply));
        else if ('error' in reply) reject(new FunctionFailed(reply.error));
        else resolve(reply.result);
      };
      if (signal?.aborted === true) {
        settle(ABANDONED);
        return;
      }
      signal?.addEventListener('abort', abandon);
      this.#queue.push({ call, settle });
      this.#dispatch();
    });
  }

  #abandon(call: FunctionCall): void {
    const queued = this.#queue.findIndex((waiting) => waiting.call === call);
    if (queued !== -1) this.#queue.splice(queued, 1)[0]!.settle(ABANDONED);
    for (const host of this.#hosts) if (host.current?.call === call) this.#kill(host, ABANDONED);
  }

  /** A step that computes listens to nobody: only the end of its process ends it. */
  #kill(host: Host, why: FunctionError): void {
    host.process.kill('SIGKILL');
    this.#ended(host, why);
  }

  /** Ends every process; calls that were not answered fail, those in the queue too, and so does any later one. */
  close(): void {
    this.#closed = true;
    this.#afterFirst = undefined;
    for (const host of [...this.#hosts]) {
      this.#kill(host, exitError('the pool was closed'));
    }
    this.#dispatch();
  }

  #dispatch(): void {
    while (this.#queue.length > 0) {
      if (this.#closed) {
        this.#queue.shift()!.settle(exitError('the pool is closed'));
        continue;
      }
      const host = this.#idleHost();
      if (host === undefined) return;
      const { call, settle } = this.#queue.pop()!;
      const { timeLimitMs } = call;
      const timer =
        timeLimitMs === undefined
          ? undefined
          : setTimeout(() => this.#kill(host, timeOut(timeLimitMs)), timeLimitMs);
      host.current = {
        call,
        settle: (reply) => {
          clearTimeout(timer);
          settle(reply);
        },
      };
      call.onStart();
      const invocation: Invocation = {
        id: this.#nextId++,
        handler: call.handler,
        functionName: call.functionName,
        event: call.event,
        stepRuns: call.stepRuns ?? [],
      };
      // A process that is dying can't be spoken to any more: its call fails now, and not when its exit is told.
      host.process.send(invocation, (error) => {
        if (error !== null) this.#ended(host, endOf(error.message));
      });
    }
  }

  #idleHost(): Host | undefined {
    for (const host of this.#hosts) if (host.current === undefined) return host;
    return this.#hosts.size < this.#size ? this.#start() : undefined;
  }

  #start(): Host {
    const child = fork(HOST, [this.#storeRoot, String(process.pid)], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: keepingCompiled(process.env),
    });
    const host: Host = { process: child, current: undefined };
    this.#hosts.add(host);
    for (const stream of [child.stdout!, child.stderr!]) {
      createInterface({ input: stream }).on('line', (line) => host.current?.call.onLog(logLine(line)));
    }
    child.on('message', (reply: Reply) => {
      const done = host.current;
      host.current = undefined;
      done?.settle(reply);
      this.#dispatch();
      this.#afterFirst?.();
      this.#afterFirst = undefined;
    });
    child.on('exit', (code, signal) => this.#ended(host, endOf(signal ?? `code ${code ?? 'unknown'}`)));
    child.on('error', (error) => this.#ended(host, endOf(error.message)));
    return host;
  }

  /** The process is gone, or was never there: its call fails, and its place is free for another one. */
  #ended(host: Host, why: FunctionError): void {
    this.#hosts.delete(host);
    const left = host.current;
    host.current = undefined;
    left?.settle(why);
    this.#dispatch();
  }
}

/** By a name that no Retry and no Catch of the state machine knows. */
export const ABANDONED: FunctionError = {
  errorType: 'Abandoned',
  errorMessage: 'the execution went on without it',
};

function timeOut(limitMs: number): FunctionError {
  return { errorType: 'States.Timeout', errorMessage: `not ended after ${limitMs / 1000} s` };
}

function endOf(how: string): FunctionError {
  return exitError(`the function's process ended with ${how}`);
}

/** The name under which Lambda reports a sandbox that died: memory, a native crash, a kill. */
function exitError(errorMessage: string): FunctionError {
  return { errorType: 'Runtime.ExitError', errorMessage };
}

function logLine(line: string): LogLine {
  try {
    const parsed: unknown = JSON.parse(line);
    if (typeof parsed === 'object' && parsed !== null) return parsed as LogLine;
  } catch {
    // Not every library logs JSON.
  }
  return { message: line };
}
