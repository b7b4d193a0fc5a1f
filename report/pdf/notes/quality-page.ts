/** What could not be evaluated and why, and what was remarked on the rest: meanings in words, codes are the appendix'. */
import type { Level } from '../../../contracts/levels.ts';
import { assessedLevels, remarkGroups } from '../../words/remarks.ts';
import { meaningOf, plain, whatToDo } from '../../words/plain.ts';
import type { ReportData } from '../../report-data.ts';

import { CONTENT_WIDTH, heading, paragraph, type Pdf } from '../kit/page.ts';
import { REFUSED_LEVEL_COLUMNS, refusalRows } from './refused-levels.ts';
import { table, tableRoom } from '../kit/table.ts';

const REMARK_COLUMNS = [
  { title: 'Levels', width: 62 },
  { title: 'Remark', width: 160 },
  { title: 'In this study', width: 150 },
  { title: 'Action', width: CONTENT_WIDTH - 372 },
];

export function qualityPage(pdf: Pdf, data: ReportData): void {
  notAssessed(pdf, data);
  remarks(pdf, data);
}

function notAssessed(pdf: Pdf, { risk, segmentation }: ReportData): void {
  const refused = (risk?.levels ?? []).flatMap((outcome) => (outcome.status === 'assessed' ? [] : [outcome]));
  const rows = refusalRows(refused);
  heading(pdf, 'Levels not evaluated, factors not provided', tableRoom(pdf, REFUSED_LEVEL_COLUMNS, rows));
  // What a label map leaves out may be visible all the same.
  const known = segmentation?.provider.id === 'import' ? 'labelled' : 'visible';
  if (refused.length === 0) paragraph(pdf, `All ${known} levels were evaluated.`);
  else table(pdf, REFUSED_LEVEL_COLUMNS, rows);
  const leftOut = leftOutText(risk?.density.leftOut ?? []);
  if (leftOut !== '') paragraph(pdf, plain(leftOut), { size: 7.4 });
  if ((risk?.missing.length ?? 0) > 0) {
    paragraph(
      pdf,
      `Not provided: ${risk!.missing.join('; ')}. A factor that is not provided is not taken as absent.`,
      {
        size: 7.4,
      },
    );
  }
}

/** "Excluded from the density of the study: L1, L2 (not in the images); T12 (...)." */
function leftOutText(leftOut: NonNullable<ReportData['risk']>['density']['leftOut']): string {
  const levelsOf = new Map<string, Level[]>();
  for (const { level, reason } of leftOut) levelsOf.set(reason, [...(levelsOf.get(reason) ?? []), level]);
  if (levelsOf.size === 0) return '';
  const parts = [...levelsOf].map(([reason, levels]) => `${levels.join(', ')} (${reason})`);
  return `Excluded from the density of the study: ${parts.join('; ')}.`;
}

function remarks(pdf: Pdf, data: ReportData): void {
  const groups = remarkGroups(data);
  if (groups.length === 0) return;
  const all = assessedLevels(data).length;
  const rows = groups.map(({ code, levels, message, messagesDiffer }) => [
    { text: levels.length === 0 ? 'study' : levels.length === all ? 'all evaluated' : levels.join(', ') },
    { text: meaningOf(code) },
    { text: plain(messagesDiffer ? `${levels[0]!}: ${message}` : message) },
    { text: whatToDo(code) },
  ]);
  heading(pdf, 'Quality remarks', tableRoom(pdf, REMARK_COLUMNS, rows));
  table(pdf, REMARK_COLUMNS, rows);
}
