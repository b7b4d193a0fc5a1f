/** What the steps of an execution took, from the history that Step Functions keeps of it. */
import { paginateGetExecutionHistory, SFNClient, type HistoryEvent } from '@aws-sdk/client-sfn';

import { errorName } from '../../../contracts/faults.ts';
import type { StepRun } from '../../../contracts/steps/step-run.ts';
import { PlatformFault } from '../errors.ts';

/** @returns runs in the order in which their states were entered */
export async function executionHistory(
  executionArn: string,
  levels: readonly string[],
  client: SFNClient = new SFNClient({}),
): Promise<readonly StepRun[]> {
  const events: HistoryEvent[] = [];
  try {
    const pages = paginateGetExecutionHistory({ client }, { executionArn, includeExecutionData: false });
    for await (const { events: page = [] } of pages) for (const event of page) events.push(event);
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : 'unknown';
    throw new PlatformFault(`Step Functions did not tell the execution's history: ${name}`, { cause });
  }
  return runsOf(events, levels);
}

interface Entered {
  readonly state: string;
  readonly level: string | null;
  readonly calls: Call[];
}
interface Call {
  readonly from: Date;
  readonly to: Date;
  readonly error: string | null;
}

const BEGINS = 'LambdaFunctionScheduled';
const ENDS = /^LambdaFunction(Succeeded|Failed|TimedOut|ScheduleFailed|StartFailed)$/;
const MS = 1000;

/**
 * Each event names the one that it follows: so the calls of one level are told from those of another.
 * @param levels items of the Map, in its order
 */
export function runsOf(events: readonly HistoryEvent[], levels: readonly string[]): readonly StepRun[] {
  const byId = new Map(events.map((event) => [event.id, event]));
  const entered = new Map<number, Entered>();
  /** The nearest event before this one, or itself, that is as wanted. */
  const before = (event: HistoryEvent, wanted: (type: string) => boolean): HistoryEvent | undefined => {
    let at: HistoryEvent | undefined = event;
    while (at !== undefined && !wanted(at.type ?? '')) at = byId.get(at.previousEventId ?? 0);
    return at;
  };
  for (const event of events) {
    if (event.type === 'TaskStateEntered') {
      const item = before(event, (type) => type === 'MapIterationStarted' || type === 'MapStateExited');
      const index = item?.mapIterationStartedEventDetails?.index;
      const level = index === undefined ? null : (levels[index] ?? null);
      entered.set(event.id!, { state: event.stateEnteredEventDetails!.name!, level, calls: [] });
    }
    if (!ENDS.test(event.type ?? '')) continue;
    const state = before(event, (type) => type === 'TaskStateEntered');
    const scheduled = before(event, (type) => type === BEGINS || type === 'TaskStateEntered');
    entered.get(state?.id ?? 0)?.calls.push({
      from: scheduled!.timestamp!,
      to: event.timestamp!,
      error: errorOf(event),
    });
  }
  return [...entered.values()].filter(({ calls }) => calls.length > 0).map(runOf);
}

function runOf({ state, level, calls }: Entered): StepRun {
  const last = calls.at(-1)!;
  return {
    state,
    level,
    attempts: calls.length,
    startedAt: calls[0]!.from.toISOString(),
    endedAt: last.to.toISOString(),
    seconds: calls.reduce((sum, { from, to }) => sum + (to.getTime() - from.getTime()) / MS, 0),
    error: last.error,
  };
}

function errorOf(event: HistoryEvent): string | null {
  if (event.type === 'LambdaFunctionSucceeded') return null;
  if (event.type === 'LambdaFunctionTimedOut') return 'States.Timeout';
  const { error } =
    event.lambdaFunctionFailedEventDetails ??
    event.lambdaFunctionScheduleFailedEventDetails ??
    event.lambdaFunctionStartFailedEventDetails ??
    {};
  return errorName(error ?? '');
}
