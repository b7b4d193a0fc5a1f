/** Which series of a study is assessed, and why not the others. */
import type { Ct } from '../shared/contracts/ct.ts';
import { StudyRefused } from '../shared/errors.ts';
import { kernelSharpness } from '../shared/kernel.ts';

import { isSecondaryCapture, type DicomImage } from './dicom-image.ts';
import { isRefusal, stackOf, type Stack } from './stack-geometry.ts';

export interface ChosenSeries {
  readonly stack: Stack;
  readonly series: Ct['series'];
}

/** Fewer images than this hold no vertebra. */
const FEWEST_IMAGES = 10;
/** Thicker than this, endplates can't be told (no heights above 5 mm). */
const WIDEST_SPACING_MM = 5;
/** More than this off the patient's long axis, a stack is no axial one. */
const MOST_OBLIQUE_DEGREES = 25;
/** A series that covers less than this part of the longest one is not preferred for being finer. */
const COMPARABLE_COVERAGE = 0.8;
const REFORMATS = ['LOCALIZER', 'MIP', 'MPR', 'PROJECTION IMAGE', 'SCREEN SAVE'];
const MOST_REASONS_IN_A_REFUSAL = 6;

interface Candidate {
  readonly number: number;
  readonly images: readonly DicomImage[];
  readonly stack: Stack | null;
  readonly reasons: readonly string[];
  readonly codes: readonly string[];
}

/** @throws StudyRefused where no series can be used; it says of each series why. */
export function chooseSeries(images: readonly DicomImage[]): ChosenSeries {
  const candidates = groups(images).map(candidate);
  const usable = candidates.filter(({ stack }) => stack !== null);
  if (usable.length === 0) throw noSeries(candidates);
  const ranked = usable.toSorted(byPreference(usable));
  const best = ranked[0]!;
  return {
    stack: best.stack!,
    series: candidates.map(({ number, images: own, stack, reasons }) => ({
      number,
      description: text(own[0]!, 'x0008103e'),
      modality: own[0]!.modality,
      images: own.length,
      chosen: number === best.number,
      reasons: stack === null ? reasons : comparison(number === best.number, { stack, images: own }, best),
    })),
  };
}

/** By series; images of one series that lie in the same places are told apart by their acquisition. */
function groups(images: readonly DicomImage[]): DicomImage[][] {
  const series = Map.groupBy(
    images,
    (image) => `${image.seriesUid}|${image.rows}x${image.columns}|${orientationKey(image)}`,
  );
  return [...series.values()]
    .flatMap((own) => {
      const places = new Set(own.map(({ position }) => position?.map((x) => x.toFixed(2)).join() ?? ''));
      if (places.size === own.length) return [own];
      return [...Map.groupBy(own, ({ acquisition }) => acquisition ?? '').values()];
    })
    .sort((a, b) => firstKey(a).localeCompare(firstKey(b)));
}

/** By SeriesNumber, then by what never depends on the order of the files. */
function firstKey(images: readonly DicomImage[]): string {
  const number = images[0]!.dataSet.string('x00200011')?.trim() ?? '';
  return `${number.padStart(8, '0')}|${images[0]!.seriesUid}|${images[0]!.acquisition ?? ''}|${images[0]!.rows}`;
}

function orientationKey({ rowDirection, columnDirection }: DicomImage): string {
  return [...(rowDirection ?? []), ...(columnDirection ?? [])]
    .map((x) => (Math.round(x * 100) / 100 + 0).toFixed(2))
    .join();
}

function candidate(images: DicomImage[], index: number): Candidate {
  const number = index + 1;
  const no = (code: string, reason: string): Candidate => ({
    number,
    images,
    stack: null,
    reasons: [reason],
    codes: [code],
  });
  const [first] = images as [DicomImage];
  const reformat = REFORMATS.find((kind) => first.imageType.some((type) => type.includes(kind)));
  if (first.modality !== 'CT')
    return no(
      `MODALITY_${(first.modality ?? 'NONE').replace(/\W/g, '')}`,
      `modality ${first.modality ?? 'not given'}, not CT`,
    );
  if (isSecondaryCapture(first)) return no('SECONDARY_CAPTURE', 'a secondary capture');
  if (reformat !== undefined) return no(reformat.replaceAll(' ', '_'), `image type says ${reformat}`);
  if (images.some(({ frames }) => frames > 1))
    return no('ENHANCED_MULTIFRAME_UNSUPPORTED', 'several frames in a file');
  if (!images.every(({ hasPixels }) => hasPixels)) return no('NO_PIXELS', 'images without pixels');
  if (images.length < FEWEST_IMAGES)
    return no('TOO_FEW_IMAGES', `${images.length} images, at least ${FEWEST_IMAGES} wanted`);
  const stack = stackOf(images);
  if (isRefusal(stack)) return no(stack.code, `${stack.saw}; wanted ${stack.wanted}`);
  if (stack.obliqueDegrees > MOST_OBLIQUE_DEGREES)
    return no('NOT_AXIAL', `${stack.obliqueDegrees.toFixed(0)} degrees off the axial plane`);
  if (stack.spacingMm > WIDEST_SPACING_MM + 0.01)
    return no(
      'SLICES_TOO_FAR_APART',
      `slices every ${stack.spacingMm.toFixed(1)} mm, up to ${WIDEST_SPACING_MM} wanted`,
    );
  return { number, images, stack, reasons: [], codes: [] };
}

/** Coverage first where it differs much, then original over derived, soft over sharp kernels, plain over contrast, thin over thick. */
function byPreference(usable: readonly Candidate[]): (a: Candidate, b: Candidate) => number {
  const longest = usable.reduce((most, { stack }) => Math.max(most, coverage(stack!)), 0);
  const rank = ({ stack, images }: Candidate): number[] => [
    coverage(stack!) >= COMPARABLE_COVERAGE * longest ? 0 : 1,
    images[0]!.imageType[0] === 'DERIVED' ? 1 : 0,
    kernelSharpness(text(images[0]!, 'x00181210')) === 'sharp' ? 1 : 0,
    text(images[0]!, 'x00180010') === null ? 0 : 1,
    Math.round(stack!.spacingMm * 10),
    -images.length,
  ];
  return (a, b) => {
    const [p, q] = [rank(a), rank(b)];
    const at = p.findIndex((value, n) => value !== q[n]);
    return at < 0 ? a.number - b.number : p[at]! - q[at]!;
  };
}

function comparison(
  chosen: boolean,
  own: { stack: Stack; images: readonly DicomImage[] },
  best: Candidate,
): string[] {
  const facts = factsOf(own.images[0]!, own.stack);
  return chosen
    ? [`chosen: ${facts}`]
    : [`usable (${facts}), but series ${best.number} is preferred: ${factsOf(best.images[0]!, best.stack!)}`];
}

function factsOf(image: DicomImage, stack: Stack): string {
  const kernel = text(image, 'x00181210');
  return [
    `${coverage(stack).toFixed(0)} mm covered`,
    `slices every ${stack.spacingMm.toFixed(2)} mm`,
    kernel === null ? 'kernel not given' : `kernel ${kernel} (${kernelSharpness(kernel)})`,
    text(image, 'x00180010') === null ? 'no contrast named' : 'contrast named',
  ].join(', ');
}

function coverage({ images, spacingMm }: Stack): number {
  return images.length * spacingMm;
}

function text({ dataSet }: DicomImage, tag: string): string | null {
  return dataSet.string(tag)?.trim() || null;
}

function noSeries(candidates: readonly Candidate[]): StudyRefused {
  const ct = candidates.some(({ images }) => images[0]!.modality === 'CT');
  const each = candidates
    .slice(0, MOST_REASONS_IN_A_REFUSAL)
    .map(
      ({ number, images, codes, reasons }) =>
        `series ${number}, ${images.length} images: ${codes.join('+')} (${reasons.join('; ')})`,
    );
  const more = candidates.length - each.length;
  return new StudyRefused({
    code: ct ? (soleCode(candidates) ?? 'NO_USABLE_CT_SERIES') : 'NO_CT_SERIES',
    saw: `${each.join(', ')}${more > 0 ? `, and ${more} more` : ''}`,
    wanted: `an axial CT series of ${FEWEST_IMAGES} images or more, regular, ${WIDEST_SPACING_MM} mm apart at the most`,
  });
}

/** With one series there is one reason, and it is the study's. */
function soleCode(candidates: readonly Candidate[]): string | undefined {
  return candidates.length === 1 ? candidates[0]!.codes[0] : undefined;
}
