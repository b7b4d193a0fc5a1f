import { expect, test } from 'vitest';

import { closePdf, CONTENT_BOTTOM, openPdf } from '../../../../report/pdf/kit/page.ts';
import { drawLight, table } from '../../../../report/pdf/kit/table.ts';

import { marksOf } from '../pdf-marks.ts';
import { runsOf } from '../pdf-runs.ts';

/** What is drawn, page by page, of a table that begins this far above the foot of a page, points. */
function drawn(roomLeft: number): string[][] {
  const pdf = openPdf({ patient: '', study: '', date: null, footer: '' });
  const pages: string[][] = [[]];
  const text = pdf.text.bind(pdf) as (...args: unknown[]) => typeof pdf;
  pdf.on('pageAdded', () => pages.push([]));
  pdf.text = (...args: unknown[]) => {
    pages.at(-1)!.push(String(args[0]));
    return text(...args);
  };
  pdf.y = CONTENT_BOTTOM - roomLeft;
  table(pdf, [{ title: 'Head', width: 100 }], [[{ text: 'first' }], [{ text: 'second' }]]);
  return pages.map((page) => page.filter((word) => word !== ''));
}

test('the head of a table never stands alone at the foot of a page', () => {
  // The head alone takes 14 points, with a row under it about 30.
  expect(drawn(20)).toEqual([[], ['Head', 'first', 'second']]);
  expect(drawn(35)).toEqual([
    ['Head', 'first'],
    ['Head', 'second'],
  ]);
  expect(drawn(100)).toEqual([['Head', 'first', 'second']]);
});

test('lights are a circle, a triangle and a square, each in its colour and with its letter', async () => {
  const frame = { patient: '', study: '', date: null, footer: '' };
  const pdf = openPdf(frame);
  const empty = await closePdf(openPdf(frame), frame);
  drawLight(pdf, 'green', 100, 100);
  drawLight(pdf, 'amber', 200, 100);
  drawLight(pdf, 'red', 300, 100);
  const bytes = await closePdf(pdf, frame);
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
