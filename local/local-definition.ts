/** The state machine's definition as one machine runs it: the same file, with time limits counted where the work is. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import type { StateMachine } from 'aws-local-stepfunctions';

import type { Foreseen } from './functions/function-pool.ts';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:';
/** Longer than any wait for a free process, s; below the longest timer there is, 24.8 days. */
const WITHOUT_LIMIT_SECONDS = 2_000_000;

export interface LocalTask {
  readonly state: string;
  /** Name of the function: its folder's in other letters. */
  readonly functionName: string;
  /** s, from when the task has left the queue: waiting for a free core is not a task's time. */
  readonly timeLimitSeconds: number;
  /** Of a Map: it belongs to one item of several. */
  readonly ofItem: boolean;
}

export interface LocalDefinition {
  readonly definition: ConstructorParameters<typeof StateMachine>[0];
  readonly tasks: readonly LocalTask[];
}

interface State {
  readonly Type: string;
  readonly Resource?: string;
  TimeoutSeconds?: number;
  readonly ItemProcessor?: Machine;
}

interface Machine {
  readonly States: Readonly<Record<string, State>>;
}

/** Whose definitions this engine runs as they stand. */
export type MachineName = 'assessment' | 'finalisation';

export async function localDefinition(name: MachineName): Promise<LocalDefinition> {
  const file = new URL(`../stepfunctions/${name}.asl.json`, import.meta.url);
  // A deployment fills the placeholders with its functions; here any well-formed name will do, as no one calls it.
  const text = (await readFile(file, 'utf8')).replaceAll(/\$\{(\w+)\}/g, `${ARN}$1`);
  const machine = JSON.parse(text) as Machine;
  const tasks = tasksOf(machine, false);
  // The engine's own clock starts when a task is handed over, and begins to wait.
  return { definition: machine as unknown as LocalDefinition['definition'], tasks };
}

/** What an assessment will invoke where nothing fails. */
export async function foreseenHandlers(): Promise<Foreseen> {
  const { tasks } = await localDefinition('assessment');
  const handlers = (ofItem: boolean): readonly string[] => [
    ...new Set(
      tasks.filter((task) => task.ofItem === ofItem).map(({ functionName }) => handlerOf(functionName)),
    ),
  ];
  return { inTurn: handlers(false), sideBySide: handlers(true) };
}

/** Function folders are the functions' names in kebab-case. */
export function handlerOf(functionName: string): string {
  const folder = functionName.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
  return fileURLToPath(new URL(`../lambdas/${folder}/handler.ts`, import.meta.url));
}

function tasksOf({ States }: Machine, ofItem: boolean): LocalTask[] {
  return Object.entries(States).flatMap(([state, described]): LocalTask[] => {
    if (described.ItemProcessor !== undefined) return tasksOf(described.ItemProcessor, true);
    if (described.Type !== 'Task') return [];
    const { Resource, TimeoutSeconds } = described;
    if (Resource === undefined || TimeoutSeconds === undefined)
      throw new Error(`${state}: required: Resource and TimeoutSeconds`);
    described.TimeoutSeconds = WITHOUT_LIMIT_SECONDS;
    return [{ state, functionName: Resource.slice(ARN.length), timeLimitSeconds: TimeoutSeconds, ofItem }];
  });
}
