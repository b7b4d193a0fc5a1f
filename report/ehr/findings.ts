/** What a result found, a record each: FHIR and HL7 v2 are two writings of this list. */
import type { Result } from '../../contracts/result.ts';
import type { RiskFigure, RiskRange } from '../../contracts/risk/absolute-risk.ts';

import type { Finding } from './finding.ts';
import { levelFindings } from './level-findings.ts';
import { studyFindings } from './study-findings.ts';

/** Of a result of a technical fault there are none: a fault says nothing of the study. */
export function findingsOf(result: Result): readonly Finding[] {
  if (result.fault !== null) return [];
  return [...studyFindings(result), ...result.levels.flatMap(levelFindings)];
}

/** What a model of fracture probability says, or why it says nothing; the first is the report's, the others stand beside it. */
export interface RiskModel {
  readonly id: string;
  readonly title: string;
  readonly figures: readonly RiskFigure[];
  /** Where there are no figures for want of an age: one for each age that the patient may have, as the report has them. */
  readonly atAges: readonly FigureAtAge[];
  /** Where the sex alone is missing, or the model has no table for the age: spans, which are no intervals. */
  readonly spans: readonly RiskRange[];
  /** What the figures are and are not; without figures, why there are none. */
  readonly statement: string;
  /** The factors that entered it, in words. */
  readonly basis: readonly string[];
}

export interface FigureAtAge {
  readonly outcome: RiskRange['outcome'];
  readonly years: RiskRange['years'];
  /** "50 to 59 years" */
  readonly age: string;
  /** %; the middle 95 % of the draws at this age. */
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** "Hip fracture": what a prediction is of. */
export const OUTCOME_WORDS = {
  'major-osteoporotic': 'Major osteoporotic fracture (hip, clinical spine, forearm, humerus)',
  osteoporotic: 'Osteoporotic fracture (hip, spine, distal forearm)',
  hip: 'Hip fracture',
} as const;

/** Whoever files a prediction has to see that it is one of several, of which one at most is this patient's. */
export function outcomeAtAge({ outcome, age }: Pick<FigureAtAge, 'outcome' | 'age'>): string {
  return `${OUTCOME_WORDS[outcome]}, if the patient's age is ${age}`;
}

export function riskModels({ absoluteRisk, overall }: Result): readonly RiskModel[] {
  if (absoluteRisk === null) return [];
  const { model, handling, crossChecks, ranges = [] } = absoluteRisk;
  const assumed = (overall?.assumed ?? []).map(({ assumption }) => assumption).join('; ');
  const atAges = ranges.flatMap(({ outcome, years, byAge = [] }) =>
    byAge.map((one): FigureAtAge => ({ outcome, years, ...one })),
  );
  const spans = ranges.filter(({ byAge }) => byAge === undefined);
  const instead = [
    ...(atAges.length === 0
      ? []
      : [' By age instead: median and 95 % interval if the patient has that age.']),
    ...(spans.length === 0
      ? []
      : [` Spans over all possible patients instead (no confidence intervals): ${assumed}.`]),
  ].join('');
  return [
    { estimate: model, handling, atAges, spans, instead },
    ...crossChecks.map((check) => ({ ...check, atAges: [], spans: [], instead: '' })),
  ].map(({ estimate, handling: factors, ...rest }) => ({
    atAges: rest.atAges,
    spans: rest.spans,
    id: estimate.id,
    title: estimate.title,
    figures: estimate.status === 'evaluated' ? estimate.figures : [],
    statement:
      estimate.status === 'evaluated'
        ? estimate.statement
        : `Not evaluated: ${estimate.reason}.${rest.instead}`,
    basis: factors
      .filter(({ state }) => state === 'given' || state === 'limited')
      .map(({ factor, statement }) => `${factor}: ${statement}`),
  }));
}
