/** What is compared of two results of one study. */
import type { Agreement } from '../../contracts/campaign/drift.ts';
import type { Result, ResultLevel } from '../../contracts/result.ts';

type Number_ = { readonly value: number } | null | undefined;

interface Measure {
  readonly measure: string;
  readonly label: string;
  readonly unit: Agreement['unit'];
}
export interface StudyMeasure extends Measure {
  readonly of: (result: Result) => Number_;
}
export interface LevelMeasure extends Measure {
  readonly of: (level: ResultLevel) => Number_;
}

export const STUDY_MEASURES: readonly StudyMeasure[] = [
  { measure: 'vbmd', label: 'Density of the study', unit: 'mg/cm3', of: ({ density }) => density?.vbmd },
  {
    measure: 'vbmd_adjusted',
    label: 'Density, adjusted',
    unit: 'mg/cm3',
    of: ({ density }) => density?.adjusted,
  },
  {
    measure: 'strength_l1',
    label: 'Strength, as of L1',
    unit: '%',
    of: ({ strength }) => strength?.l1Equivalent,
  },
  {
    measure: 'major_fracture_10_years',
    label: 'Major fracture within 10 years',
    unit: 'points',
    of: (result) => tenYears(result, 'major-osteoporotic'),
  },
  {
    measure: 'hip_fracture_10_years',
    label: 'Hip fracture within 10 years',
    unit: 'points',
    of: (result) => tenYears(result, 'hip'),
  },
];

export const LEVEL_MEASURES: readonly LevelMeasure[] = [
  { measure: 'level_vbmd', label: 'Density of a level', unit: 'mg/cm3', of: ({ vbmd }) => vbmd },
  { measure: 'level_strength', label: 'Strength of a level', unit: '%', of: ({ strength }) => strength },
  { measure: 'anterior_height', label: 'Anterior height', unit: 'mm', of: (level) => level.anteriorHeight },
  { measure: 'middle_height', label: 'Middle height', unit: 'mm', of: (level) => level.middleHeight },
  {
    measure: 'posterior_height',
    label: 'Posterior height',
    unit: 'mm',
    of: (level) => level.posteriorHeight,
  },
];

function tenYears({ absoluteRisk }: Result, outcome: 'major-osteoporotic' | 'hip'): Number_ {
  const model = absoluteRisk?.model;
  if (model?.status !== 'evaluated') return null;
  return model.figures.find((one) => one.outcome === outcome && one.years === 10)?.probability;
}

/** Of differences, for people. */
export function unitWords(unit: Agreement['unit']): string {
  return unit === 'points' ? 'percentage points' : unit;
}
