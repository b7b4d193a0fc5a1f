import { describe, expect, test } from 'vitest';

import {
  densitySchema,
  flagSchema,
  quantity,
  refusalSchema,
  type Flag,
  type Quantity,
  type Refusal,
} from '../../contracts/primitives.ts';

const UNCERTAINTY = { kind: 'none', reason: 'made up' } as const;
const NEWTONS: Quantity<'N'> = { value: 2000, unit: 'N', uncertainty: UNCERTAINTY };

describe('a quantity', () => {
  test('is read in its own unit only', () => {
    expect(quantity('N').parse(NEWTONS)).toEqual(NEWTONS);
    expect(quantity('mm').safeParse(NEWTONS).success).toBe(false);
    expect(quantity('N/mm').safeParse(NEWTONS).success).toBe(false);
    expect(quantity('N m').safeParse(NEWTONS).success).toBe(false);
    expect(densitySchema.safeParse({ ...NEWTONS, mineralBasis: 'K2HPO4' }).success).toBe(false);
  });

  test('does not compile in the place of another unit', () => {
    // @ts-expect-error newtons are no millimetres
    const height: Quantity<'mm'> = NEWTONS;
    const any: Quantity = NEWTONS;
    expect(any).toBe(height);
  });
});

describe('a code', () => {
  test('that the table does not have is no refusal and no flag', () => {
    // @ts-expect-error not in the table
    const refusal: Refusal = { code: 'LEVEL_TRUNKATED', saw: 'a cut body', wanted: 'a whole one' };
    // @ts-expect-error a code of refusals
    const flag: Flag = { code: 'LEVEL_TRUNCATED', message: 'a cut body' };
    expect(refusalSchema.safeParse(refusal).success).toBe(false);
    expect(flagSchema.safeParse(flag).success).toBe(false);
    expect(refusalSchema.safeParse({ ...refusal, code: 'LEVEL_TRUNCATED' }).success).toBe(true);
  });
});
