/** `--to FOLDER`: each version of a study as a folder `STUDY` (later ones `STUDY-v2` ...), its marker `complete.json` written last. */
import { copyFile, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { ARRIVED_STUDY_MARKER, type ArrivedStudyMarker } from '../../contracts/arrivals/arrived-study.ts';
import { sha256 } from '../../spine/host/digest.ts';
import type { ArrivedStudy, Deliver } from './deliver.ts';
import { isNamedAfter } from '../../lambdas/shared/arrivals/names.ts';

type MarkedFile = ArrivedStudyMarker['files'][number];

/** @returns what tells the folder of the version */
export function deliverToFolder(folder: string): Deliver {
  return async (study, signal) => {
    const place = join(folder, folderNameOf(study));
    if (await exists(join(place, ARRIVED_STUDY_MARKER))) return `in ${place} already`;
    const files = await copyFiles(study, place, signal);
    const { study: digest, version, brokenOff } = study;
    await writeLast(join(place, ARRIVED_STUDY_MARKER), {
      schema: 'osteon/arrived-study/1',
      study: digest,
      version,
      brokenOff,
      files,
    });
    return `in ${place}`;
  };
}

/**
 * The files of a study in a folder of their own, which holds nothing else: what an earlier try left there is removed.
 * @returns what was copied, as it lies there
 */
export async function copyFiles(
  study: ArrivedStudy,
  place: string,
  signal: AbortSignal,
): Promise<readonly MarkedFile[]> {
  await rm(place, { recursive: true, force: true });
  await mkdir(place, { recursive: true });
  const files: MarkedFile[] = [];
  for (const { name, path } of study.files) {
    signal.throwIfAborted();
    await copyFile(path, join(place, name));
    const bytes = await readFile(join(place, name));
    const digest = sha256(bytes);
    if (!isNamedAfter(name, digest))
      throw new Error(`found ${name} changed since it arrived; required: the file as it came`);
    files.push({ name, bytes: bytes.length, sha256: digest });
  }
  return files;
}

export function folderNameOf({ study, version }: Pick<ArrivedStudy, 'study' | 'version'>): string {
  return version === 1 ? study : `${study}-v${version}`;
}

async function writeLast(path: string, marker: ArrivedStudyMarker): Promise<void> {
  const staged = `${path}.part`;
  await writeFile(staged, `${JSON.stringify(marker, null, 2)}\n`, { flush: true });
  await rename(staged, path);
}

async function exists(path: string): Promise<boolean> {
  const file = await open(path).catch(() => null);
  await file?.close();
  return file !== null;
}
