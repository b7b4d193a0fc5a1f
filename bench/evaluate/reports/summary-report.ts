/** The summary as it is printed; and imported maps beside what became of them. */
import { number, signed, textTable } from './text-table.ts';
import type { CaseResult } from '../results.ts';
import { summaries, summary, type Summary } from './summary.ts';

const HEAD = ['', 'bodies', 'scans', 'Dice median', 'worst T8-L5', 'ASD', 'HD95', 'volume', 'most in others', 'heights', 'off by', 'whole Dice', 'identified', 'true names among two', 'missed']; // prettier-ignore

export function summaryReport(results: readonly CaseResult[]): string {
  const all = summaries(results);
  const refused = all.find(({ title }) => title === 'all')?.refused ?? [];
  return [
    'Bodies that the field of view does not cut (medians; ASD and HD95 in mm; heights: bias, SD, and median of the absolute error, mm):',
    textTable([HEAD, ...all.map(cells)]),
    `  refused: ${refused.length === 0 ? 'none' : refused.join(', ')}`,
  ].join('\n');
}

/** @param results of `import` and `import-raw` */
export function refitReport(results: readonly CaseResult[]): string {
  const maps = [...new Set(results.map(({ map }) => map))];
  const rows = maps.flatMap((map) => {
    const of = (provider: string): Summary =>
      summary(
        `${map ?? ''}, ${provider === 'import' ? 'refitted' : 'as it is'}`,
        results.filter((result) => result.map === map && result.provider === provider),
      );
    return [of('import-raw'), of('import')].filter(({ scans }) => scans > 0).map(cells);
  });
  return ['Imported maps against the reference, as they are and refitted:', textTable([HEAD, ...rows])].join(
    '\n',
  );
}

function cells(summary: Summary): readonly string[] {
  const { heights } = summary;
  return [
    summary.title,
    String(summary.bodies),
    String(summary.scans),
    number(summary.dice, 3),
    number(summary.worstDice, 3),
    number(summary.meanSurfaceMm, 2),
    number(summary.hd95Mm, 1),
    number(summary.volumeRatio, 3),
    summary.mostInNeighbour === null ? '-' : `${summary.mostInNeighbour.toFixed(1)} %`,
    heights === null ? '-' : `${signed(heights.mean, 2)} +-${heights.sd.toFixed(2)} (${heights.n})`,
    number(summary.heightOff, 2),
    number(summary.wholeDice, 3),
    `${summary.identified} of ${summary.identifiable}`,
    `${summary.trueReported} of ${summary.scans}`,
    String(summary.missed),
  ];
}
