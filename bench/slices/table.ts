/** How far scans of the same bodies agree. */
import type { Level } from '../../contracts/levels.ts';
import { upperMedian } from '../../spine/math/order-statistics.ts';
import { Z95 } from '../../spine/math/normal.ts';
import { markdownTable } from '../document.ts';

import { MEASURES, type Measure, type Readings } from './readings.ts';

/** One level of a scan against the same level of the first. */
export interface Change {
  readonly level: Level;
  /** Of the first's value, %. */
  readonly percent: number;
  /** Whether it lies within what both own errors together tell, 95 %; null where they are not told. */
  readonly told: boolean | null;
}

export interface Row {
  readonly group: string;
  readonly scan: string;
  readonly measure: Measure;
  readonly changes: readonly Change[];
  /** Levels that the first scan has and this one has not. */
  readonly missing: readonly Level[];
}

/** What the table says changed by no more is alike, %. */
const ALIKE = 5;

export function rowsOf(
  group: string,
  scans: readonly { readonly title: string; readonly readings: Readings }[],
): readonly Row[] {
  const [first, ...others] = scans;
  return others.flatMap(({ title, readings }) =>
    MEASURES.map((measure): Row => {
      const changes: Change[] = [];
      const missing: Level[] = [];
      for (const [level, values] of first!.readings) {
        const [was, is] = [values[measure], readings.get(level)?.[measure]];
        if (was === undefined) continue;
        if (is === undefined) {
          missing.push(level);
          continue;
        }
        const told =
          was.ownSe === null || is.ownSe === null
            ? null
            : Math.abs(is.value - was.value) <= Z95 * Math.hypot(was.ownSe, is.ownSe);
        changes.push({ level, percent: 100 * (is.value / was.value - 1), told });
      }
      return { group, scan: title, measure, changes, missing };
    }),
  );
}

export function changesTable(rows: readonly Row[], measures: readonly Measure[]): string {
  const head = ['bodies', 'scan', 'measure', 'median', 'RMS', 'greatest', `within ${ALIKE} %`, 'within own 95 %', 'missing']; // prettier-ignore
  return markdownTable(
    head,
    rows
      .filter(({ measure }) => measures.includes(measure))
      .map((row) => [row.group, row.scan, row.measure, ...figures(row)]),
  );
}

function figures({ changes, missing }: Row): readonly string[] {
  const lost = missing.length === 0 ? '–' : missing.join(' ');
  if (changes.length === 0) return ['–', '–', '–', '–', '–', lost];
  const all = changes.map(({ percent }) => percent);
  const squares = all.reduce((sum, percent) => sum + percent ** 2, 0);
  const greatest = all.reduce((most, percent) => (Math.abs(percent) > Math.abs(most) ? percent : most));
  const alike = all.filter((percent) => Math.abs(percent) <= ALIKE).length;
  const asked = changes.filter(({ told }) => told !== null);
  return [
    signed(upperMedian(all)),
    Math.sqrt(squares / all.length).toFixed(1),
    `${signed(greatest)} (${changes.find(({ percent }) => percent === greatest)!.level})`,
    `${alike} of ${all.length}`,
    asked.length === 0 ? '–' : `${asked.filter(({ told }) => told === true).length} of ${asked.length}`,
    lost,
  ];
}

export function signed(percent: number): string {
  return `${percent < 0 ? '' : '+'}${percent.toFixed(1)}`;
}
