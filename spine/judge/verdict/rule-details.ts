/** What each rule rests on in this study, in words for the report. */
import type { RiskEstimate } from '../../../contracts/risk/absolute-risk.ts';
import type { Level } from '../../../contracts/levels.ts';
import { POSSIBLE_FROM, SURE_FROM } from '../../definitions/priors/verdict-prior.ts';
import { mean, populationDeviation } from '../../math/moments.ts';
import { Z95 } from '../../math/normal.ts';
import { bothWords } from '../fractures/fracture-words.ts';
import { fractureOnTreatment, recentFracture } from '../fractures/reported-fractures.ts';
import { ungraded, ungradedText } from '../fractures/ungraded.ts';

import { hipFracture } from './draws/factor-draws.ts';
import { levelChances, type PossiblePatients, type VerdictInput } from './draws/possible-patients.ts';
import { riskRanges } from './draws/risk-ranges.ts';
import type { RuleId } from './rules/rules.ts';

export function ruleDetail(
  id: RuleId,
  input: VerdictInput,
  possible: PossiblePatients,
  absolute: RiskEstimate,
): string {
  switch (id) {
    case 'grade-3':
      return fracturesText(input, severeChances(possible));
    case 'two-fractures':
    case 'fracture':
      return fracturesText(input, levelChances(possible.fractures), input.known.unplaced);
    case 'recent':
      return recentFracture(input.order, input.studyDate).detail;
    case 'on-treatment':
      return fractureOnTreatment(input.order).detail;
    case 'hip-fracture':
      return hipFracture(input.order) === null
        ? 'prior fractures not provided in the order'
        : 'as stated in the order';
    case 'dxa-very-low':
    case 'dxa-low':
      return dxaText(input);
    case 'density-low':
    case 'density-moderate':
      return densityText(input, possible);
    case 'risk-very-high':
    case 'risk-high':
      return riskText(absolute, possible);
    case 'strength-low':
      return strengthText(input);
  }
}

function severeChances({ fractures: { levels } }: PossiblePatients): ReadonlyMap<Level, number> {
  return new Map(
    [...levels].map(([level, { grade, fractured }]) => [
      level,
      fractured.reduce((sum, one, n) => sum + Number(one === 1 && grade[n] === 3), 0) / fractured.length,
    ]),
  );
}

function fracturesText(
  { grades, known }: VerdictInput,
  chances: ReadonlyMap<Level, number>,
  unplaced = 0,
): string {
  const parts: string[] = [];
  const [sure, maybe]: [string[], string[]] = [[], []];
  for (const [level, chance] of chances) {
    const word = known.levels.get(level);
    const measured = grades.get(level)?.fracture ?? null;
    if (chance >= SURE_FROM)
      sure.push(
        word === undefined
          ? `${level} measured grade ${measured!.grade}`
          : `${level} ${bothWords(word, measured)}`,
      );
    else if (chance >= POSSIBLE_FROM) maybe.push(`${level} (${chance.toFixed(2)})`);
  }
  if (sure.length > 0) parts.push(`definite: ${sure.join(', ')}`);
  if (maybe.length > 0) parts.push(`possible: ${maybe.join(', ')}`);
  if (unplaced > 0) parts.push(`${unplaced} in the history, level not stated (may be one of these)`);
  const open = ungradedText(ungraded(grades, known));
  if (open !== '') parts.push(`not graded: ${open}`);
  return parts.length === 0 ? 'none from T4 to L5' : parts.join('; ');
}

function dxaText({ order }: VerdictInput): string {
  if (order?.dxa === undefined) return 'not provided; the density of the CT takes its place';
  const { site, tScore } = order.dxa;
  return `T-score ${tScore.toFixed(1)}, ${site.replace('-', ' ')} (order)`;
}

function densityText({ density }: VerdictInput, { density: drawn }: PossiblePatients): string {
  const { values } = drawn;
  const [middle, half] = [mean(values), Z95 * populationDeviation(values)];
  const range = `95 % interval ${(middle - half).toFixed(0)} to ${(middle + half).toFixed(0)}`;
  if (density === null)
    return `not measured: that of people of this age and sex, ${middle.toFixed(0)} mg/cm3, ${range}`;
  const agent =
    density.agentMgCc === 0
      ? ''
      : ` (${density.agentMgCc.toFixed(0)} less than measured for contrast agent, assumption of this software)`;
  return `${middle.toFixed(0)} mg/cm3${agent}, ${range}`;
}

function riskText(estimate: RiskEstimate, possible: PossiblePatients): string {
  if (estimate.status === 'not-evaluated') {
    const ranges = riskRanges(possible).map(
      ({ outcome, low, high }) =>
        `${outcome === 'hip' ? 'hip' : 'major'} ${percentText(low)} to ${percentText(high)} %`,
    );
    return `no single figure: ${estimate.reason}; over the possible patients ${ranges.join(', ')}`;
  }
  const figure = (hip: boolean): string => {
    const found = estimate.figures.find((one) => one.years === 10 && (one.outcome === 'hip') === hip);
    if (found === undefined) return '';
    const { value, uncertainty } = found.probability;
    const ends =
      uncertainty.kind === 'none'
        ? ''
        : ` (${percentText(uncertainty.low)} to ${percentText(uncertainty.high)})`;
    return `${hip ? 'hip' : 'major'} ${percentText(value)} %${ends}`;
  };
  return [figure(false), figure(true)].filter(Boolean).join(', ');
}

/** As the report prints the same figures: 0.02 is not 0.0. */
function percentText(value: number): string {
  return value.toFixed(value < 0.1 ? 2 : 1);
}

function strengthText({ strengthZ }: VerdictInput): string {
  if (strengthZ === null) return 'not in force: no reference for the strength of this patient';
  const { value, se, referenceId } = strengthZ;
  return `z-score ${value.toFixed(1)}, 95 % interval ${(value - Z95 * se).toFixed(1)} to ${(value + Z95 * se).toFixed(1)} (${referenceId})`;
}
