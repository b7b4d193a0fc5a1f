/**
 * How far the slope of a scanner lies from the table of voltages: what phantoms in real scanners gave, and what is assumed
 * beyond them (decision 0033).
 */

export const SCANNER_VENDORS = ['canon', 'ge', 'philips', 'siemens'] as const;
export type ScannerVendor = (typeof SCANNER_VENDORS)[number];

/**
 * mg CaHA/cm3 per HU of a rod of 200 mg CaHA/cm3 against one of water (QRM-CCI) in the middle of a thorax phantom, with and
 * without its fat ring: one scanner a vendor, means of five scans a size (MolloiLab/CAC-stanford-data, MIT; scans of van Praagh
 * et al., Med Phys 2021, doi 10.1002/mp.14912). The voltage is known for the Canon scanner alone, 120 kVp; the others are taken for 120
 * too, as coronary calcium is scored at it.
 */
export const APATITE_SLOPES_SEEN = [
  { vendor: 'canon', scanner: 'Aquilion ONE Vision', large: 0.7232, small: 0.7141 },
  { vendor: 'ge', scanner: 'Revolution', large: 0.881, small: 0.9133 },
  { vendor: 'philips', scanner: 'Brilliance iCT', large: 0.7962, small: 0.7792 },
  { vendor: 'siemens', scanner: 'SOMATOM Force', large: 0.8178, small: 0.7555 },
] as const satisfies readonly {
  readonly vendor: ScannerVendor;
  readonly scanner: string;
  readonly large: number;
  readonly small: number;
}[];
/** mg K2HPO4/cm3 per HU by phantoms under patients at 120 kVp (MekAnOs), of a scanner that is not named: counted as one. */
export const K2HPO4_SLOPES_SEEN = [0.657, 0.686] as const;

/**
 * A second word on the spread: densities by another scanner's line were off by -5.6 +- 9.2 % between eight scanners, and by 0.0 +- 1.4 %
 * between scanners of one model (Skornitzke S et al., Sci Rep 2022, doi 10.1038/s41598-022-24546-2, abstract). Their root mean square over sqrt(2), as a standard deviation of
 * the logarithm; it counts as so many scanners (design value: half of theirs, as their voltages differed too).
 */
export const SPREAD_BETWEEN_SCANNERS = { sd: 0.076, counts: 4 } as const;

/** The mean of both sizes, and one of them: 0.6 to 4 % apart in those four scanners, and patients differ more. Standard error (design value). */
export const PATIENT_SE = 0.03;
/** The table's other voltages against 120 kVp: attenuation of one spectrum, not measured. Standard errors by kVp (design values). */
export const VOLTAGE_SE = [
  [80, 0.05],
  [100, 0.03],
  [120, 0],
  [140, 0.03],
] as const;
/**
 * How much of a scanner's deviation is its vendor's. One scanner a vendor can't tell: any share from none to all is as likely, and this is
 * their mean (assumption). It moves the slope; the interval stays that of an unknown scanner.
 */
export const VENDOR_SHARE = 0.5;
