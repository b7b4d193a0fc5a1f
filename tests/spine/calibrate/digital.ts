/** Small digital spines for the tests of calibration: L1 to L3 in a whole trunk, coarse enough to be quick. */
import type { Ct } from '../../../contracts/ct.ts';
import {
  demoSpine,
  digitalSpine,
  type DigitalSpine,
  type ScannerSpec,
  type SpineOptions,
} from '../../../phantoms/index.ts';
import { aboutCt } from '../outline/provider-input.ts';

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
  return { ...aboutCt(ct), source: 'dicom', sliceThicknessMm: 2, kvp: 120, kernel: 'B30f', ...header };
}
