/**
 * Quantitative morphometry: four ratios of a body's heights as standard deviations from intact bodies of its level.
 *
 * @remarks Ratios and the limit of -3 SD: Eastell and Melton, with the trimming of O'Neill TW et al. 1994; the -4 SD of
 * their grade 2 (EVOS group, Bone 14 Suppl 1:S89, 1993) is not used. The spread is the reference table's own: of few people,
 * the same at every level.
 */
import type { FractureGrade, Morphometry } from '../../../contracts/risk/fracture.ts';

import type { MeasuredBody } from './reference/fracture-reference.ts';
import { interval95, ratio as quotient, type Estimate } from '../../math/interval.ts';
import { Z95 } from '../../math/normal.ts';
import { DEFORMED_BELOW_Z } from '../../definitions/fractures.ts';
import { intactAt, SPREAD, type Sex } from './reference/intact-table.ts';
import { spinePosition } from '../../../contracts/levels.ts';

/** @param n of the body in `bodies`, which stand cranial to caudal */
export function morphometryOf(n: number, bodies: readonly MeasuredBody[], sex: Sex): readonly Morphometry[] {
  const body = bodies[n]!;
  const intact = intactAt(body.level, sex);
  const within = (ratio: 'Ha/Hp' | 'Hm/Hp', kind: 'anterior' | 'middle'): Morphometry =>
    scored(ratio, quotient(body[kind], body.posterior), intact[kind].value, SPREAD[kind].between);
  const against = (
    ratio: Morphometry['ratio'],
    other: MeasuredBody | undefined,
    step: 1 | -1,
  ): readonly Morphometry[] => {
    if (other === undefined || spinePosition(other.level) - spinePosition(body.level) !== step) return [];
    const mean = intact.posterior / intactAt(other.level, sex).posterior;
    // Two bodies of one person, each off by its own.
    const sd = mean * SPREAD.posterior.within * Math.SQRT2;
    return [scored(ratio, quotient(body.posterior, other.posterior), mean, sd)];
  };
  return [
    within('Ha/Hp', 'anterior'),
    within('Hm/Hp', 'middle'),
    ...against('Hp/Hp above', bodies[n - 1], -1),
    ...against('Hp/Hp below', bodies[n + 1], 1),
  ];
}

/** Whether the ratio that a shape stands for is lower than intact people have it. */
export function isBeyondIntact(
  shape: NonNullable<FractureGrade['shape']>,
  morphometry: readonly Morphometry[],
): boolean {
  const ratios = {
    wedge: ['Ha/Hp'],
    biconcave: ['Hm/Hp'],
    crush: ['Hp/Hp above', 'Hp/Hp below'],
  }[shape];
  const known = morphometry.filter(({ ratio }) => ratios.includes(ratio));
  // Beside another crushed body, or with none next to it, a ratio of posterior heights says nothing.
  return shape === 'crush' ? true : known.some(isDeformed);
}

/** Those further below intact bodies than the limit. */
export function deformedRatios(morphometry: readonly Morphometry[]): readonly Morphometry[] {
  return morphometry.filter(isDeformed);
}

/** Its own error counts with the spread of intact people: among noisy ratios of intact bodies every tenth would be deformed else. */
function isDeformed({ z, sd, interval }: Morphometry): boolean {
  const error = interval === undefined ? 0 : (interval[1] - interval[0]) / (2 * Z95);
  return z < DEFORMED_BELOW_Z * Math.hypot(1, error / sd);
}

function scored(ratio: Morphometry['ratio'], seen: Estimate, mean: number, sd: number): Morphometry {
  const bounds = interval95(seen);
  return {
    ratio,
    value: digits(seen.value),
    mean: digits(mean),
    sd: digits(sd),
    z: Math.round((10 * (seen.value - mean)) / sd) / 10,
    ...(bounds === null ? {} : { interval: [digits(bounds[0]), digits(bounds[1])] as const }),
  };
}

function digits(value: number): number {
  return Math.round(1000 * value) / 1000;
}
