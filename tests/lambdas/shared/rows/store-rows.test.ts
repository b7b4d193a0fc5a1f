import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';

import { assessmentKey, putJson } from '../../../../lambdas/shared/artifacts.ts';
import { COLUMNS_KEY } from '../../../../lambdas/shared/rows/parquet.ts';
import { macByKey, pseudonyms, type Pseudonyms } from '../../../../lambdas/shared/rows/pseudonym.ts';
import { storeRows } from '../../../../lambdas/shared/rows/store-rows.ts';
import { readReportData } from '../../../../lambdas/publish-report/read-report-data.ts';
import type { Order } from '../../../../contracts/order/order.ts';
import { resultSchema, type Result } from '../../../../contracts/result.ts';
import type { ExecutionFacts } from '../../../../report/rows/row-source.ts';
import { rowsOf, TABLES } from '../../../../report/rows/tables.ts';
import { resultOf } from '../../../../report/result.ts';
import { memoryStore, putAssessment } from '../../../report/fixture.ts';

const PSEUDONYM = pseudonyms(macByKey(Buffer.alloc(32, 0xab)));

const EXECUTION: ExecutionFacts = {
  startedAt: '2026-11-30T06:07:08.900Z',
  steps: [
    {
      ...{ state: 'LoadCt', level: null, attempts: 1, seconds: 2.5, error: null },
      ...{ startedAt: '2026-11-30T06:07:09.000Z', endedAt: '2026-11-30T06:07:11.500Z' },
    },
    {
      ...{ state: 'SolveLevel', level: 'L1', attempts: 2, seconds: 40, error: 'LevelRefused' },
      ...{ startedAt: '2026-11-30T08:07:12+02:00', endedAt: '2026-11-30T06:09:00Z' },
    },
  ],
  priceOf: (state) => (state === 'LoadCt' ? { memoryMb: 4096, gbSecondUsd: 0.00002 } : null),
};

type Rows = Readonly<Record<string, unknown>>[];

interface Stored {
  readonly result: Result;
  readonly keys: readonly string[];
  readonly assessments: Rows;
  readonly levels: Rows;
  readonly bytes: readonly Uint8Array[];
}

async function stored(
  options: Parameters<typeof putAssessment>[1],
  failure?: object,
  pseudonym: Pseudonyms = PSEUDONYM,
): Promise<Stored> {
  const store = memoryStore();
  const { input, ...states } = await putAssessment(store, options);
  const event = { ...input, ...(failure === undefined ? states : { ct: states.ct, failure }) };
  const result = resultOf(await readReportData(store, event as Parameters<typeof readReportData>[1]));
  await putJson(store, assessmentKey(input, 'result.json'), resultSchema, result);
  const run = () => storeRows(store, result, { pseudonym, execution: EXECUTION });
  const rows = await run();
  const bytes = rows.map(({ key }) => store.objects.get(key)!);
  // Again: the same bytes at the same keys.
  expect((await run()).map(({ key, sha256 }) => [key, sha256])).toEqual(
    rows.map(({ key, sha256 }) => [key, sha256]),
  );
  const [assessments, levels] = await Promise.all(
    bytes.map(async (file) => (await parquetReadObjects({ file: Uint8Array.from(file).buffer })) as Rows),
  );
  return { result, keys: rows.map(({ key }) => key), assessments: assessments!, levels: levels!, bytes };
}

test('an assessed study is one row, its levels one each, with the numbers of its result', async () => {
  const { result, assessments, levels, keys } = await stored({
    levels: ['L1', 'L2'],
    refused: ['T12'],
  });
  expect(assessments).toHaveLength(1);
  expect(levels.map(({ level, status }) => [level, status])).toEqual(
    result.levels.map(({ level, status }) => [level, status]),
  );
  const [row] = assessments;
  expect(row).toMatchObject({
    study_id: '0123456789abcdef',
    assessment_id: 'test',
    revision: 0,
    outcome: 'assessed',
    vbmd_mg_cm3: result.density!.vbmd!.value,
    risk_category: result.overall!.category,
    levels_assessed: 2,
    levels_refused: 1,
    signed: false,
  });
  for (const [n, level] of result.levels.entries()) {
    expect(levels[n]).toMatchObject({
      strength_n: level.strength?.value ?? null,
      vbmd_mg_cm3: level.vbmd?.value ?? null,
      anterior_height_mm: level.anteriorHeight?.value ?? null,
      grade: level.fracture?.grade ?? null,
      refusal_code: level.refusal?.code ?? null,
    });
    const uncertainty = level.strength?.uncertainty;
    if (uncertainty?.kind === 'interval95')
      expect(levels[n]).toMatchObject({ strength_n_low: uncertainty.low, strength_n_high: uncertainty.high });
  }
  const place = 'v=1/month=\\d{4}-\\d\\d/site=none/0123456789abcdef-test-r0\\.parquet';
  expect(keys[0]).toMatch(new RegExp(`^results/assessments/${place}$`));
  expect(keys[1]).toMatch(new RegExp(`^results/levels/${place}$`));
});

test('what the order said of care is in the row; without an order nothing is known', async () => {
  const order: Order = {
    schema: 'osteon/order/1',
    indication: 'back pain',
    osteoporosisTreatment: true,
    dxa: { site: 'total-hip', tScore: -2.7, date: '2025-11-30' },
    riskFactors: { priorFractures: [] },
  };
  expect((await stored({ levels: ['L1'], order })).assessments[0]).toMatchObject({
    order_given: true,
    osteoporosis_treatment: true,
    dxa_site: 'total-hip',
    dxa_t_score: -2.7,
    dxa_date: new Date('2025-11-30'),
    prior_fractures: 0,
  });
  expect((await stored({ levels: ['L1'] })).assessments[0]).toMatchObject({
    order_given: false,
    osteoporosis_treatment: null,
    dxa_t_score: null,
    prior_fractures: null,
  });
});

test('a category that is no verdict is told as such, by the shares where an earlier version did not say', async () => {
  const { result, assessments } = await stored({ levels: ['L1'] });
  expect(assessments[0]).toMatchObject({ risk_category: 'moderate', risk_settled: true });
  const about = { ct: null, calibration: null, order: null, site: null, patient: null };
  const of = (change: Partial<NonNullable<Result['overall']>>) =>
    rowsOf({
      ...{ ...about, revision: 0, signed: false, execution: null },
      result: { ...result, overall: { ...result.overall!, ...change } },
    }).assessments[0];
  const near = { 'very-high': 0.02, high: 0.44, moderate: 0.52, low: 0.02 };
  expect(of({ shares: near })).toMatchObject({ risk_category: 'moderate', risk_settled: false });
  expect(of({ settled: false })).toMatchObject({ risk_settled: false });
  expect(of({ category: null, probability: null, shares: null })).toMatchObject({ risk_settled: null });
});

test('a refused study is a row with its code, and none of its numbers', async () => {
  const { assessments } = await stored(
    { levels: ['L1'] },
    {
      Error: 'StudyRefused',
      Cause: JSON.stringify({
        errorMessage: JSON.stringify({ code: 'SPINE_NOT_FOUND', saw: 'nothing', wanted: 'a spine' }),
      }),
    },
  );
  expect(assessments[0]).toMatchObject({
    outcome: 'refused',
    refusal_code: 'SPINE_NOT_FOUND',
    vbmd_mg_cm3: null,
    strength_l1_n: null,
    risk_category: null,
  });
});

describe('the patient', () => {
  const patient = { id: 'MRN 17', name: 'Doe^Jane', birthDate: '1950-02-03' };

  test('is a pseudonym that the key alone can make, the same in every study', async () => {
    const one = await stored({ levels: ['L1'], patient });
    const other = await stored({ levels: ['L2'], patient: { ...patient, id: ' MRN 17 ' } });
    expect(one.assessments[0]!.patient).toMatch(/^[0-9a-f]{20}$/);
    expect(other.levels[0]!.patient).toBe(one.assessments[0]!.patient);
    const anotherKey = pseudonyms(macByKey(Buffer.alloc(32, 0xac)));
    expect(
      (await stored({ levels: ['L1'], patient }, undefined, anotherKey)).assessments[0]!.patient,
    ).not.toBe(one.assessments[0]!.patient);
  });

  test('is not known without an id; neither name, id nor birth date is in a file', async () => {
    const { bytes } = await stored({ levels: ['L1'], patient });
    const text = bytes.map((file) => Buffer.from(file).toString('latin1')).join();
    for (const word of ['MRN', 'Doe', 'Jane', '1950']) expect(text).not.toContain(word);
    const { assessments } = await stored({ levels: ['L1'], patient: { ...patient, id: null } });
    expect(assessments[0]).toMatchObject({ patient: null });
  });

  test('of one ID and another issuer is another, in every table; the ID alone and the date of birth have codes of their own', async () => {
    const of = async (change: object) => {
      const { assessments, levels } = await stored({ levels: ['L1'], patient: { ...patient, ...change } });
      const [row] = assessments;
      expect(levels[0]!.patient).toBe(row!.patient);
      return [row!.patient, row!.patient_any_issuer, row!.patient_born];
    };
    const [plain, north, south] = [
      await of({}),
      await of({ idIssuer: 'North' }),
      await of({ idIssuer: 'South' }),
    ];
    expect(await of({ idIssuer: ' NORTH' })).toEqual(north);
    expect(new Set([plain[0], north[0], south[0]]).size).toBe(3);
    // As rows of editions before have it, and whatever the issuer: studies without one are found by it.
    expect([plain[1], north[1], south[1]]).toEqual([plain[0], plain[0], plain[0]]);
    expect([north[2], south[2]]).toEqual([plain[2], plain[2]]);
    expect(plain[2]).toMatch(/^[0-9a-f]{20}$/);
    expect((await of({ birthDate: '1950-02-04' }))[2]).not.toBe(plain[2]);
    expect((await of({ birthDate: null }))[2]).toBeNull();
    expect((await of({ id: '8' }))[2]).not.toBe(plain[2]);
    for (const id of ['0', 'ANONYMOUS', ' ', null])
      expect(await of({ id, idIssuer: 'North' })).toEqual([null, null, null]);
  });

  test('of another site is another, whatever its id; a key of another length is none', async () => {
    const one = await PSEUDONYM('north', '17');
    expect(await PSEUDONYM('south', '17')).not.toBe(one);
    expect(await PSEUDONYM(null, '17')).not.toBe(one);
    expect(await PSEUDONYM('north', ' ')).toBeNull();
    expect(() => macByKey(Buffer.alloc(31))).toThrow('required: 32 bytes');
  });

  test.each([
    [71.4, 71.4],
    [89, 89],
    [90, 90],
    [93, 90],
  ])('of %f years is told as %f', async (ageYears, told) => {
    const { result } = await stored({ levels: ['L1'] });
    const subject = { ageYears, ageSource: 'study', sex: 'female', sexSource: 'study' } as const;
    const [row] = rowsOf({
      ...{
        ct: null,
        calibration: null,
        order: null,
        site: null,
        patient: null,
        revision: 0,
        signed: false,
        execution: null,
      },
      result: { ...result, subject },
    }).assessments;
    expect(row).toMatchObject({ age_years: told, sex: 'female' });
  });
});

test('a file holds types, units and meanings of its columns', async () => {
  const { bytes } = await stored({ levels: ['L1'] });
  const { schema, key_value_metadata: kept } = await parquetMetadataAsync(Uint8Array.from(bytes[1]!).buffer);
  const types = Object.fromEntries(
    schema.slice(1).map(({ name, type, converted_type: as }) => [name, as ?? type]),
  );
  expect(types).toMatchObject({
    level: 'UTF8',
    strength_n: 'DOUBLE',
    grade: 'INT32',
    needs_reader: 'BOOLEAN',
    study_date: 'DATE',
  });
  const described = JSON.parse(kept!.find(({ key }) => key === COLUMNS_KEY)!.value!) as {
    name: string;
    unit: string;
  }[];
  expect(described.map(({ name }) => name)).toEqual(TABLES.levels.columns.map(({ name }) => name));
  expect(described.find(({ name }) => name === 'bending_moment_n_m')!.unit).toBe('N m');
});

async function failing() {
  const store = memoryStore();
  const { input, ...states } = await putAssessment(store, { levels: ['L1'] });
  const event = { ...input, ...states } as Parameters<typeof readReportData>[1];
  const result = resultOf(await readReportData(store, event));
  const failure: Partial<Result> = {
    outcome: 'failed',
    fault: { code: 'FAULT_TIME_LIMIT', state: 'SolveLevel', error: 'States.Timeout' },
    levels: [],
    artifacts: [input.study],
  };
  const put = async (name: string, change: Partial<Result>) => {
    await putJson(store, assessmentKey(input, name), resultSchema, { ...result, ...change });
    return { ...result, ...change };
  };
  const all = async () => {
    const files = [...store.objects].filter(([key]) => key.startsWith('results/assessments/'));
    const tables = files.map(([, bytes]) => parquetReadObjects({ file: Uint8Array.from(bytes).buffer }));
    return ((await Promise.all(tables)) as Rows[]).flat();
  };
  return { store, put, all, failure, input };
}

const MAKING = { pseudonym: PSEUDONYM, execution: null };

test('a study that failed has the row of its fault, until it has a result: one row, wherever it lies', async () => {
  const { store, put, all, failure } = await failing();
  const fault = await put('fault.json', failure);
  await storeRows(store, fault, MAKING);
  expect(await all()).toMatchObject([
    { outcome: 'failed', fault_code: 'FAULT_TIME_LIMIT', fault_state: 'SolveLevel', levels_assessed: 0 },
  ]);
  await storeRows(store, await put('result.json', {}), MAKING);
  expect(await all()).toMatchObject([{ outcome: 'assessed', fault_code: null }]);
  expect([...store.objects.keys()].filter((key) => key.includes('/month=0000-00/'))).toHaveLength(3);
});

test('rows that are there stay, where only missing ones are wanted', async () => {
  const { store, put, all } = await failing();
  const result = await put('result.json', {});
  const missing = { ...MAKING, onlyMissing: true };
  expect(await storeRows(store, result, missing)).toHaveLength(3);
  await storeRows(store, result, { ...MAKING, execution: EXECUTION });
  expect(await storeRows(store, result, missing)).toEqual([]);
  expect(await all()).toMatchObject([{ assessed_at: new Date(EXECUTION.startedAt) }]);
  const [steps] = [...store.objects.keys()].filter((key) => key.startsWith('results/steps/'));
  store.objects.delete(steps!);
  expect(await storeRows(store, result, missing)).toHaveLength(3);
});

test('each step is a row with its time, and its cost where one is known', async () => {
  const { bytes, assessments } = await stored({ levels: ['L1'] });
  expect(assessments[0]!.assessed_at).toEqual(new Date(EXECUTION.startedAt));
  const [load, solve] = (await parquetReadObjects({ file: Uint8Array.from(bytes[2]!).buffer })) as Rows;
  expect(load).toMatchObject({
    ...{ study_id: '0123456789abcdef', state: 'LoadCt', level: null, attempts: 1, error: null },
    ...{ running_seconds: 2.5, memory_mb: 4096, gb_seconds: 10 },
    started_at: new Date('2026-11-30T06:07:09Z'),
  });
  expect(load!.cost_usd).toBeCloseTo(0.0002, 12);
  expect(solve).toMatchObject({
    ...{ level: 'L1', attempts: 2, error: 'LevelRefused', running_seconds: 40 },
    ...{ memory_mb: null, gb_seconds: null, cost_usd: null },
    ...{ started_at: new Date('2026-11-30T06:07:12Z'), ended_at: new Date('2026-11-30T06:09:00Z') },
  });
});
