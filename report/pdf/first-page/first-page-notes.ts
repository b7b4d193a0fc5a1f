/** Under the result: what the order or the patient's age adds to the category, and that no rule counts. */
import type { FlagCode } from '../../../contracts/codes/codes.ts';
import type { Flag } from '../../../contracts/primitives.ts';
import type { ReportData } from '../../report-data.ts';

import { LIGHT_COLOUR, paragraph, type Pdf } from '../kit/page.ts';

/** Remarks that a reader of the category alone must not miss; the full ones stand among the remarks. */
const TREATED = new Map<FlagCode, string>([
  ['PRIOR_FRACTURE_REPORTED', 'a hip or vertebral fracture in the history'],
  ['DXA_OSTEOPOROSIS', 'a DXA T-score in the osteoporotic range'],
]);
const ADVICE = 'guidelines recommend treatment regardless of the category above (BHOF 2022)';
const OF_OTHERS = 'CUT_OFF_POPULATION';

export function firstPageNotes(pdf: Pdf, { risk }: ReportData): void {
  const told = firstPageText(risk?.flags ?? []);
  if (told === '') return;
  paragraph(pdf, told, { size: 7.8, colour: LIGHT_COLOUR.amber });
  pdf.y += 3;
}

/** Empty where there is nothing to add. */
export function firstPageText(flags: readonly Flag[]): string {
  const treated = [...TREATED].flatMap(([code, words]) =>
    flags.some((flag) => flag.code === code) ? [words] : [],
  );
  const population = flags.find(({ code }) => code === OF_OTHERS);
  return [
    treated.length === 0 ? '' : `Reported in the order: ${treated.join('; ')}; ${ADVICE}.`,
    population === undefined ? '' : `${population.message[0]!.toUpperCase()}${population.message.slice(1)}.`,
  ]
    .filter(Boolean)
    .join(' ');
}
