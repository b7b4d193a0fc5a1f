/** The segmentation's accuracy table, from what was measured. */
import { markdownTable, writeSection } from '../../document.ts';
import { sliceSummaries, wedgeSummaries } from '../digital/digital-report.ts';
import type { CaseResult, DigitalResult, Evaluation } from '../results.ts';
import { summaries, summary, type Summary } from './summary.ts';

export function writeAccuracy(evaluation: Evaluation): void {
  writeSection('accuracy', 'segmentation', accuracyTable(evaluation));
}

export function accuracyTable({ cases, digital }: Evaluation): string {
  const rows = [
    ...automaticRows(cases.filter(({ provider }) => provider === 'automatic')),
    ...refitRows(cases),
    ...digitalRows(digital),
  ];
  return markdownTable(['segmentation', 'against', 'found'], rows);
}

function automaticRows(results: readonly CaseResult[]): readonly (readonly string[])[] {
  const rows = summaries(results).flatMap((group): (readonly string[])[] => {
    const { bodies, scans, title } = group;
    if (bodies === 0 || title === 'all') return [];
    return [[`built-in, bodies, real CT, ${title} (${bodies} in ${scans} scans)`, 'references, by hand and automatic', outline(group)]]; // prettier-ignore
  });
  const all = summary('all', results);
  if (all.wholeDice !== null)
    rows.push(['built-in, whole vertebrae', 'the same', `Dice ${all.wholeDice.toFixed(3)} (median)`]);
  if (all.identifiable > 0) {
    rows.push([
      'built-in, levels named',
      'the same, VerSe’s rule',
      `${all.identified} of ${all.identifiable}`,
    ]);
  }
  const { heights } = all;
  if (heights !== null) {
    rows.push(['built-in, heights, real CT', 'heights from the reference’s outline', `bias ${heights.mean.toFixed(2)} mm, SD ${heights.sd.toFixed(2)} mm (${heights.n})`]); // prettier-ignore
  }
  if (all.refused.length > 0) rows.push(['built-in, refused', '–', all.refused.join(', ')]);
  return rows;
}

function outline({ dice, worstDice, meanSurfaceMm, hd95Mm, volumeRatio, mostInNeighbour }: Summary): string {
  return (
    `Dice ${dice!.toFixed(3)} (worst T8-L5 ${worstDice?.toFixed(3) ?? '–'}), surface ${meanSurfaceMm!.toFixed(2)} mm, ` +
    `95 % ${hd95Mm!.toFixed(1)} mm, volume ${volumeRatio!.toFixed(2)}, at most ${mostInNeighbour!.toFixed(1)} % in a neighbour`
  );
}

function refitRows(results: readonly CaseResult[]): readonly (readonly string[])[] {
  const maps = [...new Set(results.flatMap(({ map }) => (map === null ? [] : [map])))];
  return maps.flatMap((map) => {
    const of = (provider: string): Summary =>
      summary(map, results.filter((result) => result.map === map && result.provider === provider)); // prettier-ignore
    const [raw, refitted] = [of('import-raw'), of('import')];
    if (raw.dice === null || refitted.dice === null) return [];
    const found =
      `Dice ${raw.dice.toFixed(3)} → ${refitted.dice.toFixed(3)}, ` +
      `surface ${raw.meanSurfaceMm!.toFixed(2)} → ${refitted.meanSurfaceMm!.toFixed(2)} mm`;
    return [[`imported map “${map}”, refitted (${refitted.bodies} bodies)`, 'reference', found]];
  });
}

function digitalRows(results: readonly DigitalResult[]): readonly (readonly string[])[] {
  const slices = sliceSummaries(results).flatMap(
    ({ sliceMm, heights, repeatSd, volumeRatio, dice, bodies }) => {
      const { all } = heights;
      if (dice === null || volumeRatio === null) return [];
      const height =
        all === null
          ? 'no heights'
          : `heights: bias ${all.mean.toFixed(2)} mm, SD ${all.sd.toFixed(2)} mm, repeated ${repeatSd?.toFixed(2) ?? '–'} mm`;
      const found = `Dice ${dice.median.toFixed(3)} (worst ${dice.least.toFixed(3)}), volume ${volumeRatio.median.toFixed(3)}; ${height}`;
      return [[`digital spines, ${sliceMm} mm slices (${bodies} bodies)`, 'truth', found]];
    },
  );
  const wedges = Map.groupBy(wedgeSummaries(results), ({ sliceMm }) => sliceMm);
  const told = [...wedges].map(([sliceMm, of]) => [
    `digital spines, wedges, ${sliceMm} mm slices`,
    'truth',
    of
      .flatMap(({ lost, measured }) =>
        measured === null
          ? []
          : [
              `${lost} % measured as ${measured.mean.toFixed(1)} ± ${measured.sd.toFixed(1)} % (${measured.n})`,
            ],
      )
      .join(', '),
  ]);
  return [...slices, ...told, ...largeRows(results)];
}

/** What the bar for time and memory speaks of; rendering the spine is in the memory, not in the time. */
function largeRows(results: readonly DigitalResult[]): readonly (readonly string[])[] {
  return results
    .filter(({ name, refusal }) => name.startsWith('large/') && refusal === null)
    .map(({ variant, seconds, peakMb, comparison }) => [
      `built-in, ${variant}, 512 x 512 x 600 voxels, one thread`,
      '–',
      `${seconds.toFixed(0)} s, ${(peakMb / 1000).toFixed(1)} GB, ${comparison!.identified} of ${comparison!.identifiable} bodies named right`,
    ]);
}
