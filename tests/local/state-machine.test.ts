/** The paths of the machine that a good study never takes, over functions that the test answers for. */
import { expect, test } from 'vitest';
import { z } from 'zod';

import type { AssessmentInput } from '../../contracts/states.ts';
import { refusalOf } from '../../contracts/refusals.ts';
import { FunctionFailed, type FunctionCall } from '../../local/functions/function-pool.ts';
import { runAssessment } from '../../local/state-machine.ts';

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

type Answer = (event: { level?: string }) => unknown;

function fails(errorType: string, errorMessage: string): never {
  throw new FunctionFailed({ errorType, errorMessage });
}

/** Every state answers well, but those that are told otherwise. */
async function run(answers: Readonly<Record<string, Answer>>) {
  const invoked: { state: string; event: Record<string, unknown> }[] = [];
  const usual: Record<string, Answer> = {
    SegmentVertebrae: () => ({ artifact: REF, levels: ['L1', 'L2', 'L3'] }),
    SolveLevel: ({ level }) => ({ level, artifact: REF }),
  };
  const pool = {
    invoke: ({ functionName, event }: FunctionCall): Promise<unknown> => {
      invoked.push({ state: functionName, event: event as Record<string, unknown> });
      const answer = answers[functionName] ?? usual[functionName] ?? (() => ({ artifact: REF }));
      return Promise.resolve().then(() => answer(event as { level?: string }));
    },
  };
  const output = await runAssessment(INPUT, pool, SILENT, z.looseObject({}));
  const eventOf = (state: string) => invoked.find((call) => call.state === state)?.event;
  return { output, eventOf, states: invoked.map(({ state }) => state) };
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
  ['Runtime.ExitError', 'the process ended', 'PROCESSING_FAILED'],
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
  expect(states.at(-1)).toBe('PublishReport');
});

test.each(['LoadCt', 'CheckOrder', 'SegmentVertebrae', 'CalibrateDensity', 'AggregateRisk'])(
  'a study that %s refuses goes straight to the report',
  async (state) => {
    const { eventOf, states } = await run({ [state]: () => fails('StudyRefused', JSON.stringify(REFUSAL)) });
    expect(states.slice(states.indexOf(state))).toEqual([state, 'PublishReport']);
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

test('a defect of ours fails the execution, and is not dressed up as a refusal', async () => {
  await expect(run({ CalibrateDensity: () => fails('ContractBroken', 'x') })).rejects.toThrow();
});
