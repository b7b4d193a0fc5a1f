import { expect, test } from 'vitest';

import { levelResultSchema, withheldBy } from '../../../contracts/level/level-result.ts';
import { density, densityOnly, levelResult } from '../../spine/judge/cases.ts';

test('a level without a strength says why, or is none', () => {
  const result = densityOnly(levelResult('L1', null, density(90)));
  expect(withheldBy(levelResultSchema.parse(result))!.code).toBe('STRENGTH_SLICES_TOO_THICK');
  expect(() => levelResultSchema.parse({ ...result, flags: [] })).toThrow('no flag that says why');
});
