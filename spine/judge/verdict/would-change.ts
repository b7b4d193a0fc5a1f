/** What is not known of a study and somebody could tell, ranked by what knowing it would do to the verdict. */
import {
  changesVerdict,
  isSettled,
  RISK_CATEGORIES,
  toldCategory,
  type MissingThing,
  type RiskCategory,
} from '../../../contracts/risk/overall.ts';
import { LEAST_GAIN_TOLD, POSSIBLE_FROM, SURE_FROM } from '../../definitions/priors/verdict-prior.ts';
import { factorName } from '../risk/clinical-facts.ts';

import type { DensityCause } from './draws/density-draws.ts';
import {
  levelChances,
  partsOf,
  type PossiblePatients,
  type VerdictInput,
} from './draws/possible-patients.ts';
import { AGE_BANDS, ageBandOf } from './draws/subject-draws.ts';
import { RULES } from './rules/rules.ts';
import { digits, entropyOf, gainOf, mostProbable, sharesOf } from './shares.ts';

interface Unknown {
  readonly item: string;
  readonly kind: MissingThing['kind'];
  /** By draw. */
  readonly answers: Uint8Array;
  readonly count: number;
  /** How answers are told: several numbers may be one. */
  readonly told: readonly { readonly answer: string; readonly holds: (answer: number) => boolean }[];
}

/** A continuous unknown is cut into so many parts of equal probability, and told as two halves. */
const PARTS = 10;

const DENSITY_ITEMS: Readonly<Record<DensityCause | 'density', Pick<MissingThing, 'item' | 'kind'>>> = {
  density: { item: 'density of the lumbar spine', kind: 'imaging' },
  calibration: { item: 'density calibration with a phantom', kind: 'calibration' },
  sampling: { item: 'a second measurement of the density', kind: 'imaging' },
  levels: { item: 'density of L1 and L2', kind: 'imaging' },
  agent: { item: 'density without contrast agent', kind: 'imaging' },
};

/** By draw: the rank of the category, and the rules that hold. */
export interface DrawnVerdicts {
  readonly ranks: Uint8Array;
  readonly held: Uint32Array;
}

/** The one ranking of it: every document and page keeps its order. */
export function wouldChangeMost(
  input: VerdictInput,
  possible: PossiblePatients,
  drawn: DrawnVerdicts,
): readonly MissingThing[] {
  const shares = sharesOf(drawn.ranks);
  const whole = entropyOf(shares);
  const now = toldCategory({ category: mostProbable(shares).category, shares });
  const changes = (one: MissingThing): number => Number(changesVerdict(one, now));
  return unknownsOf(input, possible)
    .map((unknown) => told(unknown, drawn))
    .filter(({ gain }) => gain * whole >= LEAST_GAIN_TOLD)
    .toSorted((a, b) => changes(b) - changes(a) || b.gain - a.gain);
}

function told(
  { item, kind, answers, count, told: parts }: Unknown,
  { ranks, held }: DrawnVerdicts,
): MissingThing {
  const { gain, expectedProbability } = gainOf(ranks, answers, count);
  return {
    item,
    kind,
    gain: digits(gain),
    expectedProbability: digits(expectedProbability),
    answers: parts.flatMap(({ answer, holds }) => {
      const probability = answers.reduce((sum, one) => sum + Number(holds(one)), 0) / answers.length;
      if (probability === 0) return [];
      const shares = sharesOf(ranks, (n) => holds(answers[n]!));
      const best = mostProbable(shares);
      const decidedBy = mainRule(best.category, { ranks, held }, (n) => holds(answers[n]!));
      return [
        {
          answer,
          probability: digits(probability),
          category: best.category,
          categoryProbability: digits(best.probability),
          settled: isSettled(shares),
          ...(decidedBy === null ? {} : { decidedBy }),
        },
      ];
    }),
  };
}

/** The rule that holds in most draws of its own category; null of low, which is where none holds. */
function mainRule(
  category: RiskCategory,
  { ranks, held }: DrawnVerdicts,
  among: (draw: number) => boolean,
): string | null {
  const rank = RISK_CATEGORIES.indexOf(category);
  const counts = RULES.map((rule, n) =>
    rule.category === category
      ? held.reduce(
          (sum, bits, draw) => sum + Number(ranks[draw] === rank && (bits >>> n) % 2 === 1 && among(draw)),
          0,
        )
      : 0,
  );
  const most = counts.reduce((high, count) => Math.max(high, count), 0);
  return most === 0 ? null : RULES[counts.indexOf(most)]!.text;
}

function unknownsOf(
  { subject }: VerdictInput,
  { density, factors, fractures, subject: who }: PossiblePatients,
): readonly Unknown[] {
  const { length } = density.values;
  const unknowns: Unknown[] = [];
  if (subject.ageYears === null) {
    const decades = Uint8Array.from({ length }, (_, n) => Math.floor(who.ageYears(n) / 10));
    unknowns.push({
      item: 'age',
      kind: 'order',
      answers: decades,
      count: 10,
      told: AGE_BANDS.map((answer, band) => ({
        answer,
        holds: (decade) => ageBandOf(10 * decade) === band,
      })),
    });
  }
  if (subject.sex === null) {
    const men = Uint8Array.from({ length }, (_, n) => Number(who.sex(n) === 'male'));
    unknowns.push(yesOrNo('sex', 'order', men, ['female', 'male']));
  }
  for (const factor of factors.open) {
    if (factor !== 'priorFracture')
      unknowns.push(yesOrNo(factorName(factor), 'order', factors.facts[factor]));
  }
  if (factors.open.includes('priorFracture')) unknowns.push(priorFractures(factors));
  else {
    if (factors.recentOpen)
      unknowns.push(yesOrNo('prior fracture in the last 12 months', 'order', factors.recent));
    if (factors.onTreatmentOpen)
      unknowns.push(yesOrNo('prior fracture on treatment', 'order', factors.onTreatment));
  }
  for (const [level, chance] of levelChances(fractures)) {
    if (chance >= POSSIBLE_FROM && chance < SURE_FROM)
      unknowns.push(
        yesOrNo(`reading of ${level}`, 'reader', fractures.levels.get(level)!.fractured, [
          'not fractured',
          'fractured',
        ]),
      );
  }
  if (fractures.unseenLevels > 0)
    unknowns.push({
      item: 'levels not graded',
      kind: 'imaging',
      answers: fractures.unseen.map((more) => Math.min(more, 2)),
      count: 3,
      told: [
        { answer: 'no fracture', holds: (more) => more === 0 },
        { answer: 'a fracture', holds: (more) => more > 0 },
      ],
    });
  for (const [cause, at] of density.unknowns) {
    if (cause !== 'sampling')
      unknowns.push({
        ...DENSITY_ITEMS[cause],
        answers: partsOf(at, PARTS),
        count: PARTS,
        told: [
          { answer: 'lower', holds: (part) => part < PARTS / 2 },
          { answer: 'higher', holds: (part) => part >= PARTS / 2 },
        ],
      });
  }
  return unknowns;
}

function priorFractures({ facts, recent, onTreatment }: PossiblePatients['factors']): Unknown {
  return {
    item: factorName('priorFracture'),
    kind: 'order',
    answers: facts.priorFracture.map((prior, n) => (recent[n] === 1 || onTreatment[n] === 1 ? 2 : prior)),
    count: 3,
    told: [
      { answer: 'none', holds: (answer) => answer === 0 },
      { answer: 'more than 12 months ago', holds: (answer) => answer === 1 },
      { answer: 'in the last 12 months or on treatment', holds: (answer) => answer === 2 },
    ],
  };
}

function yesOrNo(
  item: string,
  kind: MissingThing['kind'],
  answers: Uint8Array,
  [no, yes]: readonly [string, string] = ['no', 'yes'],
): Unknown {
  return {
    item,
    kind,
    answers,
    count: 2,
    told: [
      { answer: no, holds: (answer) => answer === 0 },
      { answer: yes, holds: (answer) => answer === 1 },
    ],
  };
}
