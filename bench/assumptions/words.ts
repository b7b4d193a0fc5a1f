/** What a varied constant does to the figures, in the words of the report. */
import type { Figures } from './measure.ts';

/** Changes of less are not told: of a share, and of another figure as a part of it. */
const LEAST_SHARE = 0.005;
const LEAST_PART = 0.01;
/** The greatest are told. */
const MOST_TOLD = 3;

interface Change {
  readonly text: string;
  /** In units of the least that is told. */
  readonly size: number;
}

/** "strength 3,420 (3,300 to 3,480) N; ..." */
export function effectText(base: Figures, low: Figures, high: Figures): string {
  const changes = Object.entries(base).flatMap(([name, value]): Change[] => {
    const ends = [low[name] ?? value, high[name] ?? value];
    const most = Math.max(Math.abs(ends[0]! - value), Math.abs(ends[1]! - value));
    const share = name.startsWith('probability');
    const size = share ? most / LEAST_SHARE : most / Math.abs(value) / LEAST_PART;
    if (!(size >= 1)) return [];
    const told = (figure: number): string => (share ? figure.toFixed(2) : digits(figure));
    const [, what, unit] = /^(.*?)(?: \((.*)\))?$/.exec(name)!;
    const figures = `${told(value)} (${told(ends[0]!)} to ${told(ends[1]!)})`;
    return [{ text: [what, figures, unit].filter(Boolean).join(' '), size }];
  });
  if (changes.length === 0) return 'below 1 %, and below 0.005 in every probability';
  const greatest = changes.toSorted((a, b) => b.size - a.size).slice(0, MOST_TOLD);
  return greatest.map(({ text }) => text).join('; ');
}

/** Three digits. */
function digits(figure: number): string {
  return Number(figure.toPrecision(3)).toLocaleString('en');
}
