/** What the verdict draws where nobody measured or said anything, and how many draws it makes (decision 0032). */

/** Draws a study: the standard error of a share is at most 0.5 / sqrt(draws) = 0.005, less than what is printed. */
export const VERDICT_DRAWS = 10_000;

/** By how much one vertebra's density differs from the mean of two, standard error, mg/cm3 (assumption of this software). */
export const ONE_LEVEL_SE = 6;
/**
 * A contrast agent of an amount that can't be told from the image: taken off, and its standard error, mg/cm3. Arterial: 13.5 HU
 * (Pompe 2015) by 0.70; the error is that of the portal phase. Where it is not even known whether one was given: half of that
 * (assumptions of this software).
 */
export const UNTOLD_AGENT = {
  given: { mgCc: 9.5, se: 9 },
  perhaps: { mgCc: 4.7, se: 8 },
} as const;

/**
 * Of people with a vertebral fracture, the part that has no other: "two and more in approximately 30 %" (Waterloo S et al. 2012,
 * BMC Musculoskelet Disord 13:3, Tromso). Each further one is as likely again, which makes a geometric number (assumption).
 */
export const ONE_FRACTURE_ONLY = 0.7;
/** Grade 3 among 308 graded fractures from T4 to L5 of VerSe 2019 (Loeffler MT et al. 2020, Radiol Artif Intell 2; counted): 57. */
export const GRADE_3_SHARE = 0.185;

/** Of people with a prior fracture of which nobody said where, the part that had one of the hip (assumption of this software). */
export const HIP_OF_PRIOR_FRACTURES = 0.1;

/** Of people with a prior fracture, the part that had one on treatment for osteoporosis (assumption of this software). */
export const FRACTURE_ON_TREATMENT = 0.05;

/** An age that nobody gave lies anywhere between these, years (assumption); a sex that nobody gave is as likely either. */
export const AGE_NOT_GIVEN = [50, 90] as const;

/**
 * A missing thing is told where it takes at least so much of the verdict's uncertainty (entropy) away on average, nats: a category
 * of 0.80 against one other has 0.50, one of 0.99 0.06 (design value).
 */
export const LEAST_GAIN_TOLD = 0.005;
/** A level is told as a possible fracture from this probability on, and as a sure one from the other (design values). */
export const POSSIBLE_FROM = 0.02;
export const SURE_FROM = 0.995;
