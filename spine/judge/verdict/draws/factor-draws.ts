/** Clinical factors and earlier fractures of every draw: as the order gives them, else by their prevalence. */
import type { Order } from '../../../../contracts/order/order.ts';
import { FRACTURE_ON_TREATMENT, HIP_OF_PRIOR_FRACTURES } from '../../../definitions/priors/verdict-prior.ts';
import type { Draws } from '../../../math/random/latin-hypercube.ts';
import { fractureOnTreatment, recentFracture } from '../../fractures/reported-fractures.ts';
import { TABLE_FACTORS, tableFacts, type TableFactor } from '../../risk/clinical-facts.ts';
import { TABLE_ANCHOR } from '../../risk/parameters.ts';

import type { DrawnSubject } from './subject-draws.ts';

export interface DrawnFactors {
  readonly facts: Readonly<Record<TableFactor, Uint8Array>>;
  /** Factors that nobody answered. */
  readonly open: readonly TableFactor[];
  readonly recent: Uint8Array;
  readonly onTreatment: Uint8Array;
  /** Of the hip, that no accident caused. */
  readonly hip: Uint8Array;
  /** Whether the order leaves open when its fractures were, or whether on treatment. */
  readonly recentOpen: boolean;
  readonly onTreatmentOpen: boolean;
}

const { factors } = TABLE_ANCHOR.value;

export function drawFactors(
  order: Order | null,
  studyDate: string | null,
  subject: DrawnSubject,
  draws: Draws,
): DrawnFactors {
  const given = tableFacts(order);
  const prevalence = (factor: TableFactor, n: number): number => factors[factor].prevalence[subject.sex(n)];
  const shares = Object.fromEntries(
    TABLE_FACTORS.map((factor) => [factor, given[factor] === null ? draws.uniform(factor) : null]),
  ) as Readonly<Record<TableFactor, Float64Array | null>>;
  const facts = Object.fromEntries(
    TABLE_FACTORS.map((factor) => [
      factor,
      Uint8Array.from({ length: draws.count }, (_, n) =>
        Number(given[factor] ?? shares[factor]![n]! < prevalence(factor, n)),
      ),
    ]),
  ) as Readonly<Record<TableFactor, Uint8Array>>;
  // Not evaluated: there is a fracture without a date, or nobody said whether there is one.
  const recentKnown = stateOf(recentFracture(order, studyDate).state);
  const treatmentKnown = stateOf(fractureOnTreatment(order).state);
  const date = draws.uniform('date of a prior fracture');
  const treated = draws.uniform('treatment at a prior fracture');
  const atHip = draws.uniform('site of a prior fracture');
  const ofPrior = (known: boolean | null, holds: (n: number) => boolean): Uint8Array =>
    Uint8Array.from(facts.priorFracture, (prior, n) => Number(known ?? (prior === 1 && holds(n))));
  return {
    facts,
    open: TABLE_FACTORS.filter((factor) => given[factor] === null),
    // Of those with a prior fracture: the part that a year's hazard makes.
    recent: ofPrior(recentKnown, (n) => date[n]! < subject.model(n).yearly / prevalence('priorFracture', n)),
    onTreatment: ofPrior(treatmentKnown, (n) => treated[n]! < FRACTURE_ON_TREATMENT),
    hip: ofPrior(hipFracture(order), (n) => atHip[n]! < HIP_OF_PRIOR_FRACTURES),
    recentOpen: recentKnown === null,
    onTreatmentOpen: treatmentKnown === null,
  };
}

/** Whether the order tells of a hip fracture that no accident caused; null where it says nothing of prior fractures. */
export function hipFracture(order: Order | null): boolean | null {
  const told = order?.riskFactors?.priorFractures;
  return told?.some(({ site, traumatic }) => site === 'hip' && traumatic !== true) ?? null;
}

function stateOf(state: 'fired' | 'not-fired' | 'not-evaluated'): boolean | null {
  return state === 'not-evaluated' ? null : state === 'fired';
}
