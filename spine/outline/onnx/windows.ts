/**
 * Where patches lie and how much each of their voxels counts.
 *
 * @remarks Isensee et al., nnU-Net, Nat Methods 18:203, 2021: patches evenly spread with half a patch of overlap, scores
 * weighted by a Gaussian of a standard deviation of an eighth of the patch, since a network knows least at its borders.
 * Written from the paper's description.
 */

/** Standard deviation of the weight, as part of the patch. */
const SIGMA = 1 / 8;

/** First index of each patch along one axis, ascending, from 0 to the last that fits; one where the patch covers all. */
export function patchStarts(length: number, patch: number, overlap: number): readonly number[] {
  if (patch >= length) return [0];
  const longestStep = Math.max(1, patch * (1 - overlap));
  const steps = Math.ceil((length - patch) / longestStep);
  return Array.from({ length: steps + 1 }, (_, n) => Math.round((n * (length - patch)) / steps));
}

/** Weight of each voxel along one axis; that of a voxel of the patch is the product over the axes. Greatest 1. */
export function patchWeights(patch: number): Float64Array {
  const middle = (patch - 1) / 2;
  return Float64Array.from({ length: patch }, (_, n) => {
    const off = (n - middle) / (SIGMA * patch);
    return Math.exp(-0.5 * off * off);
  });
}

/** Sum of the weights of all patches at each index: patches lie on a product grid, so the sum is a product as well. */
export function weightSums(length: number, starts: readonly number[], weights: Float64Array): Float64Array {
  const sums = new Float64Array(length);
  for (const start of starts) {
    const end = Math.min(weights.length, length - start);
    for (let n = 0; n < end; n++) sums[start + n]! += weights[n]!;
  }
  return sums;
}
