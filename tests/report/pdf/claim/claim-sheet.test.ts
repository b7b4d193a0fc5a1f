/** The claim-support sheet as a coder reads it, against the report that it points into. */
import { expect, test } from 'vitest';

import type { ReportData } from '../../../../report/report-data.ts';
import { makePagedReport } from '../../../../report/report.ts';
import { resultOf } from '../../../../report/result.ts';
import { claimSheet } from '../../../../report/pdf/claim/claim-sheet.ts';
import { elementsOf } from '../../../../report/pdf/claim/elements.ts';
import { reviewedData, studyData } from '../../ehr/documented.ts';
import { runsOf } from '../pdf-runs.ts';

async function sheetOf(data: ReportData): Promise<string> {
  const { pages } = await makePagedReport(data);
  const runs = runsOf(await claimSheet(data, resultOf(data), pages));
  expect(new Set(runs.map(({ page }) => page)).size).toBe(1);
  return runs
    .map(({ text }) => text)
    .join(' ')
    .replaceAll(/\s+/g, ' ');
}

test('every heading that an element points to stands in the report, on the page that is named', async () => {
  const data = await studyData('whole');
  const { pdf, pages } = await makePagedReport(data);
  const runs = runsOf(pdf);
  const first = runs[0]!.page;
  const headings = elementsOf(data, resultOf(data)).flatMap((element) => element.headings);
  expect(headings).toHaveLength(8);
  for (const heading of headings) {
    const page = pages.get(heading)!;
    expect(page, heading).toBeGreaterThan(1);
    expect(
      runs.some((run) => run.page === page - 1 + first && run.text.trim() === heading),
      heading,
    ).toBe(true);
  }
});

test('an unsigned report documents everything but the professional part', async () => {
  const text = await sheetOf(await studyData('whole'));
  expect(text).toContain('Strength of T12–L3, in N with intervals.');
  expect(text).toContain('Not documented. The report is preliminary and not signed.');
  expect(text.match(/Not documented/g)).toHaveLength(1);
  for (const fact of [
    'Height loss of 5 cm',
    'Dr. Made Up',
    '2026-02-20',
    '2024-05-06',
    'A1',
    'PRELIMINARY: NOT SIGNED',
  ])
    expect(text).toContain(fact);
});

test('a signed one names who has interpreted it, when, and what the signature means', async () => {
  const text = await sheetOf(await reviewedData(['final']));
  expect(text).not.toContain('NOT SIGNED');
  expect(text).not.toContain('Not documented');
  expect(text).toMatch(
    /Interpreted and signed by Dr\. A & B .*, Radiologist, 2026-03-02T10:11:12\+01:00: report approved as final/,
  );
});

test.each([
  ['refused', 5, 'The study was not evaluated.'],
  ['failed', 6, 'for a technical fault'],
  ['nothing-solved', 4, ''],
  ['bare', 2, ''],
])('a study that is %s has %d elements that are not documented', async (name, count, words) => {
  const text = await sheetOf(await studyData(name));
  expect(text.match(/Not documented/g)).toHaveLength(count);
  expect(text).toContain(words);
});

test('says what it is not, and nothing of coverage but where rules stand', async () => {
  const text = await sheetOf(await studyData('whole'));
  for (const words of [
    'no statement on coverage or payment',
    '42 CFR 410.31',
    '150.3',
    'This software is neither',
    '(modifier 26)',
    '(modifier TC)',
  ])
    expect(text).toContain(words);
  expect(text).not.toMatch(/\b(?:covered|reimbursed|billable|medically necessary)\b|null|undefined/i);
});
