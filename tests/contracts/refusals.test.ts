import { expect, test } from 'vitest';

import type { Refusal } from '../../contracts/primitives.ts';
import {
  LevelRefused,
  levelRefusalOf,
  NoRefusal,
  refusalOf,
  StudyRefused,
} from '../../contracts/refusals.ts';

const REFUSAL: Refusal = { code: 'NO_CT_SERIES', saw: '3 MR series', wanted: 'a CT series' };

test('a refusal survives the way through Lambda and Step Functions', () => {
  const error = new StudyRefused(REFUSAL);
  const Cause = JSON.stringify({ errorType: error.name, errorMessage: error.message, trace: [] });
  expect(refusalOf({ Error: error.name, Cause })).toEqual(REFUSAL);
  expect(refusalOf({ Error: 'LevelRefused', Cause: new LevelRefused(REFUSAL).message })).toEqual(REFUSAL);
});

test.each(['Müller, born 1950', '{"errorMessage":"Müller"}', '', '[1]'])(
  'a failure that is no refusal is not made one, and its message is not repeated: %j',
  (Cause) => {
    const read = () => refusalOf({ Error: 'StudyRefused', Cause });
    expect(read).toThrow(NoRefusal);
    expect(read).not.toThrow(/Müller/);
  },
);

test.each([
  'States.Timeout',
  'Runtime.ExitError',
  'Lambda.TooManyRequestsException',
  'TypeError',
  'StudyRefused',
])('%s is never the outcome of a level, even where its cause reads like a refusal', (name) => {
  const Cause = new LevelRefused(REFUSAL).message;
  expect(() => levelRefusalOf({ Error: name, Cause })).toThrow(NoRefusal);
  expect(levelRefusalOf({ Error: 'LevelRefused', Cause })).toEqual(REFUSAL);
  expect(levelRefusalOf({ Error: 'SolveNotConverged', Cause })).toEqual(REFUSAL);
});
