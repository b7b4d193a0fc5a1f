/** A study on this disk, checked as LoadCt and CheckOrder will check it, and what is declared of it. */
import { readFile, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

import type { UploadDeclaration } from '../../contracts/api/declaration.ts';
import type { Order } from '../../contracts/order/order.ts';
import type { ConventionId } from '../../contracts/study.ts';
import { findCt } from '../../spine/ct/index.ts';
import type { SourceFile } from '../../spine/host/unzip.ts';
import { subjectOf } from '../../spine/judge/index.ts';

import { calibrationFiles } from '../study/calibration-files.ts';
import { labelName } from '../study/label-name.ts';
import { orderAt } from '../study/order-file.ts';
import { textOf } from '../study/paths.ts';
import { labelFiles, studyFiles } from '../study/study-files.ts';
import type { SendOptions } from './options.ts';
import { outgoing, type OutgoingFile } from './outgoing.ts';

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
export async function prepareStudy({ study, about }: SendOptions): Promise<PreparedStudy> {
  const order = await orderAt(about.order);
  const calibration = await calibrationFiles(about.phantom, about.calibration);
  const root = (await isFolder(study)) ? study : dirname(study);

  const sources: SourceFile[] = [];
  const files: OutgoingFile[] = [];
  for (const path of await studyFiles(study)) {
    const bytes = await readFile(path);
    sources.push({ id: textOf(path), bytes });
    const file = outgoing(path, bytes, root);
    if (file !== null) files.push(file);
  }
  await requireAssessable(sources, about.select, order);

  const labels: OutgoingFile[] = [];
  for (const path of await labelFiles(about.labels)) {
    const file = outgoing(path, await readFile(path), root);
    if (file !== null) labels.push({ ...file, name: labelName(basename(textOf(path))) });
  }
  return {
    declaration: {
      schema: 'osteon/upload/1',
      files: files.map(declared),
      ...(about.select === null ? {} : { select: about.select }),
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
    },
    files: new Map([...labels, ...files].map((file) => [file.sha256, file])),
  };
}

/** What the first two states of an assessment would refuse is refused here, before anything leaves the house. */
async function requireAssessable(
  sources: readonly SourceFile[],
  select: SendOptions['about']['select'],
  order: Order | null,
): Promise<void> {
  const {
    about: { patient, study },
  } = await findCt(sources, QUIET, select ?? {});
  subjectOf(patient, study.date, order);
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}

function declared({ name, bytes, sha256 }: OutgoingFile) {
  return { name, bytes, sha256 };
}
