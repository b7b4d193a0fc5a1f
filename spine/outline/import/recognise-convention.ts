/**
 * Which numbering a label map uses, told by where its values lie; refused where two readings are left.
 *
 * First order: under a reading the vertebrae must follow each other from top to bottom. Where several
 * readings pass, bodies are measured: distances between neighbours, width and depth, and whether the labels hold
 * arches at all must make one reading e^5 = 150 times as likely as any other.
 */
import { StudyRefused } from '../../../contracts/refusals.ts';
import { levelIndex, LEVELS, type Level } from '../../../contracts/levels.ts';
import { distance } from '../../math/vector.ts';
import { conventions, type Convention } from './conventions.ts';
import type { Extent } from '../../grid/extents.ts';
import { sizeLogLikelihood } from '../../definitions/priors/size-prior.ts';
import { spacingLogLikelihood, type PlacedLevel } from '../../definitions/priors/spacing-prior.ts';

export interface Recognised {
  readonly convention: Convention;
  /** What is left to doubt, in words; null where nothing is. */
  readonly doubt: string | null;
}

/** What is known of one labelled vertebra, whatever its name. */
export interface Measured {
  /** Not cut by the field of view. */
  readonly whole: boolean;
  /** Geometric mean of the body's width and depth, mm; null where no body was found. */
  readonly diameterMm: number | null;
  /** Whether the label holds an arch beside the body; null where that can't be told. */
  readonly arch: boolean | null;
}

type Statistics = ReadonlyMap<number, Extent>;

interface Placed extends PlacedLevel {
  readonly value: number;
}

export interface Reading {
  readonly convention: Convention;
  readonly placed: readonly Placed[];
}

interface Weighed extends Reading {
  readonly logLikelihood: number;
}

/** The best reading must be e^5 = 150 times as likely as the next (design value). */
const DECISIVE = 5;
/** Neighbours in a spine lie this far apart along it, mm: crushed cervical bodies to tall lumbar ones. */
const NEIGHBOUR_MM = [8, 55] as const;
/** Smaller than this is a crumb or a sliver, not a vertebra that numbering could rest on, voxels. */
const FEWEST_VOXELS = 30;
/**
 * Loss of log-likelihood for each label that stands in the column under another reading and is some organ under this
 * one, and for each level that this one leaves out. Without it a reading that names two vertebrae of ten would never
 * be contradicted (design value).
 */
const UNEXPLAINED = 3;
/** More levels in a row are not missing by accident; eleven ribs, or one lost label, leave one out. */
const MOST_MISSING = 2;
/** A single vertebra has no direction of numbering. */
const FEWEST_VERTEBRAE = 2;
/** A transitional vertebra is believed beside its regular neighbour only. */
const NEEDS_NEIGHBOUR: Partial<Record<Level, Level>> = { T13: 'T12', L6: 'L5' };

/**
 * @param measure called only where order alone leaves several readings
 * @throws StudyRefused LABELS_UNRECOGNISED or LABEL_CONVENTION_AMBIGUOUS, which names the candidates.
 */
export function recogniseConvention(
  statistics: Statistics,
  measure: (value: number) => Measured,
): Recognised {
  const readings = conventions()
    .map((convention) => readingOf(convention, statistics))
    .filter((reading) => reading !== null)
    .filter(({ placed }) => isColumn(placed));
  const [first] = readings;
  if (first === undefined) throw unrecognised(statistics);
  const agreed = readings.every((other) => sameSpine(other, first));
  const weighed = agreed
    ? readings.map((reading) => ({ ...reading, logLikelihood: 0 }))
    : weigh(readings, measure);
  const [best, ...rest] = weighed.sort((a, b) => b.logLikelihood - a.logLikelihood);
  if (best === undefined) throw ambiguous(readings);
  const rivals = rest.filter(
    (other) => !sameSpine(other, best) && other.logLikelihood > best.logLikelihood - DECISIVE,
  );
  if (rivals.length > 0 || best.placed.length < FEWEST_VERTEBRAE) throw ambiguous([best, ...rivals]);
  const agreeing = weighed.filter((other) => sameSpine(other, best));
  return { convention: preferred(agreeing), doubt: doubtOf(agreeing) };
}

/** @returns null where the map holds values that the convention does not know, or no vertebra. */
export function readingOf(convention: Convention, statistics: Statistics): Reading | null {
  const placed: Placed[] = [];
  for (const [value, { voxels, centroid }] of statistics) {
    const level = convention.levelOfValue.get(value);
    if (level === undefined) {
      if (!convention.isOther(value)) return null;
    } else if (voxels >= FEWEST_VOXELS) placed.push({ level, centre: centroid, value });
  }
  placed.sort((a, b) => levelIndex(a.level) - levelIndex(b.level));
  return placed.some(({ level }) => level !== 'sacrum') ? { convention, placed } : null;
}

/** Whether each vertebra lies below the one before it; what a flipped or misnamed map breaks. */
export function descends(placed: readonly PlacedLevel[]): boolean {
  return placed.slice(1).every((below, n) => placed[n]!.centre[2] > below.centre[2]);
}

/** From top to bottom, each close to the next, few levels missing in between. */
function isColumn(placed: readonly Placed[]): boolean {
  const levels = new Set(placed.map(({ level }) => level));
  const anchored = placed.every(({ level }) => {
    const neighbour = NEEDS_NEIGHBOUR[level];
    return neighbour === undefined || levels.has(neighbour);
  });
  return (
    anchored &&
    descends(placed) &&
    placed.slice(1).every((below, n) => {
      if (below.level === 'sacrum') return true;
      const above = placed[n]!;
      const steps = levelIndex(below.level) - levelIndex(above.level);
      const mm = distance(above.centre, below.centre);
      const close = mm >= NEIGHBOUR_MM[0] && mm <= steps * NEIGHBOUR_MM[1];
      return close && missingBetween(above.level, below.level) <= MOST_MISSING;
    })
  );
}

/** T13 and L6 are rarely there: their absence is no gap. */
function missingBetween(above: Level, below: Level): number {
  const between = LEVELS.slice(levelIndex(above) + 1, levelIndex(below));
  return between.filter((level) => level !== 'T13' && level !== 'L6').length;
}

function missingIn(placed: readonly Placed[]): number {
  const vertebrae = placed.filter(({ level }) => level !== 'sacrum');
  return vertebrae
    .slice(1)
    .reduce((sum, { level }, n) => sum + missingBetween(vertebrae[n]!.level, level), 0);
}

function weigh(readings: readonly Reading[], measure: (value: number) => Measured): Weighed[] {
  const values = new Set(readings.flatMap(({ placed }) => placed.map(({ value }) => value)));
  const measured = new Map([...values].map((value) => [value, measure(value)]));
  const arches = [...measured.values()].flatMap(({ arch }) => (arch === null ? [] : [arch]));
  const withArch = arches.filter(Boolean).length;
  const content = arches.length === 0 ? null : 2 * withArch > arches.length ? 'whole' : 'bodies';
  return readings
    .filter(({ convention }) => contentFits(convention, content))
    .map((reading) => {
      const whole = reading.placed.filter(({ value }) => measured.get(value)!.whole);
      const sized = whole.flatMap(({ level, value }) => {
        const { diameterMm } = measured.get(value)!;
        return diameterMm === null ? [] : [{ level, diameterMm }];
      });
      const unexplained = values.size - reading.placed.length + missingIn(reading.placed);
      return {
        ...reading,
        logLikelihood: spacingLogLikelihood(whole) + sizeLogLikelihood(sized) - UNEXPLAINED * unexplained,
      };
    });
}

function contentFits({ content }: Convention, seen: 'whole' | 'bodies' | null): boolean {
  return content === null || seen === null || content === seen;
}

/** The same names for the same vertebrae, transitional ones aside. */
function sameSpine(a: Reading, b: Reading): boolean {
  const names = ({ placed }: Reading): string =>
    placed
      .filter(({ level }) => level !== 'L6' && level !== 'sacrum')
      .map(({ level, value }) => `${level}=${value}`)
      .join();
  return names(a) === names(b) && names(a) !== '';
}

/** Of readings that agree: the one that makes no transitional vertebra. */
function preferred(readings: readonly Reading[]): Convention {
  const plain = readings.find(({ placed }) => !placed.some(({ level }) => level === 'L6'));
  return (plain ?? readings[0]!).convention;
}

function doubtOf(agreeing: readonly Reading[]): string | null {
  const withL6 = agreeing.filter(({ placed }) => placed.some(({ level }) => level === 'L6'));
  if (withL6.length === 0 || withL6.length === agreeing.length) return null;
  return `in ${withL6.map(({ convention }) => convention.id).join(' and ')} the value below L5 is L6; taken as S1 and ignored`;
}

function ambiguous(readings: readonly Reading[]): StudyRefused {
  const candidates = readings.map(({ convention, placed }) => `${convention.id} (${rangeOf(placed)})`);
  return new StudyRefused({
    code: 'LABEL_CONVENTION_AMBIGUOUS',
    saw: `a label map that can be read as ${candidates.join(' or ')}`,
    wanted: 'level names in the file, or --label-convention with one of these',
  });
}

/** Whether a convention fits the values once the map is turned over. */
function isUpsideDown(statistics: Statistics): boolean {
  const turned = new Map(
    [...statistics].map(([value, extent]) => {
      const [x, y, z] = extent.centroid;
      return [value, { ...extent, centroid: [x, y, -z] as const }];
    }),
  );
  return conventions().some((convention) => {
    const reading = readingOf(convention, turned);
    return reading !== null && reading.placed.length >= FEWEST_VERTEBRAE && isColumn(reading.placed);
  });
}

export function unrecognised(statistics: Statistics): StudyRefused {
  const values = [...statistics.keys()].sort((a, b) => a - b);
  const shown = values.length > 12 ? `${values.slice(0, 12).join(' ')} ...` : values.join(' ');
  if (isUpsideDown(statistics))
    return new StudyRefused({
      code: 'LABELS_OUT_OF_ORDER',
      saw: `values ${shown}, in the order of a known convention only when turned head to foot`,
      wanted: 'labels in the orientation of the image',
    });
  return new StudyRefused({
    code: 'LABELS_UNRECOGNISED',
    saw:
      values.length === 0
        ? 'an empty label map'
        : `values ${shown} in an order that matches no known convention`,
    wanted: `vertebrae numbered as in ${conventions()
      .map(({ id }) => id)
      .join(', ')}`,
  });
}

function rangeOf(placed: readonly PlacedLevel[]): string {
  const [first, last] = [placed[0]!.level, placed.at(-1)!.level];
  return first === last ? first : `${first}-${last}`;
}
