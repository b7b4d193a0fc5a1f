/** Which series of a study is assessed, and why not the others. */
import type { Ct } from '../../../contracts/ct.ts';
import type { RefusalCode } from '../../../contracts/codes/codes.ts';
import type { Refusal } from '../../../contracts/primitives.ts';
import { StudyRefused } from '../../../contracts/refusals.ts';

import { isSecondaryCapture, type DicomImage } from '../dicom/dicom-image.ts';
import { pixelScaleOf } from '../dicom/pixel-scale.ts';
import {
  FEWEST_IMAGES,
  MOST_OBLIQUE_DEGREES,
  SLICE_ROUNDING_MM,
  WIDEST_SLICES_MM,
} from '../../definitions/slices.ts';
import { groupImages } from './series-groups.ts';
import { byPreference, factsOf } from './series-preference.ts';
import { isRefusal, stackOf, type Stack } from './stack-geometry.ts';

export interface ChosenSeries {
  readonly stack: Stack;
  readonly series: Ct['series'];
  /** Images left out because the very same bytes came twice. */
  readonly copies: number;
}

/** Words in ImageType, here with _ for the blanks, that say: no plain reconstruction of a CT. */
const NO_RECONSTRUCTION = [
  'LOCALIZER',
  'MIP',
  'MINIP',
  'PROJECTION_IMAGE',
  'MPR',
  'CSA',
  'VRT',
  'SCREEN_SAVE',
  'DOSE_INFO',
] as const;
/** PS3.5 6.2: a code string has 16 characters at the most. */
const LONGEST_CODE_STRING = 16;
const MOST_REASONS_IN_A_REFUSAL = 6;

/**
 * Why one series is not assessed. A localizer or an MR series is in the text that tells of each series; its code is no
 * study's.
 */
type SeriesCode = RefusalCode | (typeof NO_RECONSTRUCTION)[number] | `MODALITY_${string}`;
interface SeriesRefusal extends Omit<Refusal, 'code'> {
  readonly code: SeriesCode;
}

interface Candidate {
  readonly number: number;
  readonly images: readonly DicomImage[];
  readonly outcome: Stack | SeriesRefusal;
}

/** @throws StudyRefused where no series can be used; it says of each series why. */
export function chooseSeries(images: readonly DicomImage[]): ChosenSeries {
  const broken = new Map(images.filter((image) => image.broken).map((image) => [image.seriesUid, image]));
  const { groups, copies } = groupImages(images);
  const candidates = groups.map((own, index) => ({
    number: index + 1,
    images: own,
    outcome: judged(own, broken.get(own[0]!.seriesUid)),
  }));
  const stacks = candidates.flatMap(({ outcome }) => (isRefusal(outcome) ? [] : [outcome]));
  const best = stacks.toSorted(byPreference(stacks))[0];
  if (best === undefined) throw noSeries(candidates);
  const chosen = candidates.find(({ outcome }) => outcome === best)!.number;
  return {
    stack: best,
    copies,
    series: candidates.map(({ number, images: own, outcome }) => ({
      number,
      description: own[0]!.text('x0008103e'),
      modality: own[0]!.modality,
      images: own.length,
      chosen: outcome === best,
      reasons: [reasonOf(outcome, best, chosen)],
    })),
  };
}

function judged(images: readonly DicomImage[], broken: DicomImage | undefined): Stack | SeriesRefusal {
  const first = images[0]!;
  if (first.modality !== 'CT') {
    const modality = (first.modality ?? 'none').replace(/\W/g, '').slice(0, LONGEST_CODE_STRING);
    return no(`MODALITY_${modality.toUpperCase()}`, `modality ${modality}`, 'CT');
  }
  if (images.some(isSecondaryCapture)) return no('SECONDARY_CAPTURE', 'a secondary capture', 'CT images');
  const kind = NO_RECONSTRUCTION.find((code) =>
    images.some(({ imageType }) => says(imageType, wordsOf(code))),
  );
  if (kind !== undefined) return no(kind, `image type ${wordsOf(kind)}`, 'reconstructed axial images');
  if (images.some(({ frames }) => frames > 1))
    return no('ENHANCED_MULTIFRAME_UNSUPPORTED', 'several frames per file', 'one image per file');
  if (broken !== undefined)
    return no('TRUNCATED_FILE', `an incomplete DICOM file (${broken.file.id})`, 'complete files');
  if (!images.every(({ hasPixels }) => hasPixels))
    return no('NO_PIXELS', 'images without pixel data', 'pixel data in every image');
  if (images.length < FEWEST_IMAGES)
    return no('TOO_FEW_IMAGES', imageCount(images.length), `at least ${FEWEST_IMAGES}`);
  return unusablePixels(images) ?? mixedVoltage(images) ?? judgedGeometry(stackOf(images));
}

function imageCount(count: number): string {
  return count === 1 ? '1 image' : `${count} images`;
}

function wordsOf(code: string): string {
  return code.replaceAll('_', ' ');
}

function says(imageType: readonly string[], words: string): boolean {
  return imageType.some((value) => ` ${value.replaceAll('_', ' ')} `.includes(` ${words} `));
}

function unusablePixels(images: readonly DicomImage[]): Refusal | undefined {
  for (const image of images) {
    const scale = pixelScaleOf(image);
    if (isRefusal(scale)) return scale;
  }
  return undefined;
}

/** HU of bone depend on the tube voltage: one slope can't serve two. */
function mixedVoltage(images: readonly DicomImage[]): Refusal | undefined {
  const voltages = new Set(images.map(({ text }) => text('x00180060')));
  return voltages.size > 1 ? no('KVP_MIXED', `${voltages.size} tube voltages`, 'one') : undefined;
}

function judgedGeometry(stack: Stack | Refusal): Stack | Refusal {
  if (isRefusal(stack)) return stack;
  if (stack.obliqueDegrees > MOST_OBLIQUE_DEGREES)
    return no(
      'NOT_AXIAL',
      `slices tilted by ${stack.obliqueDegrees.toFixed(0)} degrees from the axial plane`,
      `a tilt of up to ${MOST_OBLIQUE_DEGREES} degrees`,
    );
  if (stack.spacingMm > WIDEST_SLICES_MM + SLICE_ROUNDING_MM)
    return no(
      'SLICES_TOO_FAR_APART',
      `slice spacing ${stack.spacingMm.toFixed(1)} mm`,
      `up to ${WIDEST_SLICES_MM} mm`,
    );
  return stack;
}

function reasonOf(outcome: Stack | SeriesRefusal, best: Stack, chosen: number): string {
  if (isRefusal(outcome)) return `${outcome.code}: ${outcome.saw}; required: ${outcome.wanted}`;
  if (outcome === best) return `chosen: ${factsOf(best)}`;
  return `usable (${factsOf(outcome)}), but series ${chosen} is preferred: ${factsOf(best)}`;
}

function noSeries(candidates: readonly Candidate[]): StudyRefused {
  const refusals = candidates.map(({ images, outcome }) => ({ images, ...(outcome as SeriesRefusal) }));
  const each = candidates.slice(0, MOST_REASONS_IN_A_REFUSAL).map(({ number, images }, n) => {
    const { code, saw, wanted } = refusals[n]!;
    return `series ${number} (${imageCount(images.length)}): ${code}, ${saw}; required: ${wanted}`;
  });
  const more = candidates.length - each.length;
  // Localizers, dose reports and other modalities are in every study, and not why it can't be used.
  const ofCt = refusals.filter(({ images }) => images[0]!.modality === 'CT');
  const codes = new Set(ofCt.map(({ code }) => code).filter(isOfStudies));
  const sole = codes.size === 1 ? [...codes][0]! : 'NO_USABLE_CT_SERIES';
  return new StudyRefused({
    code: ofCt.length > 0 ? sole : 'NO_CT_SERIES',
    saw: `${each.join(', ')}${more > 0 ? `, and ${more} more` : ''}`,
    wanted: `an axial CT series of at least ${FEWEST_IMAGES} images with a regular slice spacing of up to ${WIDEST_SLICES_MM} mm`,
  });
}

function isOfStudies(code: SeriesCode): code is RefusalCode {
  return !code.startsWith('MODALITY_') && !NO_RECONSTRUCTION.some((kind) => kind === code);
}

function no<C extends SeriesCode>(
  code: C,
  saw: string,
  wanted: string,
): SeriesRefusal & { readonly code: C } {
  return { code, saw, wanted };
}
