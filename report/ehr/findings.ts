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
  /** Where there are no figures for want of an age or sex. */
  readonly ranges: readonly RiskRange[];
  /** What the figures are and are not; without figures, why there are none. */
  readonly statement: string;
  /** The factors that entered it, in words. */
  readonly basis: readonly string[];
}

export function riskModels({ absoluteRisk, overall }: Result): readonly RiskModel[] {
  if (absoluteRisk === null) return [];
  const { model, handling, crossChecks, ranges = [] } = absoluteRisk;
  const assumed = (overall?.assumed ?? []).map(({ assumption }) => assumption).join('; ');
  const over =
    ranges.length === 0 ? '' : ` Ranges over all possible patients (no confidence intervals): ${assumed}.`;
  return [
    { estimate: model, handling, ranges, over },
    ...crossChecks.map((check) => ({ ...check, ranges: [], over: '' })),
  ].map(({ estimate, handling: factors, ...rest }) => ({
    ranges: rest.ranges,
    id: estimate.id,
    title: estimate.title,
    figures: estimate.status === 'evaluated' ? estimate.figures : [],
    statement:
      estimate.status === 'evaluated' ? estimate.statement : `Not evaluated: ${estimate.reason}.${rest.over}`,
    basis: factors
      .filter(({ state }) => state === 'given' || state === 'limited')
      .map(({ factor, statement }) => `${factor}: ${statement}`),
  }));
}
