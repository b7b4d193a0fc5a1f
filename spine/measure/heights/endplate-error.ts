/** How far a point of an endplate's surface can be trusted. */
import { ENDPLATE_GRID_MM } from '../../definitions/heights.ts';

import type { EndplateField, SurfaceHeight } from './endplate-field.ts';

/** Points closer than the patch that each of them averages over do not count twice, mm. */
const INDEPENDENT_MM = 3;
/** Variance of a parabola's middle over that of a mean of the same points. */
const LEVERAGE = 3;
/** Standard deviation of one edge as it grows with the square of the slice, per mm (measured on digital spines, 0.6 to 3 mm). */
const EDGE_SIGMA_PER_MM = 0.085;
/**
 * A shell laid through all voxels: its neighbouring voxels' errors are not independent, and its model is not the anatomy. Both
 * measured: digital spines of 1 and 1.5 mm, and a real CT averaged to slices of 2 mm in two ways.
 */
const FIT_INFLATION = 2.5;
const FIT_SIGMA_OF_SLICE = 0.05;
/**
 * Both endplates of a disc that is narrower than slices and their blur are one band to the CT, and either shell may lie in the
 * other's half: a standard error of so much of a slice, whole up to the first width, in slices, and none from the second on.
 * 141 bodies of digital spines with discs of 0.5 to 8 mm, outlined automatically in slices of 1 to 3 mm (decision 0030).
 */
const BLURRED_DISC = { sigmaOfSlice: 0.22, whole: 0.75, none: 1.5 } as const;
/**
 * In thick slices the shell starts from an outline that is itself off, and stays near it: from this distance of slices on, a standard
 * error that grows by so much a mm. Heights within their interval at 3 mm, without it and with it: 89 and 94 % of a real spine averaged in
 * three phases, against 1 mm; 80 and 95 % of digital spines, outlined automatically (decision 0030).
 */
const OUTLINED = { fromMm: 2, sigmaPerMm: 0.45 } as const;
/** The HU of compact bone is assumed: 30 % off, an edge of a 0.7 mm endplate moves by this, both in the same direction, mm. */
export const SHELL_SIGMA_MM = 0.1;
/** The same where the edge is the mask's: a uniform error of half a slice to either side. */
const MASK_SIGMA_OF_SLICE = 1 / Math.sqrt(12);
/**
 * And what the outline itself is off by where the CT shows no edge, standard deviation, mm (design value): 95 % of built-in
 * outlines lie within 2.3 to 2.5 mm of references on real CT, and the unseen parts are the worse ones; across a bridged disc of
 * 0.5 mm one was 3.6 mm off.
 */
const UNSEEN_SIGMA_MM = 1.5;

/** @returns standard error along the body's axis, mm, without that of the assumed HU */
export function endpointError(
  { fitSe, residualMm, effective, fromMask }: Omit<SurfaceHeight, 'w'>,
  { offsetSigma, gapMm }: Pick<EndplateField, 'offsetSigma' | 'gapMm'>,
  sliceMm: number,
): number {
  if (fitSe !== null)
    return Math.hypot(
      FIT_INFLATION * fitSe,
      FIT_SIGMA_OF_SLICE * sliceMm,
      blurred(gapMm, sliceMm),
      OUTLINED.sigmaPerMm * Math.max(0, sliceMm - OUTLINED.fromMm),
    );
  const independent = Math.max(1, (effective * ENDPLATE_GRID_MM ** 2) / INDEPENDENT_MM ** 2);
  const scatter = (LEVERAGE * residualMm ** 2) / independent;
  const own = fromMask
    ? Math.hypot(MASK_SIGMA_OF_SLICE * sliceMm, offsetSigma ?? 0, UNSEEN_SIGMA_MM)
    : EDGE_SIGMA_PER_MM * sliceMm ** 2;
  return Math.sqrt(scatter + own ** 2);
}

function blurred(gapMm: number | null, sliceMm: number): number {
  if (gapMm === null) return 0;
  const { sigmaOfSlice, whole, none } = BLURRED_DISC;
  const share = (none - gapMm / sliceMm) / (none - whole);
  return sigmaOfSlice * sliceMm * Math.min(1, Math.max(0, share));
}
