/** What a records system shows of a report without opening it: its state, its conclusion, who has signed it. */
import { TECHNICAL_FAULTS } from '../../contracts/codes/technical-faults.ts';
import { isSigned } from '../../contracts/review/review.ts';

import type { ReportData } from '../report-data.ts';
import { impressionSentences } from '../words/page-one/impression.ts';
import { meaningOf, plain } from '../words/plain.ts';
import { stringsOf } from '../words/strings/strings.ts';

/**
 *   preliminary  nobody has signed it
 *   final        signed
 *   amended      signed again after that: an addendum
 *   cancelled    processing failed; there is no report of the study
 */
export type ReportState = 'preliminary' | 'final' | 'amended' | 'cancelled';

export function stateOf({ fault, reviewed }: Pick<ReportData, 'fault' | 'reviewed'>): ReportState {
  if (fault !== null) return 'cancelled';
  if (reviewed === null || !isSigned(reviewed)) return 'preliminary';
  return reviewed.status === 'addendum' ? 'amended' : 'final';
}

/** The impression of page 1, in the report's language, or why there is none; and what the report is not. */
export function conclusionOf(data: ReportData): readonly string[] {
  const strings = stringsOf(data.options.language ?? 'en');
  return [...findings(data), ...readerComments(data), strings.footer];
}

function findings({ fault, refusal, risk, options }: ReportData): readonly string[] {
  if (fault !== null)
    return [
      `Not assessed: technical fault. ${TECHNICAL_FAULTS[fault.code].meaning}`,
      'No statement of this report refers to the images.',
    ];
  if (refusal !== null)
    return [
      `Study not evaluated: ${meaningOf(refusal.code)}`,
      `Found: ${plain(refusal.saw)}. Required: ${plain(refusal.wanted)}.`,
    ];
  return risk === null ? [] : impressionSentences(risk, stringsOf(options.language ?? 'en'));
}

function readerComments({ reviewed }: ReportData): readonly string[] {
  return (reviewed?.history ?? []).flatMap(({ reader, comments }) =>
    comments === null ? [] : [`${reader.name}: ${comments}`],
  );
}
