/**
 * The rules (criteria) of the overall category, as functions of a patient of whom everything is known. Whoever is not known so
 * well is drawn many times over, and each draw goes through the same rules.
 */
import { RISK_CATEGORIES, type RiskCategory } from '../../../../contracts/risk/overall.ts';
import { LOW_STRENGTH_Z, OSTEOPOROSIS_T_SCORE, VERY_LOW_T_SCORE } from '../../../definitions/cut-offs.ts';
import { NORMAL_ABOVE, OSTEOPOROSIS_BELOW } from '../../density/density-category.ts';

import { RISK_LIMITS, RISK_SOURCE } from './risk-limits.ts';

/** What the rules ask of a patient. */
export interface KnownPatient {
  /** Vertebral fractures that no accident caused: seen, read by a reader, in the history, or where nobody looked. */
  readonly fractures: number;
  /** One of them has grade 3. */
  readonly severe: boolean;
  /** Any fracture within the last 12 months, and on treatment for osteoporosis, that no accident caused. */
  readonly recent: boolean;
  readonly onTreatment: boolean;
  readonly hipFracture: boolean;
  /** By DXA; null where nobody measured it: then the density of the CT takes its place. */
  readonly tScore: number | null;
  /** Lumbar trabecular density, mg/cm3. */
  readonly density: number;
  /** Null as long as this method has no reference population: then the rule on strength is not in force. */
  readonly strengthZ: number | null;
  /** 10-year probabilities, %. */
  readonly majorPercent: number;
  readonly hipPercent: number;
  /** The major one without what a modelled reference of strength adds to it. */
  readonly surelyMajorPercent: number;
}

export type RuleId = (typeof RULES)[number]['id'];

export interface CategoryRule {
  readonly id: string;
  readonly category: RiskCategory;
  readonly text: string;
  readonly source: string;
  /** The thresholds were made for FRAX of the United States, not for this model. */
  readonly ofOtherModel: boolean;
  readonly holds: (patient: KnownPatient) => boolean;
}

const GENANT = 'Genant et al. 1993, J Bone Miner Res 8:1137; criterion of this software';
const COUNTED = '(measured, read, or in the history)';
const DENSITY = `QCT cut-offs ${OSTEOPOROSIS_BELOW} and ${NORMAL_ABOVE} mg/cm3 (K2HPO4, water 0), mean of two lumbar vertebrae`;
const AACE = 'Camacho et al. 2020 (AACE), Endocr Pract 26 Suppl 1';
const BHOF = 'LeBoff et al. 2022 (BHOF), Osteoporos Int 33:2049';

/** From the highest category down; low is where none holds. */
export const RULES = [
  rule('grade-3', 'very-high', 'vertebral fracture of grade 3', GENANT, ({ severe }) => severe),
  rule(
    'two-fractures',
    'very-high',
    `two or more vertebral fractures ${COUNTED}`,
    AACE,
    (p) => p.fractures >= 2,
  ),
  rule('recent', 'very-high', 'fracture within the last 12 months', AACE, ({ recent }) => recent),
  rule('on-treatment', 'very-high', 'fracture on treatment for osteoporosis', AACE, (p) => p.onTreatment),
  rule(
    'dxa-very-low',
    'very-high',
    `DXA T-score below ${VERY_LOW_T_SCORE}`,
    AACE,
    ({ tScore }) => tScore !== null && tScore < VERY_LOW_T_SCORE,
  ),
  borrowed(
    'risk-very-high',
    'very-high',
    ({ surelyMajorPercent, hipPercent }) =>
      surelyMajorPercent > RISK_LIMITS.veryHighMajor || hipPercent > RISK_LIMITS.veryHighHip,
    `10-year risk above ${RISK_LIMITS.veryHighMajor} % (major) or ${RISK_LIMITS.veryHighHip} % (hip)`,
  ),
  rule('fracture', 'high', `vertebral fracture ${COUNTED}`, GENANT, ({ fractures }) => fractures >= 1),
  rule('hip-fracture', 'high', 'hip fracture in the history', BHOF, ({ hipFracture }) => hipFracture),
  rule(
    'density-low',
    'high',
    `trabecular density below ${OSTEOPOROSIS_BELOW} mg/cm3`,
    DENSITY,
    ({ density }) => density < OSTEOPOROSIS_BELOW,
  ),
  rule(
    'dxa-low',
    'high',
    `DXA T-score of ${OSTEOPOROSIS_T_SCORE} or lower`,
    BHOF,
    ({ tScore }) => tScore !== null && tScore <= OSTEOPOROSIS_T_SCORE,
  ),
  borrowed(
    'risk-high',
    'high',
    ({ majorPercent, hipPercent }) =>
      majorPercent >= RISK_LIMITS.highMajor || hipPercent >= RISK_LIMITS.highHip,
    `10-year risk of at least ${RISK_LIMITS.highMajor} % (major) or ${RISK_LIMITS.highHip} % (hip)`,
  ),
  rule(
    'density-moderate',
    'moderate',
    `trabecular density of ${NORMAL_ABOVE} mg/cm3 or less`,
    DENSITY,
    ({ density }) => density <= NORMAL_ABOVE,
  ),
  rule(
    'strength-low',
    'moderate',
    'strength at least one SD below the reference mean',
    'criterion of this software',
    ({ strengthZ }) => strengthZ !== null && strengthZ <= LOW_STRENGTH_Z,
  ),
] as const satisfies readonly CategoryRule[];

const RANKS = RULES.map(({ category }) => RISK_CATEGORIES.indexOf(category));
/** Of the rules whose thresholds belong to this method. */
export const OWN_RULES = RULES.reduce(
  (bits, { ofOtherModel }, n) => (ofOtherModel ? bits : bits | (1 << n)),
  0,
);

/** Which rules hold: bit n for rule n of `RULES`. */
export function rulesHeld(patient: KnownPatient): number {
  let held = 0;
  for (let n = 0; n < RULES.length; n++) if (RULES[n]!.holds(patient)) held |= 1 << n;
  return held;
}

/** The rank of the highest category among rules that hold, 0 for the highest of all. */
export function rankOf(held: number): number {
  let rank = RISK_CATEGORIES.length - 1;
  for (let n = 0; n < RULES.length; n++) if ((held >>> n) & 1) rank = Math.min(rank, RANKS[n]!);
  return rank;
}

/** The category of a patient of whom everything is known. */
export function categoryOf(patient: KnownPatient): RiskCategory {
  return RISK_CATEGORIES[rankOf(rulesHeld(patient))]!;
}

function rule<Id extends string>(
  id: Id,
  category: RiskCategory,
  text: string,
  source: string,
  holds: CategoryRule['holds'],
): CategoryRule & { readonly id: Id } {
  return { id, category, text, source, ofOtherModel: false, holds };
}

function borrowed<Id extends string>(
  id: Id,
  category: RiskCategory,
  holds: CategoryRule['holds'],
  text: string,
): CategoryRule & { readonly id: Id } {
  return { id, category, text, source: RISK_SOURCE, ofOtherModel: true, holds };
}
