/** The verdict in words: how probable a category is, and what answers would make of it. */
import {
  CATEGORY_WORDS,
  changesVerdict,
  isLikely,
  probabilityText,
  toldAfter,
  type MissingThing,
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
