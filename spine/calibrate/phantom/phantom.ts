/** What is known of each type of calibration phantom: its rods, and the mineral that they are graded in. */
import type { PhantomCertificate, PhantomType } from '../../../contracts/calibration/phantom.ts';
import { StudyRefused } from '../../../contracts/refusals.ts';

export interface PhantomRod {
  readonly name: string;
  /** In the phantom's own mineral, mg/cm3. */
  readonly densityMgCc: number;
  /** Water-equivalent density, mg/cm3; null where the rod's base counts as water. */
  readonly waterMgCc: number | null;
}

export interface Phantom {
  readonly type: PhantomType;
  readonly label: string;
  /** CaHA: calcium hydroxyapatite. */
  readonly basis: 'K2HPO4' | 'CaHA';
  /** Null where densities are the type's, not the piece's. */
  readonly serial: string | null;
  readonly rods: readonly PhantomRod[];
}

/** mg/cm3 CaHA as the makers state them; read in the source code of Ogo (Bonelab, calibration of phantoms). */
const APATITE_PHANTOMS: Readonly<
  Record<Exclude<PhantomType, 'mindways'>, { label: string; rods: readonly number[] }>
> = {
  'qrm-bdc3': { label: 'QRM-BDC/3', rods: [100, 400, 800] },
  'qrm-bdc6': { label: 'QRM-BDC/6', rods: [0, 100, 200, 400, 600, 800] },
  'image-analysis': { label: 'Image Analysis QCT-3D Plus', rods: [8, 97.3, 189.8] },
  'b-mas200': { label: 'B-MAS200', rods: [0, 50, 100, 150, 200] },
  'siemens-osteo': { label: 'Siemens Osteo', rods: [0, 200] },
};

/**
 * @throws StudyRefused PHANTOM_CERTIFICATE_MISSING where the type's densities are serial-specific and none are given,
 * PHANTOM_CERTIFICATE_UNUSED where they are given for a type that has none
 */
export function phantomOf(type: PhantomType, certificate: PhantomCertificate | null): Phantom {
  if (type === 'mindways') {
    if (certificate === null) {
      throw new StudyRefused({
        code: 'PHANTOM_CERTIFICATE_MISSING',
        saw: 'a Mindways phantom without a certificate',
        wanted: 'the certificate for this serial number; rod densities differ between phantoms',
      });
    }
    const { model, serial, rods } = certificate;
    return {
      type,
      label: `Mindways ${model}`,
      basis: 'K2HPO4',
      serial,
      rods: rods.map(({ name, k2hpo4MgCc, waterMgCc }) => ({ name, densityMgCc: k2hpo4MgCc, waterMgCc })),
    };
  }
  if (certificate !== null) {
    throw new StudyRefused({
      code: 'PHANTOM_CERTIFICATE_UNUSED',
      saw: `a Mindways certificate for a phantom of type ${type}`,
      wanted: 'a certificate with a Mindways phantom only',
    });
  }
  const { label, rods } = APATITE_PHANTOMS[type];
  return {
    type,
    label,
    basis: 'CaHA',
    serial: null,
    rods: rods.map((densityMgCc) => ({ name: String(densityMgCc), densityMgCc, waterMgCc: null })),
  };
}
