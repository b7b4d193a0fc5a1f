/** `--write-calibration FILE`: a phantom that was scanned by itself is found and measured, and its calibration file written. */
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';

import type { CalibrationFile } from '../contracts/calibration/calibration-file.ts';
import { phantomOf, scannedPhantom } from '../spine/calibrate/index.ts';
import { findCt } from '../spine/ct/index.ts';

import { CommandLineError, reasonOf } from './command/errors.ts';
import type { Options } from './command/options.ts';
import { certificateAt } from './study/calibration-files.ts';
import { textOf } from './study/paths.ts';
import { studyFiles } from './study/study-files.ts';

const QUIET = { progress: () => undefined, info: () => undefined, warn: () => undefined };

/**
 * @returns the file that was written, and in a sentence what it says
 * @throws CommandLineError where the scan, the certificate or the file can't be read or written; StudyRefused where no such phantom is found
 */
export async function writeCalibration({
  study,
  select,
  phantom,
  writeCalibration: path,
}: Pick<Options, 'study' | 'select' | 'phantom' | 'writeCalibration'>): Promise<{
  readonly file: CalibrationFile;
  readonly told: string;
}> {
  if (path === null || study === null || phantom === null || phantom === 'none')
    throw new CommandLineError('--write-calibration requires the scan of a phantom and --phantom TYPE');
  const named = phantomOf(phantom.type, await certificateAt(phantom.certificate));
  const files = await Promise.all(
    (await studyFiles(study)).map(async (at) => ({
      id: textOf(at),
      bytes: new Uint8Array(await readFile(at)),
    })),
  );
  const { volume: ct, about } = await findCt(files, QUIET, select ?? {}, { reformats: true });
  const { file, calibration } = scannedPhantom({ about, ct, phantom: named });
  await writeFile(path, `${JSON.stringify(file, null, 2)}\n`, { flag: 'wx' }).catch((cause: unknown) => {
    throw new CommandLineError(`--write-calibration ${basename(path)}: ${reasonOf(cause)}`, { cause });
  });
  const { slope, intercept } = calibration.line;
  const rods = calibration.rods.map(({ name, region }) => `${name} (${region.meanHu.toFixed(0)} HU)`);
  return {
    file,
    told: `${named.label}: rods ${rods.join(', ')}; ${slope.toFixed(4)} mg/cm3 K2HPO4 per HU, ${intercept.toFixed(1)} mg/cm3 at 0 HU`,
  };
}
