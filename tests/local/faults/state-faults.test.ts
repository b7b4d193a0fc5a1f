/** Each state of the machine against each fault that a platform has, with the real steps on a small study: what becomes of it. */
import { beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';

import { RETRIED, codeAfter } from '../../../bench/faults/expected.ts';
import { STEP_FAULTS, type StepFault } from '../../../bench/faults/injected.ts';
import { smallStudies } from '../../../bench/faults/small-study.ts';
import { DOCUMENTS } from '../../../contracts/api/answers.ts';
import { resultSchema } from '../../../contracts/result.ts';
import { publishReportOutputSchema, type AssessmentInput } from '../../../contracts/states.ts';
import { assessmentKey } from '../../../lambdas/shared/artifacts.ts';
import { ExecutionFailed, runAssessment } from '../../../local/state-machine.ts';
import { memoryStore } from '../../report/fixture.ts';
import { scratchFolder } from '../../pipeline/command.ts';
import { inProcess, type CallFault, type Recorded } from './in-process.ts';

const SILENT = { started: () => undefined, logged: () => undefined, ended: () => undefined };
const STATES = ['LoadCt', 'CheckOrder', 'SegmentVertebrae', 'CalibrateDensity', 'SolveLevel', 'AggregateRisk', 'PublishReport'] as const; // prettier-ignore
type State = (typeof STATES)[number];
const FAULTS = Object.keys(STEP_FAULTS) as StepFault[];
const outputSchema = z.object({ report: publishReportOutputSchema });

const store = memoryStore();
const recorded: Recorded = new Map();
let input: AssessmentInput;
/** Of the run without faults. */
let good: ReadonlyMap<string, Uint8Array>;

/** @returns what it ended with, and how often each state was called */
async function run(faultOf: (state: string, n: number) => CallFault | null, replay: Recorded = recorded) {
  const pool = inProcess({ store, recorded: replay, faultOf });
  const ended = await runAssessment(input, pool, SILENT, outputSchema, { retryWaitMs: 0 }).then(
    ({ report }) => report,
    (error: unknown) => {
      if (error instanceof ExecutionFailed) return error;
      throw error;
    },
  );
  return { ended, calls: pool.calls };
}

beforeAll(async () => {
  // Steps log to stdout, each line of a step in a table of a hundred.
  vi.spyOn(console, 'info').mockImplementation(() => undefined);
  // Rows say when their execution started: all start at once here.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-30T06:00:00Z') });
  input = await smallStudies(scratchFolder(), ['L2', 'L3']).put(store, 0);
  const real = inProcess({ store, recorded: new Map(), faultOf: () => null });
  const recording = {
    async invoke(call: Parameters<typeof real.invoke>[0]) {
      const answer = await real.invoke(call);
      const { level = '' } = call.event as { readonly level?: string };
      recorded.set(`${call.functionName} ${level}`, structuredClone(answer));
      return answer;
    },
  };
  const { report } = await runAssessment(input, recording, SILENT, outputSchema);
  expect(report.outcome).toBe('assessed');
  expect([...recorded.keys()].sort()).toEqual(
    [
      ...STATES.filter((state) => state !== 'SolveLevel').map((state) => `${state} `),
      'SolveLevel L2',
      'SolveLevel L3',
      'StoreResults ',
    ].sort(),
  );
  good = new Map(store.objects);
});

const FAULT_DOCUMENTS = Object.keys(DOCUMENTS).filter((name) => name.startsWith('fault.'));

/** Takes the report of a fault out of the store, and finds everything else as the good run left it. */
function reportedFault() {
  const found = new Map(
    FAULT_DOCUMENTS.map((name) => [name, store.objects.get(assessmentKey(input, name))] as const),
  );
  for (const name of FAULT_DOCUMENTS) store.objects.delete(assessmentKey(input, name));
  const changed = [...store.objects].filter(
    ([name, bytes]) => Buffer.compare(bytes, good.get(name) ?? new Uint8Array(0)) !== 0,
  );
  expect(changed.map(([name]) => name)).toEqual([]);
  expect(store.objects.size).toBe(good.size);
  const json = found.get('fault.json');
  // All of them or none.
  expect(new Set([...found.values()].map((bytes) => bytes === undefined)).size).toBe(1);
  if (json === undefined) return null;
  expect(Buffer.from(found.get('fault.pdf')!).subarray(0, 5).toString()).toBe('%PDF-');
  const text = new TextDecoder().decode(json);
  expect(text).not.toContain('Secretname');
  return resultSchema.parse(JSON.parse(text)).fault;
}

/** A step of which the real run is replayed is not run again: the one under test is. */
function without(state: State | 'StoreResults'): Recorded {
  return new Map([...recorded].filter(([name]) => !name.startsWith(`${state} `)));
}

const TABLE = STATES.flatMap((state) => FAULTS.map((fault) => [state, fault] as const));
const OF_STORING = FAULTS.map((fault) => ['StoreResults', fault] as const);

test.each([...TABLE, ...OF_STORING].filter(([, fault]) => RETRIED[fault].times > 0))(
  '%s, %s once: it is tried again, and the study is assessed as if nothing had been',
  async (state, fault) => {
    const { ended, calls } = await run(
      (name, n) => (name === state && n === 1 ? fault : null),
      without(state),
    );
    expect(ended).toMatchObject({ outcome: 'assessed', fault: null });
    expect(calls.get(state)).toBe(2);
    expect(reportedFault()).toBeNull();
  },
);

test.each(TABLE)(
  '%s, %s each time: it is given up after its retries, and told by its code',
  async (state, fault) => {
    const { times, code } = RETRIED[fault];
    const { ended, calls } = await run((name) => (name === state ? fault : null));
    expect(ended).toBeInstanceOf(ExecutionFailed);
    expect((ended as ExecutionFailed).message).toBe(code);
    expect(calls.get(state)).toBe(times + 1);
    expect([calls.get('ReportFault'), calls.get('StoreFault')]).toEqual([1, 1]);
    expect(reportedFault()).toMatchObject({ code, state });
  },
);

/** As Lambda and Step Functions name them, where no code of ours has run. Every state has the same Retry (tests/stepfunctions). */
test.each<[errorType: string, state: State, times: number, code: string]>([
  ['Lambda.TooManyRequestsException', 'SolveLevel', 60, 'FAULT_NO_CAPACITY'],
  ['Lambda.ServiceException', 'LoadCt', 16, 'FAULT_PLATFORM'],
  ['Lambda.SdkClientException', 'PublishReport', 16, 'FAULT_PLATFORM'],
  ['Lambda.Unknown', 'SegmentVertebrae', 2, 'FAULT_PROCESS_ENDED'],
  ['Runtime.OutOfMemory', 'SolveLevel', 2, 'FAULT_PROCESS_ENDED'],
  ['Sandbox.Timedout', 'CalibrateDensity', 1, 'FAULT_TIME_LIMIT'],
  ['States.DataLimitExceeded', 'AggregateRisk', 0, 'FAULT_PLATFORM'],
  ['Runtime.ImportModuleError', 'CheckOrder', 0, 'FAULT_SOFTWARE'],
])('%s of %s is tried again %i times, and then is %s', async (errorType, state, times, code) => {
  const { ended, calls } = await run((name) => (name === state ? { errorType } : null));
  expect([(ended as ExecutionFailed).message, calls.get(state)]).toEqual([code, times + 1]);
  expect(reportedFault()).toMatchObject({ code, error: errorType });
  const again = await run((name, n) => (name === state && n <= times ? { errorType } : null));
  expect(again.calls.get(state)).toBe(times + 1);
  expect(again.ended).toMatchObject({ outcome: 'assessed' });
  expect(reportedFault()).toBeNull();
});

test.each(OF_STORING)(
  '%s, %s each time: the report stands, no fault is reported, and the execution fails with the reason',
  async (state, fault) => {
    const { times } = RETRIED[fault];
    const { ended, calls } = await run((name) => (name === state ? fault : null));
    expect(ended).toBeInstanceOf(ExecutionFailed);
    expect((ended as ExecutionFailed).published).toEqual(recorded.get('PublishReport '));
    expect([calls.get(state), calls.get('ReportFault')]).toEqual([times + 1, undefined]);
    expect(reportedFault()).toBeNull();
  },
);

test.each(FAULTS)(
  'the rows of a fault can not be stored, %s each time: the fault is told all the same',
  async (fault) => {
    const { ended, calls } = await run((name) =>
      name === 'LoadCt' ? 'defect' : name === 'StoreFault' ? fault : null,
    );
    expect((ended as ExecutionFailed).message).toBe('FAULT_SOFTWARE');
    expect(calls.get('StoreFault')).toBe(RETRIED[fault].times + 1);
    expect(reportedFault()).toMatchObject({ code: 'FAULT_SOFTWARE' });
  },
);

test('different faults of one step have each their own retries', async () => {
  const met: CallFault[] = ['timed-out', 'throttled', 'killed', 'throttled', 'out-of-memory'];
  const { ended, calls } = await run((name, n) =>
    name === 'CalibrateDensity' ? (met[n - 1] ?? null) : null,
  );
  expect(ended).toMatchObject({ outcome: 'assessed' });
  expect(calls.get('CalibrateDensity')).toBe(met.length + 1);
  expect(codeAfter(met as StepFault[])).toBeNull();
  expect(codeAfter(['killed', 'throttled', 'out-of-memory', 'killed'])).toBe('FAULT_PROCESS_ENDED');
});

test.each(FAULTS.filter((fault) => RETRIED[fault].times > 0))(
  'the report of a fault is itself tried again: %s',
  async (fault) => {
    const { ended, calls } = await run((name, n) =>
      name === 'LoadCt' ? 'defect' : name === 'ReportFault' && n === 1 ? fault : null,
    );
    expect((ended as ExecutionFailed).published).not.toBeNull();
    expect(calls.get('ReportFault')).toBe(2);
    expect(reportedFault()).toMatchObject({ code: 'FAULT_SOFTWARE', state: 'LoadCt', error: 'TypeError' });
  },
);

test.each<[written: string, reader: State]>([
  ['ct.json', 'CheckOrder'],
  ['ct.nii.gz', 'SegmentVertebrae'],
  ['segmentation.json', 'SolveLevel'],
  ['calibration.json', 'SolveLevel'],
  ['levels/L2/ct.nii.gz', 'SolveLevel'],
  ['levels/L2/level.json', 'AggregateRisk'],
  ['risk.json', 'PublishReport'],
])('%s half written is never read as whole: %s says that the platform failed', async (name, reader) => {
  const key = assessmentKey(input, name);
  const whole = good.get(key)!;
  store.objects.set(key, whole.subarray(0, whole.length / 2));
  const { ended } = await run(() => null, without(reader));
  store.objects.set(key, whole);
  expect((ended as ExecutionFailed).message).toBe('FAULT_PLATFORM');
  expect(reportedFault()).toMatchObject({ error: 'PlatformFault' });
});

test('the same event again is the same result in the same place', async () => {
  const { ended } = await run(() => null, new Map());
  expect(ended).toEqual(recorded.get('PublishReport '));
  expect(reportedFault()).toBeNull();
});
