/** Finds the CT among a study's files and turns it into a volume. */
import type { Ct, DicomSource } from '../../contracts/ct.ts';
import type { Flag } from '../../contracts/primitives.ts';
import { StudyRefused } from '../../contracts/refusals.ts';
import { canonicalOrder, reordered, toCanonical, type AxisOrder } from '../grid/orientation.ts';
import type { SeriesSelection } from '../../contracts/study.ts';
import type { StepLog } from '../../contracts/step-log.ts';
import { thickSlicesFlag } from '../grid/thick-slices.ts';
import { spacingOf, type Volume } from '../grid/volume.ts';

import { readDicomImages, type DicomImage } from './dicom/dicom-image.ts';
import { headerFacts } from './dicom/header-facts.ts';
import { withoutStrays } from './dicom/unreadable.ts';
import { hounsfieldInto } from './hounsfield.ts';
import { requireNoOffset } from './hu-offset.ts';
import { valueFlags } from './value-flags.ts';
import { huFlags } from './hu-sanity.ts';
import { niftiCt } from './nifti-ct.ts';
import { readyCodecs } from '../host/decoders.ts';
import { pixelScaleOf } from './dicom/pixel-scale.ts';
import { bestKnown } from './series/identity.ts';
import type { SeriesLeave } from './series/judge-series.ts';
import { chooseSeries, type ChosenSeries } from './series/series-choice.ts';
import { derivedKindOf } from './series/derived.ts';
import { sameBytes } from './series/series-groups.ts';
import type { SourceFile } from '../host/unzip.ts';
import { eachFile, sortFiles, type SortedFiles } from './source-files.ts';
import { straightenedInto, type Shear } from './series/shear.ts';
import { isRefusal, type Stack } from './series/stack-geometry.ts';

export interface FoundCt {
  readonly volume: Volume<Int16Array>;
  readonly about: Omit<Ct, 'schema' | 'volume' | 'dims' | 'spacingMm'>;
}

/** Progress is said this many times. */
const PROGRESS_STEPS = 10;

/** What is known of a CT whose files say nothing of it. */
export const NOTHING_KNOWN = {
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

/**
 * One CT volume in HU, axes closest to patient left, posterior, superior, and what is known of it.
 * The outcome does not depend on the order of the files.
 *
 * @throws StudyRefused where there is no CT that can be used.
 */
export async function findCt(
  uploaded: readonly SourceFile[],
  log: StepLog,
  selection: SeriesSelection = {},
  leave: SeriesLeave = {},
): Promise<FoundCt> {
  const files = await sortFiles(uploaded);
  log.info('files sorted by content', Object.fromEntries(files.counts));
  if (files.dicom.length > 0) return fromDicom(files, log, selection, leave);
  if (selection.series !== undefined || selection.study !== undefined) {
    throw new StudyRefused({
      code: 'SERIES_NOT_FOUND',
      saw: `${countsOf(files)}; a series or study was named`,
      wanted: 'DICOM images, or no --series and no --study',
    });
  }
  if (files.nifti.length === 1) return fromNifti(files.nifti[0]!.bytes);
  throw new StudyRefused({
    code: files.nifti.length > 1 ? 'SEVERAL_NIFTI' : 'NO_DICOM',
    saw: countsOf(files),
    wanted: 'DICOM images, a .zip archive of DICOM images, or one NIfTI CT',
  });
}

function fromNifti(bytes: Uint8Array): FoundCt {
  const noHeader = {
    code: 'NO_HEADER' as const,
    message: 'NIfTI: tube voltage, kernel, contrast agent, patient and date not available',
  };
  const { volume, flags: own } = niftiCt(bytes);
  const flags = [noHeader, ...own, ...thickFlags(volume, null), ...huFlags(volume.data)];
  return { volume, about: { source: 'nifti', ...NOTHING_KNOWN, series: [], flags } };
}

async function fromDicom(
  files: SortedFiles,
  log: StepLog,
  selection: SeriesSelection,
  leave: SeriesLeave,
): Promise<FoundCt> {
  log.progress(`reading ${files.dicom.length} headers`);
  const { stack, series, copies, flags: choice } = seriesOf(files, selection, leave);
  if (copies > 0) log.info('duplicate files ignored', { copies });
  const { flags, verbatim, ...facts } = headerFacts(bestKnown(stack.images));
  const { hu, doubts } = await decoded(stack, log);
  requireNoOffset(hu.data);
  return {
    volume: toCanonical(hu),
    about: {
      source: 'dicom',
      ...facts,
      // The voltage of the tube says nothing of images at one energy.
      ...(derivedKindOf(stack.images[0]!)?.usable ? { kvp: null } : {}),
      dicom: { ...verbatim, ...imagesOfPlanes(stack) },
      series,
      flags: [
        ...choice,
        ...flags,
        ...tiltFlags(stack),
        ...thickFlags(hu, facts.sliceThicknessMm),
        ...doubts,
        ...huFlags(hu.data),
      ],
    },
  };
}

/**
 * Whether a study's files hold a CT that `findCt` would take, by their headers: no pixel is decoded.
 * @throws StudyRefused where not
 */
export async function requireCt(uploaded: readonly SourceFile[]): Promise<void> {
  seriesOf(await sortFiles(uploaded), {}, {});
}

/** Whose images these are and of which day, by the first that says so; null where none does. No more is unpacked than it takes. */
export async function patientIn(
  uploaded: readonly SourceFile[],
): Promise<{ readonly patient: Ct['patient'] & { readonly id: string }; readonly date: string } | null> {
  for await (const { file, kind } of eachFile(uploaded)) {
    if (kind !== 'dicom') continue;
    for (const image of readDicomImages(file)) {
      const { patient, study } = headerFacts(image);
      const { id } = patient;
      if (id !== null && study.date !== null) return { patient: { ...patient, id }, date: study.date };
    }
  }
  return null;
}

/** The flags are those of the files, then those of the choice. */
function seriesOf(files: SortedFiles, selection: SeriesSelection, leave: SeriesLeave): ChosenSeries {
  const images = imagesOf(files.dicom).filter(({ directory }) => !directory);
  if (images.length === 0) {
    throw new StudyRefused({
      code: 'NO_CT_SERIES',
      saw: `${countsOf(files)}, none of them an image`,
      wanted: 'a CT series',
    });
  }
  const { kept, flags: strays } = withoutStrays(images);
  const chosen = chooseSeries(kept, selection, leave);
  return { ...chosen, flags: [...strays, ...chosen.flags] };
}

/** The images of a stack as the canonical volume has its planes. */
function imagesOfPlanes({
  images,
  affine,
  shear,
}: Stack): Pick<DicomSource, 'sopClassUid' | 'images' | 'planeAxis' | 'asScanned'> {
  const order = canonicalOrder(affine);
  const { from, flip } = order;
  const planeAxis = ([0, 1, 2] as const).find((axis) => from[axis] === 2)!;
  const uids = images.map(({ instanceUid }) => instanceUid.split('#')[0]!);
  return {
    sopClassUid: images[0]!.sopClass,
    images: [...new Set(flip[planeAxis] ? uids.toReversed() : uids)],
    planeAxis,
    ...(shear === null ? {} : { asScanned: asScanned(images, shear, order) }),
  };
}

function asScanned(
  images: Stack['images'],
  { asScanned: affine }: Shear,
  order: AxisOrder,
): NonNullable<DicomSource['asScanned']> {
  const { columns, rows } = images[0]!;
  const dims = [columns, rows, images.length] as const;
  const [x, y, z] = order.from;
  return { dims: [dims[x]!, dims[y]!, dims[z]!], affine: reordered({ dims, affine }, order) };
}

/** A file of many frames that comes twice, the same to the byte, is read once: its frames are not compared one by one. */
function imagesOf(files: readonly SourceFile[]): readonly DicomImage[] {
  const seen = new Map<string, Uint8Array[]>();
  return files.flatMap((file) => {
    const images = readDicomImages(file);
    if (images.length === 1) return images;
    const key = [images[0]!.instanceUid, file.bytes.length].join('|');
    const before = seen.get(key) ?? [];
    if (before.some((bytes) => sameBytes(bytes, file.bytes))) return [];
    seen.set(key, [...before, file.bytes]);
    return images;
  });
}

function tiltFlags({ shear }: Stack): readonly Flag[] {
  if (shear === null) return [];
  const message = `the gantry was tilted by ${shear.degrees.toFixed(1)} degrees; each image was moved within its own plane`;
  return [{ code: 'TILT_STRAIGHTENED', message }];
}

function thickFlags({ affine }: Volume, sliceThicknessMm: number | null): readonly Flag[] {
  const flag = thickSlicesFlag({ spacingMm: spacingOf(affine), sliceThicknessMm });
  return flag === null ? [] : [flag];
}

async function decoded(
  { images, affine, shear }: Stack,
  log: StepLog,
): Promise<{ hu: Volume<Int16Array>; doubts: readonly Flag[] }> {
  await readyCodecs();
  const { rows, columns } = images[0]!;
  const [width, height] = shear?.size ?? [columns, rows];
  const data = new Int16Array(width * height * images.length);
  const own = shear === null ? null : new Int16Array(rows * columns);
  let [paddingDoubtful, beyond, wide] = [false, 0, 0];
  for (const [k, image] of images.entries()) {
    if (k % Math.ceil(images.length / PROGRESS_STEPS) === 0)
      log.progress(`decoding ${images.length} slices`, k / images.length);
    const scale = scaleOf(image);
    paddingDoubtful ||= scale.paddingDoubtful;
    const found = hounsfieldInto(own ?? data, own === null ? k * rows * columns : 0, image, scale);
    if (own !== null) straightenedInto(data, k * width * height, { data: own, columns, rows }, shear!, k);
    beyond += found.beyond;
    wide += found.wide;
  }
  return {
    hu: { dims: [width, height, images.length], affine, data },
    doubts: valueFlags({ paddingDoubtful, beyond, wide, voxels: rows * columns * images.length }),
  };
}

/** The choice of the series has looked at it already. */
function scaleOf(image: DicomImage): Exclude<ReturnType<typeof pixelScaleOf>, { code: string }> {
  const scale = pixelScaleOf(image);
  if (isRefusal(scale)) throw new StudyRefused(scale);
  return scale;
}

function countsOf({ counts }: SortedFiles): string {
  const all = [...counts].map(([kind, count]) => `${count} ${kind}`);
  return `files: ${all.length === 0 ? 'none' : all.join(', ')}`;
}
