import { expect, test } from 'vitest';

import type { BodySurface } from '../../../../spine/find/index.ts';
import { refusalOf } from '../../../../spine/outline/automatic/level-doubts.ts';

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
