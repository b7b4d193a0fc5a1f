/**
 * What the image's own doubts add to the error of a calibration's line, so that no remark leaves an interval as it was.
 *
 * A doubt moves all densities of a study alike, so it goes into the intercept, and from there into every density and
 * every strength.
 */
import type { FlagCode } from '../../contracts/codes/codes.ts';
import type { Calibration, DensityLine } from '../../contracts/calibration/calibration.ts';
import type { Flag } from '../../contracts/primitives.ts';
import { shiftedLine } from './density-line.ts';
import { Z95 } from '../math/normal.ts';

/**
 * Half-widths of 95 % intervals by the flag that stands for them, HU. Design values but the last: what the portal phase adds to
 * L1 (Pompe 2015: 18.2), as a late phase is not excluded.
 */
const DOUBTS: Readonly<Partial<Record<FlagCode, { readonly hu: number; readonly what: string }>>> = {
  KERNEL_SHARP: { hu: 10, what: 'sharp kernel' },
  NOISE_HIGH: { hu: 10, what: 'noise' },
  DENSE_MATERIAL_IN_VIEW: { hu: 10, what: 'streak artefacts' },
  HU_OF_AIR_UNUSUAL: { hu: 10, what: 'unusual HU of air' },
  HU_OF_FAT_UNUSUAL: { hu: 10, what: 'unusual HU of fat' },
  CONTRAST_UNCLEAR: { hu: 18.2, what: 'possible contrast agent in blood' },
};
/** Methods that take the scanner's scale as it is. */
const ON_TRUST: readonly Calibration['method'][] = ['kvp-slope', 'asynchronous-phantom'];

/** HU_SCALE_DOUBTED where the image says that the scale is off, and nothing in it puts that right: no category then. */
export function scaleFlags(method: Calibration['method'], flags: readonly Flag[]): readonly Flag[] {
  const off = flags.filter(({ code }) => code.startsWith('HU_OF_'));
  if (off.length === 0 || !ON_TRUST.includes(method)) return [];
  const message = `${off.map(({ code }) => DOUBTS[code]?.what ?? code).join(' and ')}, and the HU scale cannot be corrected from the image; no density category is given`;
  return [{ code: 'HU_SCALE_DOUBTED', message }];
}

/** The line with wider errors, and the flag that says so; the line itself where there is no doubt. */
export function widened(
  line: DensityLine,
  flags: readonly Flag[],
): { readonly line: DensityLine; readonly flags: readonly Flag[] } {
  const doubts = [...new Set(flags.map(({ code }) => code))].flatMap((code) => DOUBTS[code] ?? []);
  if (doubts.length === 0) return { line, flags: [] };
  const half = line.slope * Math.sqrt(doubts.reduce((sum, { hu }) => sum + hu * hu, 0));
  const what = doubts.map(({ hu, what }) => `${what} (±${hu.toFixed(0)} HU)`).join(', ');
  return {
    line: shiftedLine(line, { mgCc: 0, se: half / Z95, why: `${what}; 95 %, assumptions of this software` }),
    flags: [
      {
        code: 'INTERVALS_WIDENED',
        message: `intervals of density and strength widened by ±${half.toFixed(0)} mg/cm3 (95 %) for ${what}; assumptions of this software`,
      },
    ],
  };
}
