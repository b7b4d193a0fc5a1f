/** What slices too thick for strength and heights leave of a level: its density, or nothing. */
import type { LevelResult } from '../../contracts/level/level-result.ts';
import type { Flag } from '../../contracts/primitives.ts';
import { LevelRefused } from '../../contracts/refusals.ts';
import { THICK_SLICES_MM } from '../definitions/slices.ts';
import { slicesBeyond, type Slices } from '../grid/thick-slices.ts';

/**
 * Why strength and heights are withheld. In slices of 4 and 5 mm heights are off by 1.5 to 3.5 mm (RMS, digital spines), a
 * tenth of a body, and the shell that carries a load is gone. Empty where slices are fine enough.
 */
export function withheldInThickSlices(slices: Slices): readonly Flag[] {
  const saw = slicesBeyond(slices, THICK_SLICES_MM);
  if (saw === null) return [];
  const why = `${saw} (required: at most ${THICK_SLICES_MM} mm)`;
  return [
    { code: 'STRENGTH_SLICES_TOO_THICK', message: `${why}; strength not computed` },
    { code: 'HEIGHTS_SLICES_TOO_THICK', message: `${why}; heights not measured` },
  ];
}

/** @throws LevelRefused where a level in thick slices has no density either */
export function requireDensity(
  { trabecular, flags }: Pick<LevelResult, 'trabecular' | 'flags'>,
  slices: Slices,
): void {
  const saw = slicesBeyond(slices, THICK_SLICES_MM);
  if (saw === null || trabecular !== null) return;
  throw new LevelRefused({
    code: 'SLICES_TOO_THICK',
    saw: [saw, ...flags.map(({ message }) => message)].join('; '),
    wanted: `at most ${THICK_SLICES_MM} mm; reconstruct a thinner series`,
  });
}
