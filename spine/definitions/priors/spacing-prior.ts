/**
 * Distances between the centres of neighbouring vertebrae, mm: mean and SD, computed from the landmarks of VerSe 2020
 * (113 scans, CC BY-SA 4.0; Sekuboyina et al., Med Image Anal 73:102166, 2021).
 */
import { distance } from '../../math/vector.ts';
import { levelIndex, type Level } from '../../../contracts/levels.ts';

/** Keyed by the cranial of the two. */
export const DISTANCE_TO_NEXT: Partial<Record<Level, readonly [mean: number, sd: number]>> = {
  C7: [18.8, 1.21],
  T1: [20.9, 1.7],
  T2: [22.2, 1.51],
  T3: [22.3, 1.47],
  T4: [22.8, 1.4],
  T5: [23.5, 1.46],
  T6: [24.0, 1.55],
  T7: [24.3, 1.49],
  T8: [24.9, 1.5],
  T9: [25.7, 1.58],
  T10: [27.6, 1.75],
  T11: [29.8, 1.85],
  T12: [32.0, 2.34],
  L1: [33.4, 2.36],
  L2: [34.1, 2.45],
  L3: [33.8, 2.65],
  L4: [31.7, 2.67],
  L5: [30.6, 2.43],
};
/** Above C7 (not tabulated): the cervical column is closer still. */
export const CERVICAL: readonly [number, number] = [17.5, 2];
/** SD of the logarithm of a patient's overall scale, from the same data. */
export const SCALE_SD = 0.07;
export const SCALES = Array.from({ length: 17 }, (_, n) => 0.8 + 0.025 * n);
/** A crushed vertebra or a centre that is off counts this much at the most, in units of log-likelihood. */
export const WORST = 6;

export interface PlacedLevel {
  readonly level: Level;
  /** Patient LPS, mm. */
  readonly centre: readonly [number, number, number];
}

/** Log-likelihood of the distances between neighbours that follow on each other, at the patient's best scale. */
export function spacingLogLikelihood(placed: readonly PlacedLevel[]): number {
  const sorted = placed.toSorted((a, b) => levelIndex(a.level) - levelIndex(b.level));
  const pairs = sorted.slice(1).map((below, n) => ({ above: sorted[n]!, below }));
  const gaps = pairs
    .filter(({ below }) => below.level !== 'sacrum')
    .map(({ above, below }) => ({
      distance: distance(above.centre, below.centre),
      expected: expectedDistance(above.level, below.level),
    }));
  const likelihoods = SCALES.map((scale) => {
    const fit = gaps.reduce((sum, { distance: mm, expected: [mean, sd] }) => {
      const off = (mm - scale * mean) / (scale * sd);
      return sum - Math.min(0.5 * off * off, WORST);
    }, 0);
    return fit - 0.5 * (Math.log(scale) / SCALE_SD) ** 2;
  });
  return likelihoods.reduce((best, value) => Math.max(best, value), -Infinity);
}

/** Mean and SD, mm. Sum over the levels in between; T13 and L6 count as another of their kind where both ends span them. */
export function expectedDistance(above: Level, below: Level): readonly [number, number] {
  let [mean, variance] = [0, 0];
  const chain = REGULAR.slice(REGULAR.indexOf(regular(above)), REGULAR.indexOf(regular(below)));
  for (const level of chain.length === 0 ? [regular(above)] : chain) {
    const [m, s] = DISTANCE_TO_NEXT[level] ?? CERVICAL;
    mean += m;
    variance += s * s;
  }
  return [mean, Math.sqrt(variance)];
}

export const REGULAR: readonly Level[] = [
  ...(['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7'] as const),
  ...(['T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'T8', 'T9', 'T10', 'T11', 'T12'] as const),
  ...(['L1', 'L2', 'L3', 'L4', 'L5', 'L6'] as const),
];

function regular(level: Level): Level {
  return level === 'T13' ? 'T12' : level;
}
