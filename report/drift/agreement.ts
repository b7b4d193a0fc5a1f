/** How far two series of measurements of the same things agree (Bland JM, Altman DG, Stat Methods Med Res 8:135, 1999). */
import type { Agreement } from '../../contracts/campaign/drift.ts';
import { mean, standardDeviation } from '../../spine/math/moments.ts';
import { studentT975, Z95 } from '../../spine/math/normal.ts';

/** Of one study: pairs of a measure, former and new, of the study as a whole or of its levels. */
export interface StudyPairs {
  readonly pairs: readonly (readonly [before: number, after: number])[];
}

type Of = Pick<Agreement, 'measure' | 'label' | 'unit'>;

/**
 * Levels of one study change together: the bias is the mean of the studies' mean differences, its error is by their spread, and the
 * limits' intervals count studies. Null where no study has a pair.
 */
export function agreement(of: Of, all: readonly StudyPairs[]): Agreement | null {
  const studies = all.filter(({ pairs }) => pairs.length > 0);
  if (studies.length === 0) return null;
  const points = studies.flatMap(({ pairs }) => pairs.map((pair) => pointOf(pair, of.unit)));
  const differences = points.map(([, difference]) => difference);
  const means = studies.map(({ pairs }) => mean(pairs.map((pair) => pointOf(pair, of.unit)[1])));
  const bias = mean(means);
  const n = studies.length;
  const common = {
    ...of,
    studies: n,
    pairs: points.length,
    bias,
    largest: differences.reduce((most, difference) => Math.max(most, Math.abs(difference)), 0),
    points,
  };
  if (n < 2) return { ...common, biasInterval: null, limits: null, limitsOuter: null };
  const t = studentT975(n - 1);
  const half = (t * standardDeviation(means)) / Math.sqrt(n);
  const spread = standardDeviation(differences);
  const reach = Z95 * spread;
  const outer = reach + t * spread * Math.sqrt(1 / n + Z95 ** 2 / (2 * (n - 1)));
  return {
    ...common,
    biasInterval: [bias - half, bias + half],
    limits: [bias - reach, bias + reach],
    limitsOuter: [bias - outer, bias + outer],
  };
}

/** Mean of both, and the difference in the measure's unit. */
function pointOf([before, after]: readonly [number, number], unit: Agreement['unit']): [number, number] {
  const middle = (before + after) / 2;
  const difference = after - before;
  if (unit !== '%') return [middle, difference];
  return [middle, middle === 0 ? 0 : (100 * difference) / middle];
}
