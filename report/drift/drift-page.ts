/** The report of a campaign, as a page that a browser opens and prints. */
import type { Agreement, Drift, Reclassification } from '../../contracts/campaign/drift.ts';

import { escaped, svgOf } from '../pictures/kit/svg.ts';
import { blandAltman } from './bland-altman.ts';
import { signed } from './drift.ts';
import { unitWords } from './measures.ts';

export interface DriftHeading {
  readonly title: string;
  /** What was done, in a sentence each. */
  readonly told: readonly string[];
}

const STYLE = `body{font:15px/1.45 'DejaVu Sans','Segoe UI',Helvetica,Arial,sans-serif;color:#1f2933;max-width:1060px;margin:2em auto;padding:0 1em}
table{border-collapse:collapse;margin:.6em 0 1.6em}th,td{border-bottom:1px solid #d3dae2;padding:.25em .8em;text-align:right}
td{white-space:nowrap}th:first-child,td:first-child{text-align:left;white-space:normal}.held{background:#fdecea;padding:.6em 1em}.fine{background:#e9f6ec;padding:.6em 1em}
figure{display:inline-block;margin:0 6px 12px 0}td.moved{background:#fdf3dc;font-weight:bold}@media print{figure,table{break-inside:avoid}}`;
const DIGITS = 2;

/** The same drift gives the same bytes. */
export function driftPage({ title, told }: DriftHeading, drift: Drift): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${STYLE}</style></head><body>
<h1>${escaped(title)}</h1>
<p>Not cleared for clinical use. Decision support.</p>
${told.map((line) => `<p>${escaped(line)}</p>`).join('\n')}
${verdict(drift)}
${drift.first === null ? '' : firstResults(drift.first)}
${drift.first !== null && drift.studies === 0 ? '' : compared(drift)}
</body></html>
`;
}

function compared(drift: Drift): string {
  return `<h2>Agreement</h2>
<p>Differences are new less former. Intervals are 95 %; they count studies, as levels of one study change together. % is of the mean of both.</p>
${agreementTable(drift.agreements)}
<p>In the charts: difference against the mean of both; the line of the bias, dashed limits of agreement, and their intervals as bands.</p>
${drift.agreements.map((one) => `<figure>${svgOf(blandAltman(one)).trim()}</figure>`).join('\n')}
<h2>Reclassification</h2>
${drift.reclassifications.map(movesTable).join('\n')}
<h2>Refusals</h2>
${refusals('Gained', drift.refusalsGained)}
${refusals('Lost', drift.refusalsLost)}`;
}

function firstResults({ studies, assessed, codes }: NonNullable<Drift['first']>): string {
  const rows = codes.map(({ code, studies: count }) => row([code, String(count)]));
  const table =
    codes.length === 0 ? '' : `<table><tr><th>code</th><th>studies</th></tr>${rows.join('')}</table>`;
  return `<h2>Assessed for the first time</h2><p>${assessed} of ${studies} studies have a result.</p>${table}`;
}

function verdict({ beyond, studies, first }: Drift): string {
  if (first !== null && studies === 0 && beyond.length === 0)
    return '<p class="fine">Within the campaign\'s limits.</p>';
  if (beyond.length === 0)
    return `<p class="fine">${studies} studies compared: everything within the campaign's limits.</p>`;
  const items = beyond.map((line) => `<li>${escaped(line)}</li>`).join('');
  return `<div class="held">${studies} studies compared. Beyond the campaign's limits:<ul>${items}</ul></div>`;
}

function agreementTable(all: readonly Agreement[]): string {
  const rows = all.map(({ label, unit, studies, pairs, bias, biasInterval, limits, limitsOuter, largest }) =>
    row([
      label,
      unitWords(unit),
      String(studies),
      String(pairs),
      signed(bias),
      range(biasInterval),
      range(limits),
      range(limitsOuter),
      largest.toFixed(DIGITS),
    ]),
  );
  const head =
    '<tr><th>measure</th><th>unit</th><th>studies</th><th>pairs</th><th>bias</th><th>interval</th><th>limits of agreement</th><th>their outer bounds</th><th>largest</th></tr>';
  return `<table>${head}${rows.join('')}</table>`;
}

function movesTable({ label, cells, all, moved }: Reclassification): string {
  const classes = (of: 'from' | 'to') => [...new Set(cells.map((cell) => cell[of]))];
  const columns = classes('to');
  const head = `<tr><th>former \\ new</th>${columns.map((to) => `<th>${escaped(to ?? 'not told')}</th>`).join('')}</tr>`;
  const rows = classes('from').map((from) => {
    const counts = columns.map((to) => {
      const found = cells.find((cell) => cell.from === from && cell.to === to);
      const mark = found !== undefined && from !== to ? ' class="moved"' : '';
      return `<td${mark}>${found?.count ?? 0}</td>`;
    });
    return `<tr><td>${escaped(from ?? 'not told')}</td>${counts.join('')}</tr>`;
  });
  return `<h3>${escaped(label)}: ${moved} of ${all} moved</h3><table>${head}${rows.join('')}</table>`;
}

function refusals(what: string, all: Drift['refusalsGained']): string {
  const rows = all.map(({ studyId, code }) => row([studyId, code]));
  const table = all.length === 0 ? '' : `<table><tr><th>study</th><th>code</th></tr>${rows.join('')}</table>`;
  return `<h3>${what}: ${all.length}</h3>${table}`;
}

function row(cells: readonly string[]): string {
  return `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
}

function range(of: readonly [number, number] | null): string {
  return of === null ? '' : `${signed(of[0])} to ${signed(of[1])}`;
}
