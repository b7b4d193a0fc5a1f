import { expect, test } from 'vitest';

import { LEVELS } from '../../../contracts/levels.ts';
import { GRADABLE_LEVELS, GRADED_SPINE } from '../../../spine/definitions/fractures.ts';

test('T4 to L6 are graded, and T4 to L5 without T13 have to be for a spine without fracture', () => {
  expect(GRADABLE_LEVELS[0]).toBe('T4');
  expect(GRADABLE_LEVELS.at(-1)).toBe('L6');
  expect(GRADABLE_LEVELS).toContain('T13');
  expect(GRADED_SPINE).toEqual('T4 T5 T6 T7 T8 T9 T10 T11 T12 L1 L2 L3 L4 L5'.split(' '));
  expect(GRADED_SPINE).toEqual(LEVELS.filter((level) => GRADED_SPINE.includes(level)));
});
