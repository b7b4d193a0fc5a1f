import { expect, test } from 'vitest';

import { duplicateNames } from '../../../contracts/order/duplicate-names.ts';

test.each([
  ['{"patient": {"sex": "female", "sex": "male"}}', ['patient.sex']],
  ['{"a": 1, "b": {"a": 2}, "a": 3}', ['a']],
  ['{"a": [{"b": 1, "b": 2}, {"b": 3}]}', ['a.b']],
  ['{"a": [{"b": 1}, {"b": 1}]}', []],
  ['{"a": "a", "b": "a: {"}', []],
  ['{"a\\"": 1, "a": ":", "\\u0061": 2}', ['a']],
  ['[]', []],
])('of %s are %j', (text, names) => {
  expect(duplicateNames(text)).toEqual(names);
});
