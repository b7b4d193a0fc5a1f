/** The verdict in words: how probable a category is, what other thresholds make of it, and what answers would. */
import {
  CATEGORY_WORDS,
  isLikely,
  probabilityText,
  type MissingThing,
  type Overall,
  type RiskCategory,
} from '../../contracts/risk/overall.ts';

export function categoryWords(category: RiskCategory): string {
  return CATEGORY_WORDS[category];
}

/** "high 0.74"; below one half the most probable category is no verdict: "uncertain (high 0.35)". */
export function answerWords(category: RiskCategory, probability: number): string {
  const told = `${CATEGORY_WORDS[category]} ${probabilityText(probability)}`;
  return isLikely(probability) ? told : `uncertain (${told})`;
}

/** Empty where the rules with thresholds of another model do not change the category. */
export function borrowedText({ category, withoutOtherModels }: Overall): string {
  if (withoutOtherModels === null || withoutOtherModels.category === category) return '';
  const { category: other, probability } = withoutOtherModels;
  return `The thresholds for 10-year risk were set for FRAX-US and are not calibrated to the model used here; without them the category is ${answerWords(other, probability)}.`;
}

export function answersText(answers: MissingThing['answers']): string {
  return answers
    .map(
      ({ answer, category, categoryProbability }) =>
        `if ${answer}, ${answerWords(category, categoryProbability)}`,
    )
    .join('; ');
}
