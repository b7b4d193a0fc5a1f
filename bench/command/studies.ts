/** The studies that the command is timed on, as DICOM. */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { demoSpine, digitalSpine, writeDicomSeries, type SpineOptions } from '../../phantoms/index.ts';
import { digitalCases } from '../evaluate/digital/digital-cases.ts';

export interface TimedStudy {
  readonly name: string;
  /** As the table calls it. */
  readonly title: string;
  /** Levels that are complete in the image and that the product assesses, uppermost first; null where no truth is known. */
  readonly truth: readonly string[] | null;
  /** What the command is given: makes the DICOM files below `folder` where they are not there yet. Null: the data are missing. */
  readonly path: (folder: string, data: string) => string | null;
}

const large = digitalCases().find(({ name }) => name.startsWith('large/'))!.options;

export const STUDIES: readonly TimedStudy[] = [
  digital('demo', 'the digital spine of the demo, T11-L4', demoSpine),
  {
    name: 'chest',
    title: 'chest CT of 275 slices, 512 x 512 (LIDC-IDRI-0314)',
    truth: null,
    path: (_, data) => {
      const zip = join(data, 'lidc-idri-0314/dicom.zip');
      return existsSync(zip) ? zip : null;
    },
  },
  digital('large', 'digital chest and abdomen, 512 x 512', large),
];

export function digital(name: string, title: string, options: SpineOptions): TimedStudy {
  const supported = options.levels.map(({ level }) => level).filter((level) => !/^T[123]$/.test(level));
  return { name, title, truth: supported, path: (folder) => made(join(folder, name), options) };
}

/** Whole, or not there: a folder that was left half written is made again. */
function made(folder: string, options: SpineOptions): string {
  if (existsSync(folder)) return folder;
  const half = `${folder}.part`;
  rmSync(half, { recursive: true, force: true });
  mkdirSync(half, { recursive: true });
  for (const { name, bytes } of writeDicomSeries(digitalSpine(options), options))
    writeFileSync(join(half, name), bytes);
  renameSync(half, folder);
  return folder;
}
