/** When a scanner's values are said to have drifted: an exponentially weighted moving average against its first values. */

/**
 * Weight of the newest value, and the limits in standard deviations of the average (Roberts 1959; for these weights limits of
 * 2.7 to 3 are customary: Lucas JM and Saccucci MS, Technometrics 32:1, 1990). Wider, as a site's operator who is called for
 * nothing stops looking: 5 % of scanners that don't drift are told to within 200 studies, a shift of one standard deviation is
 * found after 20 studies and of two after 6 (medians; simulated, docs/decisions/0040).
 */
export const EWMA = { weight: 0.1, limitSds: 3.5 } as const;
/** Values of the baseline: fewer give limits that are wrong more often (design value, by the same simulation). */
export const BASELINE_COUNT = 40;
/** Values of the baseline count as no further from its median than this, in robust standard deviations (Huber's psi). */
export const BASELINE_CLIP_SDS = 2;
/** Standard deviation of a normal distribution whose values are clipped there. */
export const CLIPPED_SD = 0.9594;
/**
 * A single value goes into the average as if it lay no further from the mean than this, in standard deviations: one patient with
 * anaemia or an arm beside the body is no drift (design value; Huber's psi in an EWMA).
 */
export const CLIP_SDS = 2.5;
/**
 * Least standard deviations of the values, HU and share of a slope: a baseline that happens to be even narrower promises what no
 * scanner keeps (design values; daily quality control allows water ±4 HU).
 */
export const LEAST_SD = { HU: 1, 'mg/cm3 per HU': 0.003 } as const;
/**
 * Two phantom scans of one scanner differ by repositioning and noise: 0.3 to 1.8 % (SD) on four scanners (40 public scans of a density
 * phantom). Beyond three times the worse end the slope has moved; their count is too small for a moving average.
 */
export const PHANTOM_SLOPE_SD_SHARE = 0.018;
export const PHANTOM_SLOPE_LIMIT_SDS = 3;
