/** The report's pages in their order: page 1 for ten seconds, the appendix for whoever checks the numbers. */
import { spineViews, type SpineViews } from './pictures/views/spine-views.ts';

import { attestation, limitsLine } from './pdf/first-page/foot.ts';
import { panels } from './pdf/first-page/panels.ts';
import { patientPage } from './pdf/patient/patient-page.ts';
import { resultBox } from './pdf/first-page/result-box.ts';
import { frameOf, studyHeader } from './pdf/first-page/study-header.ts';
import { closePdf, openPdf, PAGE, pagesOfHeadings, type Pdf } from './pdf/kit/page.ts';
import { within } from './pdf/kit/tags.ts';
import { fractureSection } from './pdf/levels/fracture-section.ts';
import { levelStrips } from './pdf/levels/level-strips.ts';
import { levelsTable } from './pdf/levels/levels-page.ts';
import { referenceSection } from './pdf/levels/reference-section.ts';
import { spineFigure } from './pdf/levels/spine-figure.ts';
import { appendix } from './pdf/notes/appendix.ts';
import { comparisonSection } from './pdf/notes/comparison-section.ts';
import { faultPage } from './pdf/notes/fault-page.ts';
import { qualityPage } from './pdf/notes/quality-page.ts';
import { reviewSection } from './pdf/notes/review-section.ts';
import { refusalPage } from './pdf/notes/refusal-page.ts';
import { absoluteRiskSection } from './pdf/risk/absolute-risk.ts';
import { clinicSection } from './pdf/risk/clinic-section.ts';
import { verdictSection } from './pdf/risk/verdict-section.ts';
import type { ReportData } from './report-data.ts';
import { stringsOf, type Strings } from './words/strings/strings.ts';

/** The PDF. The same data give the same bytes. */
export async function makeReport(data: ReportData): Promise<Uint8Array> {
  return (await makePagedReport(data)).pdf;
}

export interface PagedReport {
  readonly pdf: Uint8Array;
  /** Of every heading below page 1. */
  readonly pages: ReadonlyMap<string, number>;
}

export async function makePagedReport(data: ReportData): Promise<PagedReport> {
  const strings = stringsOf(data.options.language ?? 'en');
  const frame = frameOf(data, strings);
  const pdf = openPdf(frame);
  studyHeader(pdf, data, strings);
  if (data.fault !== null) faultPage(pdf, data, data.fault);
  else if (data.refusal !== null) refusalPage(pdf, data, data.refusal);
  else results(pdf, data, strings);
  if (data.options.patientPage === true) patientPage(pdf, data, strings);
  return { pdf: await closePdf(pdf, frame), pages: pagesOfHeadings(pdf) };
}

function results(pdf: Pdf, data: ReportData, strings: Strings): void {
  const { ct, bodies, surfaces, segmentation } = data;
  const views =
    ct === null || bodies === null || segmentation === null
      ? null
      : spineViews({ ct, bodies, surfaces, vertebrae: null, levels: segmentation.levels });
  resultBox(pdf, data, strings);
  panels(pdf, data, strings, views);
  limitsLine(pdf, data, strings);
  attestation(pdf, data, strings);
  const details = (): void => {
    detailPages(pdf, data, views);
  };
  within(pdf, 'Sect', details, strings.language === 'en' ? {} : { lang: 'en' });
}

/** In English whatever the language of page 1: their words are those of the steps. */
function detailPages(pdf: Pdf, data: ReportData, views: SpineViews | null): void {
  pdf.addPage();
  pdf.y = PAGE.top;
  if (views !== null) spineFigure(pdf, data, views);
  levelsTable(pdf, data);
  levelStrips(pdf, data);
  referenceSection(pdf, data);
  fractureSection(pdf, data);
  verdictSection(pdf, data);
  absoluteRiskSection(pdf, data);
  clinicSection(pdf, data);
  comparisonSection(pdf, data);
  reviewSection(pdf, data);
  qualityPage(pdf, data);
  appendix(pdf, data);
}
