/** A phantom scanned by itself: its line, where scanner, voltage and kernel are those of the patient's scan. */
import type { DensityLine } from '../../../contracts/calibration/calibration.ts';
import type { CalibrationFile } from '../../../contracts/calibration/calibration-file.ts';
import type { Ct } from '../../../contracts/ct.ts';
import type { Flag } from '../../../contracts/primitives.ts';
import { StudyRefused } from '../../../contracts/refusals.ts';
import { fitPhantom } from '../phantom/fit-phantom.ts';
import { isPhysical, PHYSICAL } from '../phantom/line-fit.ts';
import { phantomOf, type Phantom } from '../phantom/phantom.ts';
import { CALIBRATION_VALID_DAYS } from '../../definitions/calibration.ts';
import { needsCertificate } from '../../definitions/calibration-phantoms.ts';

import type { Candidate } from './by-voltage.ts';
import { comparedScan, daysBetween, type ScanSettings } from './same-scan.ts';
import { isTraceable, scannedSeparately } from './scanned-separately.ts';

type Scan = ScanSettings & Pick<Ct, 'tableHeightMm'> & { readonly study: Pick<Ct['study'], 'date'> };

/** A table moved by more than this puts the phantom elsewhere in the field, mm (design value). */
const MOVED_MM = 30;
/** How far a piece's rods may be from what its type is graded as: a share, or mg/cm3 for the faint ones (design values). */
const PIECE_SHARE = 0.05;
const PIECE_MGCC = 5;

/**
 * @param registered id of the file in the site's registry; null where the operator named the file
 * @throws StudyRefused CALIBRATION_FILE_MISMATCH where the headers say another scanner, voltage or kernel than the file;
 * PHANTOM_FIT_POOR where its rods lie on no line; CALIBRATION_FILE_IMPLAUSIBLE where the line is none of a CT scanner, or the rods
 * are not those of the phantom's type
 */
export function asynchronous(file: CalibrationFile, scan: Scan, registered: string | null = null): Candidate {
  const { unknown, wrong } = comparedScan(file, scan);
  if (wrong.length > 0) {
    throw new StudyRefused({
      code: 'CALIBRATION_FILE_MISMATCH',
      saw: `a calibration file with a different ${wrong.join(', ')} than the scan`,
      wanted: 'a phantom scan with the same scanner, tube voltage and kernel, or no --calibration',
    });
  }
  const fitted = lineOfFile(file);
  return {
    method: 'asynchronous-phantom',
    ...scannedSeparately(fitted.line),
    statement: `calibrated with a phantom scanned separately on ${file.scannedOn}`,
    source: registered === null ? fitted.source : `registered calibration ${registered}: ${fitted.source}`,
    fit: fitted.fit,
    flags: [
      ...fitted.flags,
      ...ageFlags(file, scan.study.date),
      ...tableFlags(file, scan),
      ...unknownFlags(unknown),
      ...strangerFlags(scan),
    ],
  };
}

/**
 * The line as it was in the phantom's own scan.
 * @throws StudyRefused CALIBRATION_FILE_IMPLAUSIBLE, PHANTOM_FIT_POOR
 */
export function lineOfFile({ measured, phantom, scanner, kvp }: CalibrationFile): Pick<
  Candidate,
  'fit' | 'flags' | 'source'
> & {
  readonly line: DensityLine;
} {
  const source = `calibration file, phantom ${phantom.type}, ${scanner.model}, ${kvp} kVp`;
  if (measured.kind === 'line') {
    const { slope, intercept, slopeSe, interceptSe, correlation } = measured;
    if (!isPhysical(measured)) {
      const saw = `a calibration file with ${slope.toFixed(3)} mg/cm3 per HU, ${intercept.toFixed(1)} mg/cm3 at 0 HU`;
      throw implausible(saw, PHYSICAL);
    }
    const error = { slopeSe, interceptSe, correlation, basis: 'standard errors of the calibration file' };
    return { line: { slope, intercept, error }, fit: null, flags: [], source };
  }
  const { rods } = measured;
  const fit = fitPhantom(
    rods.map((rod) => ({ ...rod, accepted: true })),
    phantomInFile(phantom, rods),
    kvp,
  );
  return { line: fit.line, fit: fit.fit, flags: fit.flags, source: `${source}; ${fit.source}` };
}

/** The file's rods stand in for a certificate. */
function phantomInFile(
  { type, serial }: CalibrationFile['phantom'],
  rods: readonly { readonly name: string; readonly densityMgCc: number; readonly waterMgCc: number | null }[],
): Phantom {
  if (!needsCertificate(type)) {
    const phantom = phantomOf(type, null);
    const strange = rods.filter(
      ({ densityMgCc, waterMgCc }) =>
        waterMgCc !== null || !phantom.rods.some((rod) => isNear(densityMgCc, rod.densityMgCc)),
    );
    if (strange.length > 0) {
      throw implausible(
        `rods of ${strange.map(({ densityMgCc }) => densityMgCc).join(', ')} mg/cm3 in a calibration file for the ${phantom.label}`,
        `solid rods of ${phantom.rods.map(({ densityMgCc }) => densityMgCc).join(', ')} mg/cm3, each within ${100 * PIECE_SHARE} % or ${PIECE_MGCC} mg/cm3`,
      );
    }
    return { ...phantom, serial };
  }
  return {
    type,
    label: 'Mindways',
    basis: 'K2HPO4',
    serial,
    rods: rods.map(({ name, densityMgCc, waterMgCc }) => ({ name, densityMgCc, waterMgCc })),
  };
}

/** Pieces of one type differ. */
function isNear(density: number, nominal: number): boolean {
  return Math.abs(density - nominal) <= Math.max(PIECE_MGCC, PIECE_SHARE * nominal);
}

function implausible(saw: string, wanted: string): StudyRefused {
  return new StudyRefused({ code: 'CALIBRATION_FILE_IMPLAUSIBLE', saw, wanted });
}

function ageFlags({ scannedOn }: CalibrationFile, studyDate: string | null): readonly Flag[] {
  if (studyDate === null) {
    const message = 'the study has no date; the age of the calibration file is not known';
    return [{ code: 'CALIBRATION_FILE_AGE_UNKNOWN', message }];
  }
  const days = daysBetween(studyDate, scannedOn);
  if (days <= CALIBRATION_VALID_DAYS) return [];
  const message = `phantom and patient scanned ${Math.round(days)} days apart; recommended: at most ${CALIBRATION_VALID_DAYS} days`;
  return [{ code: 'CALIBRATION_FILE_OLD', message }];
}

function tableFlags({ tableHeightMm }: CalibrationFile, scan: Scan): readonly Flag[] {
  if (tableHeightMm === null || scan.tableHeightMm === undefined) return [];
  const moved = Math.abs(tableHeightMm - scan.tableHeightMm);
  if (moved <= MOVED_MM) return [];
  const message = `table height differs by ${Math.round(moved)} mm from the phantom scan; recommended: at most ${MOVED_MM} mm`;
  return [{ code: 'CALIBRATION_TABLE_MOVED', message }];
}

function unknownFlags(unknown: readonly string[]): readonly Flag[] {
  if (unknown.length === 0) return [];
  const message = `match of the calibration file not verified for: ${unknown.join(', ')}`;
  return [{ code: 'CALIBRATION_FILE_UNCHECKED', message }];
}

/** A file that nothing of the scan can be held against rests on the word of whoever named it. */
function strangerFlags(scan: Scan): readonly Flag[] {
  if (isTraceable(scan)) return [];
  const { kvp, manufacturer, scannerModel, deviceSerial } = scan;
  const scanner = manufacturer ?? scannerModel ?? deviceSerial ?? null;
  const lacking = [kvp === null ? 'tube voltage' : '', scanner === null ? 'scanner' : ''].filter(Boolean);
  const message = `${lacking.join(' and ')} not given in the image: the calibration file cannot be matched to this scan; no density category is given`;
  return [{ code: 'CALIBRATION_FILE_UNTRACEABLE', message }];
}
