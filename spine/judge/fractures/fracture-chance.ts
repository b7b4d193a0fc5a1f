/**
 * How likely a body that reads as grade 0 is fractured all the same, by Bayes' rule.
 *
 *   fractured   one body in so many, its true loss anywhere between 20 and 50 %
 *   intact      its true loss is 0 but for how the levels of one person differ (the reference table)
 *
 * both read with the error of the loss. An interval alone would doubt every noisy reading: with a standard error of 6 % that of
 * an intact body that reads 8 % ends at 20 %, though such a reading speaks for an intact body 500 to 1.
 */
import { interval95, type Estimate } from '../../math/interval.ts';
import { normalCdf, normalDensity } from '../../math/normal.ts';
import {
  FRACTURE_NOT_EXCLUDED,
  FRACTURE_PREVALENCE,
  FRACTURED_LOSSES,
  GENANT_LOSS,
} from '../../definitions/fractures.ts';

import type { Losses } from './reference/fracture-reference.ts';
import { SPREAD } from './reference/intact-table.ts';

/** Below it readings are as good as exact, and the arithmetic stays finite. */
const LEAST_SE = 1e-3;

/** Whether a reading of grade 0 leaves a fracture open. A loss without an error leaves it open. */
export function mayBeFractured({ wedge, biconcave, crush, inFront }: Losses): boolean {
  const open = (loss: Estimate, kind: keyof typeof SPREAD): boolean =>
    (interval95(loss)?.[1] ?? Infinity) >= GENANT_LOSS.mild &&
    fractureChance(loss, SPREAD[kind].within) >= FRACTURE_NOT_EXCLUDED;
  return (
    open(wedge, 'anterior') ||
    open(biconcave, 'middle') ||
    // Crushed is what lost its height in front too.
    (crush !== null && inFront !== null && open(crush, 'posterior') && open(inFront, 'anterior'))
  );
}

/** @param spread of intact bodies' losses, a fraction @returns 0 to 1; 1 where the loss has no error */
export function fractureChance({ value, se }: Estimate, spread: number): number {
  if (se === null) return 1;
  const error = Math.max(se, LEAST_SE);
  const [least, most] = FRACTURED_LOSSES;
  const fractured = (normalCdf((most - value) / error) - normalCdf((least - value) / error)) / (most - least);
  const wide = Math.hypot(error, spread);
  const intact = normalDensity(value / wide) / wide;
  const odds = (FRACTURE_PREVALENCE * fractured) / ((1 - FRACTURE_PREVALENCE) * intact);
  return odds / (1 + odds);
}
