/**
 * The verdict of a study: every patient that this one may be goes through the rules, and the share of each category is its
 * probability. The most probable one is the verdict. Seeded by what the study is, so the same study has the same verdict.
 */
import type { RiskEstimate } from '../../../contracts/risk/absolute-risk.ts';
import {
  isSettled,
  RISK_CATEGORIES,
  type OtherVerdict,
  type Overall,
  type RiskCategory,
  type Rule,
} from '../../../contracts/risk/overall.ts';
import { OSTEOPOROSIS_T_SCORE, VERY_LOW_T_SCORE } from '../../definitions/cut-offs.ts';
import { VERDICT_DRAWS } from '../../definitions/priors/verdict-prior.ts';
import { drawsOf } from '../../math/random/latin-hypercube.ts';

import { possiblePatients, type PossiblePatients, type VerdictInput } from './draws/possible-patients.ts';
import { ruleDetail } from './rule-details.ts';
import { OWN_RULES, rankOf, RULES, rulesHeld, type RuleId } from './rules/rules.ts';
import { digits, mostProbable, sharesOf, type Shares } from './shares.ts';
import { assumedOf, statementOf } from './statement.ts';
import { wouldChangeMost } from './would-change.ts';

/** Of a study, the same every time. */
export function patientsOf(input: VerdictInput, draws = VERDICT_DRAWS): PossiblePatients {
  return possiblePatients(input, drawsOf(seedOf(input), draws));
}

/** @param absolute the model's probabilities, to stand beside the rules on them */
export function verdictOf(input: VerdictInput, possible: PossiblePatients, absolute: RiskEstimate): Overall {
  const draws = possible.density.values.length;
  const ranks = new Uint8Array(draws);
  const direct = new Uint8Array(draws);
  const held = new Uint32Array(draws);
  for (let n = 0; n < draws; n++) {
    held[n] = rulesHeld(possible.patient(n));
    ranks[n] = rankOf(held[n]!);
    direct[n] = rankOf(held[n]! & OWN_RULES);
  }
  const rules = RULES.map((rule, n) => ({
    ...ruleOf(n, ranks, held),
    probability:
      rule.id === 'strength-low' && input.strengthZ === null
        ? null
        : shareOf(held, (bits) => (bits >>> n) & 1),
    detail: ruleDetail(rule.id, input, possible, absolute),
  }));
  const none = { draws, shareSe: digits(0.5 / Math.sqrt(draws)), rules };
  if (!isMeasured(input)) {
    const statement = 'Not determined: neither a density nor a vertebral height was measured.';
    return { ...none, category: null, probability: null, shares: null, withoutOtherModels: null, statement, wouldChangeMost: [] }; // prettier-ignore
  }
  const shares = sharesOf(ranks);
  const assumed = assumedOf(input.subject);
  const changes = wouldChangeMost(input, possible, { ranks, held });
  const best = mostProbable(shares);
  const withoutOtherModels = otherVerdict(sharesOf(direct));
  const told = { category: best.category, shares, rules, withoutOtherModels, wouldChangeMost: changes };
  return {
    ...none,
    ...best,
    shares,
    settled: isSettled(shares),
    ...(assumed.length === 0 ? {} : { assumed }),
    withoutOtherModels,
    onlyByOtherModels: onlyByOthers(ranks, direct),
    statement: statementOf(told, assumed, input),
    wouldChangeMost: changes,
    ...(input.order?.dxa === undefined ? { ifDxa: ifDxa(held) } : {}),
  };
}

/** @param direct ranks of the same draws by the rules whose thresholds belong to this method */
function onlyByOthers(ranks: Uint8Array, direct: Uint8Array): Shares {
  const part = (rank: number): number =>
    ranks.reduce((sum, one, n) => sum + Number(one === rank && direct[n]! > rank), 0);
  return Object.fromEntries(
    RISK_CATEGORIES.map((category, rank) => [category, digits(part(rank) / ranks.length)]),
  ) as Record<RiskCategory, number>;
}

/** By the rules that a T-score would meet besides those that hold already. */
function ifDxa(held: Uint32Array): NonNullable<Overall['ifDxa']> {
  const bit = (id: RuleId): number => 1 << RULES.findIndex((rule) => rule.id === id);
  const [low, veryLow] = [OSTEOPOROSIS_T_SCORE, VERY_LOW_T_SCORE].map((t) => t.toFixed(1));
  const met = [
    { answer: `above ${low}`, bits: 0 },
    { answer: `${low} to ${veryLow}`, bits: bit('dxa-low') },
    { answer: `below ${veryLow}`, bits: bit('dxa-low') | bit('dxa-very-low') },
  ];
  return met.map(({ answer, bits }) => ({
    answer,
    ...otherVerdict(sharesOf(Uint8Array.from(held, (own) => rankOf(own | bits)))),
  }));
}

function otherVerdict(shares: Shares): OtherVerdict {
  const { category, probability } = mostProbable(shares);
  return { category, probability: digits(probability), settled: isSettled(shares) };
}

/** A reader's word, the history and a T-score decide as well as what was measured on the CT. */
function isMeasured({ density, grades, known, order }: VerdictInput): boolean {
  const told = known.levels.size > 0 || known.inHistory > 0 || order?.dxa !== undefined;
  return density !== null || grades.size > 0 || told;
}

function ruleOf(n: number, ranks: Uint8Array, held: Uint32Array): Omit<Rule, 'probability' | 'detail'> {
  const { category, text, source, ofOtherModel } = RULES[n]!;
  const rank = RISK_CATEGORIES.indexOf(category);
  const decides = shareOf(held, (bits, draw) => Number(ranks[draw] === rank && ((bits >>> n) & 1) === 1));
  return { category, rule: text, decides, source, ...(ofOtherModel ? { ofOtherModel: true as const } : {}) };
}

function shareOf(held: Uint32Array, counts: (bits: number, draw: number) => number): number {
  return held.reduce((sum, bits, draw) => sum + counts(bits, draw), 0) / held.length;
}

/** What a study is, in words that do not hang on the last digits of a measurement, nor on what no rule asks. */
function seedOf({ subject: { ageYears, sex }, studyDate, grades, known }: VerdictInput): string {
  return JSON.stringify([ageYears, sex, studyDate, [...grades.keys()], [...known.levels]]);
}
