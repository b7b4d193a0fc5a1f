/** Which voxels count, and how much: Tukey's biweight on the residuals' own scale. */
const BIWEIGHT = 4.685;
const SIGMA_OF_MAD = 1.4826;
const LEAST_SCALE_HU = 20;
/** A quarter of what a shell stands out by: less is no outlier, however quiet the scan is. */
const LEAST_CUT_HU = 250;

export function medianOf(values: Float64Array): number {
  return values.toSorted()[values.length >> 1] ?? 0;
}

/** Standard deviation of residuals from their median size, HU. */
export function scaleOf(residuals: Float64Array): number {
  return Math.max(LEAST_SCALE_HU, SIGMA_OF_MAD * medianOf(residuals.map(Math.abs)));
}

/** A residual beyond this counts for nothing, HU. */
export function cutOf(scale: number): number {
  return Math.max(BIWEIGHT * scale, LEAST_CUT_HU);
}

/** @returns the weight of a residual: the reciprocal of its variance, less the nearer it is to the cut, 1/HU2 */
export function biweight(scale: number, cut: number): (residual: number) => number {
  const full = 1 / (scale * scale);
  return (residual) => {
    const off = residual / cut;
    return off > -1 && off < 1 ? full * (1 - off * off) ** 2 : 0;
  };
}

/** Tukey's rho, scaled to the square of small residuals. */
export function tukeyCost(residuals: Float64Array, scale: number, cut: number): number {
  let sum = 0;
  for (const residual of residuals) {
    const part = 1 - Math.min(1, (residual / cut) ** 2);
    sum += (1 - part ** 3) / 3;
  }
  return (sum * cut * cut) / (scale * scale);
}
