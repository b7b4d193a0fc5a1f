import { describe, expect, test } from 'vitest';

import { cohortOf } from '../../../local/query/cohort/cohort.ts';
import type { Cell } from '../../../report/rows/column.ts';

const MEASURES = 14;
const asTheyCome = <T>(all: readonly T[]) => all;

/** A row as the cohort's statement gives it: five words, then nine numbers. */
function study(
  person: string,
  date: string,
  sex: string | null,
  age: number | null,
  vbmd = 101.7,
): readonly Cell[] {
  const words = ['none', 'air-blood', null, 'high', 'osteon-default-4'];
  const numbers = [vbmd, 2719.3, 84.26, null, null, 1.25, 118, 2, 1];
  expect(words.length + numbers.length).toBe(MEASURES);
  return [person, date, sex, age, ...words, ...numbers];
}

const people = (count: number, name: string, date: string, sex: string | null, age: number | null) =>
  Array.from({ length: count }, (_, n) => study(`${name}${n}`, date, sex, age));

function cells({ answer }: ReturnType<typeof cohortOf>, name: string): readonly Cell[] {
  const at = answer.columns.findIndex((column) => column.name === name);
  return answer.rows.map((row) => row[at] ?? null);
}

test('no id, day, site or exact number is told', () => {
  const cohort = cohortOf([...people(11, 'site-0/p', '2025-03-17', 'female', 67)], 11, asTheyCome);
  const text = JSON.stringify(cohort.answer);
  for (const secret of ['site-0', 'p3', '2025-03', '67', '101.7', '2719']) expect(text).not.toContain(secret);
  expect(cohort.answer.rows[2]).toEqual([
    3, 1, 0, 2025, 'female', '60-69', 'none', 'air-blood', null, 'high', 'osteon-default-4', 102, 2700, 84, null, null, 1.5, 120, 2, 1,
  ]); // prettier-ignore
});

test('visits of a person stay together, in half years from the first, in the group of the first', () => {
  const rows = [
    ...people(11, 'a', '2024-01-10', 'male', 59),
    study('a0', '2025-07-01', 'male', 60),
    study('a0', '2027-01-20', 'male', 62),
  ].toSorted((a, b) => String(a[0]).localeCompare(String(b[0])) || String(a[1]).localeCompare(String(b[1])));
  const cohort = cohortOf(rows, 11, asTheyCome);
  expect(cells(cohort, 'half_years_since_first').slice(0, 3)).toEqual([0, 3, 6]);
  expect(new Set(cells(cohort, 'age_band'))).toEqual(new Set(['50-59']));
  expect(new Set(cells(cohort, 'first_year'))).toEqual(new Set([2024]));
  expect(cohort.persons).toBe(11);
});

describe('groups of few persons', () => {
  const large = people(40, 'l', '2025-01-01', 'female', 65);
  const middle = people(12, 'm', '2025-01-01', 'female', 75);

  test('are left out, persons being counted and not their visits', () => {
    const few = people(6, 'f', '2025-01-01', 'male', 95);
    const again = people(6, 'f', '2025-08-01', 'male', 95);
    const cohort = cohortOf(
      [...large, ...few, ...again, ...people(5, 'g', '2025-01-01', 'male', 45)],
      11,
      asTheyCome,
    );
    expect(cohort.persons).toBe(40);
    expect(cohort.leftOut).toBe(11);
    expect(cells(cohort, 'sex')).not.toContain('male');
  });

  test('alone would follow from a total that is known: the next larger group goes with them', () => {
    const cohort = cohortOf(
      [...large, ...middle, ...people(3, 'f', '2025-01-01', 'male', 45)],
      11,
      asTheyCome,
    );
    expect([cohort.persons, cohort.leftOut]).toEqual([40, 15]);
  });

  test('of which there is none leave every person in', () => {
    expect(cohortOf([...large, ...middle], 11, asTheyCome).leftOut).toBe(0);
    expect(cohortOf([...large, ...middle], 13, asTheyCome).persons).toBe(0);
  });

  test('ages that are not known, and from 90 on, are groups like others', () => {
    const cohort = cohortOf(
      [...people(11, 'n', '2025-01-01', null, null), ...people(11, 'o', '2025-01-01', 'female', 90)],
      11,
      asTheyCome,
    );
    expect(new Set(cells(cohort, 'age_band'))).toEqual(new Set([null, '90+']));
  });
});

test('persons are numbered by the order that is drawn, anew in every export', () => {
  const rows = people(11, 'p', '2025-01-01', 'female', 60).map((row, n) => row.with(9, 10 * n));
  const backwards = cohortOf(rows, 11, (all) => all.toReversed());
  expect(cells(backwards, 'vbmd_mg_cm3')).toEqual([100, 90, 80, 70, 60, 50, 40, 30, 20, 10, 0]);
  expect(cells(backwards, 'person')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});
