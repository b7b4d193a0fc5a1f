/** Everything that is said of a study as a whole, from what was found at its levels. */
import type { Calibration } from '../../contracts/calibration/calibration.ts';
import type { FlagCode } from '../../contracts/codes/codes.ts';
import type { Ct } from '../../contracts/ct.ts';
import type { Order } from '../../contracts/order/order.ts';
import type { Reading } from '../../contracts/review/review.ts';
import type { Risk } from '../../contracts/risk/risk.ts';
import type { Segmentation } from '../../contracts/segmentation.ts';
import type { Level } from '../../contracts/levels.ts';
import { namingsOf } from '../../contracts/namings.ts';
import { subjectOf } from './subject/subject.ts';

import { missingFactors } from './risk/clinical-facts.ts';
import { densityCategory, densityUnsettled } from './density/density-category.ts';
import type { LevelDensity } from './density/density-mean.ts';
import { fractureSummary } from './fractures/fracture-summary.ts';
import { intactStrengths } from './strength/intact-strengths.ts';
import { gradesAsRead, knownFractures, levelsRead, notWhole } from './fractures/known-fractures.ts';
import { levelReferences, studyReference, withReferences } from './strength/reference/study-reference.ts';
import { l1Equivalent } from './strength/level-equivalent.ts';
import { levelOutcomes, requireAssessed, type MapResult } from './level-outcomes.ts';
import { fractureShare } from './verdict/draws/possible-patients.ts';
import { riskRanges } from './verdict/draws/risk-ranges.ts';
import { patientsOf, verdictOf } from './verdict/verdict.ts';
import { recentFracture } from './fractures/reported-fractures.ts';
import { absoluteRisk } from './risk/absolute-risk.ts';
import { discordanceFlags, STRENGTH_UNSETTLED, strengthSummary } from './strength/strength-summary.ts';
import { heightsWithheld, strengthsWithheld } from './withheld.ts';
import { studyFlags } from './verdict/study-flags.ts';
import { strengthMethod } from '../definitions/thresholds/threshold-tables.ts';
import { thresholdUses } from './thresholds/threshold-uses.ts';

const OFF_TREND: readonly FlagCode[] = ['HEIGHT_OFF_TREND', 'VOLUME_OFF_TREND'];
/** A body's strength hangs on its shape as well. */
const DEVIATING: readonly FlagCode[] = [...OFF_TREND, 'SHAPE_OFF_TREND'];

export interface RiskInput {
  readonly ct: Pick<Ct, 'patient' | 'study'>;
  readonly segmentation: Pick<Segmentation, 'levels' | 'numbering'>;
  readonly calibration: Pick<Calibration, 'method' | 'contrast' | 'flags' | 'statement'>;
  readonly order: Order | null;
  readonly results: readonly MapResult[];
  readonly parameterSet: string;
  /** Of a review. Left out: none. */
  readonly readings?: readonly Reading[];
}

/** @throws StudyRefused where order and study contradict each other, the patient is no adult, or no level was measured */
export function assessRisk(input: RiskInput): Omit<Risk, 'schema' | 'provenance'> {
  const { ct, segmentation, calibration, order, results } = input;
  const studyDate = ct.study.date;
  const subject = subjectOf(ct.patient, studyDate, order);
  const known = knownFractures(order, input.readings);
  const namings = namingsOf(segmentation);
  const { levels, grades } = levelOutcomes(segmentation.levels, results, subject.sex, known, namings);
  requireAssessed(levels);
  const refused = new Set(levels.flatMap(({ level, status }) => (status === 'assessed' ? [] : level)));
  const believed = results.filter(({ level }) => !refused.has(level));
  const asRead = gradesAsRead(grades, known);
  const density =
    namings === null
      ? densityCategory(
          {
            outcomes: levels,
            densities: densitiesOf(believed),
            sex: subject.sex,
            known,
            offTrend: withFlags(segmentation.levels, OFF_TREND),
          },
          calibration,
        )
      : densityUnsettled();
  const fractured = notWhole(asRead, known);
  const references = levelReferences({
    results: believed,
    fractured,
    outOfLine: density.outOfLine,
    subject,
    calibration,
    namings,
  });
  const { law, strengths } = intactStrengths(believed, new Set([...fractured, ...density.outOfLine.keys()]));
  const strengthId = strengthMethod(input.parameterSet, law);
  const strength = strengthSummary(
    strengthsWithheld(believed) ??
      (namings === null
        ? l1Equivalent(strengths, subject.sex, withFlags(segmentation.levels, DEVIATING))
        : STRENGTH_UNSETTLED),
    subject,
    strengthId,
    namings === null ? studyReference(references) : null,
  );
  const asked = {
    subject,
    order,
    studyDate,
    grades,
    known,
    density: density.evidence,
    strengthZ: strength.z,
  };
  const possible = patientsOf(asked);
  const estimated = absoluteRisk({
    subject,
    order,
    grades: asRead,
    confirmed: levelsRead(known, 'read-fractured'),
    byReader: known.grades,
    strengthZ: strength.z,
    drawnFracture: fractureShare(possible.fractures),
    recentFracture: recentFracture(order, studyDate).state === 'fired',
  });
  const absolute =
    estimated.model.status === 'evaluated' ? estimated : { ...estimated, ranges: riskRanges(possible) };
  return {
    levels: withReferences(levels, references, { results: believed, fractured }),
    fractures: fractureSummary(grades, known, heightsWithheld(levels)),
    density: density.result,
    overall: verdictOf(asked, possible, absolute.model),
    strength: strength.summary,
    absolute,
    thresholds: thresholdUses(calibration, strengthId),
    subject,
    missing: missingFactors(subject, order),
    flags: [
      ...studyFlags(subject, order),
      ...density.flags,
      ...discordanceFlags(strength.measuredZ, density.judged),
      ...absolute.flags,
    ],
  };
}

function withFlags(levels: Segmentation['levels'], codes: readonly FlagCode[]): ReadonlySet<Level> {
  const odd = levels.filter(({ qc }) => qc.flags.some(({ code }) => codes.includes(code)));
  return new Set(odd.map(({ level }) => level));
}

function densitiesOf(results: readonly MapResult[]): ReadonlyMap<Level, LevelDensity> {
  const densities = new Map<Level, LevelDensity>();
  for (const found of results) {
    if ('result' in found && found.result.trabecular !== null)
      densities.set(found.level, found.result.trabecular);
  }
  return densities;
}
