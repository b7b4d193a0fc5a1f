/** CT that was never assessed here: a folder of DICOM files or a list of them, sorted into studies, and those that qualify put into the store. */
import { open, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import type { ObjectStore } from '../../lambdas/shared/object-store.ts';
import { CT_CLASSES, kindOf, objectHead } from '../../spine/ct/index.ts';

import { CommandLineError, reasonOf } from '../command/errors.ts';
import { textOf, type DiskPath } from '../study/paths.ts';
import { studyFiles } from '../study/study-files.ts';

import { inventoryTally, putStudy, refusalOf, type Inventory } from './inventory-intake.ts';

/** Up to here a header has said which study it is of. */
const HEAD_BYTES = 65_536;

/**
 * One study after the other: of each all CT objects are read, and no pixel is decoded.
 *
 * @param site whose studies they are; null: nobody's
 * @throws CommandLineError where the folder or the list can't be read, or names a file that is not there
 */
export async function inventoryOf(path: string, store: ObjectStore, site: string | null): Promise<Inventory> {
  const files = /\.csv$/i.test(path) ? await listedFiles(path) : await studyFiles(path);
  const { studies, others } = await sorted(files);
  const tally = inventoryTally();
  for (const own of studies.values()) {
    const code = own.length === 0 ? 'NO_CT_SERIES' : await refusalOfFiles(own);
    if (code === null) tally.put(await putStudy(store, own, site));
    else tally.refuse(code);
  }
  return tally.told(others);
}

/** By the study that each header names. A study without a CT object is there with no file. */
async function sorted(files: readonly DiskPath[]) {
  const studies = new Map<string, DiskPath[]>();
  let others = 0;
  for (const file of files) {
    const bytes = await headOf(file);
    const { study, sopClass } =
      kindOf(bytes) === 'dicom' ? objectHead(bytes) : { study: null, sopClass: null };
    if (study === null) {
      others++;
      continue;
    }
    const own = studies.get(study) ?? [];
    studies.set(study, own);
    if (sopClass !== null && CT_CLASSES.includes(sopClass)) own.push(file);
  }
  return { studies, others };
}

async function refusalOfFiles(files: readonly DiskPath[]): Promise<string | null> {
  const read = files.map(async (file, n) => ({ id: String(n), bytes: new Uint8Array(await readFile(file)) }));
  return refusalOf(await Promise.all(read));
}

async function headOf(file: DiskPath): Promise<Uint8Array> {
  const handle = await open(file).catch((cause: unknown) => {
    throw new CommandLineError(`--inventory: ${textOf(file)}: ${reasonOf(cause)}`, { cause });
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return new Uint8Array(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

/**
 * A path a line, or an inventory of Amazon S3 (bucket, key, ...; the key as in an URL): below the folder of the list.
 * @throws CommandLineError
 */
async function listedFiles(path: string): Promise<readonly string[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new CommandLineError(`--inventory ${path}: ${reasonOf(cause)}`, { cause });
  });
  const files = text.split(/\r?\n/).flatMap((line, n) => {
    const [first, key] = cellsOf(line);
    if (first === undefined || (first === '' && key === undefined)) return [];
    const name = key === undefined ? first : fromUrl(key);
    if (name === null || name === '' || name.split(/[\\/]/).includes('..'))
      throw new CommandLineError(
        `${basename(path)}: line ${n + 1}: found no path below its folder; required: one, or bucket and key`,
      );
    // S3 lists folders that a console has made as empty objects.
    return name.endsWith('/') ? [] : [join(dirname(path), name)];
  });
  if (files.length === 0)
    throw new CommandLineError(`--inventory ${path}: found no file in it; required: one a line`);
  return files;
}

function fromUrl(key: string): string | null {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return null;
  }
}

/** RFC 4180, a record a line: keys and paths with a line break are not listed so. */
function cellsOf(line: string): readonly string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted === undefined ? plain!.trim() : quoted.replaceAll('""', '"'),
  );
}
