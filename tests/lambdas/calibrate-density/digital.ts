/** Small digital spines for the tests of calibration: L1 to L3 in a whole trunk, coarse enough to be quick. */
import type { Ct } from '../../../lambdas/shared/contracts/ct.ts';
import { spacingOf } from '../../../lambdas/shared/volume.ts';
import {
  demoSpine,
  digitalSpine,
  type DigitalSpine,
  type ScannerSpec,
  type SpineOptions,
} from '../../../phantoms/index.ts';

const SCANNER: ScannerSpec = {
  ...demoSpine.scanner,
  pixelMm: 1.5,
  sliceSpacingMm: 2,
  sliceThicknessMm: 2,
  fieldOfViewMm: [330, 250],
};

export function smallSpine(
  options: Partial<SpineOptions> = {},
  scanner: Partial<ScannerSpec> = {},
): DigitalSpine {
  return digitalSpine({
    ...demoSpine,
    levels: demoSpine.levels.slice(2, 5),
    ...options,
    scanner: { ...SCANNER, ...scanner },
  });
}

/** What LoadCt would say of it; the volume is not in a store. */
export function aboutSpine({ ct }: DigitalSpine, header: Partial<Ct> = {}): Ct {
  return {
    schema: 'osteon/ct/1',
    source: 'dicom',
    volume: { key: 'ct.nii.gz', schema: 'osteon/volume/ct-hu/1', sha256: '0'.repeat(64) },
    dims: [...ct.dims],
    spacingMm: spacingOf(ct.affine),
    sliceThicknessMm: 2,
    kvp: 120,
    kernel: 'B30f',
    manufacturer: null,
    scannerModel: null,
    contrastAgent: null,
    patient: { name: null, id: null, birthDate: null, sex: null, ageYears: null },
    study: {
      studyInstanceUid: null,
      seriesInstanceUid: null,
      frameOfReferenceUid: null,
      date: null,
      description: null,
      accessionNumber: null,
      referringPhysician: null,
      institution: null,
    },
    series: [],
    flags: [],
    ...header,
  };
}
