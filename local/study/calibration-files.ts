/** Files that a site writes for a calibration: read and checked before anything is assessed. */
import { basename } from 'node:path';

import type { z } from 'zod';

import { calibrationFileSchema, type CalibrationFile } from '../../contracts/calibration/calibration-file.ts';
import {
  phantomCertificateSchema,
  type PhantomCertificate,
  type PhantomType,
} from '../../contracts/calibration/phantom.ts';

import { CommandLineError } from '../command/errors.ts';
import type { PhantomOption } from '../command/phantom-option.ts';
import { readJsonFile } from './study-files.ts';

/** What the operator says of calibration, every file read. */
export interface CalibrationOnDisk {
  readonly phantom:
    { readonly type: PhantomType; readonly certificate: PhantomCertificate | null } | 'none' | null;
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
    phantom:
      phantom === null || phantom === 'none'
        ? phantom
        : {
            type: phantom.type,
            certificate:
              phantom.certificate === null
                ? null
                : await checked(phantom.certificate, 'phantom certificate', phantomCertificateSchema),
          },
    file: calibration === null ? null : await checked(calibration, 'calibration file', calibrationFileSchema),
  };
}

async function checked<T extends z.ZodType>(path: string, what: string, contract: T): Promise<z.output<T>> {
  const parsed = contract.safeParse(await readJsonFile(path));
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(
    ({ path: field, message }) => `${field.join('.') || '(the whole file)'}: ${message}`,
  );
  throw new CommandLineError(`${basename(path)} is not a valid ${what}: ${issues.join('; ')}`);
}
