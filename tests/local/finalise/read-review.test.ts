import { expect, test } from 'vitest';

import { readReview } from '../../../local/finalise/read-review.ts';

const NOW = new Date('2026-11-30T12:00:00Z');
const REVIEW = {
  schema: 'osteon/review/1',
  of: 'a'.repeat(64),
  status: 'final',
  reader: { name: 'Ada Reader', role: '' },
  excluded: [],
  comments: '',
};
const read = (part: object = {}, before = '') =>
  readReview(before + JSON.stringify({ ...REVIEW, ...part }), 'review.json', NOW);

test('fields of a form that are left empty are as if left out, and the time is that of the command', () => {
  expect(read()).toEqual({
    schema: 'osteon/review/1',
    of: REVIEW.of,
    status: 'final',
    reader: { name: 'Ada Reader' },
    at: NOW.toISOString(),
  });
});

test('a byte order mark, as editors write it, is passed over', () => {
  expect(read({}, '\uFEFF')).toEqual(read());
});

test.each<[what: string, part: object, said: string]>([
  ['a time to come', { at: '2026-11-30T13:00:00Z' }, 'at: found a time to come'],
  ['a question that is left open', { readings: [{ level: 'L1', fractured: null }] }, 'readings.0.fractured'],
  ['a line break in a name', { reader: { name: 'Ada\nReader' } }, 'reader.name: no control characters'],
  ['a neck', { readings: [{ level: 'C2', fractured: true }] }, 'readings.0.level'],
])('%s is refused', (_, part, said) => {
  expect(() => read(part)).toThrow(said);
});

test('a field twice, and what is no JSON, are told', () => {
  expect(() => readReview('{"of":"a","of":"b"}', 'r', NOW)).toThrow('found of twice');
  expect(() => readReview('at: now', 'r', NOW)).toThrow('found no JSON');
});
