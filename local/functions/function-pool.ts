/** Invokes handlers in processes of their own, as many at a time as there are workers. */
import { fork, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import type { FunctionError, Invocation, Reply } from './function-messages.ts';

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
}

/** As the AWS service reports it: `name` is the error's type, the message is the JSON that a Catch gets as Cause. */
export class FunctionFailed extends Error {
  override readonly name: string;

  constructor(error: FunctionError) {
    super(JSON.stringify({ ...error, trace: [] }));
    this.name = error.errorType;
  }
}

interface Host {
  readonly process: ChildProcess;
  current: { readonly call: FunctionCall; settle: (reply: Reply | FunctionError) => void } | undefined;
}

interface Waiting {
  readonly call: FunctionCall;
  readonly settle: (reply: Reply | FunctionError) => void;
}

export class FunctionPool {
  readonly #storeRoot: string;
  readonly #size: number;
  readonly #hosts = new Set<Host>();
  readonly #queue: Waiting[] = [];
  #nextId = 1;
  #closed = false;

  constructor(storeRoot: string, size: number) {
    this.#storeRoot = storeRoot;
    this.#size = size;
  }

  /** @throws FunctionFailed with the name of the error that the handler threw. */
  invoke(call: FunctionCall): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const settle = (reply: Reply | FunctionError): void => {
        if ('errorType' in reply) reject(new FunctionFailed(reply));
        else if ('error' in reply) reject(new FunctionFailed(reply.error));
        else resolve(reply.result);
      };
      this.#queue.push({ call, settle });
      this.#dispatch();
    });
  }

  /** Ends every process; calls that were not answered fail, those in the queue too, and so does any later one. */
  close(): void {
    this.#closed = true;
    for (const host of [...this.#hosts]) {
      host.process.kill('SIGKILL');
      this.#ended(host, 'the pool was closed');
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
      const { call, settle } = this.#queue.shift()!;
      host.current = { call, settle };
      call.onStart();
      const invocation: Invocation = {
        id: this.#nextId++,
        handler: call.handler,
        functionName: call.functionName,
        event: call.event,
      };
      // A process that is dying can't be spoken to any more: its call fails now, and not when its exit is told.
      host.process.send(invocation, (error) => {
        if (error !== null) this.#ended(host, error.message);
      });
    }
  }

  #idleHost(): Host | undefined {
    for (const host of this.#hosts) if (host.current === undefined) return host;
    return this.#hosts.size < this.#size ? this.#start() : undefined;
  }

  #start(): Host {
    const child = fork(HOST, [this.#storeRoot], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
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
    });
    child.on('exit', (code, signal) => this.#ended(host, signal ?? `code ${code ?? 'unknown'}`));
    child.on('error', (error) => this.#ended(host, error.message));
    return host;
  }

  /** The process is gone, or was never there: its call fails, and its place is free for another one. */
  #ended(host: Host, how: string): void {
    this.#hosts.delete(host);
    const left = host.current;
    host.current = undefined;
    left?.settle(exitError(`the function's process ended with ${how}`));
    this.#dispatch();
  }
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
