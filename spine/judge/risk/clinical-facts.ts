/** What an order says of the factors of the models: yes, no, or nothing. Nothing is not no. */
import type { Order } from '../../../contracts/order/order.ts';
import {
  NOT_SMOKING,
  RISK_FACTORS,
  THREE_UNITS,
  type RiskFactor,
  type RiskFactors,
} from '../../../contracts/order/risk-factors.ts';
import type { Subject } from '../subject/subject.ts';

import { QFRACTURE, TABLE_ANCHOR, type Sex } from './parameters.ts';

export type TableFactor = keyof typeof TABLE_ANCHOR.value.factors;
export const TABLE_FACTORS = Object.keys(TABLE_ANCHOR.value.factors) as readonly TableFactor[];

/** Null where it is not known. */
export type Facts<Name extends string> = Readonly<Record<Name, boolean | null>>;

const { factors, amounts } = QFRACTURE.value;
export type QFactor = Exclude<keyof typeof factors, 'tag' | 'source'>;
export const Q_FACTORS = Object.keys(factors).filter(
  (name) => name !== 'tag' && name !== 'source',
) as QFactor[];
export type QAmount = Exclude<keyof typeof amounts, 'tag' | 'source'>;
export const Q_AMOUNTS = ['smoking', 'alcoholUnitsADay'] as const satisfies readonly QAmount[];

export interface QFacts {
  readonly factors: Facts<QFactor>;
  /** The categories that are still possible: one where it is known, all where nothing is. */
  readonly amounts: Readonly<Record<QAmount, readonly string[]>>;
}

type Answer = (given: RiskFactors, sex: Sex) => boolean | null;

/** Factors that an order answers in more ways than by the field of the same name. */
const TABLE_ANSWERS = {
  currentSmoking: ({ currentSmoking, smoking }) =>
    currentSmoking ?? (smoking === undefined ? null : !NOT_SMOKING.includes(smoking)),
  alcohol3UnitsADay: ({ alcohol3UnitsADay, alcoholUnitsADay }) =>
    alcohol3UnitsADay ?? (alcoholUnitsADay === undefined ? null : THREE_UNITS.includes(alcoholUnitsADay)),
  priorFracture: ({ priorFractures }) => priorFractures?.some(({ traumatic }) => traumatic !== true) ?? null,
} as const satisfies Partial<Record<TableFactor, Answer>>;

const Q_ANSWERS = {
  menopausalSymptoms: ({ menopausalSymptoms }, sex) =>
    sex === 'male' ? false : (menopausalSymptoms ?? null),
  // A parent's hip fracture is an osteoporotic one; none of the hip says nothing of the spine.
  parentalOsteoporosis: ({ parentalOsteoporosis, parentalHipFracture }) =>
    parentalOsteoporosis ?? (parentalHipFracture === true ? true : null),
} as const satisfies Partial<Record<QFactor, Answer>>;

/** As the report names a factor. */
export function factorName(factor: TableFactor | QFactor | QAmount): string {
  const field: RiskFactor = factor === 'priorFracture' ? 'priorFractures' : factor;
  return RISK_FACTORS[field].name;
}

export function tableFacts(order: Order | null): Facts<TableFactor> {
  const given = order?.riskFactors ?? {};
  const fact = (factor: TableFactor): boolean | null =>
    isOneOf(TABLE_ANSWERS, factor) ? TABLE_ANSWERS[factor](given) : (given[factor] ?? null);
  return factsBy(TABLE_FACTORS, fact);
}

/** @param sex menopausal symptoms are a woman's */
export function qfractureFacts(order: Order | null, sex: Sex): QFacts {
  const given = order?.riskFactors ?? {};
  const fact = (factor: QFactor): boolean | null =>
    isOneOf(Q_ANSWERS, factor) ? Q_ANSWERS[factor](given, sex) : (given[factor] ?? null);
  const smokes = (name: string): boolean => !NOT_SMOKING.includes(name);
  const drinks = (name: string): boolean => THREE_UNITS.includes(name);
  return {
    factors: factsBy(Q_FACTORS, fact),
    amounts: {
      smoking: possible('smoking', given.smoking, given.currentSmoking, smokes),
      alcoholUnitsADay: possible('alcoholUnitsADay', given.alcoholUnitsADay, given.alcohol3UnitsADay, drinks),
    },
  };
}

/** Factors of the overall category and of the model behind it; those of the cross-check are told beside it. */
export function missingFactors(subject: Subject, order: Order | null): readonly string[] {
  const { heightCm, weightKg } = order?.patient ?? {};
  const facts = tableFacts(order);
  return [
    ...(subject.ageYears === null ? ['age'] : []),
    ...(subject.sex === null ? ['sex'] : []),
    ...(heightCm === undefined ? ['height'] : []),
    ...(weightKg === undefined ? ['weight'] : []),
    ...TABLE_FACTORS.filter((factor) => facts[factor] === null).map(factorName),
  ];
}

function possible(
  amount: QAmount,
  named: string | undefined,
  answer: boolean | undefined,
  means: (category: string) => boolean,
): readonly string[] {
  const { categories } = amounts[amount];
  if (named !== undefined) return [named];
  return answer === undefined ? categories : categories.filter((name) => means(name) === answer);
}

function factsBy<Name extends string>(
  names: readonly Name[],
  fact: (name: Name) => boolean | null,
): Facts<Name> {
  return Object.fromEntries(names.map((name) => [name, fact(name)])) as Facts<Name>;
}

function isOneOf<Names extends object>(names: Names, name: PropertyKey): name is keyof Names {
  return name in names;
}
