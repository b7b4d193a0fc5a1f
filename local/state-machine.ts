/** Runs `stepfunctions/assessment.asl.json` over the real handlers. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { StateMachine } from 'aws-local-stepfunctions';
import type { z } from 'zod';

import type { AssessmentInput } from '../contracts/states.ts';

import type { FunctionPool, LogLine } from './functions/function-pool.ts';

export interface StateEvents {
  started(state: string, item: string | null): void;
  logged(state: string, item: string | null, line: LogLine): void;
  ended(state: string, item: string | null, error: Error | null): void;
}

/** What invokes the functions: the pool of processes, or whatever a test puts in its place. */
type Invoker = Pick<FunctionPool, 'invoke'>;

const DEFINITION = new URL('../stepfunctions/assessment.asl.json', import.meta.url);

/** Function folders are the states' names in kebab-case. */
function handlerOf(state: string): string {
  const folder = state.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
  return fileURLToPath(new URL(`../lambdas/${folder}/handler.ts`, import.meta.url));
}

/** @returns the execution's output, which `output` must describe. */
export async function runAssessment<O extends z.ZodType>(
  input: AssessmentInput,
  pool: Invoker,
  events: StateEvents,
  output: O,
): Promise<z.output<O>> {
  // A deployment fills the placeholders with its functions; here any well-formed name will do, as no one calls it.
  const text = (await readFile(DEFINITION, 'utf8')).replaceAll(
    /\$\{(\w+)\}/g,
    'arn:aws:lambda:us-east-1:000000000000:function:$1',
  );
  const definition = JSON.parse(text) as ConstructorParameters<typeof StateMachine>[0];
  const machine = new StateMachine(definition);
  const execution = machine.run(input, {
    overrides: {
      taskResourceLocalHandlers: Object.fromEntries(
        taskNames(definition).map((state) => [state, (event: unknown) => invoke(pool, state, event, events)]),
      ),
    },
  });
  return output.parse(await execution.result);
}

type JsonValue = Parameters<StateMachine['run']>[0];

async function invoke(pool: Invoker, state: string, event: unknown, events: StateEvents): Promise<JsonValue> {
  const item = itemOf(event);
  try {
    const result = await pool.invoke({
      handler: handlerOf(state),
      functionName: state,
      event,
      onStart: () => events.started(state, item),
      onLog: (line) => events.logged(state, item, line),
    });
    events.ended(state, item, null);
    return result as JsonValue;
  } catch (error) {
    events.ended(state, item, error as Error);
    throw error;
  }
}

/** The level that a step of the Map works on. */
function itemOf(event: unknown): string | null {
  const has = typeof event === 'object' && event !== null && 'level' in event;
  return has ? String(event.level) : null;
}

interface Definition {
  readonly States: Readonly<Record<string, { readonly Type: string; readonly ItemProcessor?: unknown }>>;
}

function taskNames(definition: unknown): string[] {
  return Object.entries((definition as Definition).States).flatMap(([name, state]) => {
    if (state.ItemProcessor !== undefined) return taskNames(state.ItemProcessor);
    return state.Type === 'Task' ? [name] : [];
  });
}
