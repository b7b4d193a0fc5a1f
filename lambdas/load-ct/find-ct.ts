/** Finds the CT among a study's files and turns it into a volume. */
import type { Ct } from '../shared/contracts/ct.ts';
import { StudyRefused } from '../shared/errors.ts';
import { kernelSharpness } from '../shared/kernel.ts';
import { toCanonical } from '../shared/orientation.ts';
import type { StepLog } from '../shared/ports.ts';
import type { Volume } from '../shared/volume.ts';

import { readDicomImage } from './dicom-image.ts';
import { headerFacts } from './header-facts.ts';
import { hounsfieldInto } from './hounsfield.ts';
import { niftiCt } from './nifti-ct.ts';
import { readyCodecs } from './pixel-codec.ts';
import { chooseSeries } from './series-choice.ts';
import { kindOf, withZipsOpened, type SourceFile } from './source-files.ts';
import type { Stack } from './stack-geometry.ts';

export interface FoundCt {
  readonly volume: Volume<Int16Array>;
  readonly about: Omit<Ct, 'schema' | 'volume' | 'dims' | 'spacingMm'>;
}

const NOTHING_KNOWN = {
  sliceThicknessMm: null,
  kvp: null,
  kernel: null,
  manufacturer: null,
  scannerModel: null,
  contrastAgent: null,
  patient: { name: null, id: null, birthDate: null, sex: null, ageYears: null },
  study: {
    studyInstanceUid: null,
    seriesInstanceUid: null,
    frameOfReferenceUid: null,
    date: null,
    description: null,
    accessionNumber: null,
    referringPhysician: null,
    institution: null,
  },
} as const;

/** @throws StudyRefused where there is no CT that can be used. */
export async function findCt(uploaded: readonly SourceFile[], log: StepLog): Promise<FoundCt> {
  const files = await withZipsOpened(uploaded);
  const byKind = Map.groupBy(files, ({ bytes }) => kindOf(bytes));
  const dicom = byKind.get('dicom') ?? [];
  const nifti = byKind.get('nifti') ?? [];
  if (dicom.length > 0) return fromDicom(dicom, log);
  if (nifti.length === 1) return fromNifti(nifti[0]!.bytes);
  const seen = [...byKind]
    .map(([kind, own]) => `${own.length} ${kind === 'other' ? 'unknown' : kind}`)
    .join(', ');
  throw new StudyRefused({
    code: nifti.length > 1 ? 'SEVERAL_NIFTI' : 'NO_DICOM',
    saw: `${files.length} files: ${seen === '' ? 'none' : seen}`,
    wanted: 'DICOM images, a zip of them, or one NIfTI CT',
  });
}

function fromNifti(bytes: Uint8Array): FoundCt {
  const flags = [
    { code: 'NO_HEADER', message: 'NIfTI: tube voltage, kernel, contrast, patient and date are not known' },
  ];
  return { volume: niftiCt(bytes), about: { source: 'nifti', ...NOTHING_KNOWN, series: [], flags } };
}

async function fromDicom(files: readonly SourceFile[], log: StepLog): Promise<FoundCt> {
  log.progress(`reading ${files.length} headers`);
  // A DICOMDIR lists files and is no image.
  const images = files.map(readDicomImage).filter(({ rows, modality }) => rows > 0 || modality !== null);
  if (images.length === 0) {
    throw new StudyRefused({
      code: 'NO_CT_SERIES',
      saw: `${files.length} DICOM files without an image`,
      wanted: 'a CT series',
    });
  }
  const { stack, series } = chooseSeries(images);
  const { flags, ...facts } = headerFacts(stack.images[0]!);
  const sharp = kernelSharpness(facts.kernel) === 'sharp';
  const sharpFlag = { code: 'KERNEL_SHARP', message: 'a sharp kernel: densities and thin shells are biased' };
  return {
    volume: toCanonical(await decoded(stack, log)),
    about: { source: 'dicom', ...facts, series, flags: sharp ? [...flags, sharpFlag] : flags },
  };
}

async function decoded({ images, affine }: Stack, log: StepLog): Promise<Volume<Int16Array>> {
  await readyCodecs();
  const { rows, columns } = images[0]!;
  const data = new Int16Array(rows * columns * images.length);
  for (const [k, image] of images.entries()) {
    hounsfieldInto(data, k * rows * columns, image);
    if (k % 10 === 0) log.progress(`decoding ${images.length} slices`, k / images.length);
  }
  return { dims: [columns, rows, images.length], affine, data };
}
