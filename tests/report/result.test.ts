/** `result.json` field by field: each of a level's numbers is the one of that name in the level's own artefact. */
import { beforeAll, expect, test } from 'vitest';

import { readReportData } from '../../lambdas/publish-report/read-report-data.ts';
import type { Endplate, Endplates } from '../../contracts/level/endplates.ts';
import type { LevelResult } from '../../contracts/level/level-result.ts';
import type { Quantity, Unit } from '../../contracts/primitives.ts';
import { resultSchema } from '../../contracts/result.ts';
import { publishReportInputSchema } from '../../contracts/states.ts';
import type { ReportData } from '../../report/report-data.ts';
import { outcomesOf, resultOf } from '../../report/result.ts';
import { parameterDigest } from '../../spine/definitions/digest.ts';

import { memoryStore, putAssessment } from './fixture.ts';

let data: ReportData;

beforeAll(async () => {
  const store = memoryStore();
  const { input, ...parts } = await putAssessment(store, {
    levels: ['L1', 'L2'],
    refused: ['L3'],
    adjusted: 97,
    flags: [{ code: 'CUT_OFF_POPULATION', message: 'of others' }],
    known: { L2: 'read-fractured' },
  });
  data = await readReportData(store, publishReportInputSchema.parse({ ...input, ...parts }));
});

function tilt<U extends Unit>(value: number, unit: U): Quantity<U> {
  return { value, unit, uncertainty: { kind: 'none', reason: 'made up' } };
}

function endplates(): Endplates {
  const plate = (depth: number): Endplate => ({
    centre: [0, 0, 0],
    normal: [0, 0, 1],
    normalMarginDegrees: 1,
    concavity: tilt(depth, 'mm'),
    deepest: [0, 0, 0],
    deepestAt: 0.5,
    depression: null,
    areaMm2: 900,
    seen: 1,
  });
  const [superior, inferior] = [plate(1.7), plate(2.3)];
  return {
    superior,
    inferior,
    sagittalTilt: tilt(4.3, 'deg'),
    coronalTilt: tilt(1.1, 'deg'),
    method: 'made up',
  };
}

test('a level holds its own numbers, each under its name', () => {
  const levels = new Map(data.levels);
  levels.set('L2', { ...levels.get('L2')!, endplates: endplates() });
  const result = resultOf({ ...data, levels });
  for (const [n, name] of (['L1', 'L2'] as const).entries()) {
    const { heights, trabecular, endplates: plates, ...rest } = levels.get(name)!;
    const strength = rest.strength!;
    const segmented = data.segmentation!.levels.find(({ level }) => level === name)!;
    const outcome = data.risk!.levels.find(({ level }) => level === name)!;
    if (outcome.status !== 'assessed') throw new Error('the fixture assesses it');
    expect(result.levels[n]).toEqual({
      level: name,
      candidates: null,
      status: 'assessed',
      refusal: null,
      qc: 'amber',
      strength: strength.plastic!.strength,
      offsetStrength: strength.plastic!.offsetStrength,
      linearStrength: strength.linearStrength,
      bendingMoment: strength.bending!.moment,
      stiffness: strength.stiffness,
      strengthReference: outcome.strengthReference,
      vbmd: trabecular!.vbmd,
      anteriorHeight: heights!.anterior,
      middleHeight: heights!.middle,
      posteriorHeight: heights!.posterior,
      sagittalTilt: plates?.sagittalTilt ?? null,
      superiorConcavity: plates?.superior.concavity ?? null,
      inferiorConcavity: plates?.inferior.concavity ?? null,
      fracture: outcome.fracture,
      knownFracture: name === 'L2' ? 'read-fractured' : null,
      strengthErrors: strength.errors.parts,
      flags: [...segmented.qc.flags],
    });
  }
});

test('without plasticity the linear strength is the first one, and what is not there is null', () => {
  const { strength: found, ...rest } = data.levels.get('L1')!;
  const strength = found!;
  const bare: LevelResult = {
    ...rest,
    heights: null,
    trabecular: null,
    strength: { ...strength, plastic: null, bending: null },
  };
  const [l1] = resultOf({ ...data, segmentation: null, levels: new Map([['L1', bare]]) }).levels;
  expect(l1).toMatchObject({
    strength: strength.linearStrength,
    linearStrength: strength.linearStrength,
    offsetStrength: null,
    bendingMoment: null,
    vbmd: null,
    anteriorHeight: null,
    middleHeight: null,
    posteriorHeight: null,
    qc: null,
  });
});

test('a refused level holds its refusal and no number', () => {
  const l3 = resultOf(data).levels.find(({ level }) => level === 'L3')!;
  const { level, status, refusal, qc, flags, ...numbers } = l3;
  expect([level, status, qc]).toEqual(['L3', 'refused', 'red']);
  expect(refusal).toEqual(data.segmentation!.levels.find((seen) => seen.level === 'L3')!.refusal);
  expect(flags.map(({ code }) => code)).toEqual(['VOXELS_COARSE']);
  expect(Object.values(numbers)).toEqual(Object.values(numbers).map(() => null));
});

test('the study’s parts are those of the risk step and of the calibration, unchanged', () => {
  const result = resultSchema.parse(resultOf(data));
  const { subject, density, overall, strength, absolute, fractures, flags } = data.risk!;
  expect(result).toMatchObject({
    outcome: 'assessed',
    refusal: null,
    studyId: data.input.studyId,
    assessmentId: data.input.assessmentId,
    clearedForClinicalUse: false,
    subject,
    density,
    overall,
    strength,
    absoluteRisk: absolute,
    fractures,
    flags,
    artifacts: data.artifacts,
    provenance: {
      software: data.software,
      parameterSet: data.input.parameterSet,
      parameterDigest: parameterDigest(data.input.parameterSet),
      inputs: data.artifacts.map(({ sha256 }) => sha256),
    },
  });
  const { method, slope, intercept, error, fit, source, statement, contrast, noiseHu } = data.calibration!;
  expect(result.calibration).toEqual({
    method,
    slope,
    intercept,
    error,
    fit,
    source,
    statement,
    contrast,
    noiseHu,
    withPhantomScan: null,
    densityWithPhantomScan: null,
  });
});

test('which registered calibration was used is told, and nothing where none was', () => {
  expect(resultOf(data).calibration).not.toHaveProperty('registered');
  const registered = { id: '0123456789ab', scannedOn: '2026-01-02' };
  const told = resultOf({ ...data, calibration: { ...data.calibration!, registered } });
  expect(told.calibration!.registered).toEqual(registered);
});

test('a refused study names each vertebra that was seen, with its own reason or else the study’s', () => {
  const refusal = { code: 'PHANTOM_FIT_POOR', saw: 'a', wanted: 'b' } as const;
  const refused = { ...data, risk: null, refusal, levels: new Map() };
  expect(resultOf(refused)).toMatchObject({
    outcome: 'refused',
    refusal,
    subject: null,
    density: null,
    overall: null,
    strength: null,
    absoluteRisk: null,
    fractures: null,
  });
  const own = data.segmentation!.levels.find(({ level }) => level === 'L3')!.refusal;
  expect(outcomesOf(refused)).toEqual([
    { status: 'refused', level: 'L1', refusal },
    { status: 'refused', level: 'L2', refusal },
    { status: 'refused', level: 'L3', refusal: own },
  ]);
  expect(outcomesOf({ ...refused, segmentation: null })).toEqual([]);
  expect(outcomesOf({ ...refused, refusal: null })).toEqual([]);
  expect(resultOf({ ...refused, calibration: null }).calibration).toBeNull();
});
