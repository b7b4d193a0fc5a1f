/** What a phantom leaves open that was scanned by itself, and what a scan of one would leave of a study that has none. */
import type { Ct } from '../../../contracts/ct.ts';
import type { DensityLine } from '../../../contracts/calibration/calibration.ts';
import type { PhantomType } from '../../../contracts/calibration/phantom.ts';
import { Z95 } from '../../math/normal.ts';
import { apatiteToK2hpo4 } from '../phantom/apatite.ts';
import { fitPhantom } from '../phantom/fit-phantom.ts';
import { phantomOf } from '../phantom/phantom.ts';

/**
 * Against a phantom in the same scan: accuracy 1.4 to 6.7 % on the European Spine Phantom, repeats within 0.9 mg/cm3 (Wang L et al.,
 * Sci Rep 7:6284, 2017). The worse end as a 95 % half-width of the slope; the other as a standard error.
 */
const SLOPE_SHARE_SE = 0.067 / Z95;
const INTERCEPT_SE = 0.91;
/**
 * Water on a scanner in use is within this of 0 (acceptance tests; docs/method.md#assumptions), HU. Where it is not in the phantom's scan, that may
 * be that scan's alone, so the interval holds water at 0 too.
 */
const MOST_WATER_HU = 4;
/** A phantom that a site may have, and the standard error of its rods' HU (design value). */
const EXAMPLE: PhantomType = 'qrm-bdc3';
const EXAMPLE_SE_HU = 0.5;

/** The line of a phantom's rods with the errors that it has for another scan. */
export function scannedSeparately({ slope, intercept, error: own }: DensityLine): DensityLine {
  const slopeSe = Math.hypot(own.slopeSe, SLOPE_SHARE_SE * slope);
  const waterHu = Math.abs(intercept / slope);
  const offHu = waterHu > MOST_WATER_HU ? waterHu : 0;
  const interceptSe = Math.hypot(own.interceptSe, INTERCEPT_SE, (slope * offHu) / Z95);
  const off = offHu === 0 ? '' : `, and ±${offHu.toFixed(0)} HU (95 %) of water that was off in that scan`;
  return {
    slope,
    intercept,
    error: {
      slopeSe,
      interceptSe,
      correlation: (own.correlation * own.slopeSe * own.interceptSe) / (slopeSe * interceptSe),
      basis: `${own.basis}; phantom scanned separately: 6.7 % of the slope (95 %) and ${INTERCEPT_SE} mg/cm3 (Wang 2017)${off}`,
    },
  };
}

/** A scan that a calibration file can be matched to: `calibrate` gives no category by a file otherwise. */
export type ScannerFacts = Pick<Ct, 'kvp' | 'manufacturer' | 'scannerModel' | 'deviceSerial'>;

export function isTraceable({ kvp, manufacturer, scannerModel, deviceSerial }: ScannerFacts): boolean {
  return kvp !== null && (manufacturer ?? scannerModel ?? deviceSerial ?? null) !== null;
}

/**
 * The errors that a density line of this slope would have by a calibration file of the scanner: those of rods that lie on it, by the
 * fit and the additions that files have. Null where a file could not be matched to the scan.
 */
export function afterPhantomScan(slope: number, scan: ScannerFacts): DensityLine['error'] | null {
  if (!isTraceable(scan)) return null;
  const phantom = phantomOf(EXAMPLE, null);
  const { factor } = apatiteToK2hpo4(scan.kvp);
  const rods = phantom.rods.map((rod) => ({
    ...rod,
    meanHu: (factor * rod.densityMgCc) / slope,
    seHu: EXAMPLE_SE_HU,
    accepted: true,
  }));
  const { error } = scannedSeparately(fitPhantom(rods, phantom, scan.kvp).line);
  return { ...error, basis: `calibration file of a ${phantom.label} on this scanner: ${error.basis}` };
}
