/**
 * The files of a study without their patient: the images of the series that is assessed, and no other, each of listed elements
 * alone. What LoadCt makes of them is compared with what it makes of the originals: a study that would be read otherwise is not sent.
 */
import { findCt, kindOf } from '../../../spine/ct/index.ts';
import { unzipBudget, unzipped, type SourceFile, type UnzipBudget } from '../../../spine/host/unzip.ts';

import { CommandLineError } from '../../command/errors.ts';
import { deidentifiedImage, seriesOf, type Substitute } from './deidentify-image.ts';
import { deidentifiedNifti } from './deidentify-nifti.ts';
import { OLDEST_TOLD_YEARS } from './kept-elements.ts';
import type { Pseudonyms } from './pseudonyms.ts';

export interface DeidentifiedStudy {
  readonly files: readonly Uint8Array[];
  readonly leftOut: number;
  /** How much earlier its dates are; null where it has none. */
  readonly shiftDays: number | null;
}

type Found = Awaited<ReturnType<typeof findCt>>;

const QUIET = { progress: () => undefined, info: () => undefined, warn: () => undefined };
const DEEPEST_ZIP = 2;

/**
 * @param found what LoadCt makes of the originals
 * @throws CommandLineError where it can't be done, or the outcome would be read otherwise
 */
export async function deidentifiedStudy(
  sources: readonly SourceFile[],
  found: Found,
  names: Pseudonyms,
): Promise<DeidentifiedStudy> {
  const all = await unpacked(sources, unzipBudget());
  const study =
    found.about.source === 'nifti'
      ? niftiOf(all)
      : imagesOf(all, substituteFor(found, names), found.about.study.seriesInstanceUid);
  await requireSame(found, study.files);
  return study;
}

function niftiOf(all: readonly Uint8Array[]): DeidentifiedStudy {
  const files = all.filter((bytes) => kindOf(bytes) === 'nifti').map(deidentifiedNifti);
  return { files, leftOut: all.length - files.length, shiftDays: null };
}

function imagesOf(
  all: readonly Uint8Array[],
  substitute: Substitute,
  series: string | null,
): DeidentifiedStudy {
  if (series === null)
    throw new CommandLineError('--deidentify: found images without SeriesInstanceUID; required: one in each');
  const files = all
    .filter((bytes) => kindOf(bytes) === 'dicom' && seriesOf(bytes) === series)
    .map((bytes) => deidentifiedImage(bytes, substitute));
  return { files, leftOut: all.length - files.length, shiftDays: substitute.shiftDays };
}

/** Of one patient, whoever of the images says it. */
function substituteFor({ about: { patient, study } }: Found, names: Pseudonyms): Substitute {
  const identity =
    [patient.id, patient.name, patient.birthDate].find((known) => known !== null) ??
    study.studyInstanceUid ??
    '';
  return {
    names,
    pseudonym: names.patient(identity),
    shiftDays: names.shiftDays(identity),
    patient,
  };
}

async function unpacked(
  sources: readonly SourceFile[],
  budget: UnzipBudget,
  depth = 0,
): Promise<Uint8Array[]> {
  const all: Uint8Array[] = [];
  for (const source of sources) {
    if (kindOf(source.bytes) !== 'zip') all.push(source.bytes);
    else if (depth < DEEPEST_ZIP) {
      const entries: SourceFile[] = [];
      for await (const entry of unzipped(source, budget, (head) => kindOf(head) !== 'unknown'))
        entries.push(entry);
      for (const bytes of await unpacked(entries, budget, depth + 1)) all.push(bytes);
    }
  }
  return all;
}

async function requireSame(before: Found, files: readonly Uint8Array[]): Promise<void> {
  const sources = files.map((bytes, n) => ({ id: `image ${n + 1}`, bytes }));
  const after = await findCt(sources, QUIET).catch((cause: unknown) => {
    throw differs(['what can be assessed'], cause);
  });
  const told = ({ volume, about }: Found) => ({
    grid: [volume.dims, volume.affine],
    voltage: about.kvp,
    kernel: about.kernel,
    'slice thickness': about.sliceThicknessMm,
    'contrast agent': about.contrastAgent,
    scanner: [about.manufacturer, about.scannerModel],
    sex: about.patient.sex,
    age:
      about.patient.ageYears === null
        ? null
        : Math.min(OLDEST_TOLD_YEARS, Math.floor(about.patient.ageYears)),
  });
  const [one, other] = [told(before), told(after)];
  const names = (Object.keys(one) as (keyof typeof one)[]).filter(
    (name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]),
  );
  const voxels = before.volume.data;
  if (names.length === 0 && !after.volume.data.every((value, n) => value === voxels[n])) names.push('grid');
  if (names.length > 0) throw differs(names);
}

function differs(what: readonly string[], cause?: unknown): CommandLineError {
  return new CommandLineError(
    `--deidentify: the study would be read otherwise (${what.join(', ')}); required: the same, so it is not sent`,
    { cause },
  );
}
