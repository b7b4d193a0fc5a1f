import { expect, test } from 'vitest';

import type { Refusal } from '../../contracts/primitives.ts';
import { LevelRefused, refusalOf, StudyRefused } from '../../contracts/refusals.ts';

const REFUSAL: Refusal = { code: 'NO_CT_SERIES', saw: '3 MR series', wanted: 'a CT series' };

test('a refusal survives the way through Lambda and Step Functions', () => {
  const error = new StudyRefused(REFUSAL);
  const Cause = JSON.stringify({ errorType: error.name, errorMessage: error.message, trace: [] });
  expect(refusalOf({ Error: error.name, Cause })).toEqual(REFUSAL);
  expect(refusalOf({ Error: 'LevelRefused', Cause: new LevelRefused(REFUSAL).message })).toEqual(REFUSAL);
});

test.each(['Müller, born 1950', '{"errorMessage":"Müller"}', '', '[1]'])(
  'a failure that is no refusal loses its message: %j',
  (Cause) => {
    const refusal = refusalOf({ Error: 'TypeError', Cause });
    expect(refusal.code).toBe('PROCESSING_FAILED');
    expect(JSON.stringify(refusal)).toContain('TypeError');
    expect(JSON.stringify(refusal)).not.toContain('Müller');
  },
);
