/** Under the result: what the order or the patient's age adds to the category, and that no rule counts. */
import type { ReportData } from '../report-data.ts';

import { LIGHT_COLOUR, paragraph, type Pdf } from './page.ts';

/** Remarks that a reader of the category alone must not miss, in the order in which they are told. */
const TOLD = ['PRIOR_FRACTURE_REPORTED', 'DXA_OSTEOPOROSIS', 'CUT_OFF_POPULATION'];

export function firstPageNotes(pdf: Pdf, { risk }: ReportData): void {
  const flags = TOLD.flatMap((code) => risk?.flags.find((flag) => flag.code === code) ?? []);
  if (flags.length === 0) return;
  const text = flags.map(({ message }) => `${message[0]!.toUpperCase()}${message.slice(1)}.`).join(' ');
  paragraph(pdf, `Beside the category: ${text}`, { size: 7.8, font: 'bold', colour: LIGHT_COLOUR.amber });
  pdf.y += 3;
}
