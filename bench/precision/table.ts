/** Pairs of readings as precision errors, and how many of them lie within the least significant change that follows. */
import { mean } from '../../spine/math/moments.ts';
import { Z95 } from '../../spine/math/normal.ts';

import type { Pair } from './rescan.ts';

type Both = readonly [number, number];

/** Root mean square standard deviation of single readings, % of their mean (Glueer CC et al, Osteoporos Int 5:262, 1995). */
export function precisionPercent(pairs: readonly Both[]): number {
  return 100 * Math.sqrt(mean(pairs.map(([a, b]) => ((a - b) / ((a + b) / 2)) ** 2 / 2)));
}

/** Part of the pairs whose change is below `leastPercent` of the first reading. */
export function shareBelow(pairs: readonly Both[], leastPercent: number): number {
  return pairs.filter(([a, b]) => Math.abs(b / a - 1) * 100 <= leastPercent).length / pairs.length;
}

export function precisionTable(pairs: readonly Pair[]): string {
  const groups = [...new Set(pairs.map(({ sliceMm }) => sliceMm))].sort((a, b) => a - b);
  const rows = groups.flatMap((sliceMm) => {
    const own = pairs.filter((pair) => pair.sliceMm === sliceMm);
    const people = [...Map.groupBy(own, ({ seed }) => seed).values()];
    const meanOf = (of: readonly Both[]): Both => [mean(of.map(([a]) => a)), mean(of.map(([, b]) => b))];
    return [
      row(
        sliceMm,
        'strength, a level',
        own.map(({ strength }) => strength),
      ),
      row(
        sliceMm,
        'strength, mean of the levels',
        people.map((all) => meanOf(all.map(({ strength }) => strength))),
      ),
      row(
        sliceMm,
        'density, a level',
        own.flatMap(({ density }) => (density === null ? [] : [density])),
      ),
    ];
  });
  return [
    '| slices | what | pairs | precision error, % | least significant change, % | changes below it |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function row(sliceMm: number, what: string, pairs: readonly Both[]): string {
  const error = precisionPercent(pairs);
  const least = Z95 * Math.SQRT2 * error;
  const below = (100 * shareBelow(pairs, least)).toFixed(0);
  return `| ${sliceMm} mm | ${what} | ${pairs.length} | ${error.toFixed(1)} | ${least.toFixed(1)} | ${below} % |`;
}
