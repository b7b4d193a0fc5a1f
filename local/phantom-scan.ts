/** `--write-calibration FILE`: a phantom that was scanned by itself is found and measured, and its calibration file written. */
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';

import type { CalibrationFile } from '../contracts/calibration/calibration-file.ts';
import type { SeriesSelection } from '../contracts/study.ts';
import { phantomOf, scannedPhantom } from '../spine/calibrate/index.ts';
import { findCt } from '../spine/ct/index.ts';

import { CommandLineError, reasonOf } from './command/errors.ts';
import type { Options } from './command/options.ts';
import type { NamedPhantom } from './command/phantom-option.ts';
import { certificateAt } from './study/calibration-files.ts';
import { textOf } from './study/paths.ts';
import { studyFiles } from './study/study-files.ts';

const QUIET = { progress: () => undefined, info: () => undefined, warn: () => undefined };

export interface MeasuredPhantom {
  readonly file: CalibrationFile;
  /** In a sentence what was measured. */
  readonly told: string;
}

/**
 * @throws CommandLineError where the scan, the certificate or the file can't be read or written; StudyRefused where no such phantom is found
 */
export async function writeCalibration({
  study,
  select,
  phantom,
  writeCalibration: path,
}: Pick<Options, 'study' | 'select' | 'phantom' | 'writeCalibration'>): Promise<MeasuredPhantom> {
  if (path === null || study === null || phantom === null || phantom === 'none')
    throw new CommandLineError('--write-calibration requires the scan of a phantom and --phantom TYPE');
  const measured = await measurePhantomScan(study, phantom, select);
  const text = `${JSON.stringify(measured.file, null, 2)}\n`;
  await writeFile(path, text, { flag: 'wx' }).catch((cause: unknown) => {
    throw new CommandLineError(`--write-calibration ${basename(path)}: ${reasonOf(cause)}`, { cause });
  });
  return measured;
}

/**
 * @param study the scan of a phantom by itself, as `npm start` takes studies
 * @throws CommandLineError where the scan or the certificate can't be read; StudyRefused where no such phantom is found
 */
export async function measurePhantomScan(
  study: string,
  phantom: NamedPhantom,
  select: SeriesSelection | null,
): Promise<MeasuredPhantom> {
  const named = phantomOf(phantom.type, await certificateAt(phantom.certificate));
  const files = await Promise.all(
    (await studyFiles(study)).map(async (at) => ({
      id: textOf(at),
      bytes: new Uint8Array(await readFile(at)),
    })),
  );
  const { volume: ct, about } = await findCt(files, QUIET, select ?? {}, { reformats: true });
  const { file, calibration } = scannedPhantom({ about, ct, phantom: named });
  const { slope, intercept } = calibration.line;
  const rods = calibration.rods.map(({ name, region }) => `${name} (${region.meanHu.toFixed(0)} HU)`);
  return {
    file,
    told: `${named.label}: rods ${rods.join(', ')}; ${slope.toFixed(4)} mg/cm3 K2HPO4 per HU, ${intercept.toFixed(1)} mg/cm3 at 0 HU`,
  };
}
