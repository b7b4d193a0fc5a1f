/** How many places of Lambda each function keeps for itself, so that neither one Map nor all assessments together exhaust an account. */
import { readFileSync } from 'node:fs';

import type { Parameters } from './parameters.ts';
import { API, OWN_FUNCTIONS, STEPS, type StepSpec } from './steps.ts';

/** Lambda does not let functions reserve the last hundred places of an account. */
const UNRESERVED = 100;

interface Machine {
  readonly States: Readonly<
    Record<string, { readonly MaxConcurrency?: number; readonly ItemProcessor?: Machine }>
  >;
}

/**
 * Of one assessment, how many calls of a state's function run at a time: the Map's limit for a state within it, or else one.
 * @throws Error where the definition has a Map without a limit
 */
export function callsAtATime(definition: string): ReadonlyMap<string, number> {
  const calls = new Map<string, number>();
  const visit = ({ States }: Machine, atATime: number): void => {
    for (const [state, { ItemProcessor, MaxConcurrency }] of Object.entries(States)) {
      if (ItemProcessor === undefined) calls.set(state, atATime);
      else if (MaxConcurrency === undefined || MaxConcurrency < 1)
        throw new Error(`${state}: found no MaxConcurrency; required: how many items run at a time`);
      else visit(ItemProcessor, atATime * MaxConcurrency);
    }
  };
  visit(JSON.parse(readFileSync(definition, 'utf8')) as Machine, 1);
  return calls;
}

/**
 * @returns places by the name of the step
 * @throws Error where they are more than the account can give
 */
export function placesOf(
  { assessmentsAtATime, accountConcurrency, identity }: Parameters,
  calls: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const { state } of STEPS) places.set(state, assessmentsAtATime * calls.get(state)!);
  const others = identity === null ? OWN_FUNCTIONS : [...OWN_FUNCTIONS, API];
  for (const { state, places: own } of others) places.set(state, own);
  let all = 0;
  for (const count of places.values()) all += count;
  if (all > accountConcurrency - UNRESERVED)
    throw new Error(
      `parameter assessmentsAtATime: found ${assessmentsAtATime}, which takes ${all} places of Lambda (${placesText(places)}); ` +
        `required: at most ${accountConcurrency - UNRESERVED}, the account's ${accountConcurrency} (parameter accountConcurrency) without the ${UNRESERVED} that Lambda keeps`,
    );
  return places;
}

function placesText(places: ReadonlyMap<string, number>): string {
  return [...places]
    .map(([state, count]: readonly [StepSpec['state'], number]) => `${state} ${count}`)
    .join(', ');
}
