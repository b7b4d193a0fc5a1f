/** What is measured at one vertebra: heights, trabecular density, strength. */
export { measureTrabecularDensity } from './density/trabecular-density.ts';
export { measureHeights } from './heights/heights.ts';
export { levelStrength } from './strength/level-strength.ts';
export { requireDensity, withheldInThickSlices } from './thick-slices.ts';
