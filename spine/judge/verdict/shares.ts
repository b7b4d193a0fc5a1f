/** Shares of categories among draws, and what knowing one unknown does to them. */
import { RISK_CATEGORIES, type RiskCategory } from '../../../contracts/risk/overall.ts';

export type Shares = Readonly<Record<RiskCategory, number>>;

interface Verdict {
  readonly category: RiskCategory;
  readonly probability: number;
}

/** @param ranks of categories, 0 the highest, by draw */
export function sharesOf(ranks: Uint8Array, among: (draw: number) => boolean = () => true): Shares {
  const counts = RISK_CATEGORIES.map(() => 0);
  let all = 0;
  ranks.forEach((rank, n) => {
    if (!among(n)) return;
    counts[rank]!++;
    all++;
  });
  return Object.fromEntries(
    RISK_CATEGORIES.map((category, n) => [category, all === 0 ? 0 : counts[n]! / all]),
  ) as Record<RiskCategory, number>;
}

/** The higher one of two that are as probable. */
export function mostProbable(shares: Shares): Verdict {
  let best: RiskCategory = RISK_CATEGORIES[0];
  for (const category of RISK_CATEGORIES) if (shares[category] > shares[best]) best = category;
  return { category: best, probability: shares[best] };
}

/** Shannon's, in nats. */
export function entropyOf(shares: Shares): number {
  return RISK_CATEGORIES.reduce((sum, category) => {
    const share = shares[category];
    return share === 0 ? sum : sum - share * Math.log(share);
  }, 0);
}

export interface Gain {
  /** Part of the entropy that is gone once the unknown is known, on average, 0 to 1. */
  readonly gain: number;
  /** Of the most probable category after it, on average. */
  readonly expectedProbability: number;
}

/**
 * Of an unknown whose answers are numbered by draw: mutual information over entropy. Shares of few draws look surer than they
 * are, by (answers - 1)(categories - 1) / (2 draws) nats to first order (Miller GA 1955): taken off.
 */
export function gainOf(ranks: Uint8Array, answers: Uint8Array, count: number): Gain {
  const all = sharesOf(ranks);
  const whole = entropyOf(all);
  let [left, expectedProbability, used] = [0, 0, 0];
  for (let answer = 0; answer < count; answer++) {
    const weight = answers.reduce((sum, one) => sum + Number(one === answer), 0) / answers.length;
    if (weight === 0) continue;
    used++;
    const shares = sharesOf(ranks, (n) => answers[n] === answer);
    left += weight * entropyOf(shares);
    expectedProbability += weight * mostProbable(shares).probability;
  }
  const categories = RISK_CATEGORIES.filter((category) => all[category] > 0).length;
  const bias = ((used - 1) * (categories - 1)) / (2 * ranks.length);
  const gain = whole === 0 ? 0 : Math.min(1, Math.max(0, (whole - left - bias) / whole));
  return { gain, expectedProbability };
}

/** To four digits, as results keep a share: machines agree on them. */
export function digits(share: number): number {
  return Math.round(10_000 * share) / 10_000;
}
