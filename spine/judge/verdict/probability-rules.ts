/**
 * Rules on 10-year probabilities.
 *
 * Their thresholds were made for FRAX of the United States and are used under a label that says so. They fire only
 * where a whole interval lies beyond: a figure above a threshold whose interval holds it leaves the rule open, and the
 * category that stands is "at least".
 */
import type { RiskEstimate, RiskFigure } from '../../../contracts/risk/absolute-risk.ts';
import type { Rule } from '../../../contracts/risk/risk.ts';

import { TABLE_ANCHOR } from '../risk/parameters.ts';
import { thresholdsFor } from '../../definitions/thresholds/threshold-tables.ts';

export interface ProbabilityRule {
  readonly text: string;
  readonly source: string;
  readonly verdict: Pick<Rule, 'state' | 'detail'>;
}

interface Limits {
  readonly major: number;
  readonly hip: number;
  /** "above" leaves the limit itself out, "of ... and more" has it in. */
  readonly strict: boolean;
}

const GRANT = thresholdsFor('bhof-aace-frax', TABLE_ANCHOR.value.id, [
  'highMajor',
  'highHip',
  'veryHighMajor',
  'veryHighHip',
]);

export function riskAbove(estimate: RiskEstimate, category: 'very-high' | 'high'): ProbabilityRule {
  const { highMajor, highHip, veryHighMajor, veryHighHip } = GRANT.values;
  const limits =
    category === 'high'
      ? { major: highMajor, hip: highHip, strict: false }
      : { major: veryHighMajor, hip: veryHighHip, strict: true };
  const range = `${limits.major} % (major) or ${limits.hip} % (hip)`;
  const label = GRANT.label === null ? '' : `${GRANT.label}: `;
  return {
    text: limits.strict ? `10-year risk above ${range}` : `10-year risk of at least ${range}`,
    source: `${label}${GRANT.table.source} (assumption of this software)`,
    verdict: verdictOf(estimate, limits),
  };
}

function verdictOf(estimate: RiskEstimate, { major, hip, strict }: Limits): ProbabilityRule['verdict'] {
  if (estimate.status === 'not-evaluated')
    return { state: 'not-evaluated', detail: `fracture probability not evaluated: ${estimate.reason}` };
  const sides = [
    sideOf(estimate.figures, 'major-osteoporotic', major, strict),
    sideOf(estimate.figures, 'hip', hip, strict),
  ];
  const detail = sides.map(({ text }) => text).join(', ');
  if (sides.some(({ side }) => side === 'above')) return { state: 'fired', detail };
  if (sides.every(({ side }) => side === 'below')) return { state: 'not-fired', detail };
  return { state: 'not-evaluated', detail: `${detail}: interval includes the threshold` };
}

function sideOf(
  figures: readonly RiskFigure[],
  outcome: RiskFigure['outcome'],
  limit: number,
  strict: boolean,
): { side: 'above' | 'below' | 'unsure'; text: string } {
  const name = outcome === 'hip' ? 'hip' : 'major';
  const figure = figures.find((other) => other.outcome === outcome && other.years === 10);
  if (figure === undefined) return { side: 'unsure', text: `${name} not evaluated` };
  const { value, uncertainty } = figure.probability;
  if (uncertainty.kind === 'none') return { side: 'unsure', text: `${name} ${value.toFixed(1)} %` };
  const { low, high } = uncertainty;
  const side = (strict ? low > limit : low >= limit) ? 'above' : high < limit ? 'below' : 'unsure';
  return { side, text: `${name} ${value.toFixed(1)} % (${low.toFixed(1)} to ${high.toFixed(1)})` };
}
