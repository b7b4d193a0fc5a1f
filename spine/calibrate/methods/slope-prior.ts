/**
 * What is known of a scanner's slope before a phantom was scanned on it: which way its vendor's one scanner pointed, and how
 * far scanners lie from the table of voltages.
 */
import { APATITE_FACTOR_SE, k2hpo4PerApatite, SLOPE_BY_KVP } from '../../definitions/calibration.ts';
import {
  APATITE_SLOPES_SEEN,
  K2HPO4_SLOPES_SEEN,
  PATIENT_SE,
  SPREAD_BETWEEN_SCANNERS,
  VENDOR_SHARE,
  VOLTAGE_SE,
  type ScannerVendor,
} from '../../definitions/priors/slope-prior.ts';
import { piecewiseLinear } from '../../math/interpolation.ts';
import { mean, sum } from '../../math/moments.ts';
import { studentT975, Z95 } from '../../math/normal.ts';

/** Of all that was seen. */
const SEEN_KVP = 120;
const VENDOR_NAMES: Readonly<Record<ScannerVendor, { readonly label: string; readonly name: RegExp }>> = {
  canon: { label: 'Canon', name: /\b(canon|toshiba)\b/i },
  ge: { label: 'GE', name: /\b(ge|general electric)\b/i },
  philips: { label: 'Philips', name: /\bphilips\b/i },
  siemens: { label: 'Siemens', name: /\bsiemens\b/i },
};

/** mg K2HPO4/cm3 per HU at 120 kVp, one a scanner; `vendor` is null where it is not known. */
export const SCANNERS_SEEN: readonly { readonly vendor: ScannerVendor | null; readonly slope: number }[] = [
  ...APATITE_SLOPES_SEEN.map(({ vendor, large, small }) => ({
    vendor,
    slope: k2hpo4PerApatite(SEEN_KVP) * Math.sqrt(large * small),
  })),
  { vendor: null, slope: Math.exp(mean(K2HPO4_SLOPES_SEEN.map(Math.log))) },
];

/** @param manufacturer as a header has it; null where it is not known */
export function vendorOf(manufacturer: string | null): ScannerVendor | null {
  if (manufacturer === null) return null;
  const words = manufacturer.replaceAll('_', ' ');
  const found = APATITE_SLOPES_SEEN.find(({ vendor }) => VENDOR_NAMES[vendor].name.test(words));
  return found?.vendor ?? null;
}

/** Slope of that vendor's scanners against the table, and the words for it; null where nothing is known of it. */
export function vendorShift(
  manufacturer: string | null,
): { readonly factor: number; readonly words: string } | null {
  const vendor = vendorOf(manufacturer);
  const seen = SCANNERS_SEEN.find((scanner) => scanner.vendor === vendor);
  if (vendor === null || seen === undefined) return null;
  const factor = Math.exp(VENDOR_SHARE * deviation(seen.slope));
  const percent = 100 * (factor - 1);
  return {
    factor,
    words: `${percent < 0 ? '-' : '+'}${Math.abs(percent).toFixed(1)} % for ${VENDOR_NAMES[vendor].label}, half of what one scanner of this manufacturer deviated in a phantom`,
  };
}

/**
 * Standard error of a slope of the table for a scanner that was not seen, as a share of it: 1.96 of them make a 95 % interval.
 *
 * The few scanners seen hardly know their own spread: it is drawn to the prior of a second source (scaled inverse chi-square), and
 * Student's t takes the place of the normal, as for rods (`../phantom/line-fit.ts`). To that come the patient, the conversion
 * from hydroxyapatite, which the four share, and the voltage.
 */
export function slopeSpread(kvp: number): number {
  const { sd, counts } = SPREAD_BETWEEN_SCANNERS;
  const freedom = SCANNERS_SEEN.length + counts;
  const squares = sum(SCANNERS_SEEN.map(({ slope }) => deviation(slope) ** 2));
  const scanner = (Math.sqrt((squares + counts * sd * sd) / freedom) * studentT975(freedom)) / Z95;
  const conversion = APATITE_FACTOR_SE / k2hpo4PerApatite(SEEN_KVP);
  return Math.hypot(scanner, PATIENT_SE, conversion, tabulated(VOLTAGE_SE, kvp));
}

/** A table by kVp, linear between its voltages. */
export function tabulated(table: readonly (readonly [number, number])[], kvp: number): number {
  return piecewiseLinear(
    table.map(([voltage]) => voltage),
    table.map(([, value]) => value),
    kvp,
  );
}

/** Logarithm of a slope at 120 kVp against the table's. */
function deviation(slope: number): number {
  return Math.log(slope / tabulated(SLOPE_BY_KVP, SEEN_KVP));
}
