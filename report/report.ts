/** The report's pages in their order. */
import { spineViews } from './pictures/views/spine-views.ts';

import { absoluteRiskSection } from './pdf/risk/absolute-risk.ts';
import { calibrationSection } from './pdf/notes/calibration-section.ts';
import { fractureSection } from './pdf/levels/fracture-section.ts';
import { faultPage } from './pdf/notes/fault-page.ts';
import { levelFigures } from './pdf/levels/level-figures.ts';
import { levelsPage } from './pdf/levels/levels-page.ts';
import { mechanicsTable } from './pdf/levels/mechanics-table.ts';
import { referenceSection } from './pdf/levels/reference-section.ts';
import { notesPage } from './pdf/notes/notes-page.ts';
import { firstPageNotes } from './pdf/first-page/first-page-notes.ts';
import { closePdf, openPdf, PAGE } from './pdf/kit/page.ts';
import { refusalPage } from './pdf/notes/refusal-page.ts';
import { resultBox } from './pdf/first-page/result-box.ts';
import { spineFigure } from './pdf/first-page/spine-figure.ts';
import { frameOf, studyHeader } from './pdf/first-page/study-header.ts';
import { verdictSection } from './pdf/risk/verdict-section.ts';
import { strainPicture } from './pictures/level/strain.ts';
import type { ReportData } from './report-data.ts';

/** The PDF. The same data give the same bytes. */
export async function makeReport(data: ReportData): Promise<Uint8Array> {
  const frame = frameOf(data);
  const pdf = openPdf(frame);
  studyHeader(pdf, data);
  if (data.fault !== null) {
    faultPage(pdf, data, data.fault);
    return closePdf(pdf, frame);
  }
  if (data.refusal !== null) {
    refusalPage(pdf, data, data.refusal);
    return closePdf(pdf, frame);
  }
  resultBox(pdf, data);
  firstPageNotes(pdf, data);
  const { ct, bodies, surfaces, segmentation } = data;
  if (ct !== null && bodies !== null && segmentation !== null) {
    const views = spineViews({ ct, bodies, surfaces, vertebrae: null, levels: segmentation.levels });
    if (views !== null) spineFigure(pdf, data, segmentation.levels, views);
  }
  pdf.addPage();
  pdf.y = PAGE.top;
  levelsPage(pdf, data, data.strain === null ? null : strainPicture(data.strain));
  fractureSection(pdf, data);
  verdictSection(pdf, data);
  absoluteRiskSection(pdf, data);
  referenceSection(pdf, data);
  mechanicsTable(pdf, data);
  levelFigures(pdf, data);
  calibrationSection(pdf, data);
  notesPage(pdf, data);
  return closePdf(pdf, frame);
}
