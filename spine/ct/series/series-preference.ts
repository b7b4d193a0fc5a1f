/** Which of several usable series is the better one to measure bone on. */
import { namesContrast } from '../../definitions/contrast.ts';
import { kernelSharpness } from '../../definitions/kernel.ts';

import type { DicomImage } from '../dicom/dicom-image.ts';
import { COMPARABLE_COVERAGE, THICK_SLICES_MM } from '../../definitions/slices.ts';
import type { Stack } from './stack-geometry.ts';

/**
 * Coverage first where it differs much; then thin slices over thick ones, original over derived, soft over sharp
 * kernels, plain over contrast; then finer over coarser, and the longer one.
 */
export function byPreference(all: readonly Stack[]): (a: Stack, b: Stack) => number {
  const longest = all.reduce((most, stack) => Math.max(most, coverageOf(stack)), 0);
  const rank = (stack: Stack): number[] => {
    const image = stack.images[0]!;
    const thickness = effectiveThickness(stack);
    return [
      coverageOf(stack) >= COMPARABLE_COVERAGE * longest ? 0 : 1,
      thickness <= THICK_SLICES_MM ? 0 : 1,
      image.imageType[0] === 'DERIVED' ? 1 : 0,
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
    `thickness ${image.text('x00180050') ?? 'not given'}`,
    kernel === null ? 'kernel not given' : `kernel ${kernel} (${kernelSharpness(kernel)})`,
    namesContrast(image.text('x00180010')) ? 'contrast agent recorded' : 'no contrast agent recorded',
    image.imageType[0] === 'DERIVED' ? 'derived' : 'original',
  ].join(', ');
}

/** The larger of spacing and SliceThickness, mm: overlapping thick slices are no thin ones. For preference only, never for geometry. */
export function effectiveThickness({ images, spacingMm }: Stack): number {
  const given = Number(images[0]!.text('x00180050') ?? Number.NaN);
  return Number.isFinite(given) ? Math.max(given, spacingMm) : spacingMm;
}

function coverageOf({ images, spacingMm }: Stack): number {
  return images.length * spacingMm;
}

function kernelOf(image: DicomImage): string | null {
  return image.text('x00181210')?.split('\\')[0] ?? null;
}
