/** Which of several usable series is the better one to measure bone on. */
import { namesContrast } from '../../definitions/contrast.ts';
import { kernelSharpness } from '../../definitions/kernel.ts';

import type { DicomImage } from '../dicom/dicom-image.ts';
import { COMPARABLE_COVERAGE, COVERAGE_OF_ORIGINAL, THICK_SLICES_MM } from '../../definitions/slices.ts';
import { derivedKindOf } from './derived.ts';
import type { Stack } from './stack-geometry.ts';

/**
 * Coverage first where it differs much; then original over derived; then the longest of those, thin slices over thick ones,
 * soft over sharp kernels, plain over contrast; then finer over coarser, and the longer one. Derived images may be far
 * longer, finer and softer and are no measurement: an original is preferred from half their coverage on.
 */
export function byPreference(all: readonly Stack[]): (a: Stack, b: Stack) => number {
  const longestOf = (stacks: readonly Stack[]): number =>
    stacks.reduce((most, stack) => Math.max(most, coverageOf(stack)), 0);
  const longest = longestOf(all);
  const longestOriginal = longestOf(all.filter((stack) => !isDerived(stack)));
  const rank = (stack: Stack): number[] => {
    const image = stack.images[0]!;
    const thickness = effectiveThickness(stack);
    const derived = isDerived(stack);
    const rival = derived ? longest : longestOriginal;
    return [
      coverageOf(stack) >= (derived ? COMPARABLE_COVERAGE : COVERAGE_OF_ORIGINAL) * longest ? 0 : 1,
      derivedKindOf(image) === null ? 0 : 1,
      derived ? 1 : 0,
      coverageOf(stack) >= COMPARABLE_COVERAGE * rival ? 0 : 1,
      thickness <= THICK_SLICES_MM ? 0 : 1,
      kernelSharpness(kernelOf(image)) === 'sharp' ? 1 : 0,
      namesContrast(image.text('x00180010')) ? 1 : 0,
      Math.round(thickness * 10),
      Math.round(stack.spacingMm * 10),
      -stack.images.length,
    ];
  };
  return (a, b) => {
    const [p, q] = [rank(a), rank(b)];
    const at = p.findIndex((value, n) => value !== q[n]);
    return at < 0 ? 0 : p[at]! - q[at]!;
  };
}

/** What the preference looked at, for the record. */
export function factsOf(stack: Stack): string {
  const image = stack.images[0]!;
  const kernel = kernelOf(image);
  return [
    `coverage ${coverageOf(stack).toFixed(0)} mm`,
    `slice spacing ${stack.spacingMm.toFixed(2)} mm`,
    `thickness ${thicknessText(image.text('x00180050'))}`,
    kernel === null ? 'kernel not given' : `kernel ${kernel} (${kernelSharpness(kernel)})`,
    namesContrast(image.text('x00180010')) ? 'contrast agent recorded' : 'no contrast agent recorded',
    derivedKindOf(image)?.what ?? (isDerived(stack) ? 'derived' : 'original'),
  ].join(', ');
}

/** "2.500000" is 2.5 mm; what is no number stands as it was written. */
function thicknessText(written: string | null): string {
  if (written === null) return 'not given';
  return Number.isFinite(Number(written)) ? `${Number(written)} mm` : written;
}

/** The larger of spacing and SliceThickness, mm: overlapping thick slices are no thin ones. For preference only, never for geometry. */
function effectiveThickness({ images, spacingMm }: Stack): number {
  const given = Number(images[0]!.text('x00180050') ?? Number.NaN);
  return Number.isFinite(given) ? Math.max(given, spacingMm) : spacingMm;
}

function isDerived({ images }: Stack): boolean {
  return images[0]!.imageType[0] === 'DERIVED' || derivedKindOf(images[0]!) !== null;
}

function coverageOf({ images, spacingMm }: Stack): number {
  return images.length * spacingMm;
}

function kernelOf(image: DicomImage): string | null {
  return image.text('x00181210')?.split('\\')[0] ?? null;
}
