/** The DICOM objects of an assessment, as they lie in its folder. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';

import { objectHead } from '../../spine/ct/index.ts';

import { CommandLineError, reasonOf } from '../command/errors.ts';

export interface ArchivedObject {
  /** Without `.dcm`. */
  readonly name: string;
  readonly path: string;
  readonly sopClass: string;
  readonly sopInstance: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What an archive answered of one object. */
export interface Outcome {
  readonly name: string;
  readonly stored: boolean;
  /** Null where there is nothing to say. */
  readonly remark: string | null;
}

/**
 * All of them are read before one is sent: a half-written folder must not leave half an assessment in the archive.
 *
 * @throws CommandLineError where the folder is none of an assessment with objects, or holds a file that is no whole object
 */
export async function objectsIn(assessment: string): Promise<readonly ArchivedObject[]> {
  const folder = join(resolve(assessment), 'dicom');
  const files = await readdir(folder).catch((cause: unknown) => {
    throw new CommandLineError(
      `${folder}: ${reasonOf(cause)}; required: the folder of an assessment of a DICOM study, or of its revision`,
      { cause },
    );
  });
  const names = files.filter((file) => file.endsWith('.dcm')).toSorted();
  if (names.length === 0) throw new CommandLineError(`${folder}: found no DICOM objects (.dcm)`);
  return await Promise.all(
    names.map(async (file) => {
      const path = join(folder, file);
      const bytes = await readFile(path).catch((cause: unknown) => {
        throw new CommandLineError(`${path}: ${reasonOf(cause)}`, { cause });
      });
      const { sopClass, sopInstance, fault } = objectHead(bytes);
      if (fault !== null || sopClass === null || sopInstance === null)
        throw new CommandLineError(`${path}: found no whole DICOM object; nothing was sent`);
      return { name: basename(file, '.dcm'), path, sopClass, sopInstance, bytes };
    }),
  );
}
