/** Which images belong together: by series, then by all that makes a stack of its own. */
import type { DicomImage } from '../dicom/dicom-image.ts';
import type { Identities } from './identity.ts';
import { isRefusal, stackOf } from './stack-geometry.ts';

export interface Grouped {
  /** In the order of SeriesNumber; within a group in the order of instance UIDs, never that of the files. */
  readonly groups: readonly (readonly DicomImage[])[];
  /** Images left out because the very same bytes came twice. */
  readonly copies: number;
}

/** Scans of one place that share a series differ in one of these: AcquisitionNumber, TemporalPositionIdentifier, TriggerTime, ConvolutionKernel, ImageType. */
const SPLITTING_TAGS = ['x00200012', 'x00200100', 'x00181060', 'x00181210', 'x00080008'];
/** A part of fewer images is no scan of its own. */
const FEWEST_OF_A_PART = 10;

/** Images of two patients or two studies are never in one group. */
export function groupImages(images: readonly DicomImage[], { patientOf, studyOf }: Identities): Grouped {
  const sorted = images.toSorted((a, b) => compare(identity(a), identity(b)));
  const unique = withoutCopies(sorted);
  const wholeSeries = new Set(unique.filter(({ fault }) => fault === null).map(({ seriesUid }) => seriesUid));
  // A broken file of a series with whole ones is in no group: what is known of its plane may be half-read.
  const kept = unique.filter(({ fault, seriesUid }) => fault === null || !wholeSeries.has(seriesUid));
  const groups = [
    ...Map.groupBy(kept, (image) => [patientOf(image), studyOf(image), planeOf(image)].join('|')).values(),
  ].flatMap(parts);
  return {
    groups: groups.toSorted((a, b) => compare(orderOf(a), orderOf(b))),
    copies: sorted.length - unique.length,
  };
}

/** A disc and its copy in another folder of one upload: same instance, same bytes. Anything else that repeats stays. */
function withoutCopies(sorted: readonly DicomImage[]): readonly DicomImage[] {
  return sorted.filter((image, n) => {
    const before = sorted[n - 1];
    return !(
      before !== undefined &&
      image.instanceUid !== '' &&
      before.instanceUid === image.instanceUid &&
      sameBytes(before.file.bytes, image.file.bytes)
    );
  });
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

/** The whole where it is a stack; otherwise the scans in it, where a header element tells them apart. */
function parts(own: readonly DicomImage[]): readonly (readonly DicomImage[])[] {
  if (!isRefusal(stackOf(own))) return [own];
  for (const tag of SPLITTING_TAGS) {
    const split = [...Map.groupBy(own, ({ text }) => text(tag) ?? '').values()];
    const stacks = split.filter((part) => part.length >= FEWEST_OF_A_PART && !isRefusal(stackOf(part)));
    if (split.length > 1 && stacks.length > 0) return split;
  }
  return [own];
}

function planeOf(image: DicomImage): string {
  const rounded = (values: readonly number[] | null, digits: number): string =>
    (values ?? []).map((x) => (Math.round(x * 10 ** digits) / 10 ** digits + 0).toFixed(digits)).join();
  return [
    image.seriesUid,
    image.imageType.includes('LOCALIZER'),
    `${image.rows}x${image.columns}`,
    rounded(image.pixelSpacing, 3),
    rounded(image.rowDirection, 2),
    rounded(image.columnDirection, 2),
  ].join('|');
}

/** Instance UIDs are unique, but for repeats: those are told apart by what the file holds. */
function identity({ seriesUid, instanceUid, position, file }: DicomImage): string {
  return [seriesUid, instanceUid, position?.join() ?? '', String(file.bytes.length)].join('|');
}

function orderOf([first]: readonly DicomImage[]): string {
  const number = first!.text('x00200011') ?? '';
  return [number.padStart(8, '0'), identity(first!)].join('|');
}

/** By code units: the order of a language would not be the same everywhere. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
