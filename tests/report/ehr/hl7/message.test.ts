/** The message as an interface engine takes it apart. */
import { describe, expect, test } from 'vitest';

import { oruMessage } from '../../../../report/ehr/hl7/message.ts';
import { numeric, text } from '../../../../report/ehr/hl7/segments.ts';
import type { ReportData } from '../../../../report/report-data.ts';
import { resultOf } from '../../../../report/result.ts';
import { VARIANTS } from '../../page-variants.ts';
import { PDF, READER, reviewedData, studyData } from '../documented.ts';

import { readMessage, type Segment } from './read-message.ts';

const read = (data: ReportData): readonly Segment[] =>
  readMessage(new TextEncoder().encode(oruMessage(data, resultOf(data), PDF)));
const rowsOf = (segments: readonly Segment[]): readonly Segment[] =>
  segments.filter(({ name }) => name === 'OBX');
const one = (segments: readonly Segment[], name: string): Segment =>
  segments.find((found) => found.name === name)!;

describe.each(Object.keys(VARIANTS))('the message of a study that is %s', (name) => {
  test('has its segments in order, rows numbered and typed, and the PDF', async () => {
    const segments = read(await studyData(name));
    const rows = rowsOf(segments);
    expect(segments.slice(0, 3).map((found) => found.name)).toEqual(['MSH', 'PID', 'OBR']);
    expect(segments).toHaveLength(3 + rows.length);
    expect(rows.map((row) => row.at(1))).toEqual(rows.map((_, n) => String(n + 1)));
    for (const row of rows) {
      expect(['NM', 'CWE', 'ST', 'TX', 'ED']).toContain(row.at(2));
      if (row.at(2) === 'NM') expect(row.at(5)).toMatch(/^-?\d+(\.\d+)?$/);
      if (row.at(2) === 'NM') expect(row.at(6, 3)).toBe('UCUM');
      // What is longer is cut (HL7 2.5.1, 2.A.13, CWE.2), and an age or the years stand at the end.
      expect(row.at(3, 2).length).toBeLessThanOrEqual(199);
      expect(row.at(5, 1) + row.at(5, 5)).not.toBe('');
    }
    expect([2, 3, 4].map((part) => rows.at(-1)!.at(5, part))).toEqual(['Application', 'PDF', 'Base64']);
    expect(Buffer.from(rows.at(-1)!.at(5, 5), 'base64')).toEqual(Buffer.from(PDF));
  });

  test('declares version, type, and letters that are in UTF-8', async () => {
    const header = one(read(await studyData(name)), 'MSH');
    expect([header.at(1), header.at(2), header.at(12), header.at(18)]).toEqual([
      '|',
      '^~\\&',
      '2.5.1',
      'UNICODE UTF-8',
    ]);
    expect([1, 2, 3].map((part) => header.at(9, part))).toEqual(['ORU', 'R01', 'ORU_R01']);
    expect(header.at(7)).toMatch(/^\d{8}/);
    expect(header.at(10)).toMatch(/^[0-9a-f]{20}$/);
  });
});

test('names patient, order and accession as the headers and the order do', async () => {
  const data = await studyData('whole');
  const segments = read({
    ...data,
    order: { ...data.order!, request: { system: 'clinic', value: 'ORD|7' } },
  });
  const patient = one(segments, 'PID');
  expect([patient.at(3), patient.at(5, 1), patient.at(5, 2), patient.at(7), patient.at(8)]).toEqual([
    'ID 7', 'Müller', 'Jürgen', '19500203', 'M',
  ]); // prettier-ignore
  const request = one(segments, 'OBR');
  expect([request.at(2, 1), request.at(2, 2), request.at(18), request.at(7)]).toEqual([
    'ORD|7',
    'clinic',
    'A1',
    '20240506101112',
  ]);
  expect([request.at(16, 2), request.at(31, 2), request.at(32)]).toEqual([
    'Dr. Made Up',
    'Height loss of 5 cm',
    '',
  ]);
});

test('a level that was refused says so in place of each number', async () => {
  const rows = rowsOf(read(await studyData('whole')));
  const refused = rows.filter((row) => row.at(4) === 'L4');
  expect(refused).toHaveLength(6);
  for (const row of refused) {
    expect([row.at(2), row.at(11)]).toEqual(['ST', 'X']);
    expect(row.at(5)).toContain('LEVEL_TRUNCATED: ');
  }
});

test.each([
  [[], 'P', ''],
  [['preliminary'], 'P', ''],
  [['final'], 'F', READER.name],
  [['final', 'addendum'], 'C', READER.name],
] as const)('reviewed as %j it has the status %s', async (statuses, status, reader) => {
  const segments = read(statuses.length === 0 ? await studyData('whole') : await reviewedData(statuses));
  const request = one(segments, 'OBR');
  expect([request.at(25), request.at(32, 2)]).toEqual([status, reader]);
  expect(new Set(rowsOf(segments).map((row) => row.at(11)))).toEqual(new Set([status, 'X']));
  if (statuses.length > 0)
    expect(one(segments, 'MSH').at(7)).toBe(`2026030${statuses.length + 1}101112+0100`);
});

test('a span over patients of either sex is told as a span, and what each probability is of', async () => {
  const data = await studyData('unsettled');
  const { absolute } = data.risk!;
  const ranges = absolute.ranges!.map(({ outcome, years, low, high }) => ({ outcome, years, low, high }));
  const rows = rowsOf(read({ ...data, risk: { ...data.risk!, absolute: { ...absolute, ranges } } }));
  const spans = rows.filter((row) => row.at(3, 1).startsWith('span-'));
  expect(spans.map((row) => [row.at(4), row.at(3, 1), Number(row.at(5))])).toEqual(
    ranges.flatMap(({ outcome, low, high }) => [
      [`made-up.${outcome}.10a`, 'span-low', low],
      [`made-up.${outcome}.10a`, 'span-high', high],
    ]),
  );
  for (const row of spans) {
    expect(row.at(3, 2)).toContain('no confidence interval: ');
    expect(row.at(3, 2)).toMatch(/(Hip|Major osteoporotic) fracture.*, 10 years$/);
  }
  expect(rows.filter((row) => row.at(4).startsWith('made-up.') && row.at(3, 1) === 'interval-low')).toEqual(
    [],
  );
  expect(rows.find((row) => row.at(4) === 'made-up')!.at(5)).toContain('Spans over all possible patients');
});

test('of a fault there is no result', async () => {
  const segments = read(await studyData('failed'));
  expect(one(segments, 'OBR').at(25)).toBe('X');
  expect(rowsOf(segments).filter((row) => row.at(2) === 'NM')).toEqual([]);
});

test('letters that separate are escaped, line ends among them, and others left', () => {
  expect(text('a|b^c&d~e\\f\r\ng ž')).toBe('a\\F\\b\\S\\c\\T\\d\\R\\e\\E\\f\\X0D\\\\X0A\\g ž');
  expect(text(null)).toBe('');
});

test.each([
  [2710.5, '2710.5'],
  [0.1 + 0.2, '0.30000000000000004'],
  [1e-7, '0.0000001'],
  [1e21, '1000000000000000000000'],
  [-3.25, '-3.25'],
  [-0, '0'],
])('%d is written as %s', (value, written) => {
  expect(numeric(value)).toBe(written);
});

test('a number that is none is not written', () => {
  expect(() => numeric(Number.NaN)).toThrow('not finite');
});
