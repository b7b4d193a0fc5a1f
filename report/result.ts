/** `result.json`: the report's numbers as data. */
import type { Result, ResultLevel } from '../contracts/result.ts';
import type { Comparison, Visit } from '../contracts/comparison/comparison.ts';
import type { LevelResult } from '../contracts/level/level-result.ts';
import type { LevelOutcome } from '../contracts/risk/risk.ts';
import { levelRefusalOf } from '../contracts/refusals.ts';
import { compare, visitOf } from '../spine/judge/index.ts';
import { parameterDigest } from '../spine/definitions/digest.ts';

import { lightOf } from './words/level-light.ts';
import { phantomGain } from './words/phantom-gain.ts';
import { primaryStrength } from './words/strength-words.ts';
import { remarksOf, studyRemarks } from './words/remarks.ts';
import type { ReportData } from './report-data.ts';

const ASSESSED_SINCE = 'found after the first report of this CT; a review can link it for comparison';

export function resultOf(data: ReportData): Result {
  const comparisons = comparisonsOf(data);
  return { ...plainResult(data), ...(comparisons.length === 0 ? {} : { comparisons }) };
}

/** The latest first. None of a study that was not assessed. */
export function comparisonsOf(data: ReportData): readonly Comparison[] {
  const { priors, laterPriors, about } = data;
  const all = [...priors, ...laterPriors];
  if (all.length === 0 || about === null || outcomeOf(data) !== 'assessed') return [];
  const now = visitOf(plainResult(data), about);
  return all
    .toSorted((a, b) => ((a.date ?? '') < (b.date ?? '') ? 1 : -1))
    .map((earlier) => (laterPriors.includes(earlier) ? notCompared(earlier) : compare(earlier, now)));
}

function notCompared({ studyId, assessmentId, revision, date }: Visit): Comparison {
  const earlier = { studyId, assessmentId, revision, date };
  return { status: 'not-compared', earlier, reason: ASSESSED_SINCE };
}

function plainResult(data: ReportData): Result {
  const { input, refusal, fault, risk, artifacts } = data;
  return {
    schema: 'osteon/result/4',
    outcome: outcomeOf(data),
    refusal,
    fault,
    studyId: input.studyId,
    assessmentId: input.assessmentId,
    clearedForClinicalUse: false,
    subject: risk?.subject ?? null,
    numbering: data.segmentation?.numbering ?? null,
    levels: outcomesOf(data).map((outcome) => levelOf(outcome, data)),
    density: risk?.density ?? null,
    overall: risk?.overall ?? null,
    strength: risk?.strength ?? null,
    absoluteRisk: risk?.absolute ?? null,
    fractures: risk?.fractures ?? null,
    calibration: calibrationOf(data),
    flags: [...studyRemarks(data)],
    ...(data.reviewed === null ? {} : { review: data.reviewed }),
    artifacts: [...artifacts],
    provenance: {
      software: data.software,
      parameterSet: input.parameterSet,
      parameterDigest: parameterDigest(input.parameterSet),
      inputs: artifacts.map(({ sha256 }) => sha256),
    },
  };
}

export function outcomeOf({ refusal, fault }: Pick<ReportData, 'refusal' | 'fault'>): Result['outcome'] {
  if (fault !== null) return 'failed';
  return refusal === null ? 'assessed' : 'refused';
}

function calibrationOf(data: ReportData): Result['calibration'] {
  const { calibration } = data;
  if (calibration === null) return null;
  const { method, slope, intercept, error, fit, source, statement, contrast, noiseHu, withPhantomScan } =
    calibration;
  const { registered } = calibration;
  return {
    ...(registered === undefined ? {} : { registered }),
    ...{ method, slope, intercept, error, fit, source, statement, contrast, noiseHu, withPhantomScan },
    densityWithPhantomScan: phantomGain(data),
  };
}

/** Of a study that was refused after its vertebrae were found: each with its own reason, or else the study's. */
export function outcomesOf({ input, risk, segmentation, refusal }: ReportData): readonly LevelOutcome[] {
  if (risk !== null) return risk.levels;
  if (refusal === null) return [];
  const inSolving = new Map(
    (input.levels ?? []).flatMap((one) =>
      'failure' in one ? [[one.level, levelRefusalOf(one.failure)] as const] : [],
    ),
  );
  return (segmentation?.levels ?? []).map((seen) => ({
    status: 'refused',
    level: seen.level,
    refusal: seen.refusal ?? inSolving.get(seen.level) ?? refusal,
  }));
}

/** Of the same strength; none where it has no interval. */
function strengthErrorsOf(measured: LevelResult | undefined): Pick<ResultLevel, 'strengthErrors'> {
  if (measured?.strength == null || primaryStrength(measured)?.uncertainty.kind !== 'interval95') return {};
  const { plastic, errors } = measured.strength;
  const parts = errors.parts.map(({ cause, plasticPercent, linearPercent }) => ({
    cause,
    percent: plastic === null ? linearPercent : plasticPercent,
  }));
  const known = parts.flatMap(({ cause, percent }) => (percent === null ? [] : [{ cause, percent }]));
  return known.length === parts.length ? { strengthErrors: known } : {};
}

function levelOf(outcome: LevelOutcome, data: ReportData): ResultLevel {
  const { level } = outcome;
  const measured = data.levels.get(level);
  return {
    level,
    candidates: data.segmentation?.levels.find((seen) => seen.level === level)?.candidates ?? null,
    status: outcome.status,
    refusal: outcome.status === 'assessed' ? null : outcome.refusal,
    qc: lightOf(level, data),
    strength: measured === undefined ? null : primaryStrength(measured),
    ...strengthErrorsOf(measured),
    offsetStrength: measured?.strength?.plastic?.offsetStrength ?? null,
    linearStrength: measured?.strength?.linearStrength ?? null,
    bendingMoment: measured?.strength?.bending?.moment ?? null,
    stiffness: measured?.strength?.stiffness ?? null,
    strengthReference: outcome.status === 'assessed' ? (outcome.strengthReference ?? null) : null,
    vbmd: measured?.trabecular?.vbmd ?? null,
    anteriorHeight: measured?.heights?.anterior ?? null,
    middleHeight: measured?.heights?.middle ?? null,
    posteriorHeight: measured?.heights?.posterior ?? null,
    sagittalTilt: measured?.endplates?.sagittalTilt ?? null,
    superiorConcavity: measured?.endplates?.superior.concavity ?? null,
    inferiorConcavity: measured?.endplates?.inferior.concavity ?? null,
    fracture: outcome.status === 'assessed' ? outcome.fracture : null,
    knownFracture: outcome.known ?? null,
    ...(outcome.readGrade === undefined ? {} : { readGrade: outcome.readGrade }),
    flags: [...remarksOf(level, data)],
  };
}
