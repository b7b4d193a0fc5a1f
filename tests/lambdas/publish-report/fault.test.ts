/** The report of a technical fault: nothing on it can be taken for a result. */
import type { Context } from 'aws-lambda';
import { expect, test } from 'vitest';

import { handler } from '../../../lambdas/publish-report/handler.ts';
import { readFaultData } from '../../../lambdas/publish-report/read-fault-data.ts';
import { getBytes, getJson, putBytes } from '../../../lambdas/shared/artifacts.ts';
import { provideStore } from '../../../lambdas/shared/aws/ports.ts';
import { PlatformFault } from '../../../lambdas/shared/errors.ts';
import { makeReport } from '../../../report/report.ts';
import { StudyRefused } from '../../../contracts/refusals.ts';
import { resultSchema } from '../../../contracts/result.ts';
import { publishReportInputSchema, publishReportOutputSchema } from '../../../contracts/states.ts';

import { runsOf } from '../../report/pdf/pdf-runs.ts';
import { memoryStore, putAssessment } from '../../report/fixture.ts';

const KILLED = { Error: 'Runtime.ExitError', Cause: '{"errorMessage":"Müller"}' };
const FIXTURE = { levels: ['L1', 'L2'], refused: ['L3'] } as const;

async function assessment() {
  const store = memoryStore();
  const { input, ...parts } = await putAssessment(store, FIXTURE);
  return { store, input, parts };
}

test('a study of which everything but the report was done has a report without any figure', async () => {
  const { store, input, parts } = await assessment();
  provideStore(store);
  const event = { ...input, ...parts, order: {}, fault: KILLED };
  const output = publishReportOutputSchema.parse(await handler(event, {} as Context));
  const fault = { code: 'FAULT_PROCESS_ENDED', state: 'PublishReport', error: 'Runtime.ExitError' };
  expect(output).toMatchObject({ outcome: 'failed', fault });
  const result = await getJson(store, output.result, resultSchema);
  const { outcome, refusal, levels, density, overall, strength, absoluteRisk, fractures, calibration } =
    result;
  expect([outcome, refusal, levels]).toEqual(['failed', null, []]);
  expect([density, overall, strength, absoluteRisk, fractures, calibration]).toEqual(Array(6).fill(null));
  expect(result.fault).toEqual(fault);
  expect(JSON.stringify(result)).not.toContain('Müller');
});

test.each([
  ['LoadCt', []],
  ['CheckOrder', ['ct']],
  ['SegmentVertebrae', ['ct', 'order']],
  ['CalibrateDensity', ['ct', 'order', 'segmentation']],
  ['SolveLevel', ['ct', 'order', 'segmentation', 'calibration']],
  ['AggregateRisk', ['ct', 'order', 'segmentation', 'calibration', 'levels']],
])('a fault in %s is told by that name, with what to do', async (state, done) => {
  const { store, input, parts } = await assessment();
  const left = Object.entries({ ...parts, order: {} }).filter(([name]) => done.includes(name));
  const event = publishReportInputSchema.parse({ ...input, ...Object.fromEntries(left), fault: KILLED });
  const data = await readFaultData(store, event, KILLED);
  expect(data.fault!.state).toBe(state);
  const text = runsOf(await makeReport(data))
    .map((run) => run.text)
    .join(' ');
  expect(text).toContain('NOT ASSESSED: TECHNICAL FAULT');
  expect(text).toContain(`${state} (Runtime.ExitError)`);
  expect(text).toContain('lack of memory');
  expect(text).not.toMatch(/mg\/cm|Genant/);
});

test('a fault leaves the result of an earlier run of the same assessment as it was', async () => {
  const { store, input, parts } = await assessment();
  provideStore(store);
  const good = publishReportOutputSchema.parse(
    await handler({ ...input, ...parts, order: {} }, {} as Context),
  );
  const failed = publishReportOutputSchema.parse(
    await handler({ ...input, ...parts, order: {}, fault: KILLED }, {} as Context),
  );
  // Read by their digests.
  expect((await getJson(store, good.result, resultSchema)).outcome).toBe('assessed');
  expect(await getBytes(store, good.report)).toBeDefined();
  expect((await getJson(store, failed.result, resultSchema)).outcome).toBe('failed');
  const names = [good, failed].flatMap(({ report, result }) => [report, result].map(({ key }) => key));
  expect(new Set(names).size).toBe(4);
});

test('a run that succeeds after one that failed writes its result, and the fault stays beside it', async () => {
  const { store, input, parts } = await assessment();
  provideStore(store);
  const event = { ...input, ...parts, order: {} };
  const failed = publishReportOutputSchema.parse(await handler({ ...event, fault: KILLED }, {} as Context));
  const good = publishReportOutputSchema.parse(await handler(event, {} as Context));
  expect((await getJson(store, good.result, resultSchema)).outcome).toBe('assessed');
  expect((await getJson(store, failed.result, resultSchema)).outcome).toBe('failed');
});

test.each(['MARKER_INVALID', 'ORDER_INVALID'] as const)(
  'a study refused for %s has its report, though that document can’t be read',
  async (code) => {
    const { store, input } = await assessment();
    provideStore(store);
    const bytes = new TextEncoder().encode('Müller');
    const study = await putBytes(store, 'marker', 'osteon/study/1', bytes, 'application/json');
    const refusal = { code, saw: 'a', wanted: 'b' };
    const failure = { Error: 'StudyRefused', Cause: new StudyRefused(refusal).message };
    const output = publishReportOutputSchema.parse(
      await handler({ ...input, study, failure }, {} as Context),
    );
    expect(output.outcome).toBe('refused');
    expect(await getJson(store, output.result, resultSchema)).toMatchObject({ refusal, fault: null });
  },
);

test('what can’t be read is left out of the report of a fault; a store that fails is tried again', async () => {
  const { store, input, parts } = await assessment();
  const event = publishReportInputSchema.parse({ ...input, ...parts, fault: KILLED });
  await store.put(parts.ct.artifact.key, new TextEncoder().encode('{"patient":"Müller"}'));
  const broken = { ...store, get: () => Promise.reject(new PlatformFault('no answer')) };
  await expect(readFaultData(broken, event, KILLED)).rejects.toThrow(PlatformFault);
  const ofOther = { ...event, ct: { artifact: input.study } };
  for (const unreadable of [event, ofOther]) {
    const data = await readFaultData(store, unreadable, KILLED);
    expect([data.about, data.fault!.code]).toEqual([null, 'FAULT_PROCESS_ENDED']);
  }
});
