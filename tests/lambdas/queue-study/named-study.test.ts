/** A marker that can't be read still starts an assessment: the one that refuses it, with a report. */
import { expect, test } from 'vitest';

import { siteNamedBy, studyNamedBy } from '../../../lambdas/queue-study/named-study.ts';

const ID = '0123456789abcdef';
const KEY = `studies/${ID}/complete.json`;
const VALID = { schema: 'osteon/study/1', studyId: ID, files: [], labels: null, order: null };
const named = (key: string, text: string) => studyNamedBy(key, new TextEncoder().encode(text));

test('a valid marker speaks for its study, with its parameter set', () => {
  const parameterSet = 'osteon-default-1';
  expect(named(KEY, JSON.stringify({ ...VALID, parameterSet }))).toMatchObject({ studyId: ID, parameterSet });
});

test.each([
  ['no JSON', 'Müller'],
  ['another schema', '{}'],
  ['another study', JSON.stringify({ ...VALID, studyId: 'f'.repeat(16) })],
])('a marker of %s is of the study in whose place it lies', (_, text) => {
  expect(named(KEY, text)).toEqual({ studyId: ID });
});

test.each(['studies/Müller Hans/complete.json', `studies/${ID}/x/complete.json`])(
  'a place that is no study’s gives a digest, and none of its words: %s',
  (key) => {
    const { studyId } = named(key, 'x');
    expect(studyId).toMatch(/^[0-9a-f]{16}$/);
    expect(studyId).not.toBe(ID);
  },
);

test.each([
  [{ ...VALID, site: 'north-clinic' }, 'north-clinic'],
  [VALID, 'direct'],
  [{ ...VALID, site: 'Müller, Hans' }, 'direct'],
  [{ ...VALID, site: '' }, 'direct'],
])('a study waits in the line of the site that its marker names', (marker, site) => {
  expect(siteNamedBy(new TextEncoder().encode(JSON.stringify(marker)))).toBe(site);
});

test('a marker that is none waits in the line of no site', () => {
  expect(siteNamedBy(new TextEncoder().encode('Müller'))).toBe('direct');
});
