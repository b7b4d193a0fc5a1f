/** Who was scanned, when, why and how: the block at the head of the first page. */
import { nameGroups } from '../../../spine/ct/index.ts';
import { namesContrast } from '../../../spine/definitions/contrast.ts';
import { statusText } from '../../words/signature.ts';
import { localised } from '../../words/strings/localised.ts';
import type { Strings } from '../../words/strings/strings.ts';
import { otherPatient } from '../../../spine/judge/index.ts';
import type { ReportData } from '../../report-data.ts';

import {
  ACCENT,
  CONTENT_WIDTH,
  GREY,
  INK,
  line,
  nameInPrint,
  PAGE,
  paragraph,
  printable,
  rule,
  type PageFrame,
  type Pdf,
} from '../kit/page.ts';
import { leaf } from '../kit/tags.ts';

const ROW = 11;

/** What header and footer of every page say. */
export function frameOf({ about, reviewed }: ReportData, strings: Strings): PageFrame {
  const { header } = strings;
  const id = about?.patient.id;
  const date = about?.study.date ?? null;
  return {
    patient: patientName(about, strings),
    study: `${id == null ? header.noId : header.id(id)}  ·  ${header.ctDate(localised(strings, date ?? strings.notAvailable))}`,
    date,
    status: localised(strings, statusText(reviewed, strings)),
    title: strings.title,
    language: strings.language,
    numbered: strings.numbered,
    footer: strings.footer,
    missingLetter: strings.missingLetter,
  };
}

/** The component groups of a DICOM name, as letters of each are of another script. @param none where there is no name */
function patientName(
  about: ReportData['about'],
  { header }: Strings,
  none: string = header.noName,
): PageFrame['patient'] {
  const name = about?.patient.name ?? null;
  if (name === null) return { names: [none], unprintable: none };
  const groups = nameGroups(about?.dicom?.patientName ?? null);
  return { names: groups.length === 0 ? [name] : groups, unprintable: header.unprintableName };
}

export function studyHeader(pdf: Pdf, data: ReportData, strings: Strings): void {
  const { header, notAvailable } = strings;
  line(pdf, strings.heading, {
    x: PAGE.margin,
    y: pdf.y - 8,
    size: 14,
    font: 'bold',
    colour: ACCENT,
    tag: 'H1',
  });
  pdf.y += 13;
  const { about, order } = data;
  const known = (value: string | null | undefined): string => value ?? notAvailable;
  // Name and ID are never cut short here: they say whose report this is.
  const whole = { x: PAGE.margin, width: CONTENT_WIDTH, bold: true };
  row(pdf, header.patient, nameInPrint(pdf, patientName(about, strings, notAvailable)), whole);
  row(pdf, header.patientId, known(about?.patient.id), whole);
  const left: [string, string][] = [
    [header.born, localised(strings, known(about?.patient.birthDate))],
    [header.ageAndSex, subjectText(data, strings)],
    [
      header.date,
      [localised(strings, known(about?.study.date)), about?.study.description].filter(Boolean).join(', '),
    ],
    [header.referredBy, known(order?.orderedBy ?? about?.study.referringPhysician)],
  ];
  const right: [string, string][] = [
    [header.accession, known(about?.study.accessionNumber)],
    [header.institution, known(about?.study.institution)],
    [header.scanner, [about?.manufacturer, about?.scannerModel].filter(Boolean).join(' ') || notAvailable],
  ];
  const top = pdf.y;
  const half = CONTENT_WIDTH / 2;
  const bottoms = [left, right].map((rows, n) => {
    pdf.y = top;
    for (const [label, value] of rows)
      row(pdf, label, value, { x: PAGE.margin + n * half, width: half - 8, bold: false });
    return pdf.y;
  });
  pdf.y = 2 + Math.max(bottoms[0]!, bottoms[1]!);
  paragraph(pdf, `${header.technique}: ${techniqueText(data, strings)}`, { size: 7.4 });
  paragraph(
    pdf,
    `${header.indication}: ${order?.indication ?? header.noOrder}. ${header.comparison}: ${priorText(data, strings)}.`,
    { size: 7.4 },
  );
  rule(pdf, pdf.y);
  pdf.y += 6;
}

/** A study that can't be of this patient is no comparison; the notes say why. */
function priorText({ priors, laterPriors, about }: ReportData, strings: Strings): string {
  const { header, notAvailable } = strings;
  const now = about === null ? null : { patient: about.patient, date: about.study.date };
  const own = priors.filter((earlier) => now === null || otherPatient(earlier, now) === null);
  const datesOf = (some: typeof priors): string =>
    localised(
      strings,
      some
        .map(({ date }) => date ?? notAvailable)
        .toSorted()
        .join(', '),
    );
  const told = [
    ...(own.length === 0 ? [] : [header.priorCt(datesOf(own))]),
    ...(laterPriors.length === 0 ? [] : [header.laterPrior(datesOf(laterPriors))]),
  ];
  return told.length === 0 ? header.noPrior : told.join('; ');
}

/** Label and value; a value that is too long goes on below. */
function row(
  pdf: Pdf,
  label: string,
  value: string,
  { x, width, bold }: { readonly x: number; readonly width: number; readonly bold: boolean },
): void {
  const top = pdf.y;
  leaf(pdf, 'P', () => {
    pdf.font('regular').fontSize(7.5).fillColor(GREY);
    // A word space apart, not in columns: readers of the text get each value beside its label.
    pdf.text(`${label}: `, x, top, { width, continued: true });
    pdf
      .font(bold ? 'bold' : 'regular')
      .fontSize(7.8)
      .fillColor(INK);
    pdf.text(printable(pdf, value));
  });
  pdf.y = Math.max(top + ROW, pdf.y + 1.5);
  pdf.x = PAGE.margin;
}

/** The source is named where it is not the study: once, where both are from the order. */
function subjectText({ risk, about }: ReportData, { header }: Strings): string {
  const { ageYears, ageSource, sex, sexSource } = risk?.subject ?? {
    ageYears: about?.patient.ageYears ?? null,
    ageSource: 'study',
    sex: about?.patient.sex ?? null,
    sexSource: 'study',
  };
  const mark = (source: string | null): string => (source === 'order' ? ` (${header.fromOrder})` : '');
  const age = ageYears === null ? header.noAge : header.years(Math.floor(ageYears));
  const known = sex === null ? header.noSex : header[sex];
  if (ageSource === 'order' && sexSource === 'order') return `${age}, ${known} (${header.fromOrder})`;
  return `${age}${mark(ageSource)}, ${known}${mark(sexSource)}`;
}

function techniqueText({ about }: ReportData, strings: Strings): string {
  const { header, notAvailable } = strings;
  if (about === null) return notAvailable;
  const [, , slice] = about.spacingMm;
  const { source, contrastAgent } = about;
  const agent = namesContrast(contrastAgent)
    ? header.agent
    : source === 'dicom'
      ? header.noAgent
      : header.agentUnknown;
  return [
    about.kvp === null ? header.noVoltage : localised(strings, `${about.kvp} kVp`),
    about.kernel === null ? header.noKernel : header.kernel(about.kernel),
    localised(
      strings,
      header.slices(
        slice.toFixed(2),
        about.sliceThicknessMm === null ? null : String(about.sliceThicknessMm),
      ),
    ),
    agent,
  ].join(', ');
}
