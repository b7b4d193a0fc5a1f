/**
 * `stepfunctions/reprocessing.asl.json` as one machine runs it: the engine knows no distributed Map, so each becomes a Task of the
 * runner's own. Every field of such a Map is looked at here, and one that is not known is an error: nothing is passed over.
 */
import { readFile } from 'node:fs/promises';

import type { StateMachine } from 'aws-local-stepfunctions';

const DEFINITION = new URL('../../stepfunctions/reprocessing.asl.json', import.meta.url);
const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:';

/** What a distributed Map says, as the runner does it. */
export interface LocalMap {
  readonly state: string;
  /** Paths in the state's data: of the list's key, and of the share of failures that is tolerated, %. */
  readonly itemsKeyPath: string;
  readonly toleratedPath: string;
}

export interface CampaignDefinition {
  readonly definition: ConstructorParameters<typeof StateMachine>[0];
  /** Names of the tasks' functions, by state. */
  readonly tasks: ReadonlyMap<string, string>;
  readonly maps: readonly LocalMap[];
}

type Fields = Readonly<Record<string, unknown>>;

/** Done as they stand. */
const KEPT = ['ResultPath', 'Next', 'End', 'Comment'];
/**
 * Read here (ItemReader: the key of the list; ToleratedFailurePercentagePath; ItemProcessor: the assessment of one item), or left
 * to the machine: MaxConcurrencyPath, as studies are assessed one after the other, each on all of the machine's cores.
 */
const MAPPED = [
  'Type',
  'ItemReader',
  'ToleratedFailurePercentagePath',
  'ItemProcessor',
  'MaxConcurrencyPath',
];
const START_EXECUTION = 'arn:aws:states:::states:startExecution.sync:2';
/** Longer than any campaign here, s; below the longest timer there is. */
const WITHOUT_LIMIT_SECONDS = 2_000_000;

export async function campaignDefinition(): Promise<CampaignDefinition> {
  return mapped(await readFile(DEFINITION, 'utf8'));
}

/** @throws Error where a state has a field that would be passed over */
export function mapped(text: string): CampaignDefinition {
  const machine = JSON.parse(text.replaceAll(/\$\{(\w+)\}/g, `${ARN}$1`)) as {
    readonly States: Readonly<Record<string, Fields>>;
  };
  const tasks = new Map<string, string>();
  const maps: LocalMap[] = [];
  const states = Object.entries(machine.States).map(([state, described]): [string, Fields] => {
    if (described.Type === 'Map') {
      maps.push(mapOf(state, described));
      const kept = Object.entries(described).filter(([field]) => KEPT.includes(field));
      return [
        state,
        {
          Type: 'Task',
          Resource: `${ARN}${state}`,
          TimeoutSeconds: WITHOUT_LIMIT_SECONDS,
          ...Object.fromEntries(kept),
        },
      ];
    }
    if (described.Type === 'Task') tasks.set(state, String(described.Resource).slice(ARN.length));
    return [state, described];
  });
  return {
    definition: {
      ...machine,
      TimeoutSeconds: WITHOUT_LIMIT_SECONDS,
      States: Object.fromEntries(states),
    } as unknown as CampaignDefinition['definition'],
    tasks,
    maps,
  };
}

function mapOf(state: string, described: Fields): LocalMap {
  const unknown = Object.keys(described).filter((field) => ![...KEPT, ...MAPPED].includes(field));
  const reader = described.ItemReader as { readonly Parameters?: Fields } | undefined;
  const processor = described.ItemProcessor as
    { readonly ProcessorConfig?: Fields; readonly States?: Readonly<Record<string, Fields>> } | undefined;
  const inside = Object.values(processor?.States ?? {});
  const key = reader?.Parameters?.['Key.$'];
  const tolerated = described.ToleratedFailurePercentagePath;
  const whole =
    unknown.length === 0 &&
    typeof key === 'string' &&
    typeof tolerated === 'string' &&
    processor?.ProcessorConfig?.Mode === 'DISTRIBUTED' &&
    inside.length === 1 &&
    inside[0]!.Resource === START_EXECUTION;
  if (!whole)
    throw new Error(
      `${state}: found ${unknown.join(', ') || 'a Map of another form'}; required: a distributed Map over a list in the store that starts an execution for each item`,
    );
  return { state, itemsKeyPath: key, toleratedPath: tolerated };
}

/** `$.plan.canary` of a state's data. @throws Error where it is not there */
export function valueAt(data: unknown, path: string): unknown {
  let at = data;
  for (const name of path.split('.').slice(1)) {
    if (typeof at !== 'object' || at === null || !(name in at))
      throw new Error(`${path}: found no ${name}; required: a value`);
    at = (at as Fields)[name];
  }
  return at;
}
