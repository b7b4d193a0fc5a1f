/** Runs a state machine of `stepfunctions/` over the real handlers. */
import { ExecutionError, StateMachine } from 'aws-local-stepfunctions';
import type { z } from 'zod';

import type { FinalisationInput } from '../contracts/review/finalisation.ts';
import type { AssessmentInput } from '../contracts/states.ts';
import { executionNameOf } from '../lambdas/shared/assessment-start.ts';

import { ABANDONED, FunctionFailed, type FunctionPool } from './functions/function-pool.ts';
import { handlerOf, localDefinition, type LocalTask, type MachineName } from './local-definition.ts';
import { stepJournal, type StateEvents, type StepJournal } from './step-journal.ts';

/** What invokes the functions: the pool of processes, or whatever a test puts in its place. */
export type Invoker = Pick<FunctionPool, 'invoke'>;

export interface RunSettings {
  /** Every wait before a retry, ms. Left out: as the definition says, which may be hours. */
  readonly retryWaitMs?: number;
}

/** The execution has failed, and is seen to. */
export class ExecutionFailed extends Error {
  override readonly name = 'ExecutionFailed';
  /** The report: of the fault, or of a result whose rows could not be stored. Null where there is none. */
  readonly published: unknown;

  constructor(message: string, published: unknown, options: ErrorOptions) {
    super(message, options);
    this.published = published;
  }
}

/** The states whose answers outlive an execution that fails. */
const PUBLISHES = 'PublishReport';
const REPORTS_FAULT = 'ReportFault';
const MS_PER_SECOND = 1000;

/** @throws ExecutionFailed */
export function runAssessment<O extends z.ZodType>(
  input: AssessmentInput,
  pool: Invoker,
  events: StateEvents,
  output: O,
  settings: RunSettings = {},
): Promise<z.output<O>> {
  const execution = { machine: 'assessment', name: executionNameOf(input), input } as const;
  return runExecution(execution, pool, events, output, settings);
}

export interface Execution {
  readonly machine: MachineName;
  readonly name: string;
  readonly input: AssessmentInput | FinalisationInput;
}

/**
 * @returns the execution's output, which `output` must describe
 * @throws ExecutionFailed
 */
export async function runExecution<O extends z.ZodType>(
  { machine, name, input }: Execution,
  pool: Invoker,
  events: StateEvents,
  output: O,
  { retryWaitMs }: RunSettings = {},
): Promise<z.output<O>> {
  const { definition, tasks } = await localDefinition(machine);
  const items = new AbortController();
  let published: unknown = null;
  const journal = stepJournal(events);
  const run = async (task: LocalTask, event: unknown): Promise<JsonValue> => {
    // A Map that has failed is left for its Catch; the engine would still run its other items, and once more each.
    if (task.state === REPORTS_FAULT) items.abort();
    if (task.ofItem && items.signal.aborted) throw new FunctionFailed(ABANDONED);
    const result = await invoke(pool, {
      task,
      event,
      journal,
      signal: task.ofItem ? items.signal : undefined,
    });
    if (task.state === PUBLISHES || task.state === REPORTS_FAULT) published = result;
    return result;
  };
  const execution = new StateMachine(definition, AS_TESTED).run(input, {
    context: {
      Execution: { Id: name, StartTime: new Date().toISOString() },
    },
    overrides: {
      taskResourceLocalHandlers: Object.fromEntries(
        tasks.map((task) => [task.state, (event: unknown) => run(task, event)]),
      ),
      ...(retryWaitMs === undefined
        ? {}
        : { retryIntervalOverrides: Object.fromEntries(tasks.map(({ state }) => [state, retryWaitMs])) }),
    },
  });
  let result: unknown;
  try {
    result = await execution.result;
  } catch (cause) {
    const error = cause instanceof ExecutionError ? cause.cause : cause;
    throw new ExecutionFailed(error instanceof Error ? error.name : 'unknown', published, { cause });
  }
  return output.parse(result);
}

/** The definitions are files of ours, which tests hold against the language's schema: compiling that takes longer than a step. */
const AS_TESTED = { validationOptions: { noValidate: true } } as const;

type JsonValue = Parameters<StateMachine['run']>[0];

interface Call {
  readonly task: LocalTask;
  readonly event: unknown;
  readonly journal: StepJournal;
  readonly signal: AbortSignal | undefined;
}

async function invoke(pool: Invoker, { task, event, journal, signal }: Call): Promise<JsonValue> {
  const { state, functionName, timeLimitSeconds } = task;
  const item = itemOf(event);
  try {
    const result = await pool.invoke({
      handler: handlerOf(functionName),
      functionName,
      event,
      timeLimitMs: MS_PER_SECOND * timeLimitSeconds,
      ...(signal === undefined ? {} : { signal }),
      stepRuns: journal.runs(),
      onStart: () => journal.started(state, item),
      onLog: (line) => journal.logged(state, item, line),
    });
    journal.ended(state, item, null);
    return result as JsonValue;
  } catch (error) {
    if (signal?.aborted !== true) journal.ended(state, item, error as Error);
    throw error;
  }
}

/** The level that a step of the Map works on. */
function itemOf(event: unknown): string | null {
  const has = typeof event === 'object' && event !== null && 'level' in event;
  return has ? String(event.level) : null;
}
