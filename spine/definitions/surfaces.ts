/** What the surface of a bone is, where voxels blur it: the same for outlines and for heights. */

/**
 * HU of compact bone, assumed where a shell is thinner than the blur (Treece GM et al., Med Image Anal 14:276, 2010, fix it
 * likewise; the value for endplates is a design value, unverified). 30 % off, it moves the edge of a 0.5 mm endplate by about
 * 0.1 mm.
 */
export const SHELL_HU = 1000;
/** Where the shell is denser than that, this much above the brightest sample. */
export const ABOVE_PEAK = 1.1;
/** A profile across a shell ends where it rises again by this share of the peak: another bone begins. */
export const NEXT_BONE = 0.3;
/** In-plane blur of a soft or medium kernel, standard deviation, mm (design value: 0.5-0.7). */
export const KERNEL_SIGMA_MM = 0.6;
/** Variance of a uniform distribution of unit width (a voxel, a slice), and of trilinear interpolation at unit spacing. */
export const BOX_VARIANCE = 1 / 12;
export const TRILINEAR_VARIANCE = 1 / 6;

/**
 * A rim stands out over the waist by this share of the half depth, and by this, mm, for the noise of an edge. What stands out
 * further is a bony lip or an osteophyte and no part of the core. Endplates are 1.09 of mid-height sections (`WAIST` of the
 * size prior); the rest is how far people differ (design value).
 */
export const FLARE = 0.12;
export const FLARE_SLACK_MM = 0.5;
