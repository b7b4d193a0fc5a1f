/** What an order says of the factors of the models: yes, no, or nothing. Nothing is not no. */
import type { Order } from '../../../contracts/order/order.ts';

import { QFRACTURE, TABLE_ANCHOR, type Sex } from './parameters.ts';

export type TableFactor = keyof typeof TABLE_ANCHOR.value.factors;
export const TABLE_FACTORS = Object.keys(TABLE_ANCHOR.value.factors) as readonly TableFactor[];

/** Null where nobody said. */
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

const NOT_SMOKING: readonly string[] = ['never', 'former'];
/** "3 or more units a day" of the order's yes-or-no question. */
const THREE_UNITS: readonly string[] = ['3-6', '7-9', 'above-9'];

export function tableFacts(order: Order | null): Facts<TableFactor> {
  const given = order?.riskFactors ?? {};
  const { smoking, alcoholUnitsADay } = given;
  return {
    parentalHipFracture: given.parentalHipFracture ?? null,
    currentSmoking: given.currentSmoking ?? (smoking === undefined ? null : !NOT_SMOKING.includes(smoking)),
    alcohol3UnitsADay:
      given.alcohol3UnitsADay ??
      (alcoholUnitsADay === undefined ? null : THREE_UNITS.includes(alcoholUnitsADay)),
    rheumatoidArthritis: given.rheumatoidArthritis ?? null,
    glucocorticoids: given.glucocorticoids ?? null,
    priorFracture: given.priorFractures?.some(({ traumatic }) => traumatic !== true) ?? null,
  };
}

/** @param sex menopausal symptoms are a woman's */
export function qfractureFacts(order: Order | null, sex: Sex): QFacts {
  const given = order?.riskFactors ?? {};
  // A parent's hip fracture is an osteoporotic one; none of the hip says nothing of the spine.
  const parental = given.parentalOsteoporosis ?? (given.parentalHipFracture === true ? true : null);
  return {
    factors: {
      asthma: given.asthma ?? null,
      glucocorticoids: given.glucocorticoids ?? null,
      cardiovascularDisease: given.cardiovascularDisease ?? null,
      endocrineDisorder: given.endocrineDisorder ?? null,
      falls: given.falls ?? null,
      chronicLiverDisease: given.chronicLiverDisease ?? null,
      malabsorption: given.malabsorption ?? null,
      menopausalSymptoms: sex === 'male' ? false : (given.menopausalSymptoms ?? null),
      rheumatoidArthritis: given.rheumatoidArthritis ?? null,
      tricyclicAntidepressants: given.tricyclicAntidepressants ?? null,
      type2Diabetes: given.type2Diabetes ?? null,
      parentalOsteoporosis: parental,
    },
    amounts: {
      smoking: possible(
        'smoking',
        given.smoking,
        given.currentSmoking,
        (name) => !NOT_SMOKING.includes(name),
      ),
      alcoholUnitsADay: possible(
        'alcoholUnitsADay',
        given.alcoholUnitsADay,
        given.alcohol3UnitsADay,
        (name) => THREE_UNITS.includes(name),
      ),
    },
  };
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
