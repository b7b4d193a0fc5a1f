/** Which numbering a label map uses, told by where its values lie; refused where two readings are left. */
import { StudyRefused } from '../../shared/errors.ts';
import { levelIndex, type Level } from '../../shared/levels.ts';
import { conventions, type Convention } from '../conventions.ts';
import type { Extent } from '../extents.ts';
import { spacingLogLikelihood, type PlacedLevel } from '../spacing-prior.ts';

export interface Recognised {
  readonly convention: Convention;
  /** What is left to doubt, in words; null where nothing is. */
  readonly doubt: string | null;
}

type Statistics = ReadonlyMap<number, Extent>;

export interface Reading {
  readonly convention: Convention;
  readonly placed: readonly PlacedLevel[];
  readonly logLikelihood: number;
}

/** The best reading must be e^3 = 20 times as likely as the next (design value). */
const DECISIVE = 3;
/** Neighbours in a spine lie this far apart along it, mm: crushed cervical bodies to tall lumbar ones. */
const NEIGHBOUR_MM = [8, 55] as const;
/** Smaller than this is a crumb or a sliver, not a vertebra that numbering could rest on, voxels. */
const FEWEST_VOXELS = 30;

/** @throws StudyRefused LABELS_UNRECOGNISED or LABEL_CONVENTION_AMBIGUOUS, which names the candidates. */
export function recogniseConvention(statistics: Statistics): Recognised {
  const readings = conventions()
    .map((convention) => readingOf(convention, statistics))
    .filter((reading) => reading !== null)
    .sort((a, b) => b.logLikelihood - a.logLikelihood);
  const [best] = readings;
  if (best === undefined) throw unrecognised(statistics);
  const rivals = readings.filter(
    (other) => !sameSpine(other, best) && other.logLikelihood > best.logLikelihood - DECISIVE,
  );
  if (rivals.length > 0 || best.placed.length < 2) throw ambiguous([best, ...rivals]);
  return {
    convention: preferred(readings.filter((other) => sameSpine(other, best))),
    doubt: doubtOf(readings, best),
  };
}

/** @returns null where the values can't be this convention's. */
export function readingOf(convention: Convention, statistics: Statistics): Reading | null {
  const placed: PlacedLevel[] = [];
  for (const [value, { voxels, centroid }] of statistics) {
    const level = convention.levelOfValue.get(value);
    if (level === undefined) {
      if (!convention.isOther(value)) return null;
    } else if (voxels >= FEWEST_VOXELS) placed.push({ level, centre: centroid });
  }
  placed.sort((a, b) => levelIndex(a.level) - levelIndex(b.level));
  return placed.length > 0 && isColumn(placed)
    ? { convention, placed, logLikelihood: spacingLogLikelihood(placed) }
    : null;
}

/** From top to bottom, without a gap, each close to the next. */
function isColumn(placed: readonly PlacedLevel[]): boolean {
  return placed.slice(1).every((below, n) => {
    const above = placed[n]!;
    if (below.level === 'sacrum') return above.centre[2] > below.centre[2];
    const distance = Math.hypot(
      ...([0, 1, 2] as const).map((axis) => below.centre[axis] - above.centre[axis]),
    );
    const inRange = distance >= NEIGHBOUR_MM[0] && distance <= NEIGHBOUR_MM[1];
    return inRange && above.centre[2] > below.centre[2] && follows(above.level, below.level);
  });
}

/** T13 and L6 are rarely there: their absence is no gap. */
function follows(above: Level, below: Level): boolean {
  const step = levelIndex(below) - levelIndex(above);
  return step === 1 || (step === 2 && above === 'T12');
}

/** The same names for the same vertebrae, transitional ones aside. */
function sameSpine(a: Reading, b: Reading): boolean {
  const names = ({ placed }: Reading): string =>
    placed
      .filter(({ level }) => level !== 'L6' && level !== 'sacrum')
      .map(({ level, centre }) => `${level}@${centre[2].toFixed(1)}`)
      .join();
  return names(a) === names(b) && names(a) !== '';
}

/** Of readings that agree: the one that makes no transitional vertebra. */
function preferred(readings: readonly Reading[]): Convention {
  const plain = readings.find(({ placed }) => !placed.some(({ level }) => level === 'L6'));
  return (plain ?? readings[0]!).convention;
}

function doubtOf(readings: readonly Reading[], best: Reading): string | null {
  const others = readings.filter((other) => other !== best && sameSpine(other, best));
  const withL6 = [best, ...others].filter(({ placed }) => placed.some(({ level }) => level === 'L6'));
  if (withL6.length === 0 || withL6.length === others.length + 1) return null;
  return `in ${withL6.map(({ convention }) => convention.id).join(' and ')} the value below L5 is an L6; read as S1`;
}

function ambiguous(readings: readonly Reading[]): StudyRefused {
  const candidates = readings.map(({ convention, placed }) => `${convention.id} (${rangeOf(placed)})`);
  return new StudyRefused({
    code: 'LABEL_CONVENTION_AMBIGUOUS',
    saw: `a label map that can be read as ${candidates.join(' or ')}`,
    wanted: 'names in the file, or --label-convention with one of these',
  });
}

function unrecognised(statistics: Statistics): StudyRefused {
  const values = [...statistics.keys()].sort((a, b) => a - b);
  const shown = values.length > 12 ? `${values.slice(0, 12).join(' ')} ...` : values.join(' ');
  return new StudyRefused({
    code: 'LABELS_UNRECOGNISED',
    saw:
      values.length === 0
        ? 'an empty label map'
        : `values ${shown}, which no known convention puts in this order`,
    wanted: `vertebrae numbered as in ${conventions()
      .map(({ id }) => id)
      .join(', ')}`,
  });
}

function rangeOf(placed: readonly PlacedLevel[]): string {
  const [first, last] = [placed[0]!.level, placed.at(-1)!.level];
  return first === last ? first : `${first}-${last}`;
}
