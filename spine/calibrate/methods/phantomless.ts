/** Air and blood, or air and fat: the scale of HU is put right by two materials, the slope is that of the tube voltage. */
import { Z95 } from '../../math/normal.ts';

import type { FoundRegion } from '../regions/find-regions.ts';
import { slopeByVoltage } from './kvp-slope.ts';

import type { Candidate } from './by-voltage.ts';
import { huOfWater, restandardisedLine, type HuPoint } from './restandardise.ts';

/**
 * Reference HU and their standard errors. Air: by the definition of the scale. Blood: 40 as the mean of published series
 * (docs/method.md#without-a-phantom); people without anaemia read 39 to 50 (interquartile range, 325 CTs), an SD of 8. Fat: -100 (design value); six public scans read -91 to -106, SD 5.6
 * (decision 0015), which as the spread of so few people is 7 with Student's t.
 */
const REFERENCE = {
  air: { hu: -1000, se: 0 },
  blood: { hu: 40, se: 8 },
  fat: { hu: -100, se: 7 },
} as const;
/**
 * How far fat lies from its value at 120 kVp, HU: 80, 100, 140 kVp, from NIST attenuation of adipose tissue (0.95 g/cm3) and water
 * at the effective energies of those slopes. The reference moves by it, and half of it is its error (design value).
 */
const FAT_SHIFT: readonly (readonly [number, number])[] = [
  [80, -14],
  [100, -4],
  [120, 0],
  [140, 3],
];
const FAT_SHIFT_ERROR = 0.5;
/** What place does to HU (cupping, scatter) between a region and the vertebrae, standard error, HU (design values). */
const PLACE_SE = { air: 5, blood: 3, fat: 5 } as const;
/** A scanner in use keeps water nearer to 0 than this; farther, one of the two materials is not what it is taken for, HU (design value). */
const FARTHEST_WATER_HU = 40;

/**
 * @returns null where a material is missing, fails its gate, or puts water where no scanner has it
 * @throws StudyRefused KVP_OUT_OF_RANGE
 */
export function phantomless(
  method: 'air-blood' | 'air-fat',
  found: readonly FoundRegion[],
  kvp: number | null,
  manufacturer: string | null,
): Candidate | null {
  const other = method === 'air-blood' ? 'blood' : 'fat';
  const [air, tissue] = [accepted(found, 'air'), accepted(found, other)];
  if (air === null || tissue === null) return null;
  // Two materials put the scale right, and do not show the beam's energy: the slope is as unsure as that of the voltage alone.
  const voltage = slopeByVoltage(kvp, manufacturer);
  const relative = voltage.relativeUncertainty;
  const slopeSe = (relative * voltage.slope) / Z95;
  const line = restandardisedLine(pointOf('air', air, kvp), pointOf(other, tissue, kvp), {
    slope: voltage.slope,
    slopeSe,
  });
  if (Math.abs(huOfWater(line)) > FARTHEST_WATER_HU) return null;
  const { slope, intercept, ...error } = line;
  const percent = Math.round(100 * relative);
  return {
    method,
    slope,
    intercept,
    error: {
      ...error,
      basis: `slope of the scanner ±${percent} % (95 %), reference HU ${told(other, kvp)}, position in the image, and noise of air and ${other}`,
    },
    statement: `phantomless calibration by air and ${other} in the image, ±${percent} % of the slope`,
    source: `HU scale corrected by air and ${other}, compared with a phantom by Lee et al. 2017; ${voltage.source}`,
    fit: null,
    flags: voltage.flags,
  };
}

function accepted(found: readonly FoundRegion[], tissue: 'air' | 'blood' | 'fat'): FoundRegion | null {
  return found.find(({ region }) => region.tissue === tissue && region.accepted) ?? null;
}

function pointOf(tissue: keyof typeof REFERENCE, { region, seHu }: FoundRegion, kvp: number | null): HuPoint {
  const { hu, se } = REFERENCE[tissue];
  const shift = tissue === 'fat' ? fatShift(kvp) : { hu: 0, se: 0 };
  return {
    hu: region.meanHu,
    se: Math.hypot(seHu, PLACE_SE[tissue]),
    reference: hu + shift.hu,
    referenceSe: Math.hypot(se, shift.se),
  };
}

/** Of the nearest tabulated voltage; where it is not known, none, with the largest for an error. */
function fatShift(kvp: number | null): { readonly hu: number; readonly se: number } {
  if (kvp === null) return { hu: 0, se: Math.abs(FAT_SHIFT[0]![1]) };
  const [, hu] = FAT_SHIFT.reduce((best, one) =>
    Math.abs(one[0] - kvp) < Math.abs(best[0] - kvp) ? one : best,
  );
  return { hu, se: FAT_SHIFT_ERROR * Math.abs(hu) };
}

function told(tissue: 'blood' | 'fat', kvp: number | null): string {
  const { hu, se } = REFERENCE[tissue];
  const shift = tissue === 'fat' ? fatShift(kvp) : { hu: 0, se: 0 };
  return `${hu + shift.hu} ± ${Math.round(Z95 * Math.hypot(se, shift.se))}`;
}
