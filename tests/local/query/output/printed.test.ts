import { expect, test } from 'vitest';

import { asCsv, asJson, asTable } from '../../../../local/query/output/printed.ts';

const ANSWER = {
  columns: [
    { name: 'name', type: 'text' },
    { name: 'n', type: 'integer' },
    { name: 'share', type: 'number' },
    { name: 'known', type: 'yes/no' },
  ],
  rows: [
    ['a, "b"\nc', 1, 1 / 3, true],
    [null, 20, null, false],
  ],
} as const;

test('a table: numbers to the right, six digits, a line a row', () => {
  expect(asTable(ANSWER)).toBe(
    [
      'name       n     share  known',
      '--------  --  --------  -----',
      'a, "b"?c   1  0.333333  yes',
      '          20            no',
      '',
    ].join('\n'),
  );
});

test('CSV as RFC 4180 has it, with all digits; nothing for what is not known', () => {
  expect(asCsv(ANSWER)).toBe(
    'name,n,share,known\r\n"a, ""b""\nc",1,0.3333333333333333,true\r\n,20,,false\r\n',
  );
});

test('CSV holds no formula: a scanner may be named as one', () => {
  const columns = ANSWER.columns.slice(0, 2);
  const rows = [['=1+1', -2], ['plain', 3]] as const; // prettier-ignore
  expect(asCsv({ ...ANSWER, columns, rows })).toBe("name,n\r\n'=1+1,-2\r\nplain,3\r\n");
});

test('JSON: one record a row', () => {
  expect(JSON.parse(asJson(ANSWER))).toEqual([
    { name: 'a, "b"\nc', n: 1, share: 1 / 3, known: true },
    { name: null, n: 20, share: null, known: false },
  ]);
});
