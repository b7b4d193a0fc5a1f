import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { handler as aggregateRisk } from '../../../lambdas/aggregate-risk/handler.ts';
import { getJson, putJson, putBytes } from '../../../lambdas/shared/artifacts.ts';
import { provideStore } from '../../../lambdas/shared/aws/ports.ts';
import { calibrationSchema } from '../../../contracts/calibration/calibration.ts';
import { ctSchema, type Ct } from '../../../contracts/ct.ts';
import { levelResultSchema } from '../../../contracts/level/level-result.ts';
import { orderSchema } from '../../../contracts/order/order.ts';
import { VOLUME_SCHEMA, type VolumeSchema } from '../../../contracts/volumes.ts';
import { riskSchema } from '../../../contracts/risk/risk.ts';
import { segmentationSchema } from '../../../contracts/segmentation.ts';
import { aggregateRiskOutputSchema } from '../../../contracts/states.ts';
import { studyManifestSchema } from '../../../contracts/study.ts';
import { folderObjectStore } from '../../../local/folder-object-store.ts';

import {
  CALIBRATION,
  density,
  levelResult,
  order,
  PATIENT,
  segmentedLevel,
  spine,
  STUDY,
} from '../../spine/judge/cases.ts';

const NOT_SOLVED = JSON.stringify({ code: 'SOLVE_NOT_CONVERGED', saw: 'a', wanted: 'b' });

const LEVELS = ['T12', 'L1', 'L2', 'L3'] as const;
const volume = <S extends VolumeSchema>(schema: S) => ({ key: 'volume', schema, sha256: '0'.repeat(64) });
const CONTEXT = {} as Context;
const CT: Ct = {
  schema: 'osteon/ct/1',
  source: 'dicom',
  volume: volume(VOLUME_SCHEMA.ct),
  dims: [1, 1, 1],
  spacingMm: [1, 1, 1],
  sliceThicknessMm: 1,
  kvp: 120,
  kernel: 'B30f',
  manufacturer: null,
  scannerModel: null,
  contrastAgent: null,
  patient: { ...PATIENT, sex: 'female' },
  study: STUDY,
  series: [],
  flags: [],
};

const folder = mkdtempSync(join(tmpdir(), 'osteon-'));
const store = folderObjectStore(folder);
beforeAll(() => provideStore(store));
afterAll(() => rmSync(folder, { recursive: true }));

/** The execution's data as it stands before the Map over levels. */
async function execution(sex: 'female' | 'male', fhir?: object) {
  const ordered =
    fhir === undefined
      ? await putJson(store, 'order.json', orderSchema, order({ patient: { ageYears: 71, sex } }))
      : await putBytes(
          store,
          'request.json',
          'osteon/order/1',
          Buffer.from(JSON.stringify(fhir)),
          'application/fhir+json',
        );
  const study = await putJson(store, 'complete.json', studyManifestSchema, {
    schema: 'osteon/study/1',
    studyId: '0123456789abcdef',
    files: [],
    labels: null,
    order: ordered,
  });
  const ct = await putJson(store, 'ct.json', ctSchema, CT);
  const segmentation = await putJson(store, 'segmentation.json', segmentationSchema, {
    schema: 'osteon/segmentation/1',
    provider: { id: 'import', version: '1', convention: null, recognisedBy: null },
    bodies: volume(VOLUME_SCHEMA.labels),
    vertebrae: null,
    levels: LEVELS.map((level) => segmentedLevel(level)),
    qc: { light: 'green', flags: [] },
  });
  const calibration = await putJson(store, 'calibration.json', calibrationSchema, {
    ...CALIBRATION,
    schema: 'osteon/calibration/2',
    mineralBasis: 'K2HPO4',
    slope: 0.7,
    intercept: 0,
    error: { slopeSe: 0.02, interceptSe: 0, correlation: 0, basis: 'test' },
    source: 'test',
    fit: null,
    regions: [],
    alternatives: [],
    withPhantomScan: null,
    noiseHu: null,
    picture: null,
    provenance: { software: { name: 'osteon', version: '0' }, parameterSet: 'test', inputs: [] },
  });
  return {
    schema: 'osteon/assessment-input/1',
    studyId: '0123456789abcdef',
    assessmentId: 'v1',
    parameterSet: 'osteon-default-1',
    study,
    ct: { artifact: ct },
    segmentation: { artifact: segmentation, levels: [...LEVELS] },
    calibration: { artifact: calibration },
  };
}

async function aggregated(sex: 'female' | 'male', fhir?: object) {
  const data = await execution(sex, fhir);
  const levels = await Promise.all(
    spine(['T12', 'L1', 'L2']).map(async ({ level, heights }) => ({
      level,
      artifact: await putJson(
        store,
        `${level}.json`,
        levelResultSchema,
        levelResult(level, heights, density(100)),
      ),
    })),
  );
  const failed = { level: 'L3', failure: { Error: 'SolveNotConverged', Cause: NOT_SOLVED } };
  const output = await aggregateRisk({ ...data, levels: [...levels, failed] }, CONTEXT);
  return { calibration: data.calibration, ...aggregateRiskOutputSchema.parse(output) };
}

describe('AggregateRisk', () => {
  test('writes what its contract says, with the digests of what went in', async () => {
    const { calibration, artifact } = await aggregated('female');
    const risk = await getJson(store, artifact, riskSchema);
    expect(artifact.key).toBe('assessments/0123456789abcdef/v1/risk.json');
    expect(risk.levels.map(({ status }) => status)).toEqual(['assessed', 'assessed', 'assessed', 'failed']);
    expect(risk.subject).toEqual({ ageYears: 71, ageSource: 'order', sex: 'female', sexSource: 'study' });
    expect(risk.provenance.inputs).toContain(calibration.artifact.sha256);
    expect(risk.provenance.inputs).toHaveLength(8);
  });

  test('writes the same bytes again', async () => {
    const { artifact } = await aggregated('female');
    const first = readFileSync(join(folder, artifact.key));
    expect((await aggregated('female')).artifact).toEqual(artifact);
    expect(readFileSync(join(folder, artifact.key))).toEqual(first);
  });

  test('takes a FHIR request as the order that lies behind the marker, and says what of it is not used', async () => {
    const { artifact } = await aggregated('female', {
      resourceType: 'ServiceRequest',
      ...{ status: 'active', intent: 'order', subject: { reference: 'Patient/one' } },
      reasonCode: [{ text: 'Back pain' }],
      note: [{ text: 'takes prednisolone' }],
    });
    const { flags } = await getJson(store, artifact, riskSchema);
    const told = flags.find(({ code }) => code === 'ORDER_PARTS_NOT_USED');
    expect(told?.message).toBe('not used of the order: ServiceRequest.note: free text');
  });

  test('refuses a study that its order contradicts, without saying what either says', async () => {
    const error: unknown = await aggregated('male').catch((cause: unknown) => cause);
    expect(error).toMatchObject({ name: 'StudyRefused', refusal: { code: 'ORDER_CONTRADICTS_STUDY' } });
    expect(String(error)).not.toMatch(/female|male/);
  });
});
