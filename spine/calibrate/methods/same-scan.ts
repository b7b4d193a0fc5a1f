/** Whether a phantom and a patient were scanned by the same scanner, with the same settings, about the same time. */
import type { CalibrationFile } from '../../../contracts/calibration/calibration-file.ts';
import type { Ct } from '../../../contracts/ct.ts';

/** What the headers of a scan say of how it was made. */
export type ScanSettings = Pick<Ct, 'manufacturer' | 'scannerModel' | 'deviceSerial' | 'kvp' | 'kernel'>;

const DAY_MS = 86_400_000;

/** What can't be compared because the image does not say, and what is another. */
export function comparedScan(
  file: CalibrationFile,
  scan: ScanSettings,
): { readonly unknown: string[]; readonly wrong: string[] } {
  const pairs = [
    ['manufacturer', file.scanner.manufacturer, scan.manufacturer],
    ['scanner model', file.scanner.model, scan.scannerModel],
    ['scanner serial number', file.scanner.deviceSerial, scan.deviceSerial ?? null],
    ['tube voltage', String(file.kvp), scan.kvp === null ? null : String(scan.kvp)],
    ['kernel', file.kernel, scan.kernel],
  ] as const;
  const [unknown, wrong]: [string[], string[]] = [[], []];
  for (const [what, wanted, seen] of pairs) {
    if (wanted === null || seen === null) unknown.push(what);
    else if (plain(wanted) !== plain(seen)) wrong.push(what);
  }
  return { unknown, wrong };
}

function plain(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ').toLowerCase();
}

/** @param one and `other` ISO dates */
export function daysBetween(one: string, other: string): number {
  return Math.abs(Date.parse(one) - Date.parse(other)) / DAY_MS;
}
