/** What osteon would have written of an assessment of the digital archive: documents of the contracts' own types, and their rows' keys. */
import type { Calibration, ReferenceRegion } from '../../contracts/calibration/calibration.ts';
import type { Ct } from '../../contracts/ct.ts';
import type { Order } from '../../contracts/order/order.ts';
import type { Density, Quantity, Unit } from '../../contracts/primitives.ts';
import type { Result, ResultLevel } from '../../contracts/result.ts';
import type { Reading } from '../../contracts/review/review.ts';
import { VOLUME_SCHEMA } from '../../contracts/volumes.ts';
import type { AssessmentSource } from '../../report/rows/row-source.ts';

import type { TrueAssessment, TrueLevel } from './archive.ts';

const GB_SECOND_USD = 0.0000133334;
/** Half an interval, of the value. */
const HALF = 0.08;
const SHA = '0'.repeat(64);

export function sourceOf(one: TrueAssessment): AssessmentSource {
  const measured = one.outcome === 'assessed';
  return {
    result: resultOf(one),
    ct: ctOf(one),
    calibration: measured ? calibrationOf(one) : null,
    order: one.ordered ? orderOf(one) : null,
    site: one.scanner.site,
    patient: one.patient === null ? null : { ofIssuer: one.patient, anyIssuer: one.patient, born: null },
    revision: one.revision,
    signed: one.signed,
    execution: {
      startedAt: one.assessedAt,
      steps: one.steps.map(({ state, level, attempts, seconds }) => ({
        state,
        level,
        attempts,
        seconds,
        startedAt: one.assessedAt,
        endedAt: one.assessedAt,
        error: null,
      })),
      priceOf: (state) => {
        const step = one.steps.find((run) => run.state === state);
        return step === undefined ? null : { memoryMb: step.memoryMb, gbSecondUsd: GB_SECOND_USD };
      },
    },
  };
}

function provenanceOf({ software, parameterSet }: TrueAssessment) {
  return {
    software: { name: 'osteon', version: software },
    parameterSet,
    parameterDigest: `${parameterSet}${SHA}`,
    inputs: [],
  };
}

function resultOf(one: TrueAssessment): Result {
  const measured = one.outcome === 'assessed';
  const lowest = one.levels.filter(({ grade, refusal }) => grade > 0 && refusal === null);
  return {
    schema: 'osteon/result/4',
    outcome: one.outcome,
    refusal:
      one.refusal === null ? null : { code: one.refusal, saw: 'what was drawn', wanted: 'another draw' },
    fault: one.fault === null ? null : { ...one.fault, error: 'States.Timeout' },
    studyId: one.studyId,
    assessmentId: one.assessmentId,
    clearedForClinicalUse: false,
    subject: { ageYears: one.age, ageSource: 'study', sex: one.sex, sexSource: 'study' },
    numbering: numberingOf(one),
    levels: one.levels.map(levelOf),
    density: measured
      ? {
          vbmd: density(one.vbmd),
          levels: ['L1', 'L2'],
          adjusted: null,
          adjustment: null,
          sides: { osteoporosis: one.vbmd < 80 ? 0.9 : 0.1, lowBoneMass: 0.05, normal: 0.05 },
          category: densityCategory(one.vbmd),
          statement: 'Drawn.',
          leftOut: [],
        }
      : null,
    overall: measured
      ? {
          category: one.category,
          probability: one.shares[one.category],
          shares: one.shares,
          draws: 10_000,
          shareSe: 0.005,
          withoutOtherModels: null,
          statement: 'Drawn.',
          rules: [],
          wouldChangeMost:
            one.missing === null
              ? []
              : [{ item: one.missing, kind: 'order', gain: 0.1, expectedProbability: 0.8, answers: [] }],
        }
      : null,
    strength: measured
      ? {
          status: 'informational',
          l1Equivalent: quantity(one.strengthL1, 'N'),
          levels: ['L1'],
          methodId: 'drawn',
          zScore: null,
          modelled: {
            referenceId: 'drawn',
            levels: ['L1'],
            shareOfAverage: quantity(100 + 10 * one.strengthZ, '%'),
            shareOfYoungAdult: quantity(50, '%'),
            z: {
              value: one.strengthZ,
              sharedSe: 0.2,
              ownSe: 0.2,
              low: one.strengthZ - 0.5,
              high: one.strengthZ + 0.5,
            },
          },
          statement: 'Drawn.',
        }
      : null,
    absoluteRisk: null,
    fractures: measured
      ? {
          graded: one.levels.map(({ level }) => level),
          notGraded: [],
          fractured: lowest
            .filter(({ read }) => read !== 'read-intact')
            .map(({ level, grade, read }) => ({
              level,
              grade,
              needsReader: read === null,
              ...(read === null ? {} : { known: read }),
            })),
          deformityIndex: {
            value: lowest.reduce((sum, { grade }) => sum + grade, 0),
            low: 0,
            high: 18,
            measured: 0,
            complete: true,
            missing: [],
            statement: 'Drawn.',
          },
          prompts: [],
          table: { id: 'drawn', statement: 'Drawn.' },
          statement: 'Drawn.',
          flags: [],
        }
      : null,
    calibration: null,
    flags: one.flags.map((code) => ({ code, message: 'drawn' })),
    ...(one.signed ? { review: reviewOf(one) } : {}),
    artifacts: [],
    provenance: provenanceOf(one),
  };
}

function reviewOf({ revision, levels, assessedAt }: TrueAssessment): NonNullable<Result['review']> {
  return {
    schema: 'osteon/reviewed/1',
    ...{ revision, status: 'final', names: [], excluded: [], priors: [] },
    readings: levels.flatMap(({ level, read, likely }) =>
      likely === null && (read === 'read-intact' || read === 'read-fractured')
        ? [{ level: level as Reading['level'], fractured: read === 'read-fractured' }]
        : [],
    ),
    history: [
      {
        ...{ revision, status: 'final', reader: { name: 'Drawn', role: null }, at: assessedAt },
        ...{
          meaning: null,
          comments: null,
          review: { key: 'drawn', schema: 'osteon/review/1', sha256: SHA },
          of: SHA,
        },
      },
    ],
  };
}

export function densityCategory(vbmd: number): 'osteoporosis' | 'low-bone-mass' | 'normal' | null {
  const touches = (cutOff: number) => Math.abs(vbmd - cutOff) <= HALF * vbmd;
  if (touches(80) || touches(120)) return null;
  return vbmd < 80 ? 'osteoporosis' : vbmd > 120 ? 'normal' : 'low-bone-mass';
}

function numberingOf({ levels }: TrueAssessment): Result['numbering'] {
  if (levels.length === 0) return null;
  const common = { probability: 0.9, anchors: ['sacrum'], runnerUp: null, transitionalProbability: 0.02 };
  return levels.some(({ likely }) => likely !== null)
    ? { ...common, unsettled: { statement: 'Drawn.', advice: 'Drawn.', options: [] } }
    : common;
}

function levelOf(one: TrueLevel): ResultLevel {
  const { level, refusal, likely, grade, loss, read, readGrade } = one;
  const seen = refusal === null;
  return {
    level,
    candidates: likely === null ? null : [likely],
    status: seen ? 'assessed' : 'refused',
    refusal: refusal === null ? null : { code: refusal, saw: 'what was drawn', wanted: 'another draw' },
    qc: 'green',
    strength: seen ? quantity(one.strength, 'N') : null,
    offsetStrength: null,
    linearStrength: null,
    bendingMoment: null,
    stiffness: null,
    strengthReference: null,
    vbmd: seen ? density(one.vbmd) : null,
    anteriorHeight: null,
    middleHeight: null,
    posteriorHeight: seen ? quantity(one.height, 'mm') : null,
    sagittalTilt: null,
    superiorConcavity: null,
    inferiorConcavity: null,
    fracture: seen
      ? {
          grade,
          shape: grade === 0 ? null : 'wedge',
          needsReader: grade > 0 && read === null,
          lossPercent: { wedge: loss, biconcave: loss / 2, crush: null },
          reference: 'drawn',
        }
      : null,
    knownFracture: read,
    ...(readGrade === null ? {} : { readGrade: { grade: readGrade, shape: null } }),
    flags: [],
  };
}

function ctOf({ scanner, patient, date }: TrueAssessment): Ct {
  const { spacingMm } = scanner;
  return {
    schema: 'osteon/ct/1',
    source: 'dicom',
    volume: { key: 'ct.nii.gz', schema: VOLUME_SCHEMA.ct, sha256: SHA },
    dims: [1, 1, 1],
    spacingMm: [0.8, 0.8, spacingMm],
    sliceThicknessMm: spacingMm,
    kvp: scanner.kvp,
    kernel: scanner.kernel,
    manufacturer: scanner.manufacturer,
    scannerModel: scanner.model,
    deviceSerial: scanner.serial,
    contrastAgent: null,
    patient: { name: null, id: patient, birthDate: null, sex: null, ageYears: null },
    study: {
      studyInstanceUid: null,
      seriesInstanceUid: null,
      frameOfReferenceUid: null,
      date,
      description: null,
      accessionNumber: null,
      referringPhysician: null,
      institution: null,
    },
    series: [],
    flags: [],
  };
}

function calibrationOf(one: TrueAssessment): Calibration {
  const region = (tissue: ReferenceRegion['tissue'], meanHu: number): ReferenceRegion => ({
    tissue,
    name: null,
    meanHu,
    sdHu: 5,
    volumeMm3: 1000,
    centreMm: [0, 0, 0],
    accepted: true,
    remark: null,
  });
  return {
    schema: 'osteon/calibration/2',
    method: one.method,
    mineralBasis: 'K2HPO4',
    slope: 0.7,
    intercept: 2,
    error: { slopeSe: 0.02, interceptSe: 1, correlation: 0, basis: 'drawn' },
    statement: 'Drawn.',
    source: 'drawn',
    fit: null,
    regions: [region('air', one.air), region('blood', one.blood), region('fat', one.fat)],
    alternatives: [],
    withPhantomScan: null,
    contrast: { phase: one.contrast, aortaHu: one.blood, correctionMgCc: 0, basis: 'drawn' },
    noiseHu: one.noise,
    picture: null,
    flags: [],
    provenance: provenanceOf(one),
  };
}

function orderOf({ dxa, treated }: TrueAssessment): Order {
  return {
    schema: 'osteon/order/1',
    indication: 'drawn',
    ...(treated === null ? {} : { osteoporosisTreatment: treated }),
    ...(dxa === null ? {} : { dxa: { site: 'total-hip' as const, tScore: dxa } }),
  };
}

function quantity<U extends Unit>(value: number, unit: U): Quantity<U> {
  const [low, high] = [(1 - HALF) * value, (1 + HALF) * value];
  return { value, unit, uncertainty: { kind: 'interval95', low, high, basis: 'drawn' } };
}

function density(value: number): Density {
  return { ...quantity(value, 'mg/cm3'), mineralBasis: 'K2HPO4' };
}
