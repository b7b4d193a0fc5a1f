import type { Context } from 'aws-lambda';
import { parquetReadObjects } from 'hyparquet';
import { beforeAll, expect, test, vi } from 'vitest';

import type { ArtifactRef } from '../../../contracts/primitives.ts';
import { resultSchema, type Result } from '../../../contracts/result.ts';
import { assessmentKey, putJson } from '../../../lambdas/shared/artifacts.ts';
import { provideStore } from '../../../lambdas/shared/aws/ports.ts';
import { provideRowPorts } from '../../../lambdas/shared/aws/row-ports.ts';
import { StorageUnusable } from '../../../lambdas/shared/errors.ts';
import { ObjectMissing } from '../../../lambdas/shared/object-store.ts';
import { macByKey, pseudonyms } from '../../../lambdas/shared/rows/pseudonym.ts';
import { readReportData } from '../../../lambdas/publish-report/read-report-data.ts';
import { handler } from '../../../lambdas/store-results/handler.ts';
import { resultOf } from '../../../report/result.ts';
import { memoryStore, putAssessment } from '../../report/fixture.ts';

const STEP = { level: null, attempts: 1, startedAt: '2026-11-30T06:00:00Z', endedAt: '2026-11-30T06:00:02Z', seconds: 2, error: null }; // prettier-ignore

beforeAll(() => {
  vi.spyOn(console, 'info').mockImplementation(() => undefined);
  provideRowPorts({
    pseudonym: pseudonyms(macByKey(Buffer.alloc(32, 1))),
    stepRuns: (id, levels) =>
      Promise.resolve([
        { ...STEP, state: 'LoadCt', error: `${id} ${levels.join('')}` },
        { ...STEP, state: 'StoreResults' },
        { ...STEP, state: 'StoreFault' },
      ]),
    priceOf: () => null,
  });
});

/** A store that says of what is not there what S3 says to a role that may not list. */
async function assessed() {
  const store = memoryStore();
  const { input, ...states } = await putAssessment(store, { levels: ['L1'] });
  const event = { ...input, ...states } as Parameters<typeof readReportData>[1];
  const result = resultOf(await readReportData(store, event));
  provideStore({
    ...store,
    get: (key) =>
      store.get(key).catch((cause: unknown) => {
        throw cause instanceof ObjectMissing ? new StorageUnusable('denied', { cause }) : cause;
      }),
  });
  const publish = async (name: 'result.json' | 'fault.json', change: Partial<Result> = {}) => ({
    outcome: change.outcome ?? result.outcome,
    fault: change.fault ?? null,
    report: input.study,
    result: await putJson(store, assessmentKey(input, name), resultSchema, { ...result, ...change }),
  });
  const run = async (report: object, startedAt: string, more: object = {}) => {
    const assessment = { ...input, ...more, report };
    const said = await handler({ assessment, executionId: 'e', startedAt }, {} as Context);
    return (said as { rows: ArtifactRef[] }).rows;
  };
  const rowsOf = async (table: string) => {
    const files = [...store.objects].filter(([key]) => key.startsWith(`results/${table}/`));
    const rows = await Promise.all(
      files.map(([, bytes]) => parquetReadObjects({ file: Uint8Array.from(bytes).buffer })),
    );
    return rows.flat();
  };
  const failure = {
    outcome: 'failed',
    fault: { code: 'FAULT_SOFTWARE', state: 'LoadCt', error: 'TypeError' },
    levels: [],
    artifacts: [input.study],
  } as const satisfies Partial<Result>;
  return { publish, run, rowsOf, failure, segmentation: states.segmentation };
}

test('rows name their execution and its steps, the storing itself left out', async () => {
  const { publish, run, rowsOf, segmentation } = await assessed();
  const rows = await run(await publish('result.json'), '2026-11-30T06:07:08.9+00:00', { segmentation });
  expect(rows.map(({ key }) => key.split('/')[1])).toEqual(['assessments', 'levels', 'steps']);
  expect(await rowsOf('assessments')).toMatchObject([
    { outcome: 'assessed', assessed_at: new Date('2026-11-30T06:07:08.900Z') },
  ]);
  const steps = await rowsOf('steps');
  expect(steps).toMatchObject([{ state: 'LoadCt', error: `e ${segmentation!.levels.join('')}` }]);
});

test('a fault is a row, but never over those of a result: they stay as they are', async () => {
  const { publish, run, rowsOf, failure } = await assessed();
  await run(await publish('fault.json', failure), '2026-11-29T00:00:00Z');
  expect(await rowsOf('assessments')).toMatchObject([{ outcome: 'failed', fault_code: 'FAULT_SOFTWARE' }]);

  const report = await publish('result.json');
  await run(report, '2026-11-30T00:00:00Z');
  const before = await rowsOf('assessments');
  expect(before).toMatchObject([{ outcome: 'assessed', fault_code: null }]);
  expect(await run(await publish('fault.json', failure), '2026-12-01T00:00:00Z')).toEqual([]);
  expect(await rowsOf('assessments')).toEqual(before);
});

test('a fault after a result whose rows are missing stores those', async () => {
  const { publish, run, rowsOf, failure } = await assessed();
  await publish('result.json');
  expect(await run(await publish('fault.json', failure), '2026-12-01T00:00:00Z')).toHaveLength(3);
  expect(await rowsOf('assessments')).toMatchObject([{ outcome: 'assessed', assessed_at: null }]);
  expect(await rowsOf('steps')).toEqual([]);
});
