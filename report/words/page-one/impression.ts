/** The impression: three sentences on fractures, density and overall risk, as a reader would dictate them. */
import {
  answersByAge,
  isLikely,
  isNear,
  openCategories,
  probabilityText,
  RISK_CATEGORIES,
  toldAfter,
  withoutBorrowed,
  type Overall,
  type RiskCategory,
} from '../../../contracts/risk/overall.ts';
import type { LevelOutcome, Risk } from '../../../contracts/risk/risk.ts';

import type { Level } from '../../../contracts/levels.ts';

import { rangesText } from '../level-names.ts';
import { inLanguage } from '../strings/phrases.ts';
import { listed, type Strings } from '../strings/strings.ts';
import { intervalText, numberText } from '../wording.ts';

/** More fractures than these are counted, not named. */
const MOST_NAMED = 4;
/** A next category is named from this share on. */
const NAMED_FROM = 0.05;

export function impressionSentences(risk: Risk, strings: Strings): readonly string[] {
  return [fractureSentence(risk, strings), densitySentence(risk, strings), riskSentence(risk, strings)];
}

export function fractureSentence(risk: Risk, strings: Strings): string {
  const { graded, fractured } = risk.fractures;
  const words = strings.impression;
  const uncertain = uncertainLevels(risk);
  const doubt =
    uncertain.length === 0 ? '' : `; ${words.uncertainAt(rangesText(uncertain))}, ${words.toConfirm}`;
  if (fractured.length === 0)
    return graded.length === 0 ? words.notGraded : `${words.noFracture(rangesText(graded))}${doubt}.`;
  const named = fractured.slice(0, MOST_NAMED).map((one) => fractureWords(one, risk.levels, strings));
  const more = fractured.length - named.length;
  const all = listed([...named, ...(more > 0 ? [words.further(more)] : [])], strings.and);
  const open = fractured.filter(({ needsReader, known }) => needsReader && known === undefined);
  // Beside one that is sure, the one that is not is named.
  const which = open.length === fractured.length ? '' : `${rangesText(open.map(({ level }) => level))} `;
  return `${capital(all)}${open.length === 0 ? '' : `, ${which}${words.toConfirm}`}${doubt}.`;
}

/** Graded 0 by the measurement, which leaves a fracture possible: a reader has to look. */
export function uncertainLevels({ levels }: Risk): readonly Level[] {
  return levels.flatMap((outcome) =>
    outcome.status === 'assessed' &&
    outcome.known === undefined &&
    outcome.fracture?.grade === 0 &&
    outcome.fracture.needsReader
      ? [outcome.level]
      : [],
  );
}

/** "grade 2 wedge fracture of L1 (28 % height loss)" */
export function fractureWords(
  { level, grade, known }: Risk['fractures']['fractured'][number],
  levels: readonly LevelOutcome[],
  { impression }: Strings,
): string {
  const byReader = levels.find((one) => one.level === level)?.readGrade;
  if (known === 'read-fractured')
    return byReader === undefined
      ? impression.readFractured(level)
      : impression.asRead(
          impression.fracture({ level, ...byReader, loss: null, interval: null, possible: false }),
        );
  if (known === 'in-history') return impression.inHistory(level);
  if (known === 'by-accident') return impression.byAccident(level);
  const outcome = levels.find((one) => one.level === level);
  const measured = outcome?.status === 'assessed' ? outcome.fracture : null;
  const shape = measured?.shape ?? null;
  const loss = shape === null ? null : (measured?.lossPercent[shape] ?? null);
  const interval = shape === null ? null : (measured?.evidence?.lossInterval[shape] ?? null);
  return impression.fracture({
    level,
    grade: grade ?? 0,
    possible: grade === 1,
    shape,
    loss: loss === null ? null : loss.toFixed(0),
    interval: interval === null ? null : interval.map((end) => Math.max(0, end).toFixed(0)).join('–'),
  });
}

export function densitySentence({ density }: Risk, strings: Strings): string {
  const { impression } = strings;
  const { vbmd, adjusted, levels } = density;
  if (vbmd === null) return impression.noDensity;
  const interval = (of: typeof vbmd): string =>
    of.uncertainty.kind === 'none' ? impression.noInterval : intervalText(of);
  const value = impression.density(rangesText(levels), numberText(vbmd.value, 'mg/cm3'), interval(vbmd));
  const corrected =
    adjusted === null
      ? ''
      : `, ${impression.adjusted(numberText(adjusted.value, 'mg/cm3'), interval(adjusted))}`;
  return `${value}${corrected}: ${densityCategory(density, strings)}.`;
}

/** "low bone mass", or the most probable one or two with their probabilities, or that there is none. */
export function densityCategory(
  { category, sides, against = '' }: Risk['density'],
  strings: Strings,
): string {
  if (category !== null) return strings.densityWords[category];
  if (sides === null) return strings.impression.noCategory(inLanguage(strings, against));
  const [first, second] = (
    [
      ['osteoporosis', sides.osteoporosis],
      ['low-bone-mass', sides.lowBoneMass],
      ['normal', sides.normal],
    ] as const
  ).toSorted((a, b) => b[1] - a[1]);
  const told = ([name, share]: NonNullable<typeof first>): string =>
    strings.impression.withProbability(strings.densityWords[name], probabilityText(share));
  return isNear(first![1], second![1])
    ? strings.impression.either(told(first!), told(second!))
    : strings.impression.mostLikely(told(first!));
}

/** The verdict where it is settled; else what it is open between, or what it is by the age that nobody gave. */
export function riskSentence({ overall, fractures }: Risk, strings: Strings): string {
  const { category, shares, assumed = [] } = overall;
  const { impression, category: names } = strings;
  if (category === null || shares === null) return impression.noRisk;
  const open = openCategories(shares);
  const told = (one: (typeof open)[number]): string => `${names[one]} ${probabilityText(shares[one])}`;
  const given = assumed.map(({ assumption }) => inLanguage(strings, assumption));
  if (open.length > 1) {
    const byAge = answersByAge(overall);
    if (byAge === null) {
      const uncertain = impression.uncertainRisk(listed(open.map(told), strings.or), given.join('; '));
      return [uncertain, borrowedText(overall, strings)].filter(Boolean).join(' ');
    }
    const answers = byAge.ofPatient.map((one) =>
      impression.atAge(
        inLanguage(strings, one.answer),
        verdictWords(one.category, one.categoryProbability, strings, toldAfter(one) !== null),
      ),
    );
    return impression.riskByAge(answers.join('; '));
  }
  const [second] = RISK_CATEGORIES.filter((one) => one !== category).toSorted(
    (a, b) => shares[b] - shares[a],
  );
  const on =
    category === 'low' && fractures.graded.length > 0
      ? `, ${impression.onLevels(rangesText(fractures.graded))}`
      : '';
  const next = shares[second!] >= NAMED_FROM ? `; ${impression.next(told(second!))}` : '';
  const assuming = given.map((one) => `; ${one}`).join('');
  const settled = `${impression.risk(names[category], probabilityText(shares[category]))}${on}${next}${assuming}.`;
  return [settled, borrowedText(overall, strings)].filter(Boolean).join(' ');
}

/**
 * Where the verdict is given by age: at which ages the age's own risk makes the category, and what it hangs on. Beside the verdict and not
 * in it, as it is no finding in this patient; empty elsewhere.
 */
export function byAgeAlone(overall: Overall, strings: Strings): string {
  const byAge = answersByAge(overall);
  if (byAge === null) return '';
  const { impression, category: names } = strings;
  const ages = byAge.byRisk.map(({ answer, category }) =>
    impression.atAge(inLanguage(strings, answer), names[category]),
  );
  const alone = byAge.byRiskFrom === null ? '' : impression.byRiskOfAge(byAge.byRiskFrom, ages.join('; '));
  return [alone, borrowedText(overall, strings)].filter(Boolean).join(' ');
}

/** What the verdict would be without thresholds of another model; empty where they do not change it. */
function borrowedText(overall: Overall, strings: Strings): string {
  const without = withoutBorrowed(overall);
  if (without === null) return '';
  const { category, probability, settled } = without;
  return strings.impression.borrowed(verdictWords(category, probability, strings, settled));
}

/** "high 0.74"; what leaves the verdict open is none: "uncertain (high 0.35)". */
export function verdictWords(
  category: RiskCategory,
  probability: number,
  { category: names }: Strings,
  settled: boolean = isLikely(probability),
): string {
  const told = `${names[category]} ${probabilityText(probability)}`;
  return settled ? told : `${names.uncertain} (${told})`;
}

function capital(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}`;
}
