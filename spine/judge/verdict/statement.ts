/** The verdict in words, with what it assumes: the sentence that result, SR, FHIR, HL7 v2 and the command print. */
import {
  answersByAge,
  CATEGORY_WORDS,
  isLikely,
  openCategories,
  probabilityText,
  RISK_CATEGORIES,
  toldAfter,
  withoutBorrowed,
  type Answer,
  type Assumed,
  type Overall,
  type RiskCategory,
} from '../../../contracts/risk/overall.ts';
import { AGE_NOT_GIVEN } from '../../definitions/priors/verdict-prior.ts';
import { ungraded, ungradedText } from '../fractures/ungraded.ts';
import { TABLE_ANCHOR } from '../risk/parameters.ts';

import type { VerdictInput } from './draws/possible-patients.ts';
import type { Shares } from './shares.ts';

/** A category is named beside the others from here on. */
const NAMED_FROM = 0.005;
const { lowest, highest } = TABLE_ANCHOR.value.ageRange;

/** As `drawSubject` draws them; empty where age and sex are known and the risk model covers the age. */
export function assumedOf({ ageYears, sex }: VerdictInput['subject']): readonly Assumed[] {
  const assumed: Assumed[] = [];
  const [from, to] = AGE_NOT_GIVEN;
  if (ageYears === null)
    assumed.push({ item: 'age', assumption: `age not provided, ${from} to ${to} years assumed` });
  else if (ageYears < lowest || ageYears > highest)
    assumed.push({
      item: 'age',
      assumption: `10-year risk taken at ${ageYears < lowest ? lowest : highest} years, the nearest age that the risk model covers`,
    });
  if (sex === null)
    assumed.push({ item: 'sex', assumption: 'sex not provided, female and male assumed equally likely' });
  return assumed;
}

export function statementOf(
  verdict: Pick<Overall, 'category' | 'rules' | 'wouldChangeMost' | 'withoutOtherModels'> & {
    readonly shares: Shares;
  },
  assumed: readonly Assumed[],
  { grades, known }: Pick<VerdictInput, 'grades' | 'known'>,
): string {
  const { shares } = verdict;
  const open = openCategories(shares);
  const others = RISK_CATEGORIES.filter((one) => !open.includes(one) && shares[one] >= NAMED_FROM);
  const told = (one: RiskCategory): string => `${CATEGORY_WORDS[one]} ${probabilityText(shares[one])}`;
  const [only] = open;
  const words = CATEGORY_WORDS[only!];
  const first =
    open.length === 1
      ? `${words[0]!.toUpperCase()}${words.slice(1)}: probability ${probabilityText(shares[only!])}`
      : `Uncertain: ${open.slice(0, -1).map(told).join(', ')} or ${told(open.at(-1)!)}`;
  const notGraded = ungradedText(ungraded(grades, known));
  const byAge = answersByAge(verdict);
  return [
    `${first}${others.length === 0 ? '.' : ` (${others.map(told).join(', ')}).`}`,
    borrowedText(verdict),
    ...assumed.map(({ assumption }) => `${assumption[0]!.toUpperCase()}${assumption.slice(1)}.`),
    byAge === null || byAge.ofPatient.length === 0
      ? ''
      : `By age: ${byAge.ofPatient.map(answerText).join('; ')}.`,
    byAge?.byRiskFrom == null
      ? ''
      : `From ${byAge.byRiskFrom} years on the 10-year risk at that age, not density or strength in this CT, would decide: ${byAge.byRisk.map(({ answer, category }) => `${answer} ${CATEGORY_WORDS[category]}`).join('; ')}.`,
    notGraded === '' ? '' : `Not graded: ${notGraded}; fractures there enter with their usual frequency.`,
  ]
    .filter(Boolean)
    .join(' ');
}

function answerText(one: Answer): string {
  return `${one.answer} ${categoryText(one.category, one.categoryProbability, toldAfter(one) !== null)}`;
}

function categoryText(category: RiskCategory, probability: number, settled: boolean): string {
  const told = `${CATEGORY_WORDS[category]} ${probabilityText(probability)}`;
  return settled ? told : `uncertain (${told})`;
}

/** Beside the verdict itself, as it hangs on them; empty where the rules with thresholds of another model do not change it. */
function borrowedText(verdict: Parameters<typeof withoutBorrowed>[0]): string {
  const without = withoutBorrowed(verdict);
  if (without === null) return '';
  const { category, probability, settled = isLikely(probability) } = without;
  return `The category depends on 10-year thresholds set for another model (FRAX-US); without them: ${categoryText(category, probability, settled)}.`;
}
