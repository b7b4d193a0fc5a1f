/** What a study tells of a digital patient: heights, density and strength with errors, part of the spine, part of the order. */
import type { Order } from '../../contracts/order/order.ts';
import { GRADED_SPINE } from '../../spine/definitions/fractures.ts';
import { CORRECTION_SE, PORTAL_CORRECTION_MGCC } from '../../spine/definitions/contrast.ts';
import { referenceDensity } from '../../spine/judge/strength/reference/reference-density.ts';
import type { StrengthZ } from '../../spine/judge/risk/table/table-anchor.ts';
import { gradeFractures } from '../../spine/judge/fractures/genant-grade.ts';
import { NOTHING_KNOWN } from '../../spine/judge/fractures/known-fractures.ts';
import type { VerdictInput } from '../../spine/judge/verdict/draws/possible-patients.ts';
import { Z95 } from '../../spine/math/normal.ts';
import { heights } from '../../tests/spine/judge/cases.ts';

import { DEFORMED, type Chance, type TruePatient } from './true-patient.ts';

export interface Scenario {
  readonly name: string;
  /** Factors given, all levels seen, a contrast agent in the portal phase. */
  readonly order: boolean;
  readonly whole: boolean;
  readonly contrast: boolean;
  /** A strength against the modelled reference, which rests on the same density. */
  readonly strength: boolean;
}

export const SCENARIOS: readonly Scenario[] = [
  { name: 'all known', order: true, whole: true, contrast: false, strength: false },
  { name: 'no factor given', order: false, whole: true, contrast: false, strength: false },
  { name: 'T11-L4 seen only', order: true, whole: false, contrast: false, strength: false },
  { name: 'portal phase', order: true, whole: true, contrast: true, strength: false },
  { name: 'all three', order: false, whole: false, contrast: true, strength: false },
  { name: 'all known, and a strength', order: true, whole: true, contrast: false, strength: true },
];

export interface ErrorModel {
  readonly name: string;
  /** Errors against those that are told. */
  readonly factor: number;
  /** What a density is multiplied by, by chance. */
  readonly slope: (chance: Chance) => number;
  /** Relative standard error of the slope that is told. */
  readonly slopeSe: number;
  /** Of people, those with a loss of 25 to 30 % that is no fracture: the verdict knows of none. */
  readonly deformed: number;
}

/** mg/cm3 per HU of four scanners by one phantom, held against 0.70-0.84: 0.77 and half of that as the 95 % interval. */
const SCANNERS = [0.72, 0.9, 0.79, 0.79] as const;
const ASSUMED = { slope: 0.77, se: 0.07 / Z95 } as const;

export const ERROR_MODELS: readonly ErrorModel[] = [
  { name: 'as told', factor: 1, slope: ({ normal }) => 1 + 0.077 * normal(), slopeSe: 0.077, deformed: 0 },
  {
    name: 'worse than told',
    factor: 1.5,
    slope: ({ uniform }) => ASSUMED.slope / SCANNERS[Math.floor(SCANNERS.length * uniform())]!,
    slopeSe: ASSUMED.se / ASSUMED.slope,
    deformed: DEFORMED.moderate,
  },
];

/** Standard errors that are told: of a density of two levels by sampling, mg/cm3, and of a height, mm (from, to). */
const SAMPLING_SE = 2.5;
const HEIGHT_SE = [0.1, 0.4] as const;

export function measuredPatient(
  truth: TruePatient,
  scenario: Scenario,
  errors: ErrorModel,
  chance: Chance,
): VerdictInput {
  const { uniform, normal } = chance;
  const se = HEIGHT_SE[0] + (HEIGHT_SE[1] - HEIGHT_SE[0]) * uniform();
  const seen = scenario.whole
    ? GRADED_SPINE
    : GRADED_SPINE.slice(GRADED_SPINE.indexOf('T11'), GRADED_SPINE.indexOf('L4') + 1);
  const measured = GRADED_SPINE.map((level) => {
    const found = truth.heights.get(level)!.map((mm) => mm + errors.factor * se * normal());
    return { level, heights: heights(found as [number, number, number], Z95 * se) };
  });
  const agent = scenario.contrast ? PORTAL_CORRECTION_MGCC : 0;
  const agentSe = CORRECTION_SE * agent;
  const value =
    truth.density * errors.slope(chance) + errors.factor * (SAMPLING_SE * normal() + agentSe * normal());
  return {
    subject: { ageYears: truth.ageYears, sex: truth.sex },
    order: scenario.order ? orderOf(truth) : null,
    studyDate: '2026-01-01',
    grades: gradeFractures(
      measured.filter(({ level }) => seen.includes(level)),
      truth.sex,
    ),
    known: NOTHING_KNOWN,
    density: {
      value,
      agentMgCc: 0,
      errors: { calibration: errors.slopeSe * value, sampling: SAMPLING_SE, levels: 0, agent: agentSe },
    },
    strengthZ: scenario.strength ? strengthOf(truth, value, errors, chance) : null,
  };
}

/** The z of the measured density: by its own errors, and by a reference that is not this patient's population. */
function strengthOf(
  { ageYears, sex }: TruePatient,
  value: number,
  { factor, slopeSe }: ErrorModel,
  { normal }: Chance,
): StrengthZ {
  const { mean, sd, sharedSe } = referenceDensity('L1', sex, ageYears)!;
  const told = mean * Math.exp(factor * sharedSe * normal());
  const lineSe = (slopeSe * value) / sd;
  return {
    value: (value - told) / sd,
    se: Math.hypot(lineSe, SAMPLING_SE / sd, (mean * sharedSe) / sd),
    lineSe,
    referenceId: 'bench',
    modelled: true,
  };
}

function orderOf({ facts, recent, onTreatment, hipFracture }: TruePatient): Order {
  const { priorFracture, ...factors } = facts;
  const date = recent ? '2025-06-01' : '2015-06-01';
  return {
    schema: 'osteon/order/1',
    indication: 'bench',
    riskFactors: {
      ...factors,
      priorFractures: priorFracture ? [{ site: hipFracture ? 'hip' : 'wrist', date, onTreatment }] : [],
    },
  };
}
