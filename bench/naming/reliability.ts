/** How often names are right that are given with a probability, against what they say. */
import { mean } from '../../spine/math/moments.ts';
import { markdownTable } from '../document.ts';

import { VIEWS, type Outcome } from './windows.ts';

/** Names are given from 0.7 on (`numbering.ts`), without a warning from 0.95 on. */
const BINS = [
  [0, 0.7],
  [0.7, 0.9],
  [0.9, 0.95],
  [0.95, 0.99],
  [0.99, 1.01],
] as const;
const NAMED_FROM = 0.7;
/** Wrong names that are given with more are listed. */
const SURE = 0.9;

export function reliabilityReport(outcomes: readonly Outcome[]): string {
  const columns = [...new Set(outcomes.map(({ column }) => column))];
  const groups: readonly (readonly [string, readonly Outcome[]])[] = [
    ...Object.keys(VIEWS).map(
      (view) => [`view ${view}`, outcomes.filter((one) => one.view === view)] as const,
    ),
    ...columns.map((name) => [name, outcomes.filter(({ column }) => column === name)] as const),
    ['all', outcomes],
  ];
  const rows = groups.map(([name, group]) => {
    const named = group.filter(({ probability }) => probability >= NAMED_FROM);
    return [
      name,
      `${group.length}`,
      share(named.length, group.length),
      share(named.filter(({ right }) => right).length, named.length),
      said(named),
      mean(group.map(({ ofTruth }) => -Math.log(ofTruth))).toFixed(3),
    ];
  });
  const bins = BINS.map(([from, to]) => {
    const group = outcomes.filter(({ probability }) => probability >= from && probability < to);
    const right = group.filter((one) => one.right).length;
    return [`${from}-${Math.min(1, to)}`, `${group.length}`, share(right, group.length), said(group)];
  });
  const wrong = outcomes
    .filter(({ right, probability }) => !right && probability >= SURE)
    .map(({ column, view, truth, named, probability }) => {
      const ends = (levels: Outcome['named']): string =>
        `${levels[0] ?? 'sacrum'}-${levels.at(-1) ?? 'sacrum'}`;
      return `- ${column}, view ${view}: ${ends(truth)} named ${ends(named)} with ${probability.toFixed(2)}`;
    });
  return [
    markdownTable(['', 'windows', 'named', 'of these right', 'they said', 'log-loss'], rows),
    markdownTable(['probability', 'windows', 'right', 'they said'], bins),
    wrong.length === 0
      ? `No wrong name with ${SURE} or more.`
      : `Wrong with ${SURE} or more:\n\n${wrong.join('\n')}`,
  ].join('\n\n');
}

function share(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;
}

function said(group: readonly Outcome[]): string {
  return group.length === 0
    ? '-'
    : `${(100 * mean(group.map(({ probability }) => probability))).toFixed(1)} %`;
}
