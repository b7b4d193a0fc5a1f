import { describe, expect, test } from 'vitest';

import { namedQuery } from '../../../../lambdas/shared/queries/named-query.ts';
import { queryText } from '../../../../lambdas/shared/queries/query-text.ts';

const HEAD = `-- question: How many?
-- parameter: site text 'a': site
-- parameter: least number '1.5': least value
-- parameter: day date '2026-01-31': a day
-- parameter: all yes/no 'no': all of them
-- parameter: n integer '3': rows
-- column: n integer: how many`;
const query = namedQuery(
  'test',
  `${HEAD}\nSELECT :n AS n, ':site' AS t -- :n\nFROM x WHERE s = :site AND v >= :least AND d > :day AND :all\n`,
);

test('a head is read: question, parameters with defaults, columns, chart', () => {
  expect(query.question).toBe('How many?');
  expect(query.parameters[1]).toEqual({
    name: 'least',
    type: 'number',
    byDefault: '1.5',
    meaning: 'least value',
  });
  expect(query.columns).toEqual([{ name: 'n', type: 'integer', meaning: 'how many' }]);
  expect(namedQuery('c', `${HEAD}\n-- chart: bar x=n y=n colour=n\nSELECT 1`).chart).toEqual({
    mark: 'bar',
    x: 'n',
    y: 'n',
    colour: 'n',
  });
});

test.each([
  ['no question', '-- column: n integer: n\nSELECT 1', 'one question'],
  ['no columns', '-- question: what?\nSELECT 1', 'a line for each column'],
  ['another line', `${HEAD}\n-- remark: x\nSELECT 1`, 'required: -- question'],
  ['another type', `${HEAD}\n-- column: m money: x\nSELECT 1`, 'the type money'],
  ['a chart of another column', `${HEAD}\n-- chart: bar x=n y=m\nSELECT 1`, 'a chart of m'],
  ['a parameter without a default', `${HEAD}\n-- parameter: q text: x\nSELECT 1`, 'NAME TYPE'],
])('a head with %s is refused by its line', (_, text, why) => {
  expect(() => namedQuery('test', text)).toThrow(why);
});

test('parameters become literals of their type; quoted text and comments stay as they are', () => {
  expect(queryText(query, {})).toBe(
    "SELECT 3 AS n, ':site' AS t -- :n\nFROM x WHERE s = 'a' AND v >= 1.5E+0 AND d > DATE '2026-01-31' AND FALSE",
  );
  expect(queryText(query, { site: "o'b :n -- x", all: 'yes' })).toContain(
    "s = 'o''b :n -- x' AND v >= 1.5E+0",
  );
});

describe('is refused:', () => {
  test.each([
    [
      'a parameter that there is not',
      { place: 'x' },
      'parameter place: test has none of this name; required: site, least',
    ],
    ['one of the prototype', { constructor: 'x' }, 'parameter constructor'],
    ['SQL for a number', { least: '1 OR 1=1' }, 'parameter least: not number'],
    ['an exponent', { least: '1e999' }, 'not number'],
    ['a rest for a whole number', { n: '1.5' }, 'not integer'],
    ['a word for yes', { all: 'TRUE' }, 'required: yes or no'],
    ['a day that there is not', { day: '2026-02-30' }, 'a date, YYYY-MM-DD'],
    ['SQL for a day', { day: "2026-02-01' OR '1" }, 'a date'],
    ['a control character', { site: 'a\nb' }, 'control character'],
    ['a long text', { site: 'a'.repeat(201) }, 'at most 200 letters'],
  ])('%s', (_, given: Record<string, string>, why) => {
    expect(() => queryText(query, given)).toThrow(why);
  });

  test.each(['2026', '2026-3', '2026-13', '03/2026', '', "2026-01' OR '1"])('%s for a month', (last) => {
    const monthly = namedQuery(
      'test',
      `-- question: q?\n-- parameter: last month '9999-99': m\n-- column: n integer: n\nSELECT :last AS n`,
    );
    expect(queryText(monthly, {})).toBe("SELECT '9999-99' AS n");
    expect(queryText(monthly, { last: '2026-12' })).toBe("SELECT '2026-12' AS n");
    expect(() => queryText(monthly, { last })).toThrow(
      'parameter last: not month; required: a month, YYYY-MM',
    );
  });

  test('a name that the head does not have', () => {
    expect(() => queryText(namedQuery('test', `${HEAD}\nSELECT :m`), {})).toThrow(':m is no parameter');
  });
});
