/** What is printed of one case. */
import { number, signed, textTable } from './text-table.ts';
import type { BodyRow, CaseResult, Comparison } from '../results.ts';

const HEAD = ['level', 'named', 'light', 'Dice', 'ASD', 'HD95', 'volume', 'in others', 'dHa', 'dHm', 'dHp', 'whole', '']; // prettier-ignore

export function caseReport(result: CaseResult): string {
  const { name, map, provider, spacingMm, refusal, comparison, studyFlags, levels, numbering } = result;
  const title =
    `${name}${map === null ? '' : `, map ${map}`} (${provider}; ${spacingMm.map((mm) => mm.toFixed(2)).join(' x ')} mm): ` +
    `${result.seconds.toFixed(1)} s (${result.cpuSeconds.toFixed(1)} of CPU), ${result.peakMb.toFixed(0)} MB`;
  if (refusal !== null) return `${title}\n  refused: ${refusal.code}, saw ${refusal.saw}\n`;
  const flags = `  study flags: ${listed(studyFlags)}${numbering === null ? '' : `; names: ${numbering}`}`;
  const found = `  found: ${listed(levels.map(({ level, light, codes }) => `${level} ${light}${codes.length > 0 ? ` (${codes.join(' ')})` : ''}`))}`;
  if (comparison === null) return [title, flags, found, ''].join('\n');
  const table = textTable([HEAD, ...comparison.rows.map(cells)]);
  return [title, flags, found, table, `  ${names(comparison)}`, ''].join('\n');
}

function cells(row: BodyRow): readonly string[] {
  const { heightErrorMm: height } = row;
  return [
    row.level,
    row.found ?? 'nothing',
    row.light ?? '-',
    number(row.dice, 3),
    number(row.meanSurfaceMm, 2),
    number(row.hd95Mm, 1),
    number(row.volumeRatio, 3),
    row.inNeighbourPercent === null ? '-' : `${row.inNeighbourPercent.toFixed(1)} %`,
    signed(height?.anterior ?? null, 2),
    signed(height?.middle ?? null, 2),
    signed(height?.posterior ?? null, 2),
    number(row.wholeDice, 3),
    row.truncated ? 'cut by the field of view, not counted' : '',
  ];
}

function names({ identified, identifiable, shifts, trueReported, missed, twice, extra }: Comparison): string {
  return (
    `identified ${identified} of ${identifiable}; names off by ${listed(shifts.map(String))}` +
    `${trueReported ? '' : ', and not the second choice either'}; ` +
    `missed ${listed(missed)}; twice ${listed(twice)}; not there ${listed(extra)}`
  );
}

function listed(items: readonly string[]): string {
  return items.length === 0 ? 'none' : items.join(', ');
}
