/** How well measurements fit a table that holds for everybody, up to one offset that is the patient's own. */

export interface OffsetLaw {
  /** SD of the offset between patients. */
  readonly patientSd: number;
  /** SD of single measurements about it. */
  readonly ownSd: number;
  /** A measurement counts this much at the most, in units of log-likelihood. */
  readonly worst: number;
}

/** Log-likelihood at the patient's likeliest offset; 0 where nothing was measured. @param offs measured less expected */
export function offsetLogLikelihood(offs: readonly number[], { patientSd, ownSd, worst }: OffsetLaw): number {
  if (offs.length === 0) return 0;
  // Of a normal prior and normal errors the best offset is a shrunken mean.
  const offset = offs.reduce((sum, off) => sum + off, 0) / (offs.length + (ownSd / patientSd) ** 2);
  return offs.reduce(
    (sum, off) => sum - Math.min(0.5 * ((off - offset) / ownSd) ** 2, worst),
    -0.5 * (offset / patientSd) ** 2,
  );
}
