import { expect, test } from 'vitest';

import { closePdf, CONTENT_BOTTOM, openPdf } from '../../../../report/pdf/kit/page.ts';
import { drawLight, table } from '../../../../report/pdf/kit/table.ts';

import { FRAME } from '../frame.ts';
import { marksOf } from '../pdf-marks.ts';
import { runsOf } from '../pdf-runs.ts';

/** What is drawn, page by page, of a table that begins this far above the foot of a page, points. */
function drawn(roomLeft: number, rows: readonly string[] = ['first', 'second']): string[][] {
  const pdf = openPdf(FRAME);
  const pages: string[][] = [[]];
  const text = pdf.text.bind(pdf) as (...args: unknown[]) => typeof pdf;
  pdf.on('pageAdded', () => pages.push([]));
  pdf.text = (...args: unknown[]) => {
    pages.at(-1)!.push(String(args[0]));
    return text(...args);
  };
  pdf.y = CONTENT_BOTTOM - roomLeft;
  table(
    pdf,
    [{ title: 'Head', width: 100 }],
    rows.map((text) => [{ text }]),
  );
  return pages.map((page) => page.filter((word) => word !== ''));
}

test('a low table is not broken: it goes on to the next page whole', () => {
  // Head and two rows take some 46 points.
  expect(drawn(40)).toEqual([[], ['Head', 'first', 'second']]);
  expect(drawn(100)).toEqual([['Head', 'first', 'second']]);
});

test('a high table is broken so that no head and no row stands alone, and its head is there again', () => {
  const rows = Array.from({ length: 30 }, (_, n) => `row ${n}`);
  // A row takes some 16 points: 33 hold the head and one row.
  expect(drawn(33, rows)[0]).toEqual([]);
  const [first, second] = drawn(14 + 16 * 29, rows);
  expect(first!.at(-1)).toBe('row 27');
  expect(second).toEqual(['Head', 'row 28', 'row 29']);
});

test('lights are a circle, a triangle and a square, each in its colour and with its letter', async () => {
  const pdf = openPdf(FRAME);
  const empty = await closePdf(openPdf(FRAME), FRAME);
  drawLight(pdf, 'green', 100, 100);
  drawLight(pdf, 'amber', 200, 100);
  drawLight(pdf, 'red', 300, 100);
  const bytes = await closePdf(pdf, FRAME);
  const ground = marksOf(empty)[0]!;
  const shapes = marksOf(bytes)[0]!.filter((shape) => !ground.includes(shape));
  expect(
    shapes.map((shape) => shape.replace(/^fill #\w+: (\d) points in x (\d)\d\d .*$/, '$1 at $2')),
  ).toEqual(['5 at 1', '3 at 1', '2 at 3']);
  expect(new Set(shapes.map((shape) => shape.slice(0, 12))).size).toBe(3);
  const words = runsOf(bytes).map(({ text }) => text);
  expect(words.filter((word) => /^[A-Z]$/.test(word))).toHaveLength(3);
  expect(new Set(words.filter((word) => /^[A-Z]$/.test(word))).size).toBe(3);
});
