/** The certainty of a column's level names, the alternatives, and the landmarks that they depend on. */
import type { Flag } from '../../../contracts/primitives.ts';
import type { Numbering } from '../../../contracts/segmentation.ts';
import type { Level, NamedLevel } from '../../../contracts/levels.ts';
import type { Naming } from './name-column.ts';
import type { SpineSegment } from '../find-spine.ts';

/** Names less likely than this are doubted aloud; less likely than the second, none is given (design values). */
const SURE = 0.95;
const LEAST_PROBABILITY = 0.7;
/** Ways of naming that are less likely are not kept. */
const LEAST_KEPT = 0.01;
/** Together, ways of naming with a transition are worth a warning from this probability on. */
const TRANSITIONAL = 0.1;
/** Log-odds from which an anchor counts as seen. */
const SEEN = 1.5;

export function numberingOf(
  namings: readonly Naming[],
  segments: readonly SpineSegment[],
): { readonly numbering: Numbering; readonly flags: readonly Flag[] } {
  const [best, second] = [namings[0]!, namings[1]];
  const transitional = namings
    .filter(({ sequence }) => sequence !== 'usual')
    .reduce((sum, { probability }) => sum + probability, 0);
  const anchors = anchorsOf(best, segments);
  const numbering: Numbering = {
    probability: best.probability,
    anchors,
    runnerUp: second === undefined ? null : { ...endsOf(second), probability: second.probability },
    transitionalProbability: transitional,
    namings: namings
      .filter((naming, n) => n === 0 || naming.probability >= LEAST_KEPT)
      .map(({ levels, probability }) => ({
        levels: levels.slice(best.sacral).map((level): NamedLevel => level ?? 'sacrum'),
        probability,
      })),
  };
  return { numbering, flags: [...doubts(best, second, anchors), ...transition(best, transitional)] };
}

/** Whether vertebrae are reported under names, or by their position. */
export function isSettled({ probability }: Numbering): boolean {
  return probability >= LEAST_PROBABILITY;
}

function doubts(best: Naming, second: Naming | undefined, anchors: readonly string[]): readonly Flag[] {
  if (best.probability >= SURE || second === undefined) return [];
  const seen =
    anchors.length === 0 ? 'neither sacrum nor last rib identified' : `landmarks: ${anchors.join(', ')}`;
  return [
    {
      code: 'LEVELS_UNCERTAIN',
      message:
        `${rangeOf(best)} with probability ${best.probability.toFixed(2)}, alternatively ${rangeOf(second)} ` +
        `(${second.probability.toFixed(2)}); ${seen}; specify with --first-level or --level-at`,
    },
  ];
}

function transition({ sequence, levels }: Naming, probability: number): readonly Flag[] {
  if (sequence === 'usual' && probability < TRANSITIONAL) return [];
  const names = levels.filter((level) => level !== null);
  const what =
    sequence === 'usual'
      ? `transitional vertebra (L6, T13, or one fewer) possible, probability ${probability.toFixed(2)}`
      : `numbered as ${sequence} (lowest: ${names[0]!})`;
  return [{ code: 'TRANSITIONAL_ANATOMY', message: `from sacrum and ribs: ${what}` }];
}

/** Anchors that are clearly there. */
export function anchorsOf(
  { levels, sacral, overSacrum }: Naming,
  segments: readonly SpineSegment[],
): string[] {
  const named = segments.slice(sacral);
  const names = levels.slice(sacral) as Level[];
  const last = names.findIndex((level) => level.startsWith('T'));
  const lastRib =
    last > 0 && named[last]!.ribs.deep >= SEEN && named[last - 1]!.ribs.deep <= -SEEN ? ['last rib'] : [];
  const first = names.indexOf('T1');
  const firstRib =
    first >= 0 &&
    first + 1 < names.length &&
    named[first]!.ribs.flat >= SEEN &&
    named[first + 1]!.ribs.flat <= -SEEN
      ? ['first rib']
      : [];
  const sacrum = overSacrum && named[0]!.sacrumBelow >= SEEN ? ['sacrum'] : [];
  return [...sacrum, ...lastRib, ...firstRib];
}

function endsOf({ levels }: Naming): { readonly first: Level; readonly last: Level } {
  const names = levels.filter((level) => level !== null);
  return { first: names.at(-1)!, last: names[0]! };
}

/** Most cranial to most caudal. */
export function rangeOf(naming: Naming): string {
  const { first, last } = endsOf(naming);
  return first === last ? first : `${first}-${last}`;
}
