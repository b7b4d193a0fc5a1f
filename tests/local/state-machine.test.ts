/** The paths of the machine that a good study never takes, over functions that the test answers for. */
import { expect, test } from 'vitest';
import { z } from 'zod';

import type { AssessmentInput } from '../../contracts/states.ts';
import { refusalOf } from '../../contracts/refusals.ts';
import { FunctionFailed, type FunctionCall } from '../../local/functions/function-pool.ts';
import { ExecutionFailed, runAssessment } from '../../local/state-machine.ts';

const SILENT = { started: () => undefined, logged: () => undefined, ended: () => undefined };
const REF = { key: 'k', schema: 's', sha256: '0'.repeat(64) };
const INPUT: AssessmentInput = {
  schema: 'osteon/assessment-input/1',
  studyId: 's',
  assessmentId: 'a',
  parameterSet: 'osteon-default-1',
  study: REF,
};
const REFUSAL = { code: 'METAL', saw: 'a screw', wanted: 'bone' };

interface Event {
  readonly level?: string;
  readonly fault?: { readonly Error: string };
}
type Answer = (event: Event, call: FunctionCall) => unknown;

function fails(errorType: string, errorMessage: string): never {
  throw new FunctionFailed({ errorType, errorMessage });
}

/** Every state answers well, but those that are told otherwise. */
async function run(answers: Readonly<Record<string, Answer>>) {
  const invoked: {
    state: string;
    event: Record<string, unknown>;
    stepRuns: NonNullable<FunctionCall['stepRuns']>;
  }[] = [];
  const usual: Record<string, Answer> = {
    SegmentVertebrae: () => ({ artifact: REF, levels: ['L1', 'L2', 'L3'] }),
    SolveLevel: ({ level }) => ({ level, artifact: REF }),
    PublishReport: ({ fault }) => ({
      report: REF,
      fault: fault === undefined ? null : { code: 'FAULT_SOFTWARE' },
    }),
  };
  const pool = {
    invoke: (call: FunctionCall): Promise<unknown> => {
      const { functionName, event, stepRuns = [], onStart } = call;
      invoked.push({ state: functionName, event: event as Record<string, unknown>, stepRuns });
      onStart();
      const answer = answers[functionName] ?? usual[functionName] ?? (() => ({ artifact: REF }));
      return Promise.resolve().then(() => answer(event as Event, call));
    },
  };
  let output: unknown = null;
  let failed: ExecutionFailed | null = null;
  try {
    output = await runAssessment(INPUT, pool, SILENT, z.looseObject({}));
  } catch (error) {
    if (!(error instanceof ExecutionFailed)) throw error;
    failed = error;
  }
  const eventOf = (state: string) => invoked.find((call) => call.state === state)?.event;
  return { output, failed, eventOf, invoked, states: invoked.map(({ state }) => state) };
}

test('each level is handed what it needs, and no more', async () => {
  const { eventOf } = await run({});
  expect(eventOf('SolveLevel')).toEqual({
    level: 'L1',
    studyId: 's',
    assessmentId: 'a',
    parameterSet: 'osteon-default-1',
    ct: REF,
    segmentation: REF,
    calibration: REF,
  });
});

test.each([
  ['LevelRefused', JSON.stringify(REFUSAL), 'METAL'],
  ['SolveNotConverged', JSON.stringify({ ...REFUSAL, code: 'SOLVE_NOT_CONVERGED' }), 'SOLVE_NOT_CONVERGED'],
])('a level that ends in %s is kept with its reason, and the study goes on', async (name, message, code) => {
  const { eventOf, states } = await run({
    SolveLevel: ({ level }) => (level === 'L2' ? fails(name, message) : { level, artifact: REF }),
  });
  const levels = eventOf('AggregateRisk')!.levels as {
    level: string;
    failure?: { Error: string; Cause: string };
  }[];
  expect(levels.map(({ level }) => level)).toEqual(['L1', 'L2', 'L3']);
  expect(refusalOf(levels[1]!.failure!).code).toBe(code);
  expect(levels[0]!.failure).toBeUndefined();
  expect(states.slice(-2)).toEqual(['PublishReport', 'StoreResults']);
});

test.each(['LoadCt', 'CheckOrder', 'SegmentVertebrae', 'CalibrateDensity', 'AggregateRisk'])(
  'a study that %s refuses goes straight to the report',
  async (state) => {
    const { eventOf, states } = await run({ [state]: () => fails('StudyRefused', JSON.stringify(REFUSAL)) });
    expect(states.slice(states.indexOf(state))).toEqual([state, 'PublishReport', 'StoreResults']);
    expect(refusalOf(eventOf('PublishReport')!.failure as never)).toEqual(REFUSAL);
  },
);

test("the platform's fault is tried again", async () => {
  let tries = 0;
  const { states } = await run({
    LoadCt: () => (++tries === 1 ? fails('PlatformFault', 'the store') : { artifact: REF }),
  });
  expect(states.filter((state) => state === 'LoadCt')).toHaveLength(2);
});

const STATES = ['LoadCt', 'CheckOrder', 'SegmentVertebrae', 'CalibrateDensity', 'SolveLevel', 'AggregateRisk', 'PublishReport']; // prettier-ignore

/** Neither retried nor a refusal. */
test.each(STATES)('a defect of ours in %s fails the execution, and is reported as a fault', async (state) => {
  const { failed, invoked } = await run({
    [state]: ({ fault }) =>
      fault === undefined ? fails('TypeError', 'x') : { report: REF, fault: { code: 'FAULT_SOFTWARE' } },
  });
  expect(failed!.message).toBe('FAULT_SOFTWARE');
  expect(failed!.published).toMatchObject({ fault: { code: 'FAULT_SOFTWARE' } });
  const [report, rows] = invoked.slice(-2);
  expect([report!.state, report!.event.fault]).toMatchObject(['PublishReport', { Error: 'TypeError' }]);
  expect(report!.event.failure).toBeUndefined();
  expect([rows!.state, rows!.event.assessment]).toMatchObject([
    'StoreResults',
    { fault: { Error: 'TypeError' }, report: { fault: { code: 'FAULT_SOFTWARE' } } },
  ]);
});

test('where not even the fault can be reported, the execution fails without a report', async () => {
  const { failed } = await run({
    LoadCt: () => fails('TypeError', 'x'),
    PublishReport: () => fails('ContractBroken', 'x'),
  });
  expect([failed!.message, failed!.published]).toEqual(['ContractBroken', null]);
});

test('a fault that is reported is told, even where its rows can not be stored', async () => {
  const { failed, states } = await run({
    LoadCt: () => fails('TypeError', 'x'),
    StoreResults: () => fails('StorageUnusable', 'x'),
  });
  expect([failed!.message, states.at(-1)]).toEqual(['FAULT_SOFTWARE', 'StoreResults']);
});

test('a report whose rows can not be stored stands; the execution fails with the reason, and no fault is reported', async () => {
  const { failed, states } = await run({ StoreResults: () => fails('StorageUnusable', 'x') });
  expect(failed!.message).toBe('StorageUnusable');
  expect(failed!.published).toEqual({ report: REF, fault: null });
  expect(states.slice(-2)).toEqual(['PublishReport', 'StoreResults']);
});

test('rows are stored with what each step has taken, retries among it', async () => {
  let tries = 0;
  const { invoked } = await run({
    LoadCt: () => (++tries === 1 ? fails('PlatformFault', 'the store') : { artifact: REF }),
    SolveLevel: ({ level }) =>
      level === 'L2' ? fails('LevelRefused', JSON.stringify(REFUSAL)) : { level, artifact: REF },
  });
  const { state, event, stepRuns } = invoked.at(-1)!;
  expect([state, event.executionId]).toEqual(['StoreResults', 's-a']);
  expect(Date.parse(String(event.startedAt))).toBeLessThanOrEqual(Date.now());
  expect(stepRuns.map((step) => [step.state, step.level, step.attempts, step.error])).toEqual([
    ['LoadCt', null, 2, null],
    ['CheckOrder', null, 1, null],
    ['SegmentVertebrae', null, 1, null],
    ['CalibrateDensity', null, 1, null],
    ['SolveLevel', 'L1', 1, null],
    ['SolveLevel', 'L2', 1, 'LevelRefused'],
    ['SolveLevel', 'L3', 1, null],
    ['AggregateRisk', null, 1, null],
    ['PublishReport', null, 1, null],
  ]);
});

test('a level that fails for a technical fault ends the others: none is run in vain, none is tried again', async () => {
  const levels = ['L1', 'L2', 'L3', 'L4', 'L5', 'T4', 'T5', 'T6', 'T7', 'T8', 'T9', 'T10', 'T11', 'T12'];
  const signals: AbortSignal[] = [];
  const { failed, states } = await run({
    SegmentVertebrae: () => ({ artifact: REF, levels }),
    SolveLevel: ({ level }, { signal }) => {
      signals.push(signal!);
      if (level === 'L3') return fails('TypeError', 'x');
      if (level === 'L4') return fails('PlatformFault', 'waits to be tried again');
      // As the pool does.
      return new Promise((_, reject) => {
        const abandoned = (): void =>
          reject(new FunctionFailed({ errorType: 'Abandoned', errorMessage: '' }));
        if (signal!.aborted) abandoned();
        else signal!.addEventListener('abort', abandoned);
      });
    },
  });
  expect(failed).not.toBeNull();
  expect(states.slice(-2)).toEqual(['PublishReport', 'StoreResults']);
  expect(signals.filter(({ aborted }) => !aborted)).toEqual([]);
  const settled = states.length;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(states.slice(settled)).toEqual([]);
});

test("a task's time is its own, without the wait for a free process", async () => {
  const limits: number[] = [];
  await run({
    LoadCt: (_, { timeLimitMs }) => {
      limits.push(timeLimitMs!);
      return { artifact: REF };
    },
  });
  expect(limits).toEqual([600_000]);
});
