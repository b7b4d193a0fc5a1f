/** Values that no primary source supports, the range in which others are as plausible, and the case in which each counts. */

/** A text in a file of the sources, and what stands in its place. */
export interface Varied {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Cases of `measure.ts`. */
export const CASES = {
  digital: 'digital L3 of 110 mg/cm3',
  demo: 'demo study, fracture of L1',
  intact: 'demo study without L1',
  'one level': 'demo study, L2 alone',
  arterial: 'demo study without L1, arterial phase',
  'agent unknown': 'demo study without L1, agent not known',
  portal: 'demo study without L1, portal phase',
  'age unknown': 'demo study without L1, age not known',
  thoracic: '120 mg/cm3 from T9 to T11',
} as const;
export type CaseName = keyof typeof CASES;

export interface Assumption {
  /** As the report prints it, and its value with the range. */
  readonly assumption: string;
  readonly value: string;
  readonly case: CaseName;
  readonly file: string;
  /** The text that holds the value, and the same with the lowest and the highest. */
  readonly from: string;
  readonly low: string;
  readonly high: string;
}

const SETS = 'spine/definitions/parameter-sets.ts';
const PRIORS = 'spine/definitions/priors/verdict-prior.ts';
const REFERENCE = 'spine/definitions/reference/trabecular-reference.ts';
const CUT_OFFS = 'spine/definitions/cut-offs.ts';
const INTACT = 'spine/judge/fractures/reference/intact-table.json';

export const ASSUMPTIONS: readonly Assumption[] = [
  one('Read-out of strength', '1.9 (1.5 to 2.3) % strain', 'digital', SETS, '0.016, 0.019]', '0.014, 0.015]', '0.016, 0.023]'),
  one("Poisson's ratio nu_zx of bone, linear", '0.312 (0.104 to 0.36)', 'digital', SETS, 'nuZx: 0.312', 'nuZx: 0.104', 'nuZx: 0.36'),
  one("Poisson's ratio of bone at yield", '0.3 (0.2 to 0.4)', 'digital', SETS, 'poisson: 0.3,\n    /** 1.9 %', 'poisson: 0.2,\n    /** 1.9 %', 'poisson: 0.4,\n    /** 1.9 %'),
  one('Least modulus of bone', '10 (1 to 50) MPa', 'digital', SETS, 'b: 3230, floor: 10', 'b: 3230, floor: 1', 'b: 3230, floor: 50'),
  one('Thickness of the PMMA caps', '3 (1 to 10) mm', 'digital', SETS, 'thicknessMm: 3', 'thicknessMm: 1', 'thicknessMm: 10'),
  one('Length that densities are averaged over', '1 (0.5 to 2) mm', 'digital', SETS, 'densitySpreadMm: 1,', 'densitySpreadMm: 0.5,', 'densitySpreadMm: 2,'),
  one('Error of the outline', '0.3 (0.2 to 0.5) mm', 'digital', SETS, 'outlineMm: 0.3', 'outlineMm: 0.2', 'outlineMm: 0.5'),
  one('Error of the load axis', '2 (1 to 4) degrees', 'digital', SETS, 'tiltDegrees: 2', 'tiltDegrees: 1', 'tiltDegrees: 4'),
  one('Distance of the trabecular region from the edge', '4 (3 to 5) mm', 'digital', SETS, 'erosionsMm: [4, 3]', 'erosionsMm: [3]', 'erosionsMm: [5, 3]'),
  one('Volume of one independent sample of density', '8 (1 to 27) mm3', 'digital', 'spine/definitions/regions.ts', 'INDEPENDENT_MM = 2', 'INDEPENDENT_MM = 1', 'INDEPENDENT_MM = 3'),
  one('Spread of one level about the mean of two', '6 (3 to 12) mg/cm3', 'one level', PRIORS, 'ONE_LEVEL_SE = 6', 'ONE_LEVEL_SE = 3', 'ONE_LEVEL_SE = 12'),
  one('Lumbar density from thoracic levels, standard error', '20 (15 to 28) mg/cm3', 'thoracic', CUT_OFFS, 'THORACIC_SE = 20', 'THORACIC_SE = 15', 'THORACIC_SE = 28'),
  one('Contrast agent of unknown amount, taken off', '9.5 (4 to 18) mg/cm3', 'arterial', PRIORS, 'given: { mgCc: 9.5', 'given: { mgCc: 4', 'given: { mgCc: 18'),
  one('Where it is not known whether one was given', '4.7 (0 to 9.5) mg/cm3', 'agent unknown', PRIORS, 'perhaps: { mgCc: 4.7', 'perhaps: { mgCc: 0', 'perhaps: { mgCc: 9.5'),
  one('Correction in the portal phase, standard error', '70 (40 to 100) % of it', 'portal', 'spine/definitions/contrast.ts', 'CORRECTION_SE = 0.7', 'CORRECTION_SE = 0.4', 'CORRECTION_SE = 1'),
  one('Hip among prior fractures whose site is not known', '10 (5 to 20) %', 'intact', PRIORS, 'HIP_OF_PRIOR_FRACTURES = 0.1', 'HIP_OF_PRIOR_FRACTURES = 0.05', 'HIP_OF_PRIOR_FRACTURES = 0.2'),
  one('Prior fractures that happened on treatment', '5 (2 to 10) %', 'intact', PRIORS, 'FRACTURE_ON_TREATMENT = 0.05', 'FRACTURE_ON_TREATMENT = 0.02', 'FRACTURE_ON_TREATMENT = 0.1'),
  one('People with a vertebral fracture who have one only', '70 (50 to 85) %', 'intact', PRIORS, 'ONE_FRACTURE_ONLY = 0.7', 'ONE_FRACTURE_ONLY = 0.5', 'ONE_FRACTURE_ONLY = 0.85'),
  one('Age that is not known', '50 to 90 (50 to 80, 60 to 90) years', 'age unknown', PRIORS, 'AGE_NOT_GIVEN = [50, 90]', 'AGE_NOT_GIVEN = [50, 80]', 'AGE_NOT_GIVEN = [60, 90]'),
  one("Reference of strength, standard error of its mean", '10 (5 to 15) %', 'intact', REFERENCE, 'REFERENCE_SE = 0.1', 'REFERENCE_SE = 0.05', 'REFERENCE_SE = 0.15'),
  one('Shell that is scaled with the rest, standard error', '17 (0 to 34) %', 'intact', REFERENCE, 'SHELL_SE = 0.17', 'SHELL_SE = 0', 'SHELL_SE = 0.34'),
  one('Intact Ha/Hp of men against women, same at every level', '-0.018 (-0.06 to 0)', 'demo', INTACT, '"anterior": -0.018', '"anterior": -0.06', '"anterior": 0'),
  one('Spread of intact Ha/Hp between people', '0.062 (0.05 to 0.08)', 'demo', INTACT, '"between": 0.062', '"between": 0.05', '"between": 0.08'),
]; // prettier-ignore

function one(
  assumption: string,
  value: string,
  name: CaseName,
  file: string,
  from: string,
  low: string,
  high: string,
): Assumption {
  return { assumption, value, case: name, file, from, low, high };
}
