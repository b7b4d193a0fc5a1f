/** What makes a single outline doubtful, or unfit. */
import type { RefusalCode } from '../../../contracts/codes/codes.ts';
import type { Flag, Refusal } from '../../../contracts/primitives.ts';
import type { BodySurface, SpineSegment } from '../../find/index.ts';

/**
 * Share of an outline's columns that end at a true edge: 0.57 to 0.82 on bodies of five CT whose Dice is 0.88 and more.
 * Below the first it is to be looked at, below the second refused (segmentation by optimal surfaces alone can't tell).
 */
const REVIEW_QUALITY = 0.55;
const LEAST_QUALITY = 0.42;
/** Metal nearer than 3 mm to this share of the surface spoils the outline. */
const MOST_METAL = 0.05;
/** Left and right half of a body differ in volume by less than this; scoliosis wedges have 10 %, a rib head taken in more (design value). */
const MOST_ASYMMETRY = 0.15;
/** The centre of the canal lies 7 mm and more behind a body: two points, 2 mm apart, are the canal's own error (design value). */
const MOST_IN_CANAL = 2;
/** Endplates that stand out by less than this share of the column's median are weak. */
const WEAK_DISC = 0.3;

/** @param canalInside as in `Surroundings` */
export function refusalOf(surface: BodySurface | null, canalInside: number): Refusal | null {
  if (surface === null)
    return refusal(
      'OUTLINE_NOT_FOUND',
      'no closed surface between the discs',
      'a vertebral body with visible cortical walls',
    );
  if (surface.metalShare > MOST_METAL)
    return refusal(
      'METAL',
      `metal at ${percent(surface.metalShare)} of the surface`,
      `metal at no more than ${percent(MOST_METAL)}`,
    );
  if (surface.quality < LEAST_QUALITY)
    return refusal(
      'OUTLINE_UNCERTAIN',
      `a visible bone edge at ${percent(surface.quality)} of the surface`,
      `at least ${percent(LEAST_QUALITY)}, or a label map (--labels)`,
    );
  if (canalInside > MOST_IN_CANAL)
    return refusal(
      'OUTLINE_UNCERTAIN',
      `${canalInside} points of the centre line of the spinal canal within the outline`,
      `at most ${MOST_IN_CANAL}, or a label map (--labels)`,
    );
  return null;
}

export interface Surroundings {
  /** Of the column's discs, HU. */
  readonly medianContrast: number;
  /** Points of the canal's centreline that lie within the body, one every 2 mm. */
  readonly canalInside: number;
}

export function doubtsOf(
  surface: BodySurface | null,
  { lower, upper }: SpineSegment,
  { medianContrast, canalInside }: Surroundings,
): readonly Flag[] {
  const weak = (['upper', 'lower'] as const).filter((name) => {
    const { contrast } = name === 'upper' ? upper : lower;
    return contrast < WEAK_DISC * medianContrast || surface?.bandDiscs.includes(name) === true;
  });
  const uneven = surface === null ? 0 : asymmetryOf(surface);
  return [
    ...(uneven > MOST_ASYMMETRY
      ? [
          {
            code: 'OUTLINE_ASYMMETRIC' as const,
            message: `left and right half differ by ${percent(uneven)}; verify the outline`,
          },
        ]
      : []),
    ...(canalInside > 0
      ? [{ code: 'CANAL_OVERLAP' as const, message: 'the outline includes the centre of the spinal canal' }]
      : []),
    ...(surface !== null && surface.quality >= LEAST_QUALITY && surface.quality < REVIEW_QUALITY
      ? [
          {
            code: 'OUTLINE_WEAK' as const,
            message: `bone edge visible at only ${percent(surface.quality)} of the surface; verify the outline`,
          },
        ]
      : []),
    ...(weak.length > 0
      ? [
          {
            code: 'DISC_UNCLEAR' as const,
            message: `${weak.join(' and ')} disc poorly visible between its endplates: fusion, a narrow disc or thick slices`,
          },
        ]
      : []),
  ];
}

/** Difference of the volumes left and right of the frame's middle, over their mean. */
function asymmetryOf({ directions, radii }: BodySurface): number {
  let [left, right] = [0, 0];
  for (let i = 0; i < radii.length; i++) {
    // A column stands for a cone whose volume goes with the cube of its length.
    if (directions[3 * i]! > 0) left += radii[i]! ** 3;
    else right += radii[i]! ** 3;
  }
  return (2 * Math.abs(left - right)) / (left + right);
}

function refusal(code: RefusalCode, saw: string, wanted: string): Refusal {
  return { code, saw, wanted };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
