/** Which files of the disk make up the study, its labels and its order. */
import { open, readFile, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { kindOf } from '../../spine/ct/index.ts';
import { duplicateNames } from '../../contracts/order/duplicate-names.ts';

import { CommandLineError, reasonOf } from '../command/errors.ts';
import { asTyped, below, byBytes, namesIn, textOf, type DiskPath } from './paths.ts';

/** No DICOM image, and more than Node reads in one piece. */
const MOST_FILE_BYTES = 2 ** 31 - 1;
/** Enough to tell what a file is. */
const HEAD_BYTES = 8192;
/** An order has some hundred lines. */
const MOST_JSON_BYTES = 2 ** 24;

/**
 * Every file of STUDY, in the order of their paths: the file itself, or all files below the folder.
 * @throws CommandLineError where there is nothing, or no file.
 */
export async function studyFiles(study: string): Promise<readonly DiskPath[]> {
  const files = await filesAt(study, 'STUDY');
  if (files.length === 0) {
    throw new CommandLineError(
      `${study}: empty folder; required: DICOM files, a .zip archive of them, or a NIfTI CT`,
    );
  }
  return files;
}

/** The label maps: files as they are, folders by their NIfTI files. */
export async function labelFiles(labels: readonly string[]): Promise<readonly DiskPath[]> {
  const found: DiskPath[] = [];
  for (const path of labels) {
    const nifti = (await filesAt(path, '--labels')).filter((file) => /\.nii(\.gz)?$/i.test(textOf(file)));
    if (nifti.length === 0) {
      throw new CommandLineError(
        `--labels ${path}: no .nii or .nii.gz file found; required: a NIfTI label map`,
      );
    }
    for (const file of nifti) found.push(file);
  }
  return found;
}

/** The two files of a model's folder. */
export interface ModelOnDisk {
  readonly onnx: string;
  readonly manifest: string;
}

/** @throws CommandLineError where the folder lacks one of the two. */
export async function modelFiles(folder: string): Promise<ModelOnDisk> {
  const found = { onnx: join(folder, 'model.onnx'), manifest: join(folder, 'manifest.json') };
  for (const path of [found.onnx, found.manifest]) {
    const is = await stat(path).catch((cause: unknown) => {
      throw new CommandLineError(`--model ${folder}: ${basename(path)}: ${reasonOf(cause)}`, { cause });
    });
    if (!is.isFile()) throw new CommandLineError(`--model ${folder}: ${basename(path)} is not a file`);
  }
  return found;
}

/** @throws CommandLineError where the file can't be read or is no JSON. */
export async function readJsonFile(path: string): Promise<unknown> {
  const size = (await stat(path).catch(() => null))?.size ?? 0;
  if (size > MOST_JSON_BYTES)
    throw new CommandLineError(`${basename(path)}: ${size} bytes; required: up to ${MOST_JSON_BYTES}`);
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new CommandLineError(`${basename(path)}: ${reasonOf(cause)}`, { cause });
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new CommandLineError(`${basename(path)}: invalid JSON (${(cause as Error).message})`, { cause });
  }
  const [twice] = duplicateNames(text);
  if (twice !== undefined)
    throw new CommandLineError(`${basename(path)}: ${twice}: found twice; required: once`);
  return value;
}

async function filesAt(typed: string, what: string): Promise<DiskPath[]> {
  try {
    const path = await asTyped(typed);
    const is = await stat(path);
    if (!is.isDirectory() && is.size > MOST_FILE_BYTES)
      throw new CommandLineError(`${typed}: ${is.size} bytes; required: up to ${MOST_FILE_BYTES}`);
    if (!is.isDirectory()) return [path];
    const found = await filesBelow(path, new Set());
    return found.sort(byBytes);
  } catch (cause) {
    if (cause instanceof CommandLineError) throw cause;
    throw new CommandLineError(`${what} ${typed}: ${reasonOf(cause)}`, { cause });
  }
}

/** Links are followed, each file and folder is visited once: a link can lead back to where it lies. */
async function filesBelow(folder: DiskPath, visited: Set<string>): Promise<DiskPath[]> {
  const real = await placeOf(folder);
  if (visited.has(real)) return [];
  visited.add(real);
  const found: DiskPath[] = [];
  for (const name of await namesIn(folder)) {
    const path = below(folder, name);
    const is = await stat(path);
    if (is.isDirectory()) for (const file of await filesBelow(path, visited)) found.push(file);
    else if (is.size > MOST_FILE_BYTES) await passOver(path, is.size);
    else if (is.isFile()) {
      const target = await placeOf(path);
      if (!visited.has(target)) found.push(path);
      visited.add(target);
    }
  }
  return found;
}

/** @throws CommandLineError for what may hold images: left out, the study would be another */
async function passOver(path: DiskPath, size: number): Promise<void> {
  const gib = `${(size / 2 ** 30).toFixed(1)} GiB`;
  const file = await open(path);
  const { buffer } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES).finally(() => file.close());
  const kind = kindOf(buffer);
  if (kind === 'unknown' || kind === 'jpeg') console.error(`  passed over: a file of ${gib}, no image`);
  else
    throw new CommandLineError(
      `found a file of ${gib} (${kind}) in the study; required: up to ${MOST_FILE_BYTES} bytes; unpack an archive, or move the file away`,
    );
}

/** Where links lead; one text for each place, whatever its bytes. */
async function placeOf(path: DiskPath): Promise<string> {
  return (await realpath(path, { encoding: 'buffer' })).toString('latin1');
}
