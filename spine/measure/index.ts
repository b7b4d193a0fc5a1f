/** What is measured at one vertebra: heights, trabecular density, strength. */
export { measureTrabecularDensity, tooSmallFor } from './density/trabecular-density.ts';
export { measureHeights } from './heights/heights.ts';
export { levelStrength } from './strength/level-strength.ts';
export { surroundingsOf, type Surroundings } from './surroundings.ts';
export { requireDensity, withheldInThickSlices } from './thick-slices.ts';
