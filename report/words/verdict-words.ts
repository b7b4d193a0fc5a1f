/** The verdict in words: how probable a category is, what other thresholds make of it, and what answers would. */
import {
  CATEGORY_WORDS,
  changesVerdict,
  isLikely,
  probabilityText,
  toldAfter,
  withoutBorrowed,
  type MissingThing,
  type Overall,
  type RiskCategory,
} from '../../contracts/risk/overall.ts';

export function categoryWords(category: RiskCategory): string {
  return CATEGORY_WORDS[category];
}

/** "high 0.74"; what leaves the verdict open is none: "uncertain (high 0.35)". */
export function answerWords(
  category: RiskCategory,
  probability: number,
  settled: boolean = isLikely(probability),
): string {
  const told = `${CATEGORY_WORDS[category]} ${probabilityText(probability)}`;
  return settled ? told : `uncertain (${told})`;
}

/** Empty where the rules with thresholds of another model do not change the category. */
export function borrowedText(overall: Overall): string {
  const without = withoutBorrowed(overall);
  if (without === null) return '';
  const { category, probability, settled } = without;
  return `The thresholds for 10-year risk were set for FRAX-US and are not calibrated to the model used here; without them the category is ${answerWords(category, probability, settled)}.`;
}

/** What each answer would make of the verdict; where none makes another one of it, that, with the probabilities. @param now as it is told */
export function answersText({ answers }: Pick<MissingThing, 'answers'>, now: RiskCategory | null): string {
  if (changesVerdict({ answers }, now))
    return answers
      .map(
        (one) =>
          `if ${one.answer}, ${answerWords(one.category, one.categoryProbability, toldAfter(one) !== null)}`,
      )
      .join('; ');
  const told = answers.map(
    ({ category, categoryProbability }) =>
      `${now === null ? `${CATEGORY_WORDS[category]} ` : ''}${probabilityText(categoryProbability)}`,
  );
  const alike = new Set(told).size === 1;
  const each = alike ? told[0]! : answers.map(({ answer }, n) => `${told[n]!} if ${answer}`).join(', ');
  return now === null ? `still uncertain: ${each}` : `unchanged: ${CATEGORY_WORDS[now]} ${each}`;
}
