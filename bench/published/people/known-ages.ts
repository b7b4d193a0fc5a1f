/**
 * Ten scans whose age is printed in public: the first and last five rows of the merged table in notebooks/1_Figures.ipynb of
 * Bonelab/spineFE-benchmark (CC BY-SA 2.0; column age_ct is Löffler MT et al., Radiol Artif Intell 2020, e190138, CC BY 4.0). The
 * authors' file of the others was not to be had.
 */
export interface KnownAge {
  /** Of the scan, as in the published table. */
  readonly id: string;
  readonly ageYears: number;
  /** Lumbar, by a phantom scanned apart, mg/cm3; null where the table holds 0. */
  readonly lumbarVbmd: number | null;
}

export const KNOWN_AGES: readonly KnownAge[] = [
  { id: '12.0', ageYears: 77.4, lumbarVbmd: 61.3 },
  { id: '20.0', ageYears: 85.8, lumbarVbmd: null },
  { id: '29.0', ageYears: 50.6, lumbarVbmd: 106.6 },
  { id: '32.0', ageYears: 83.3, lumbarVbmd: 89.6 },
  { id: '38.0', ageYears: 54.1, lumbarVbmd: 70.4 },
  { id: '256.0', ageYears: 59.1, lumbarVbmd: 138.2 },
  { id: '264.0', ageYears: 29.3, lumbarVbmd: 142.8 },
  { id: '269.0', ageYears: 41.3, lumbarVbmd: 96.1 },
  { id: '276.0', ageYears: 74.3, lumbarVbmd: 109.2 },
  { id: '290.0', ageYears: 46.5, lumbarVbmd: 118.3 },
];
