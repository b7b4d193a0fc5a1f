/** The table that the report prints is that of the list, and the list that of the sources. */
import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { ASSUMPTIONS, CASES } from '../../../bench/assumptions/list.ts';
import { effectText } from '../../../bench/assumptions/words.ts';
import { ASSUMPTION_TABLE } from '../../../report/assumptions/assumptions.ts';

test.each(ASSUMPTIONS.map((one) => [one.assumption, one] as const))(
  '%s has the value that is varied: `npm run assumptions -- --write` where it has another',
  (_, { file, from, low, high }) => {
    const source = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
    expect(source.split(from)).toHaveLength(2);
    expect(new Set([from, low, high]).size).toBe(3);
  },
);

test('the table has a row for each, with its effect', () => {
  const wanted = ASSUMPTIONS.map((one) => ({ ...one, case: CASES[one.case] }));
  expect(ASSUMPTION_TABLE.rows.map(({ assumption, value, case: name }) => ({ assumption, value, case: name }))).toEqual(
    wanted.map(({ assumption, value, case: name }) => ({ assumption, value, case: name })),
  ); // prettier-ignore
  for (const { effect } of ASSUMPTION_TABLE.rows) expect(effect).toMatch(/\d/);
});

describe('an effect', () => {
  const base = { 'strength (N)': 3000, 'probability of “high”': 0.4 };

  test('is told of what moves by 1 %, or by 0.005 where it is a probability; the greatest first', () => {
    const low = { 'strength (N)': 2960, 'probability of “high”': 0.398 };
    const high = { 'strength (N)': 3010, 'probability of “high”': 0.45 };
    expect(effectText(base, low, high)).toBe(
      'probability of “high” 0.40 (0.40 to 0.45); strength 3,000 (2,960 to 3,010) N',
    );
  });

  test('of next to nothing says so', () => {
    const near = { 'strength (N)': 3029, 'probability of “high”': 0.404 };
    expect(effectText(base, near, near)).toBe('below 1 %, and below 0.005 in every probability');
  });
});
