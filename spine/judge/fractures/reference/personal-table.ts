/**
 * The table as this patient has it: its ratios times a factor of the patient's own, from all other intact bodies.
 *
 * People differ in how concave or wedged all their bodies are, and scanners in where they show an endplate: what lies on
 * one side of the table at every level is no fracture of one.
 */
import { SPREAD, type Intact } from './intact-table.ts';
import type { Estimate } from '../../../math/interval.ts';

/** A ratio that was measured, and what the table has at its level. */
export interface Compared {
  readonly ratio: Estimate;
  readonly intact: Estimate;
}

/** @returns the table's ratio at a level for this patient; the table's own where nothing else is intact */
export function personalRatio(
  kind: keyof Pick<Intact, 'anterior' | 'middle'>,
  own: Estimate,
  others: readonly Compared[],
): Estimate {
  const { between, within } = SPREAD[kind];
  // Before anything is seen the factor is 1, as unsure as people differ.
  let [weights, sum] = [1 / between ** 2, 1 / between ** 2];
  for (const { ratio, intact } of others) {
    const weight =
      1 / (within ** 2 + ((ratio.se ?? 0) / intact.value) ** 2 + ((intact.se ?? 0) / intact.value) ** 2);
    weights += weight;
    sum += (weight * ratio.value) / intact.value;
  }
  const factor = sum / weights;
  return {
    value: own.value * factor,
    se: Math.hypot((own.se ?? 0) * factor, own.value / Math.sqrt(weights)),
  };
}
