import { expect, test } from 'vitest';

import { CONTENT_BOTTOM, openPdf } from '../../../../report/pdf/kit/page.ts';
import { table } from '../../../../report/pdf/kit/table.ts';

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
