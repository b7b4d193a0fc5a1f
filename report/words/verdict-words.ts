/** The verdict in words: the category, how probable it is, on what it rests, and what would change it. */
import {
  CATEGORY_WORDS,
  RISK_CATEGORIES,
  type MissingThing,
  type Overall,
  type RiskCategory,
} from '../../contracts/risk/overall.ts';

/** What a probability is called, from the one on. */
const LIKELY = [
  [0.95, 'almost certain'],
  [0.8, 'very likely'],
  [0.6, 'likely'],
  [0.5, 'more likely than not'],
] as const;
/** Rules and categories are named on page 1 from this probability on. */
const NAMED_FROM = 0.05;
const KIND_WORDS: Readonly<Record<MissingThing['kind'], string>> = {
  order: 'not provided in the order',
  reader: 'to be confirmed by the reader',
  imaging: 'not imaged or not measurable here',
  calibration: 'not available',
};

export function categoryWords(category: RiskCategory): string {
  return CATEGORY_WORDS[category];
}

/** "0.74"; never 0 or 1, which no probability from draws is sure of. */
export function probabilityText(probability: number): string {
  if (probability >= 0.995) return '> 0.99';
  return probability < 0.005 ? '< 0.01' : probability.toFixed(2);
}

/**
 * "HIGH – likely (0.74)"; where no category is more likely than not, "UNCERTAIN – very high 0.43, low 0.42": a word in
 * capitals that is more often wrong than right would be read as a finding.
 */
export function overallText({
  category,
  probability,
  shares,
}: Pick<Overall, 'category' | 'probability' | 'shares'>): string {
  if (category === null || probability === null || shares === null) return 'NOT DETERMINED';
  const likely = LIKELY.find(([from]) => probability >= from);
  if (likely !== undefined)
    return `${CATEGORY_WORDS[category].toUpperCase()} – ${likely[1]} (${probabilityText(probability)})`;
  const [first, second] = RISK_CATEGORIES.toSorted((a, b) => shares[b] - shares[a]).map(
    (one) => `${CATEGORY_WORDS[one]} ${probabilityText(shares[one])}`,
  );
  return `UNCERTAIN – ${first!}, ${second!}`;
}

/** The rules of the verdict's own category, the one that decides most draws first; empty where there is no verdict. */
export function basisText({ category, rules, statement }: Overall): string {
  if (category === null) return statement;
  if (category === 'low') return 'No criterion of a higher category is met.';
  return rules
    .filter((rule) => rule.category === category && rule.decides >= NAMED_FROM)
    .toSorted((a, b) => b.decides - a.decides)
    .map(({ rule, decides, detail }) => `${capital(rule)}, ${probabilityText(decides)} (${detail})`)
    .join('. ')
    .concat('.');
}

/** The other categories with the rule that makes most of each; empty where none is worth naming. */
export function othersText({ category, shares, rules }: Overall): string {
  if (shares === null) return '';
  const others = RISK_CATEGORIES.filter((other) => other !== category && shares[other] >= NAMED_FROM);
  return others
    .toSorted((a, b) => shares[b] - shares[a])
    .map((other) => {
      const [first] = rules
        .filter((rule) => rule.category === other)
        .toSorted((a, b) => b.decides - a.decides);
      const why = first === undefined || first.decides === 0 ? 'no criterion met' : `mainly: ${first.rule}`;
      return `${capital(CATEGORY_WORDS[other])} ${probabilityText(shares[other])} (${why})`;
    })
    .join('. ')
    .concat(others.length === 0 ? '' : '.');
}

/** Empty where the rules with thresholds of another model do not change the category. */
export function borrowedText({ category, withoutOtherModels }: Overall): string {
  if (withoutOtherModels === null || withoutOtherModels.category === category) return '';
  const { category: other, probability } = withoutOtherModels;
  return `The thresholds for 10-year risk were set for FRAX-US and are not calibrated to the model used here; without them the category is ${CATEGORY_WORDS[other]} (${probabilityText(probability)}).`;
}

/** The one thing that would change the verdict most; empty where nothing would change it much. */
export function changeText({ wouldChangeMost }: Pick<Overall, 'wouldChangeMost'>): string {
  const [first] = wouldChangeMost;
  return first === undefined ? '' : `${missingText(first)}.`;
}

/** "Prior fracture (not provided in the order): none, moderate 0.68; yes, very high 0.81" */
export function missingText({ item, kind, answers }: MissingThing): string {
  return `${capital(item)} (${KIND_WORDS[kind]}): ${answersText(answers)}`;
}

export function answersText(answers: MissingThing['answers']): string {
  return answers
    .map(
      ({ answer, category, categoryProbability }) =>
        `if ${answer}, ${CATEGORY_WORDS[category]} ${probabilityText(categoryProbability)}`,
    )
    .join('; ');
}

function capital(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}`;
}
