/** Which of the calibrations that a site has registered is the one of this scan. */
import type { RegisteredCalibration } from '../../../contracts/calibration/registry.ts';
import type { Flag } from '../../../contracts/primitives.ts';

import { CALIBRATION_VALID_DAYS } from '../../definitions/calibration.ts';

import { comparedScan, daysBetween, type ScanSettings } from './same-scan.ts';

export interface DatedScan extends ScanSettings {
  readonly study: { readonly date: string | null };
}

export interface RegisteredChoice {
  /** Null where none is of this scanner, tube voltage and kernel, or each too far in time. */
  readonly chosen: RegisteredCalibration | null;
  /** Why none was chosen of those that there are. */
  readonly flags: readonly Flag[];
}

/** What keeps a calibration from this scan, in the order of telling. */
const SERIAL = 'scanner serial number';
const TIME = 'time';
const REASONS = ['manufacturer', 'scanner model', SERIAL, 'tube voltage', 'kernel', TIME] as const;

/**
 * Nobody named the calibration for this scan, so everything that it is matched by must be known: scanner, tube voltage, kernel and
 * both dates. A serial number may be missing in both headers, never in one.
 */
export function chooseRegistered(
  calibrations: readonly RegisteredCalibration[],
  scan: DatedScan,
): RegisteredChoice {
  const held = calibrations.map((one) => ({ one, against: hindrance(one, scan) }));
  const fitting = held.flatMap(({ one, against }) => (against === null ? [one] : []));
  const [chosen = null] = fitting.toSorted(
    (a, b) => daysApart(a, scan) - daysApart(b, scan) || (a.id < b.id ? -1 : 1),
  );
  if (chosen !== null || calibrations.length === 0) return { chosen, flags: [] };
  const told = REASONS.flatMap((reason) => {
    const count = held.filter(({ against }) => against === reason).length;
    return count === 0 ? [] : [`${count} by ${reason}`];
  });
  const message = `none of ${calibrations.length} registered calibrations matches this scan (not matched: ${told.join(', ')}; required: same scanner, tube voltage and kernel, at most ${CALIBRATION_VALID_DAYS} days apart)`;
  return { chosen, flags: [{ code: 'CALIBRATION_NOT_REGISTERED', message }] };
}

function hindrance({ file }: RegisteredCalibration, scan: DatedScan): (typeof REASONS)[number] | null {
  const { unknown, wrong } = comparedScan(file, scan);
  const noSerials = file.scanner.deviceSerial === null && scan.deviceSerial === undefined;
  const against = [...wrong, ...unknown.filter((what) => what !== SERIAL || !noSerials)];
  const apart = daysApart({ file }, scan) <= CALIBRATION_VALID_DAYS ? [] : [TIME];
  return REASONS.find((reason) => [...against, ...apart].includes(reason)) ?? null;
}

/** Of a scan without a date: infinite. */
function daysApart({ file }: Pick<RegisteredCalibration, 'file'>, { study }: DatedScan): number {
  return study.date === null ? Number.POSITIVE_INFINITY : daysBetween(study.date, file.scannedOn);
}
