/**
 * The types of calibration phantoms: one row each, from which the command's help, the search for rods, the fit, the digital
 * phantoms and the reports take what they need. A type is named in `contracts/calibration/phantom.ts`; the compiler asks for its
 * row here.
 */
import type { PhantomType } from '../../contracts/calibration/phantom.ts';

export interface CalibrationPhantom {
  readonly label: string;
  /** What its densities are of. CaHA: calcium hydroxyapatite. */
  readonly basis: 'K2HPO4' | 'CaHA';
  /**
   * mg/cm3 of that mineral, in the order in which the rods lie, as the maker states it. Null where rods differ from piece to
   * piece, so that a certificate is needed.
   */
  readonly rods: readonly number[] | null;
  /**
   * Its digital twin: radius and distance of rods, mm, and the HU of what they lie in at 120 kVp. Design values, on which no
   * measurement rests: rods are found without knowing them.
   */
  readonly drawn: { readonly radiusMm: number; readonly spacingMm: number; readonly hu: number } | null;
  /**
   * Of a phantom that is no row: two rods side by side, the denser in the middle of a round body, turned by any angle. Radius of a rod, distance of
   * their centres, and how far the body is even round the denser one, mm.
   */
  readonly pair?: { readonly radiusMm: number; readonly distanceMm: number; readonly evenMm: number };
}

/** CaHA as the makers state it; read in the source code of the open Ogo implementation (Bonelab). */
export const CALIBRATION_PHANTOMS = {
  mindways: {
    label: 'Mindways',
    basis: 'K2HPO4',
    rods: null,
    drawn: { radiusMm: 9, spacingMm: 40, hu: 80 },
  },
  'qrm-bdc3': {
    label: 'QRM-BDC/3',
    basis: 'CaHA',
    rods: [100, 400, 800],
    drawn: { radiusMm: 9, spacingMm: 50, hu: 0 },
  },
  'qrm-bdc6': {
    label: 'QRM-BDC/6',
    basis: 'CaHA',
    rods: [0, 100, 200, 400, 600, 800],
    drawn: { radiusMm: 9, spacingMm: 32, hu: 0 },
  },
  'image-analysis': {
    label: 'Image Analysis QCT-3D Plus',
    basis: 'CaHA',
    rods: [8, 97.3, 189.8],
    drawn: { radiusMm: 10, spacingMm: 60, hu: 45 },
  },
  'b-mas200': {
    label: 'B-MAS200',
    basis: 'CaHA',
    rods: [0, 50, 100, 150, 200],
    drawn: { radiusMm: 7.5, spacingMm: 35, hu: -90 },
  },
  'siemens-osteo': {
    label: 'Siemens Osteo',
    basis: 'CaHA',
    rods: [0, 200],
    drawn: { radiusMm: 9, spacingMm: 50, hu: 60 },
  },
  /**
   * The cardiac calcification insert of the thorax phantom: its two large rods; the nine calcifications are too small. Sizes measured on one scan
   * (decision 0033).
   */
  'qrm-cci': {
    label: 'QRM-CCI',
    basis: 'CaHA',
    rods: [0, 200],
    drawn: null,
    pair: { radiusMm: 10, distanceMm: 22.9, evenMm: 40 },
  },
} as const satisfies Readonly<Record<PhantomType, CalibrationPhantom>>;

/** Types whose rods differ from piece to piece. */
export function needsCertificate(type: PhantomType): boolean {
  return CALIBRATION_PHANTOMS[type].rods === null;
}
