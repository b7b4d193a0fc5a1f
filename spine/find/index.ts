/** Where the spine is and what its vertebrae are called: canal, discs, anchors, names. */
export { findSpine, type Spine, type SpineSegment } from './find-spine.ts';
export { factsOf } from './naming/facts.ts';
export { doubtsAboutLevels } from './naming/levels-in-image.ts';
export { nameColumn } from './naming/name-column.ts';
export { isSettled, numberingOf } from './naming/numbering.ts';
export type { BodySeed, BodySurface, Plane } from './seed.ts';
export { samplerOf } from './work-image.ts';
