/** Which images belong together: by series, then by all that makes a stack of its own. */
import type { Flag } from '../../../contracts/primitives.ts';

import type { DicomImage } from '../dicom/dicom-image.ts';
import type { Identities } from './identity.ts';
import { scansOf, type Scan } from './scans-of-series.ts';

export interface Grouped {
  /** In the order of SeriesNumber; within a group in the order of instance UIDs, never that of the files. */
  readonly groups: readonly Scan[];
  /** Images left out because the very same bytes came twice. */
  readonly copies: number;
}

/** Images of two patients or two studies are never in one group. */
export function groupImages(images: readonly DicomImage[], { patientOf, studyOf }: Identities): Grouped {
  const sorted = images.toSorted(
    (a, b) => compare(identity(a), identity(b)) || compareBytes(a.file.bytes, b.file.bytes),
  );
  const unique = withoutCopies(sorted);
  const wholeSeries = new Set(unique.filter(({ fault }) => fault === null).map(({ seriesUid }) => seriesUid));
  // A broken file of a series with whole ones is in no group: what is known of its plane may be half-read.
  const kept = unique.filter(({ fault, seriesUid }) => fault === null || !wholeSeries.has(seriesUid));
  const groups = [
    ...Map.groupBy(kept, (image) => [patientOf(image), studyOf(image), planeOf(image)].join('|')).values(),
  ].flatMap((own) => {
    const { kept: once, flags } = withoutTouchedCopies(own);
    return scansOf(once).map((scan) => ({ ...scan, flags: [...flags, ...scan.flags] }));
  });
  return {
    groups: groups.toSorted((a, b) => compare(orderOf(a.images), orderOf(b.images))),
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

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

/** What a copy must have in common with its original, besides pixels and place: rescale, tube voltage, kernel, padding. */
const SAME_IN_COPIES = ['x00281052', 'x00281053', 'x00180060', 'x00181210', 'x00280120', 'x00280103'];

/** Sent twice by an archive that had changed a header between: the same pixels in the same place count once, and it is said. */
function withoutTouchedCopies(own: readonly DicomImage[]): { kept: readonly DicomImage[]; flags: Flag[] } {
  const places = Map.groupBy(own, ({ position }) => position?.join() ?? '');
  const dropped = new Set<DicomImage>();
  for (const [place, [first, ...others]] of places) {
    if (place === '') continue;
    for (const other of others) if (samePicture(first!, other)) dropped.add(other);
  }
  if (dropped.size === 0) return { kept: own, flags: [] };
  return {
    kept: own.filter((image) => !dropped.has(image)),
    flags: [
      {
        code: 'COPIES_DIFFER',
        message: `${dropped.size} ${dropped.size === 1 ? 'image' : 'images'} came twice, with the same pixels and other headers; one of each is used`,
      },
    ],
  };
}

function samePicture(a: DicomImage, b: DicomImage): boolean {
  const [p, q] = [a, b].map(({ dataSet }) => dataSet.elements.get('x7fe00010'));
  if (p === undefined || q === undefined) return false;
  const fragments = (element: typeof p): readonly Uint8Array[] => element.fragments ?? [element.bytes];
  return (
    SAME_IN_COPIES.every((tag) => a.text(tag) === b.text(tag)) &&
    fragments(p).length === fragments(q).length &&
    fragments(p).every((bytes, n) => sameBytes(bytes, fragments(q)[n]!))
  );
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

/** Copies whose headers differ lie in an order that is not that of the files. */
function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((byte, n) => byte !== b[n]);
  return at < 0 ? a.length - b.length : a[at]! - (b[at] ?? -1);
}

/** By code units: the order of a language would not be the same everywhere. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
