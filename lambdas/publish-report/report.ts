/** The report's pages in their order. */
import { levelsPage } from './pdf/levels-page.ts';
import { notesPage } from './pdf/notes-page.ts';
import { closePdf, openPdf, PAGE } from './pdf/page.ts';
import { refusalPage } from './pdf/refusal-page.ts';
import { resultBox } from './pdf/result-box.ts';
import { sagittalFigure } from './pdf/sagittal-figure.ts';
import { frameOf, studyHeader } from './pdf/study-header.ts';
import { sagittalPicture, type SagittalPicture } from './pictures/sagittal.ts';
import { strainPicture } from './pictures/strain.ts';
import type { ReportData } from './report-data.ts';

export interface Report {
  readonly pdf: Uint8Array;
  /** The picture of the spine from the side, without outlines; null where none could be cut. */
  readonly sagittal: SagittalPicture | null;
}

/** The same data give the same bytes. */
export async function makeReport(data: ReportData): Promise<Report> {
  const frame = frameOf(data);
  const pdf = openPdf(frame);
  studyHeader(pdf, data);
  if (data.refusal !== null) {
    refusalPage(pdf, data, data.refusal);
    return { pdf: await closePdf(pdf, frame), sagittal: null };
  }
  resultBox(pdf, data);
  const { ct, bodies, segmentation } = data;
  const sagittal =
    ct === null || bodies === null || segmentation === null
      ? null
      : sagittalPicture(ct, bodies, segmentation.levels);
  if (sagittal !== null) sagittalFigure(pdf, data, sagittal);
  pdf.addPage();
  pdf.y = PAGE.top;
  levelsPage(pdf, data, data.strain === null ? null : strainPicture(data.strain));
  notesPage(pdf, data);
  return { pdf: await closePdf(pdf, frame), sagittal };
}
