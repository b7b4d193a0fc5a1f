import { expect, test } from 'vitest';

import type { DicomImage } from '../../../../spine/ct/dicom/dicom-image.ts';
import { byPreference } from '../../../../spine/ct/series/series-preference.ts';
import type { Stack } from '../../../../spine/ct/series/stack-geometry.ts';

interface Look {
  readonly images?: number;
  readonly spacingMm?: number;
  readonly thickness?: string;
  readonly kernel?: string;
  readonly contrast?: string;
  readonly imageType?: string;
}

/** As much of a stack as the preference looks at. */
function stack({
  images = 200,
  spacingMm = 1,
  thickness = '1',
  kernel = 'B30f',
  contrast = '',
  imageType = 'ORIGINAL',
}: Look): Stack {
  const texts: Record<string, string> = { x00180050: thickness, x00181210: kernel, x00180010: contrast };
  const text = (tag: string): string | null => (texts[tag] ?? '') || null;
  // All that a preference is made of: no file lies behind it.
  const image = { imageType: [imageType, 'PRIMARY', 'AXIAL'], text } as unknown as DicomImage;
  return { images: new Array<DicomImage>(images).fill(image), spacingMm } as unknown as Stack;
}

test.each<[string, Look, Look]>([
  ['twice the coverage', { images: 400, spacingMm: 2, thickness: '5' }, { images: 400 }],
  [
    'slices up to 3 mm over thicker ones, sharp or not',
    { kernel: 'B70f' },
    { images: 40, spacingMm: 5, thickness: '5' },
  ],
  ['overlapping thin slices over overlapping thick ones', {}, { thickness: '5' }],
  ['original over derived', { spacingMm: 1.25 }, { imageType: 'DERIVED' }],
  ['soft over sharp', { spacingMm: 1.25 }, { kernel: 'B70f' }],
  ['plain over contrast', { spacingMm: 1.25 }, { contrast: 'IV' }],
  ['finer over coarser', { images: 250, spacingMm: 0.8, thickness: '0.8' }, {}],
  ['the longer one of two alike', { images: 210 }, {}],
])('%s is preferred', (_, better, worse) => {
  const pair = [stack(worse), stack(better)];
  const order = byPreference(pair);
  expect(pair.toSorted(order)[0]).toBe(pair[1]);
  expect(pair.toReversed().toSorted(order)[0]).toBe(pair[1]);
});

test('a header that says there was no contrast counts as plain', () => {
  expect(byPreference([stack({})])(stack({ contrast: 'NONE' }), stack({}))).toBe(0);
});
