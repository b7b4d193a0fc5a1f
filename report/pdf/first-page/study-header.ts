/** Who was scanned, when, why and how: the block at the head of the first page. */
import { namesContrast } from '../../../spine/definitions/contrast.ts';
import { NOT_KNOWN } from '../../words/wording.ts';
import type { ReportData } from '../../report-data.ts';

import {
  ACCENT,
  CONTENT_WIDTH,
  GREY,
  INK,
  line,
  PAGE,
  paragraph,
  rule,
  type PageFrame,
  type Pdf,
} from '../kit/page.ts';

const LABEL_WIDTH = 72;
const ROW = 11.4;

/** What header and footer of every page say. */
export function frameOf({ about }: ReportData): PageFrame {
  const name = about?.patient.name ?? 'Patient name not available';
  const id = about?.patient.id;
  const date = about?.study.date ?? null;
  return {
    patient: name,
    study: `${id == null ? 'ID not available' : `ID ${id}`}  ·  CT date ${date ?? NOT_KNOWN}`,
    date,
    footer: 'Not cleared for clinical use. Decision support for the reader; not intended to exclude disease.',
  };
}

export function studyHeader(pdf: Pdf, data: ReportData): void {
  line(pdf, 'Vertebral bone strength and fracture risk from CT', {
    x: PAGE.margin,
    y: pdf.y,
    size: 15,
    font: 'bold',
    colour: ACCENT,
  });
  pdf.y += 25;
  const { about, order } = data;
  const left: [string, string][] = [
    ['Patient ID', about?.patient.id ?? NOT_KNOWN],
    ['Date of birth', about?.patient.birthDate ?? NOT_KNOWN],
    ['Age, sex', subjectText(data)],
    ['Referred by', order?.orderedBy ?? about?.study.referringPhysician ?? NOT_KNOWN],
  ];
  const right: [string, string][] = [
    ['CT date', [about?.study.date ?? NOT_KNOWN, about?.study.description].filter(Boolean).join(', ')],
    ['Accession', about?.study.accessionNumber ?? NOT_KNOWN],
    ['Institution', about?.study.institution ?? NOT_KNOWN],
    ['Scanner', [about?.manufacturer, about?.scannerModel].filter(Boolean).join(' ') || NOT_KNOWN],
  ];
  // A name is never cut short here: it says whose report this is.
  line(pdf, 'Patient', { x: PAGE.margin, y: pdf.y + 1, size: 7.5, colour: GREY, width: LABEL_WIDTH });
  const x = PAGE.margin + LABEL_WIDTH - 12;
  paragraph(pdf, about?.patient.name ?? NOT_KNOWN, {
    size: 8.5,
    font: 'bold',
    x,
    width: CONTENT_WIDTH - LABEL_WIDTH + 12,
  });
  const top = pdf.y;
  const half = CONTENT_WIDTH / 2;
  pdf.y = 2 + Math.max(column(pdf, left, PAGE.margin, top), column(pdf, right, PAGE.margin + half, top));
  paragraph(pdf, `Technique: ${techniqueText(data)}`, { size: 7.8 });
  paragraph(pdf, `Indication: ${order?.indication ?? 'not provided (no order)'}`, { size: 7.8 });
  rule(pdf, pdf.y + 1);
  pdf.y += 7;
}

/** Labels and values from `top` down; a value that is too long goes on below. @returns the lower edge */
function column(pdf: Pdf, rows: readonly [string, string][], x: number, top: number): number {
  const width = CONTENT_WIDTH / 2 - LABEL_WIDTH + 4;
  return rows.reduce((y, [label, value]) => {
    line(pdf, label, { x, y, size: 7.5, colour: GREY, width: LABEL_WIDTH });
    pdf.font('regular').fontSize(7.8).fillColor(INK);
    pdf.text(value, x + LABEL_WIDTH - 12, y, { width });
    return y + Math.max(ROW, pdf.heightOfString(value, { width }) + 2);
  }, top);
}

/** The source is named where it is not the study: once, where both are from the order. */
function subjectText({ risk, about }: ReportData): string {
  const { ageYears, ageSource, sex, sexSource } = risk?.subject ?? {
    ageYears: about?.patient.ageYears ?? null,
    ageSource: 'study',
    sex: about?.patient.sex ?? null,
    sexSource: 'study',
  };
  const mark = (source: string | null): string => (source === 'order' ? ' (from the order)' : '');
  const age = ageYears === null ? 'age not available' : `${Math.floor(ageYears)} years`;
  if (ageSource === 'order' && sexSource === 'order')
    return `${age}, ${sex ?? 'sex not available'} (from the order)`;
  return `${age}${mark(ageSource)}, ${sex ?? 'sex not available'}${mark(sexSource)}`;
}

function techniqueText({ about }: ReportData): string {
  if (about === null) return NOT_KNOWN;
  const [, , slice] = about.spacingMm;
  const thick = about.sliceThicknessMm === null ? '' : ` (thickness ${about.sliceThicknessMm} mm)`;
  return [
    about.kvp === null ? 'tube voltage not available' : `${about.kvp} kVp`,
    about.kernel === null ? 'kernel not available' : `kernel ${about.kernel}`,
    `slice spacing ${slice.toFixed(2)} mm${thick}`,
    contrastText(about),
  ].join(', ');
}

function contrastText({ source, contrastAgent }: NonNullable<ReportData['about']>): string {
  if (namesContrast(contrastAgent)) return 'contrast agent recorded';
  return source === 'dicom' ? 'no contrast agent recorded' : 'contrast agent not known';
}
