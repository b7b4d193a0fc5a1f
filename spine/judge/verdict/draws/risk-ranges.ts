/** Between which the 10-year probabilities lie over all possible patients, where no single one can be given. */
import type { RiskRange } from '../../../../contracts/risk/absolute-risk.ts';
import { percentOf } from '../../risk/figures.ts';

import type { PossiblePatients } from './possible-patients.ts';
import { AGE_BANDS, ageBandOf } from './subject-draws.ts';

/** Parts of the draws below and above. */
const TAIL = 0.025;

const kept = new WeakMap<PossiblePatients, readonly RiskRange[]>();

/** Of the draws that the verdict is made of; asked for once a study. */
export function riskRanges(possible: PossiblePatients): readonly RiskRange[] {
  const known = kept.get(possible);
  if (known !== undefined) return known;
  const draws = possible.density.values.length;
  const [major, hip] = [new Float64Array(draws), new Float64Array(draws)];
  for (let n = 0; n < draws; n++) ({ majorPercent: major[n], hipPercent: hip[n] } = possible.patient(n));
  const ranges = (
    [
      ['major-osteoporotic', major],
      ['hip', hip],
    ] as const
  ).map(([outcome, percent]) => ({
    ...{ outcome, years: 10 as const, ...endsOf(percent) },
    ...(possible.subject.isAgeGiven ? {} : { byAge: byAgeOf(possible, percent) }),
  }));
  kept.set(possible, ranges);
  return ranges;
}

function byAgeOf({ subject }: PossiblePatients, percent: Float64Array): NonNullable<RiskRange['byAge']> {
  return AGE_BANDS.map((age, band) => {
    const of = percent.filter((_, n) => ageBandOf(subject.ageYears(n)) === band);
    return { age, median: quantile(of.toSorted(), 1 / 2), ...endsOf(of) };
  });
}

function endsOf(percent: Float64Array): { readonly low: number; readonly high: number } {
  const sorted = percent.toSorted();
  return { low: quantile(sorted, TAIL), high: quantile(sorted, 1 - TAIL) };
}

function quantile(sorted: Float64Array, share: number): number {
  return percentOf(sorted[Math.floor(share * (sorted.length - 1))]! / 100);
}
