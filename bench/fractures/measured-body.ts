/** One intact body as it goes into the reference: ratios with the standard errors of their measurement. */
import { estimateOf, ratio, type Estimate } from '../../spine/math/interval.ts';
import type { Heights } from '../../contracts/level/level-result.ts';
import type { Level } from '../../contracts/levels.ts';

export interface MeasuredBody {
  readonly person: string;
  readonly sex: 'female' | 'male' | null;
  readonly level: Level;
  /** Ha/Hp and Hm/Hp. */
  readonly anterior: Estimate;
  readonly middle: Estimate;
  /** Hp, mm. */
  readonly posterior: Estimate;
}

export function bodyOf(
  about: Pick<MeasuredBody, 'person' | 'sex' | 'level'>,
  heights: Heights,
): MeasuredBody {
  const [anterior, middle, posterior] = [heights.anterior, heights.middle, heights.posterior].map(estimateOf);
  return {
    ...about,
    anterior: ratio(anterior!, posterior!),
    middle: ratio(middle!, posterior!),
    posterior: posterior!,
  };
}
