import { expect, test } from 'vitest';

import type { BodySurface, SpineSegment } from '../../../../spine/find/index.ts';
import { doubtsOf, refusalOf } from '../../../../spine/outline/automatic/level-doubts.ts';

const GOOD = { quality: 0.8, metalShare: 0 } as BodySurface;

test('an outline that runs along the spinal canal is refused, one that touches its centre is not', () => {
  expect(refusalOf(GOOD, 0)).toBeNull();
  expect(refusalOf(GOOD, 2)).toBeNull();
  expect(refusalOf(GOOD, 3)).toMatchObject({ code: 'OUTLINE_UNCERTAIN' });
});

test.each([
  ['OUTLINE_NOT_FOUND', null],
  ['METAL', { ...GOOD, metalShare: 0.06 }],
  ['OUTLINE_UNCERTAIN', { ...GOOD, quality: 0.41 }],
])('%s', (code, surface) => {
  expect(refusalOf(surface, 0)).toMatchObject({ code });
});

test('a disc whose endplates are one band in the image is a remark, as one that stands out little is', () => {
  const disc = { contrast: 200 };
  const segment = { upper: disc, lower: disc } as SpineSegment;
  const surface = { ...GOOD, radii: new Float64Array(0), directions: new Float64Array(0) };
  const codes = (bandDiscs: BodySurface['bandDiscs'], medianContrast: number): readonly string[] =>
    doubtsOf({ ...surface, bandDiscs }, segment, { medianContrast, canalInside: 0 }).map(({ code }) => code);
  expect(codes([], 250)).toEqual([]);
  expect(codes(['lower'], 250)).toEqual(['DISC_UNCLEAR']);
  expect(codes([], 800)).toEqual(['DISC_UNCLEAR']);
});
