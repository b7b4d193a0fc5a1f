/**
 * The claim-support sheet: where a report documents each element of CPT 0743T, what was ordered, when, and who has interpreted it.
 * Facts alone: it says nothing of coverage or payment.
 */
import type { Result } from '../../../contracts/result.ts';
import { meaningOf } from '../../words/plain.ts';
import type { ReportData } from '../../report-data.ts';
import { stringsOf } from '../../words/strings/strings.ts';

import { frameOf } from '../first-page/study-header.ts';
import { ACCENT, closePdf, CONTENT_WIDTH, heading, line, openPdf, PAGE, paragraph } from '../kit/page.ts';
import { table, type Cell, type Column } from '../kit/table.ts';
import { elementsOf, type Element } from './elements.ts';

const TITLE = 'Claim-support sheet, CPT 0743T';
const WIDTH = { name: 148, part: 92, page: 84 } as const;
const COLUMNS: readonly Column[] = [
  { title: 'Element', width: WIDTH.name },
  { title: 'Part', width: WIDTH.part },
  { title: 'Documented in the report', width: CONTENT_WIDTH - WIDTH.name - WIDTH.part - WIDTH.page },
  { title: 'Page of the report', width: WIDTH.page },
];
const FACTS: readonly Column[] = [
  { title: 'Item', width: WIDTH.name },
  { title: 'As recorded', width: CONTENT_WIDTH - WIDTH.name },
];
const PART = { technical: 'technical (modifier TC)', professional: 'professional (modifier 26)' } as const;

const NOTES = [
  'This sheet lists facts of the report. It makes no statement on coverage or payment and does not select a code.',
  'The elements are given in other words than those of the code; its official descriptor is that of the American Medical Association.',
  'Technical part: CT data and their analysis by the software. Professional part: interpretation and report by a physician, documented by the signature. Whether modifiers TC and 26 apply to a Category III code is for the payer to say.',
  'In 2023 the Centers for Medicare & Medicaid Services removed 0554T to 0558T from National Coverage Determination 150.3, retroactively. Policies of private payers differ.',
  'A bone mass measurement under 42 CFR 410.31 requires a device that is cleared or approved by the Food and Drug Administration. This software is neither.',
] as const;

/** @param pages of the report's headings */
export async function claimSheet(
  data: ReportData,
  result: Result,
  pages: ReadonlyMap<string, number>,
): Promise<Uint8Array> {
  const frame = {
    ...frameOf(data, stringsOf('en')),
    title: TITLE,
    language: 'en',
  };
  const pdf = openPdf(frame);
  line(pdf, TITLE, { x: PAGE.margin, y: pdf.y - 8, size: 14, font: 'bold', colour: ACCENT, tag: 'H1' });
  pdf.y += 16;
  heading(pdf, 'Elements of the service');
  if (result.refusal !== null)
    paragraph(pdf, `The study was not evaluated. ${meaningOf(result.refusal.code)}`);
  if (result.fault !== null) paragraph(pdf, 'The study was not evaluated, for a technical fault.');
  table(
    pdf,
    COLUMNS,
    elementsOf(data, result).map((element) => elementRow(element, pages)),
  );
  heading(pdf, 'Order and dates');
  table(pdf, FACTS, factRows(data, result));
  heading(pdf, 'Notes');
  for (const note of NOTES) paragraph(pdf, note);
  return await closePdf(pdf, frame);
}

function elementRow(element: Element, pages: ReadonlyMap<string, number>): readonly Cell[] {
  const { name, part, documented, missing } = element;
  return [
    { text: name, bold: true },
    { text: PART[part] },
    documented === null ? { text: `Not documented. ${missing}.`, bold: true } : { text: `${documented}.` },
    { text: documented === null ? 'none' : pagesText(element, pages) },
  ];
}

/** "1, 3, 5"; a heading that the report has not is no page of it. */
function pagesText(
  { headings, onFirstPage }: Pick<Element, 'headings' | 'onFirstPage'>,
  pages: ReadonlyMap<string, number>,
): string {
  const found = headings.flatMap((text) => pages.get(text) ?? []);
  const all = new Set([...(onFirstPage ? [1] : []), ...found]);
  return [...all].toSorted((a, b) => a - b).join(', ');
}

function factRows(data: ReportData, result: Result): readonly (readonly Cell[])[] {
  const { about, order, reviewed, input } = data;
  const patient = about?.patient;
  const reviews = (reviewed?.history ?? []).map(
    ({ status, reader, at, meaning }) =>
      `${status}, ${reader.name}, ${at}${meaning === null ? ' (not signed)' : ''}`,
  );
  const rows: readonly (readonly [string, string | null | undefined])[] = [
    ['Patient', [patient?.name, patient?.id].filter(Boolean).join(', ')],
    ['Date of birth', patient?.birthDate],
    ['Indication', order?.indication],
    ['Ordered by', order?.orderedBy ?? about?.study.referringPhysician],
    ['Date of the order', order?.date],
    ['Number of the order', order?.request?.value],
    ['Accession number', about?.study.accessionNumber],
    ['Date of the CT', about?.study.date],
    ['Reviews', reviews.join('; ') || 'none'],
    ['Report', `${input.studyId} / ${input.assessmentId} / revision ${input.revision ?? 0}`],
    [
      'Software',
      `${result.provenance.software.name} ${result.provenance.software.version}, not cleared for clinical use`,
    ],
  ];
  return rows.map(([name, value]) => [{ text: name, bold: true }, { text: value || 'not recorded' }]);
}
