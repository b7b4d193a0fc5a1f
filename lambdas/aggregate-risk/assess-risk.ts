/** Everything that is said of a study as a whole, from what was found at its levels. */
import type { Calibration } from '../shared/contracts/calibration.ts';
import type { Ct } from '../shared/contracts/ct.ts';
import type { Order } from '../shared/contracts/order.ts';
import type { Density } from '../shared/contracts/primitives.ts';
import type { Risk } from '../shared/contracts/risk.ts';
import type { Segmentation } from '../shared/contracts/segmentation.ts';
import type { Level } from '../shared/levels.ts';

import { rulesOf } from './category-rules.ts';
import { missingFactors } from './clinical-factors.ts';
import { densityCategory, densityUsable } from './density-category.ts';
import { levelOutcomes, type MapResult } from './level-outcomes.ts';
import { overallCategory } from './overall-category.ts';
import { studyFlags } from './study-flags.ts';
import { subjectOf } from './subject.ts';

export interface RiskInput {
  readonly ct: Pick<Ct, 'patient' | 'study'>;
  readonly segmentation: Pick<Segmentation, 'levels'>;
  readonly calibration: Pick<Calibration, 'flags' | 'statement'>;
  readonly order: Order | null;
  readonly results: readonly MapResult[];
}

/** @throws StudyRefused where order and study contradict each other, or the patient is no adult */
export function assessRisk(input: RiskInput): Omit<Risk, 'schema' | 'provenance'> {
  const { ct, segmentation, calibration, order, results } = input;
  const subject = subjectOf(ct.patient, order);
  const { levels, grades } = levelOutcomes(segmentation.levels, results);
  const density = densityCategory(levels, densitiesOf(results), calibration);
  const rules = rulesOf({
    grades,
    density,
    densityUsable: densityUsable(density.levels, calibration),
    order,
    studyDate: ct.study.date,
  });
  return {
    levels,
    density,
    overall: overallCategory(rules),
    subject,
    missing: missingFactors(subject, order),
    flags: studyFlags(subject, order),
  };
}

function densitiesOf(results: readonly MapResult[]): ReadonlyMap<Level, Density> {
  const densities = new Map<Level, Density>();
  for (const found of results) {
    if ('result' in found && found.result.trabecular !== null)
      densities.set(found.level, found.result.trabecular.vbmd);
  }
  return densities;
}
