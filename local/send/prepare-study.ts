/** A study on this disk, checked as LoadCt and CheckOrder will check it, and what is declared of it. */
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

import type { UploadDeclaration } from '../../contracts/api/declaration.ts';
import type { ConventionId } from '../../contracts/study.ts';
import { findCt } from '../../spine/ct/index.ts';
import { subjectOf } from '../../spine/judge/index.ts';

import { calibrationFiles } from '../study/calibration-files.ts';
import { labelName } from '../study/label-name.ts';
import { orderAt } from '../study/order-file.ts';
import { textOf, type DiskPath } from '../study/paths.ts';
import { labelFiles, studyFiles } from '../study/study-files.ts';
import { deidentifiedNifti } from './deidentify/deidentify-nifti.ts';
import { deidentifiedStudy } from './deidentify/deidentify-study.ts';
import { keyAt, pseudonyms } from './deidentify/pseudonyms.ts';
import { deidentifiedOrder } from './deidentify/shifted-dates.ts';
import type { SendOptions } from './options.ts';
import { outgoing, outgoingContent, type OutgoingFile } from './outgoing.ts';

export interface PreparedStudy {
  readonly declaration: UploadDeclaration;
  /** By SHA-256, each content once. */
  readonly files: ReadonlyMap<string, OutgoingFile>;
}

const QUIET = { progress: () => undefined, info: () => undefined, warn: () => undefined };

/**
 * @throws CommandLineError where something can't be read
 * @throws StudyRefused with the code that the server would refuse it with; what it saw is told by the paths of this disk
 */
export async function prepareStudy({ study, about, deidentify }: SendOptions): Promise<PreparedStudy> {
  const ordered = await orderAt(about.order);
  const calibration = await calibrationFiles(about.phantom, about.calibration);
  const root = (await isFolder(study)) ? study : dirname(study);

  const read: { readonly path: DiskPath; readonly bytes: Uint8Array }[] = [];
  for (const path of await studyFiles(study)) read.push({ path, bytes: await readFile(path) });
  const sources = read.map(({ path, bytes }) => ({ id: textOf(path), bytes }));
  // What the first two states of an assessment would refuse is refused before anything leaves the house.
  const found = await findCt(sources, QUIET, about.select ?? {});
  subjectOf(found.about.patient, found.about.study.date, ordered);
  const without =
    deidentify === null ? null : await deidentifiedStudy(sources, found, pseudonyms(await keyAt(deidentify)));
  if (without !== null)
    console.error(
      `  de-identified: ${without.files.length} to send, ${without.leftOut} other files left out; not looked at: pixels`,
    );

  const files =
    without === null
      ? read.flatMap(({ path, bytes }) => outgoing(path, bytes, root) ?? [])
      : without.files.map((bytes, n) => outgoingContent(`image-${n + 1}`, bytes));
  const labels: OutgoingFile[] = [];
  for (const path of await labelFiles(about.labels)) {
    const bytes = await readFile(path);
    labels.push(
      outgoingContent(
        labelName(basename(textOf(path))),
        deidentify === null ? bytes : deidentifiedNifti(bytes),
      ),
    );
  }
  const order =
    ordered === null || without === null ? ordered : deidentifiedOrder(ordered, without.shiftDays ?? 0);
  return {
    declaration: {
      schema: 'osteon/upload/1',
      files: files.map(declared),
      // Of a de-identified study nothing but the series is sent.
      ...(about.select === null || without !== null ? {} : { select: about.select }),
      ...(labels.length === 0
        ? {}
        : {
            labels: {
              files: labels.map(declared),
              // Checked with the command line.
              convention: about.labelConvention as ConventionId | null,
            },
          }),
      ...(about.keepOutlines ? { keepOutlines: true as const } : {}),
      ...(about.levelOverride === null ? {} : { levelOverride: about.levelOverride }),
      ...(calibration.phantom === null ? {} : { phantom: calibration.phantom }),
      ...(calibration.file === null ? {} : { calibrationFile: calibration.file }),
      ...(order === null ? {} : { order }),
      ...(about.parameterSet === null ? {} : { parameterSet: about.parameterSet }),
      ...(about.report === null ? {} : { report: about.report }),
    },
    files: new Map([...labels, ...files].map((file) => [file.sha256, file])),
  };
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}

function declared({ name, bytes, sha256 }: OutgoingFile) {
  return { name, bytes, sha256 };
}
