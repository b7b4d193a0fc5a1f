/** What is known of each type of calibration phantom: its rods, and the mineral that they are graded in. */
import type { PhantomCertificate, PhantomType } from '../../../contracts/calibration/phantom.ts';
import { StudyRefused } from '../../../contracts/refusals.ts';
import { CALIBRATION_PHANTOMS } from '../../definitions/calibration-phantoms.ts';

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

/**
 * @throws StudyRefused PHANTOM_CERTIFICATE_MISSING where the type's densities are serial-specific and none are given,
 * PHANTOM_CERTIFICATE_UNUSED where they are given for a type that has none
 */
export function phantomOf(type: PhantomType, certificate: PhantomCertificate | null): Phantom {
  const { label, basis, rods } = CALIBRATION_PHANTOMS[type];
  if (rods !== null) {
    if (certificate !== null) {
      throw new StudyRefused({
        code: 'PHANTOM_CERTIFICATE_UNUSED',
        saw: `a Mindways certificate for a phantom of type ${type}`,
        wanted: 'a certificate with a Mindways phantom only',
      });
    }
    return {
      type,
      label,
      basis,
      serial: null,
      rods: rods.map((densityMgCc) => ({ name: String(densityMgCc), densityMgCc, waterMgCc: null })),
    };
  }
  if (certificate === null) {
    throw new StudyRefused({
      code: 'PHANTOM_CERTIFICATE_MISSING',
      saw: `a ${label} phantom without a certificate`,
      wanted: 'the certificate for this serial number; rod densities differ between phantoms',
    });
  }
  return {
    type,
    label: `${label} ${certificate.model}`,
    basis,
    serial: certificate.serial,
    rods: certificate.rods.map(({ name, k2hpo4MgCc, waterMgCc }) => ({
      name,
      densityMgCc: k2hpo4MgCc,
      waterMgCc,
    })),
  };
}
