import { createRequire } from 'node:module';
import { dirname } from 'node:path';

import { afterEach, describe, expect, test, vi } from 'vitest';

import {
  closePdf,
  CONTENT_BOTTOM,
  line,
  openPdf,
  PAGE,
  paragraph,
  room,
  typeset,
  type PageFrame,
} from '../../../../report/pdf/kit/page.ts';

import { FRAME as UNDATED } from '../frame.ts';
import { runsOf } from '../pdf-runs.ts';

const FRAME: PageFrame = { ...UNDATED, date: '2026-02-20' };

afterEach(() => {
  vi.unstubAllEnvs();
});

test('units get raised digits and never begin a line', () => {
  expect(typeset('94 mg/cm3 of 2 cm3')).toBe('94\u00a0mg/cm³ of 2\u00a0cm³');
  expect(typeset('uncalibrated, +-10-15 %')).toBe('uncalibrated, ±10\u00a0to\u00a015\u00a0%');
  expect(typeset('-0.6° ± 1.9, T-score -2.5 (-3 to -2), tilt 1/-1, T11-L4 with 0.92; V2-V1')).toBe(
    '−0.6° ±\u00a01.9, T-score −2.5 (−3 to −2), tilt 1/−1, T11–L4 with 0.92; V2–V1',
  );
  expect(typeset('LIDC-IDRI-0314, 2025-01-02, osteon-default-4, K2-HPO4')).toBe(
    'LIDC-IDRI-0314, 2025-01-02, osteon-default-4, K2-HPO4',
  );
  expect(typeset('very high > 0.99')).toBe('very high >\u00a00.99');
});

test('codes, levels, dates and chemical formulas stay as they are', () => {
  for (const text of ['LEVEL_TRUNCATED', 'T4 to L5', '2026-03-01', 'K2HPO4', 'verse-3', 'a 10-year risk'])
    expect(typeset(text)).toBe(text);
});

describe('a document', () => {
  /** What a field of its information refers to. */
  function told(bytes: string, field: string): string | undefined {
    const [, id] = new RegExp(`/${field} (\\d+) 0 R`).exec(bytes) ?? [];
    return new RegExp(`\\n${id} 0 obj\\n\\((.*)\\)\\n`).exec(bytes)?.[1];
  }

  async function bytesOf(frame: PageFrame): Promise<string> {
    return Buffer.from(await closePdf(openPdf(frame), frame)).toString('latin1');
  }

  test('says what it is, in which language and by which program', async () => {
    const bytes = await bytesOf(FRAME);
    expect(bytes).toMatch(/^%PDF-1\.7\n/);
    for (const words of ['/Lang (en)', '/DisplayDocTitle true']) expect(bytes).toContain(words);
    expect(['Title', 'Creator', 'Producer'].map((field) => told(bytes, field))).toEqual([
      'A made-up document',
      'osteon',
      'osteon',
    ]);
  });

  test('is dated by its study, not by the clock, and by nothing where that has no date', async () => {
    const dated = await bytesOf(FRAME);
    for (const name of ['CreationDate', 'ModDate']) expect(told(dated, name)).toBe('D:20260220000000Z');
    const undated = await bytesOf({ ...FRAME, date: null });
    for (const name of ['CreationDate', 'ModDate']) expect(told(undated, name)).toBe('D:19700101000000Z');
  });

  test('has its fonts from the folder that is named, where one is', async () => {
    const fonts = dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'));
    const before = await bytesOf(FRAME);
    vi.stubEnv('OSTEON_FONTS', fonts);
    expect(await bytesOf(FRAME)).toBe(before);
    vi.stubEnv('OSTEON_FONTS', `${fonts}/none`);
    expect(() => openPdf(FRAME)).toThrow('DejaVuSans.ttf');
  });

  test('has its frame on every page, with the number of pages', async () => {
    const pdf = openPdf(FRAME);
    pdf.addPage();
    const runs = runsOf(await closePdf(pdf, FRAME));
    for (const page of [0, 1]) {
      const words = runs.filter((run) => run.page === page).map(({ text }) => text);
      expect(words).toEqual([
        'Made^Up',
        'CT',
        'not signed',
        'A made-up document',
        'osteon',
        `Page ${page + 1} of 2`,
      ]);
    }
  });
});

describe('the cursor', () => {
  test('stays where it is beside a line', () => {
    const pdf = openPdf(FRAME);
    [pdf.x, pdf.y] = [50, 300];
    line(pdf, 'beside', { x: 200, y: 100 });
    expect([pdf.x, pdf.y]).toEqual([50, 300]);
  });

  test('is at the margin below a paragraph', () => {
    const pdf = openPdf(FRAME);
    paragraph(pdf, 'words', { x: 300, width: 100 });
    expect(pdf.x).toBe(PAGE.margin);
    expect(pdf.y).toBeGreaterThan(PAGE.top + 8);
  });

  test('goes on to a new page where what follows has no room, and where it just fits does not', () => {
    const pdf = openPdf(FRAME);
    pdf.y = CONTENT_BOTTOM - 20;
    room(pdf, 20);
    expect([pdf.bufferedPageRange().count, pdf.y]).toEqual([1, CONTENT_BOTTOM - 20]);
    room(pdf, 20.1);
    expect([pdf.bufferedPageRange().count, pdf.y]).toEqual([2, PAGE.top]);
  });
});
