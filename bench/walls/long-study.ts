/** A digital study of 2,000 slices: the large one in slices so thin. */
import { digitalCases } from '../evaluate/digital/digital-cases.ts';
import { digital, type TimedStudy } from '../command/studies.ts';

const SLICES = 2000;
/** Of the large digital study in slices of its own thickness. */
const SLICES_OF_LARGE = 639;

const { options } = digitalCases().find(({ name }) => name.startsWith('large/'))!;
const { scanner } = options;
const factor = SLICES_OF_LARGE / SLICES;

export const longStudy: TimedStudy = digital('long', `digital chest and abdomen in ${SLICES} slices`, {
  ...options,
  scanner: {
    ...scanner,
    sliceSpacingMm: scanner.sliceSpacingMm * factor,
  },
});
