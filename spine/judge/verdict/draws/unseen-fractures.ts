/**
 * How many vertebrae that nobody graded are fractured, given how many of the others are.
 *
 * A person has a vertebral fracture with the prevalence of the age; of those who have, 70 % have one, and each further one is as
 * likely again (`ONE_FRACTURE_ONLY`); each of T4 to L5 is as likely to be among them. By Bayes' rule, of n levels s seen:
 *
 *   P(u more | f seen)  ~  P(f + u in all) C(s, f) C(n - s, u) / C(n, f + u)
 *
 * So an intact part of a spine speaks for the rest, and a fracture against it. Where it is wrong: levels are not alike (T7, T12
 * and L1 break most), and density does not enter.
 */
import { ONE_FRACTURE_ONLY } from '../../../definitions/priors/verdict-prior.ts';

/** @param prevalence 0 to 1 @returns probability of 0, 1, ... fractured among the `unseen` levels */
export function unseenFractures(
  prevalence: number,
  { seen, unseen, fractured }: { readonly seen: number; readonly unseen: number; readonly fractured: number },
): readonly number[] {
  const levels = seen + unseen;
  const weights = Array.from({ length: unseen + 1 }, (_, more) => {
    const all = fractured + more;
    return (numberOf(all, prevalence, levels) * choose(unseen, more)) / choose(levels, all);
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  // A prevalence of 0 beside a fracture that is there: nothing is known of the others.
  return sum === 0 ? weights.map((_, n) => Number(n === 0)) : weights.map((weight) => weight / sum);
}

/** Of so many fractures in a person; the last number holds all that a longer spine would have. */
function numberOf(count: number, prevalence: number, levels: number): number {
  if (count === 0) return 1 - prevalence;
  const again = 1 - ONE_FRACTURE_ONLY;
  const reached = again ** (count - 1);
  return prevalence * (count === levels ? reached : reached * ONE_FRACTURE_ONLY);
}

function choose(n: number, k: number): number {
  let product = 1;
  for (let i = 1; i <= k; i++) product *= (n - k + i) / i;
  return product;
}
