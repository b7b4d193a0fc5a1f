/** The Mindways example of science 1.1 as a certificate, and the rods' HU in its test vector. */
import type { PhantomCertificate } from '../../../../contracts/calibration/phantom.ts';
import { DIGITAL_MINDWAYS_RODS } from '../../../../phantoms/index.ts';

export const CERTIFICATE: PhantomCertificate = {
  schema: 'osteon/phantom-certificate/1',
  type: 'mindways',
  model: 'Model 3',
  serial: 'digital',
  issued: null,
  rods: DIGITAL_MINDWAYS_RODS.map(({ name, densityMgCc, waterMgCc }) => ({
    name,
    k2hpo4MgCc: densityMgCc,
    waterMgCc: waterMgCc!,
  })),
};

/** At a slope of 1.40 HU per mg/cm3 and an intercept of -1 HU. */
export const VECTOR_HU = [-72.178, -30.019, 198.203, 372.933, 530.467] as const;
