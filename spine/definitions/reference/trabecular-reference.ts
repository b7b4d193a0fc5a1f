/**
 * Trabecular density of vertebral bodies by age, sex and level in people scanned for other reasons: what a patient's own bodies are
 * solved with to be compared with the average (decision 0034). A modelled reference: no population was measured with this software.
 */

/** Of this reference, in every result that uses it. */
export const STRENGTH_REFERENCE = 'osteon-modelled-reference-1';

/** Ages that it covers, years; that of young adults. */
export const REFERENCE_AGES = { lowest: 20, highest: 100 } as const;
export const YOUNG_ADULT_YEARS = 25;

/**
 * Mean attenuation of L1 at 120 kV by age, HU (Jang S et al., Radiology 291:360, 2019; 20,374 people of one centre in the United
 * States): groups of five years as quoted by J Pers Med 12:472, 2022, table A2, two and two taken together; from 60 on, where both sexes are alike, 157
 * at 60 to 64 and 89 at 90 and more. Linear between; ages are the middles of the groups, and 25 and 92.5 at the ends (assumption).
 */
export const L1_ATTENUATION = {
  ages: [25, 40, 50, 62.5, 92.5],
  female: [233, 212.5, 193, 157, 89],
  male: [219, 191, 178.5, 157, 89],
} as const;
/** Standard deviation between people of one age and sex, HU (the same: 36 to 51 in 15 groups, 38 at 90 and more), at every level alike. */
export const ATTENUATION_SD = 40;

/**
 * Mean density of a level against that of L1. T4, T7, T10, T12, L3 and L5 against the mean of L1 to L3 in 147 women and 153 men (Budoff MJ et
 * al., Acad Radiol 19:178, 2012, table 2; mean of the sexes, which differ by up to 5 %), linear between; L1 itself at 1.02 of that mean.
 */
export const DENSITY_AGAINST_L1 = {
  T4: 1.24,
  T5: 1.2,
  T6: 1.15,
  T7: 1.11,
  T8: 1.09,
  T9: 1.08,
  T10: 1.06,
  T11: 1.04,
  T12: 1.02,
  L1: 1,
  L2: 0.98,
  L3: 0.95,
  L4: 1,
  L5: 1.05,
} as const;
/** Standard error of that, as a share: 3 % from T11 to L3, more where less was measured (design values; L4 is 0.93 in Zhang D et al. 2021). */
export const LEVEL_SE = { near: 0.03, far: 0.05, from: 'T11', to: 'L3' } as const;

/** Tube voltage of those scans, kVp: their HU become densities by the table of voltages. */
export const REFERENCE_KVP = 120;
/**
 * Standard error of the reference as a whole, as a share: other populations and scanners. Phantom densities of 286 people in the United States
 * (Budoff 2012, tables 3 and 4, apatite times 0.83) lie within 3 % of it at 40, 50 and 60 years and 2 to 10 % above at 70; 624 Dutch trauma
 * patients (J Pers Med 2022) 5 % below at 30 and 20 % at 70; German women 12 % below Americans (Montag 1988). Root mean square: 0.1.
 */
export const REFERENCE_SE = 0.1;
/**
 * A fully automated measurement gives 21 HU more than a manual one, and 55 % of those scans were measured automatically (Jang 2019): the mean lies
 * some 10 HU from either, and which of them this software's region agrees with is not known. Standard error, HU.
 */
export const REGION_SE = 10;

/**
 * Trabecular densities that a body is solved with besides its own, all its densities scaled by one factor, mg/cm3: the reference lies
 * between them. One closer to the body's own than this, as a share, is left out.
 */
export const SOLVED_DENSITIES = [45, 100, 180] as const;
export const LEAST_SCALING = 0.15;
/** Nor is it solved with one so many times greater or less. */
export const MOST_SOLVED_SCALING = 6;
/** A body that would have to be scaled by more than this, up or down, is compared with nothing (design value): its shell is scaled as well. */
export const MOST_SCALING = 4;

/**
 * The shell of a body is scaled with it, and changes less with age: standard error of the logarithm of a share, as a part of it. With the
 * outermost 2 mm as they are the logarithm is 0.67 of what it is (L3 of the digital spine); half of that range. A z is scaled likewise and keeps.
 */
export const SHELL_SE = 0.17;
/**
 * The same for what elements of twice the size get wrong of a share: root mean square 0.009 over 42 solves of 19 bodies, 0.030 at most
 * (decision 0061).
 */
export const COARSE_SE = 0.015;

/**
 * Levels whose z stands for the study, the first group that has one: their mean. Thoracic ones lowest first, so many; they tell of lumbar
 * density with r = 0.88 (T7 to T10, Budoff 2012): sqrt(1 - r^2) standard deviations of error.
 */
export const STUDY_LEVELS = [['L1', 'L2', 'L3'], ['T12'], ['L4'], ['L5']] as const;
export const THORACIC_STUDY_LEVELS = {
  levels: ['T11', 'T10', 'T9', 'T8', 'T7', 'T6', 'T5', 'T4'],
  count: 3,
  se: 0.47,
} as const;
