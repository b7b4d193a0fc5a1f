/** CT that was never assessed here: a folder of DICOM files or a list of them, sorted into studies, and those that qualify put into the store. */
import { open, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import type { ChosenStudy } from '../../contracts/campaign/campaign.ts';
import { StudyRefused } from '../../contracts/refusals.ts';
import { studyManifestSchema } from '../../contracts/study.ts';
import { checked, parsedJson } from '../../lambdas/shared/contract.ts';
import { studyManifestKey } from '../../lambdas/shared/artifacts.ts';
import { ObjectMissing, type ObjectStore } from '../../lambdas/shared/object-store.ts';
import { CT_CLASSES, kindOf, objectHead, requireCt } from '../../spine/ct/index.ts';

import { CommandLineError, reasonOf } from '../command/errors.ts';
import { textOf, type DiskPath } from '../study/paths.ts';
import { studyFiles } from '../study/study-files.ts';
import { studyIdOf, uploadStudy } from '../study/upload-study.ts';

/** Up to here a header has said which study it is of. */
const HEAD_BYTES = 65_536;

export interface Inventory {
  /** In the order of their ids. */
  readonly chosen: readonly ChosenStudy[];
  /** What was found: studies, how many qualify, and why the others do not, by code; without a name of a file. */
  readonly told: string;
}

/**
 * One study after the other: of each all CT objects are read, and no pixel is decoded.
 *
 * @param site whose studies they are; null: nobody's
 * @throws CommandLineError where the folder or the list can't be read, or names a file that is not there
 */
export async function inventoryOf(path: string, store: ObjectStore, site: string | null): Promise<Inventory> {
  const files = /\.csv$/i.test(path) ? await listedFiles(path) : await studyFiles(path);
  const { studies, others } = await sorted(files);
  const codes = new Map<string, number>();
  const chosen = new Map<string, ChosenStudy>();
  let known = 0;
  for (const own of studies.values()) {
    const code = own.length === 0 ? 'NO_CT_SERIES' : await refusalOf(own);
    if (code !== null) {
      codes.set(code, (codes.get(code) ?? 0) + 1);
      continue;
    }
    if (await isOfAnother(store, await studyIdOf(own), site)) {
      known++;
      continue;
    }
    const { marker, manifest } = await uploadStudy(store, {
      ...{ files: own, labels: [], labelConvention: null, model: null, keepOutlines: false },
      ...{ levelOverride: null, order: null, parameterSet: null },
      ...(site === null ? {} : { site }),
    });
    chosen.set(manifest.studyId, { studyId: manifest.studyId, marker });
  }
  const refused = [...codes]
    .toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .map(([code, count]) => `${code} ${count}`);
  return {
    chosen: [...chosen.values()].toSorted((a, b) => (a.studyId < b.studyId ? -1 : 1)),
    told: [
      `inventory of ${studies.size} ${studies.size === 1 ? 'study' : 'studies'}: ${chosen.size} qualify`,
      ...(known === 0 ? [] : [`in the folder already, left alone: ${known}`]),
      ...(refused.length === 0 ? [] : [`not: ${refused.join(', ')}`]),
      ...(others === 0 ? [] : [`files that are no DICOM object of a study: ${others}`]),
    ].join('; '),
  };
}

/** Whether its marker says more than an inventory knows (order, labels, names, another site): `--where` assesses such a study again. */
async function isOfAnother(store: ObjectStore, studyId: string, site: string | null): Promise<boolean> {
  const key = studyManifestKey(studyId);
  let bytes: Uint8Array;
  try {
    bytes = await store.get(key);
  } catch (cause) {
    if (cause instanceof ObjectMissing) return false;
    throw cause;
  }
  const said: Record<string, unknown> = { ...checked(studyManifestSchema, parsedJson(bytes, key), key) };
  const own: Record<string, unknown> = {
    ...{ schema: said.schema, files: said.files, studyId, labels: null, order: null },
    ...(site === null ? {} : { site }),
  };
  return Object.keys({ ...said, ...own }).some((field) => said[field] !== own[field]);
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

/** The code that its assessment would be refused with, or null. */
async function refusalOf(files: readonly DiskPath[]): Promise<string | null> {
  const read = await Promise.all(
    files.map(async (file, n) => ({ id: String(n), bytes: new Uint8Array(await readFile(file)) })),
  );
  try {
    await requireCt(read);
    return null;
  } catch (cause) {
    if (cause instanceof StudyRefused) return cause.refusal.code;
    throw cause;
  }
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
