/** The verdict in words: how probable a category is, what other thresholds make of it, and what answers would. */
import {
  CATEGORY_WORDS,
  type MissingThing,
  type Overall,
  type RiskCategory,
} from '../../contracts/risk/overall.ts';

export function categoryWords(category: RiskCategory): string {
  return CATEGORY_WORDS[category];
}

/** "0.74"; never 0 or 1, which no probability from draws is sure of. */
export function probabilityText(probability: number): string {
  if (probability >= 0.995) return '> 0.99';
  return probability < 0.005 ? '< 0.01' : probability.toFixed(2);
}

/** Empty where the rules with thresholds of another model do not change the category. */
export function borrowedText({ category, withoutOtherModels }: Overall): string {
  if (withoutOtherModels === null || withoutOtherModels.category === category) return '';
  const { category: other, probability } = withoutOtherModels;
  return `The thresholds for 10-year risk were set for FRAX-US and are not calibrated to the model used here; without them the category is ${CATEGORY_WORDS[other]} (${probabilityText(probability)}).`;
}

export function answersText(answers: MissingThing['answers']): string {
  return answers
    .map(
      ({ answer, category, categoryProbability }) =>
        `if ${answer}, ${CATEGORY_WORDS[category]} ${probabilityText(categoryProbability)}`,
    )
    .join('; ');
}
