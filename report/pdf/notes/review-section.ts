/** What readers have made of the assessment: the trail of reviews, what each said, and what was signed. */
import type { Reviewed } from '../../../contracts/review/review.ts';
import { minuteText } from '../../words/signature.ts';
import type { ReportData } from '../../report-data.ts';

import { CONTENT_WIDTH, heading, paragraph, type Pdf } from '../kit/page.ts';
import { table } from '../kit/table.ts';

const COLUMNS = [
  { title: 'Revision', width: 44 },
  { title: 'Reader', width: 118 },
  { title: 'Time', width: 98 },
  { title: 'Signature', width: 116 },
  { title: 'Comments', width: CONTENT_WIDTH - 376 },
];
const STATUS = { preliminary: 'preliminary', final: 'final', addendum: 'addendum' } as const;

export function reviewSection(pdf: Pdf, { reviewed }: ReportData): void {
  if (reviewed === null) return;
  heading(pdf, 'Review by the reader', 60);
  table(
    pdf,
    COLUMNS,
    reviewed.history.map(({ revision, status, reader, at, meaning, comments }) => [
      { text: `${revision}, ${STATUS[status]}` },
      { text: reader.name, ...(reader.role === null ? {} : { note: reader.role }) },
      { text: minuteText(at) },
      { text: meaning ?? 'not signed' },
      { text: comments ?? 'none' },
    ]),
  );
  paragraph(pdf, changesText(reviewed), { size: 7.6 });
}

/** What differs from what was measured. */
function changesText({ names, named, excluded, readings }: Reviewed): string {
  const moved = names.map(({ from, to }) => `${from} to ${to}`).join(', ');
  const left = excluded.map(({ level, reason }) => `${level} (${reason})`).join(', ');
  const read = readings
    .map(({ level, fractured, grade, shape }) => {
      if (!fractured) return `${level} intact`;
      const graded = grade === undefined ? '' : `, grade ${grade}${shape === undefined ? '' : ` ${shape}`}`;
      return `${level} fractured${graded}`;
    })
    .join('; ');
  const changes = [
    moved === '' ? '' : `Levels renamed: ${moved}.`,
    named === undefined ? '' : `Level names confirmed by ${named.reader} (revision ${named.revision}).`,
    left === '' ? '' : `Levels excluded: ${left}.`,
    read === '' ? '' : `Fractures as read: ${read}.`,
  ].filter((text) => text !== '');
  return changes.length === 0 ? 'The results are unchanged from the measurement.' : changes.join(' ');
}

/** For the appendix: what each signature covers. */
export function signedDigests({ history }: Reviewed): string {
  return history
    .map(
      ({ revision, review, of }) =>
        `Revision ${revision}: review document SHA-256 ${review.sha256}, which reviews the result with SHA-256 ${of}.`,
    )
    .join(' ');
}
