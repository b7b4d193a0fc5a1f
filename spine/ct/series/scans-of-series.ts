/** The scans that share a series: phases of one place are told apart, acquisitions that continue each other are joined. */
import type { Flag } from '../../../contracts/primitives.ts';
import { MOST_SHARED } from '../../definitions/intake/limits.ts';
import { SAME_PLACE_MM } from '../../definitions/slices.ts';
import { dot } from '../../math/vector.ts';

import type { DicomImage } from '../dicom/dicom-image.ts';
import { isRefusal, stackOf, type Stack } from './stack-geometry.ts';

export interface Scan {
  readonly images: readonly DicomImage[];
  /** What was done to the series to get it. */
  readonly flags: readonly Flag[];
}

/** What tells scans of one place apart: one value a scan. */
const SPLITTING_TAGS: readonly (readonly [tag: string, what: string])[] = [
  ['x00200012', 'acquisition number'],
  ['x00200100', 'temporal position'],
  ['x00209241', 'cardiac phase'],
  ['x00181060', 'trigger time'],
  ['x00181210', 'kernel'],
  ['x00080008', 'image type'],
  ['x00180010', 'contrast agent'],
  ['x00180060', 'tube voltage'],
  ['x00181160', 'filter'],
  ['x0008103e', 'series description'],
  ['x0008002a', 'acquisition time'],
  ['x00080032', 'acquisition time'],
  ['x00080031', 'series time'],
  ['x00200052', 'frame of reference'],
  ['x00020010', 'transfer syntax'],
];
/** What grows from image to image: a scan starts anew where a position comes again. */
const ORDERING_TAGS: readonly (readonly [tag: string, what: string])[] = [
  ['x0008002a', 'acquisition time'],
  ['x00080032', 'acquisition time'],
  ['x00080033', 'content time'],
  ['x00200013', 'instance number'],
];
/** A part of fewer images is no scan of its own. */
const FEWEST_OF_A_PART = 10;
/** Scans that differ in one of these are not joined: kernel, tube voltage, contrast agent, image type, thickness. */
const OF_ONE_SCAN = ['x00181210', 'x00180060', 'x00180010', 'x00080008', 'x00180050'];

/** StackID of an enhanced CT: frames of two stacks are not on one grid, wherever they lie (PS3.3 C.7.6.16.2.2.7). */
const STACK = 'x00209056';

/** The whole where it is a stack; otherwise the scans in it, where header elements tell them apart. */
export function scansOf(own: readonly DicomImage[]): readonly Scan[] {
  const stacks = [...Map.groupBy(own, ({ text }) => text(STACK) ?? '').values()];
  // A stack of its own for each frame says nothing.
  if (stacks.length < 2 || stacks.every(({ length }) => length === 1)) return scansOfStack(own);
  const parts = stacks.flatMap(scansOfStack);
  const scans = joinedWherePossible(parts.map(({ images }) => images));
  const message = `the series holds ${scans.length} scans, told apart by stack; they were not mixed`;
  const split = scans.length > 1 ? [{ code: 'SERIES_SPLIT' as const, message }] : [];
  return scans.map(({ images, flags }) => ({ images, flags: [...flags, ...split] }));
}

function scansOfStack(own: readonly DicomImage[]): readonly Scan[] {
  if (!isRefusal(stackOf(own))) return [{ images: own, flags: [] }];
  const { parts, what } = bestSplit(own) ?? { parts: [own], what: '' };
  if (parts.length === 1) return [{ images: own, flags: [] }];
  const scans = joinedWherePossible(parts);
  if (scans.length === 1) return scans;
  const message = `the series holds ${scans.length} scans, told apart by ${what}; they were not mixed`;
  return scans.map(({ images, flags }) => ({ images, flags: [...flags, { code: 'SERIES_SPLIT', message }] }));
}

interface Split {
  readonly parts: readonly (readonly DicomImage[])[];
  readonly what: string;
}

/** One in which every part is a stack; else one in which some are. */
function bestSplit(own: readonly DicomImage[]): Split | undefined {
  const byValue = SPLITTING_TAGS.map(([tag, what]): Split => {
    return { what, parts: [...Map.groupBy(own, ({ text }) => text(tag) ?? '').values()] };
  });
  const byOrder = ORDERING_TAGS.map(([tag, what]): Split => ({ what, parts: runsOf(own, tag) }));
  const several = [...byValue, ...byOrder].filter(({ parts }) => parts.length > 1);
  return several.find(({ parts }) => parts.every(isScan)) ?? several.find(({ parts }) => parts.some(isScan));
}

function isScan(part: readonly DicomImage[]): boolean {
  return part.length >= FEWEST_OF_A_PART && !isRefusal(stackOf(part));
}

/** Times and numbers order the images; empty where one lacks them, or positions are missing. */
function runsOf(own: readonly DicomImage[], tag: string): readonly (readonly DicomImage[])[] {
  const values = new Map(own.map((image) => [image, Number(image.text(tag) ?? Number.NaN)]));
  if (own.some((image) => !Number.isFinite(values.get(image)) || image.position === null)) return [];
  const runs: DicomImage[][] = [];
  let places = new Set<string>();
  for (const image of own.toSorted((a, b) => values.get(a)! - values.get(b)!)) {
    const place = image.position!.map((mm) => mm.toFixed(2)).join();
    if (runs.length === 0 || places.has(place)) {
      runs.push([]);
      places = new Set();
    }
    places.add(place);
    runs.at(-1)!.push(image);
  }
  return runs;
}

function joinedWherePossible(parts: readonly (readonly DicomImage[])[]): readonly Scan[] {
  const open = parts
    .map((images) => ({ images, stack: stackOf(images) }))
    .sort((a, b) => startOf(a.stack) - startOf(b.stack));
  const scans: { images: readonly DicomImage[]; parts: number; shared: number }[] = [];
  for (const { images } of open) {
    const before = scans.find((scan) => joined(scan.images, images) !== null);
    if (before === undefined) scans.push({ images, parts: 1, shared: 0 });
    else {
      const union = joined(before.images, images)!;
      before.shared += before.images.length + images.length - union.length;
      before.parts++;
      before.images = union;
    }
  }
  return scans.map(({ images, parts: count, shared }) => ({
    images,
    flags:
      count === 1
        ? []
        : [
            {
              code: 'ACQUISITIONS_JOINED',
              message: `${count} acquisitions of one series joined where they continue each other; ${shared} ${shared === 1 ? 'image' : 'images'} at a shared position taken once`,
            },
          ],
  }));
}

function startOf(stack: ReturnType<typeof stackOf>): number {
  return isRefusal(stack) ? Infinity : placesOf(stack)[0]!;
}

/** Both in one stack, what is shared taken from the lower one; null where they don't continue each other. */
function joined(a: readonly DicomImage[], b: readonly DicomImage[]): readonly DicomImage[] | null {
  const [lower, upper] = [stackOf(a), stackOf(b)];
  if (isRefusal(lower) || isRefusal(upper)) return null;
  if (OF_ONE_SCAN.some((tag) => a[0]!.text(tag) !== b[0]!.text(tag))) return null;
  const end = placesOf(lower).at(-1)!;
  const places = placesOf(upper);
  const beyond = upper.images.filter((_, n) => places[n]! > end + SAME_PLACE_MM);
  const shared = upper.images.length - beyond.length;
  if (beyond.length === 0 || shared > Math.max(1, MOST_SHARED * Math.min(a.length, b.length))) return null;
  const union = [...lower.images, ...beyond];
  const onGrid = upper.images
    .slice(0, shared)
    .every((_, n) => placesOf(lower).some((place) => Math.abs(place - places[n]!) <= SAME_PLACE_MM));
  return onGrid && !isRefusal(stackOf(union)) ? union : null;
}

/** mm along the normal of the first image. */
function placesOf({ images, affine }: Stack): number[] {
  const [r, c] = [0, 1].map((at) => [affine[at]!, affine[4 + at]!, affine[8 + at]!] as const);
  const normal = [
    r![1] * c![2] - r![2] * c![1],
    r![2] * c![0] - r![0] * c![2],
    r![0] * c![1] - r![1] * c![0],
  ] as const;
  const length = Math.sqrt(dot(normal, normal));
  return images.map(({ position }) => dot(position!, normal) / length);
}
