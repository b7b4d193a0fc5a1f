/** Files that a site writes for a calibration: read and checked before anything is assessed. */
import { basename } from 'node:path';

import type { z } from 'zod';

import { calibrationFileSchema, type CalibrationFile } from '../../contracts/calibration/calibration-file.ts';
import {
  phantomCertificateSchema,
  type PhantomCertificate,
  liesUnderPatients,
  type TablePhantomType,
} from '../../contracts/calibration/phantom.ts';

import { CommandLineError } from '../command/errors.ts';
import type { NamedPhantom, PhantomOption } from '../command/phantom-option.ts';
import { readJsonFile } from './study-files.ts';

/** What the operator says of calibration, every file read. */
export interface CalibrationOnDisk {
  readonly phantom:
    { readonly type: TablePhantomType; readonly certificate: PhantomCertificate | null } | 'none' | null;
  readonly file: CalibrationFile | null;
}

/**
 * @param calibration path of a calibration file
 * @throws CommandLineError naming the file and the field
 */
export async function calibrationFiles(
  phantom: PhantomOption | null,
  calibration: string | null,
): Promise<CalibrationOnDisk> {
  return {
    phantom: phantom === null || phantom === 'none' ? phantom : await underPatient(phantom),
    file: calibration === null ? null : await calibrationFileAt(calibration),
  };
}

/** @throws CommandLineError naming the file and the field */
export async function calibrationFileAt(path: string): Promise<CalibrationFile> {
  return checked(path, 'calibration file', calibrationFileSchema);
}

async function underPatient({ type, certificate }: NamedPhantom) {
  if (!liesUnderPatients(type))
    throw new CommandLineError(
      `--phantom ${type}: this phantom is scanned by itself; make a calibration file of its scan with --write-calibration`,
    );
  return { type, certificate: await certificateAt(certificate) };
}

/** Null where none is named. @throws CommandLineError naming the file and the field */
export async function certificateAt(path: string | null): Promise<PhantomCertificate | null> {
  return path === null ? null : checked(path, 'phantom certificate', phantomCertificateSchema);
}

async function checked<T extends z.ZodType>(path: string, what: string, contract: T): Promise<z.output<T>> {
  const parsed = contract.safeParse(await readJsonFile(path));
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(
    ({ path: field, message }) => `${field.join('.') || '(the whole file)'}: ${message}`,
  );
  throw new CommandLineError(`${basename(path)} is not a valid ${what}: ${issues.join('; ')}`);
}
