/** A site's calibrations and its scanners' drifts as lines to read. */
import type { ControlChart } from '../../contracts/calibration/control.ts';
import type { RegisteredCalibration } from '../../contracts/calibration/registry.ts';

/** A line each, the newest first. */
export function calibrationTable(calibrations: readonly RegisteredCalibration[]): string {
  if (calibrations.length === 0) return 'no calibrations registered';
  return calibrations
    .toSorted((a, b) => (a.file.scannedOn < b.file.scannedOn ? 1 : -1))
    .map(({ id, file }) => {
      const { scanner, kvp, kernel, scannedOn, phantom } = file;
      return `${id}  ${scannedOn}  ${nameOf(scanner)}, ${kvp} kVp, kernel ${kernel}, phantom ${phantom.type}`;
    })
    .join('\n');
}

export function driftLines({ series }: ControlChart): readonly string[] {
  return series
    .filter(({ status }) => status === 'drift')
    .map(({ scanner, kvp, quantity, unit, baseline, points, driftSince }) => {
      const digits = unit === 'HU' ? 0 : 3;
      const [now, before] = [points.at(-1)!.average!, baseline!.mean];
      return `drift since ${driftSince}: ${nameOf(scanner)}, ${kvp} kVp, ${quantity} ${now.toFixed(digits)} ${unit}, was ${before.toFixed(digits)}`;
    });
}

function nameOf({ manufacturer, model, deviceSerial }: RegisteredCalibration['file']['scanner']): string {
  return [manufacturer, model, deviceSerial].filter((part) => part !== null).join(' ');
}
