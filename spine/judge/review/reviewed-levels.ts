/**
 * An assessment's levels as a reader's review has them: names moved by one vertebra that is named, bodies left out. What was
 * measured does not depend on a name, so nothing is measured again; what does depend on it is asked again here.
 */
import type { FlagCode } from '../../../contracts/codes/codes.ts';
import type { LevelResult } from '../../../contracts/level/level-result.ts';
import { isPosition, LABEL_VALUE, LEVELS, withLevelsRenamed, type Level } from '../../../contracts/levels.ts';
import type { ParameterSetId } from '../../../contracts/parameter-set-ids.ts';
import type { Flag, Refusal } from '../../../contracts/primitives.ts';
import type { Review } from '../../../contracts/review/review.ts';
import { StudyRefused, type CaughtFailure } from '../../../contracts/refusals.ts';
import type { Segmentation, SegmentedLevel } from '../../../contracts/segmentation.ts';
import { isSupported } from '../../definitions/supported-levels.ts';
import { parametersOf } from '../../definitions/parameter-sets.ts';
import { tooSmallFor } from '../../measure/index.ts';
import { renamedColumn } from '../../outline/index.ts';
import type { MapResult } from '../level-outcomes.ts';

/** A review that can't be one of this assessment. */
export class ReviewUnfit extends Error {
  override readonly name = 'ReviewUnfit';
}

export type ReviewOfLevels = Pick<Review, 'names' | 'excluded' | 'readings'>;

/** What is in force of all reviews up to now. */
export interface LevelsInForce {
  /** Of every vertebra by the machine's name; empty where none has another. */
  readonly renamed: ReadonlyMap<Level, Level>;
  /** A reader has named the vertebrae, or confirmed the names that they have: no doubt about names is left. */
  readonly named: boolean;
  /** By their names of now. */
  readonly excluded: readonly Level[];
}

export interface ReviewedLevels {
  readonly segmentation: Segmentation;
  /** Of levels that can still be assessed, cranial to caudal. */
  readonly results: readonly MapResult[];
  /** The volume of label maps has to follow; empty where no name was moved. */
  readonly renamed: ReadonlyMap<Level, Level>;
}

/** What a name says about it is settled by the reader, or would be about another vertebra. */
const OF_NAMES: readonly FlagCode[] = [
  'LEVELS_UNCERTAIN',
  'LEVELS_DOUBTFUL',
  'LEVELS_DISAGREE',
  'TRANSITIONAL_ANATOMY',
  'LEVELS_SET_BY_OPERATOR',
  'LEVELS_SET_BY_READER',
];
const SET: readonly FlagCode[] = ['LEVELS_SET_BY_OPERATOR', 'LEVELS_SET_BY_READER'];

/** Whether a reader is asked for the names. */
export function namesInDoubt(flags: readonly Pick<Flag, 'code'>[]): boolean {
  return flags.some(({ code }) => OF_NAMES.includes(code) && !SET.includes(code));
}

const BY_READER = {
  probability: 1,
  anchors: ['reader'],
  runnerUp: null,
  transitionalProbability: 0,
} as const;
const EXCLUDED: Refusal = {
  code: 'EXCLUDED_BY_READER',
  saw: 'level excluded by the reader',
  wanted: 'a level that the reader has not excluded',
};

/**
 * The names of all vertebrae after a review: each by its old one. Empty where none moves.
 * @throws ReviewUnfit where there is no such vertebra, or another one would have no name
 */
export function reviewedNames(
  levels: readonly Pick<SegmentedLevel, 'level'>[],
  { names }: Pick<Review, 'names'>,
): ReadonlyMap<Level, Level> {
  if (names === undefined) return new Map();
  const found: readonly Level[] = levels.map(({ level }) => level).filter((level) => level !== 'sacrum');
  if (!found.includes(names.level))
    throw new ReviewUnfit(`names: found no ${names.level}; required: one of ${found.join(', ')}`);
  if (names.level === names.is) return new Map();
  try {
    return renamedColumn(found, names.level, names.is);
  } catch (cause) {
    if (!(cause instanceof StudyRefused)) throw cause;
    throw new ReviewUnfit(`names: found ${cause.refusal.saw}; required: ${cause.refusal.wanted}`, { cause });
  }
}

/**
 * Whether a review can be one of these levels.
 * @param levels as its result reports them, cranial to caudal
 * @throws ReviewUnfit
 */
export function requireFitting(levels: readonly Level[], review: ReviewOfLevels): void {
  const seen = levels.map((level) => ({ level }));
  const renamed = reviewedNames(seen, review);
  requireSeen(
    levels.map((level) => renamed.get(level) ?? level),
    review,
  );
}

/** @param segmentation and `results`: as measured */
export function reviewedLevels(
  segmentation: Segmentation,
  results: readonly MapResult[],
  { renamed, named: isNamed, excluded }: LevelsInForce,
  parameterSet: ParameterSetId,
): ReviewedLevels {
  const nameOf = (level: Level): Level => renamed.get(level) ?? level;
  const byReader = isNamed || renamed.size > 0;
  const named = byReader ? withNames(segmentation, renamed) : segmentation;
  const measured = new Set(results.map(({ level }) => nameOf(level)));
  const levels = named.levels.map((level) => judged(level, { measured, excluded, byReader }));
  const unchanged = !byReader && levels.every((level, n) => level === named.levels[n]);
  const assessable = new Set(levels.flatMap(({ level, refusal }) => (refusal === null ? [level] : [])));
  return {
    segmentation: unchanged ? segmentation : { ...named, levels },
    results: results
      .map((found) => (renamed.size > 0 ? renamedResult(found, renamed, parameterSet) : found))
      .filter(({ level }) => assessable.has(level)),
    renamed,
  };
}

/**
 * The machine's names over those of all reviews up to now.
 * @param names those that moved, as `osteon/reviewed/1` has them
 */
export function renamedSince(
  levels: readonly Pick<SegmentedLevel, 'level'>[],
  names: readonly { readonly from: Level; readonly to: Level }[],
): ReadonlyMap<Level, Level> {
  if (names.length === 0) return new Map();
  const to = new Map(names.map(({ from, to: name }) => [from, name]));
  return new Map(levels.map(({ level }) => [level, to.get(level) ?? level]));
}

/** Without T13 and L6, which are rare, and the sacrum. */
const COLUMN: readonly Level[] = LEVELS.filter((level) => !['T13', 'L6', 'sacrum'].includes(level));

/**
 * The name of a vertebra after a renaming, found by the software or not: one that was not found moves as those do that were.
 * @throws ReviewUnfit where it would lie beyond the spine
 */
export function nameAfter(level: Level, renamed: ReadonlyMap<Level, Level>): Level {
  const own = renamed.get(level);
  if (own !== undefined || renamed.size === 0) return own ?? level;
  const [from, to] = [...renamed].find(([old, name]) => COLUMN.includes(old) && COLUMN.includes(name)) ?? [];
  const name =
    from === undefined
      ? undefined
      : COLUMN[COLUMN.indexOf(level) + COLUMN.indexOf(to!) - COLUMN.indexOf(from)];
  if (name !== undefined && COLUMN.includes(level)) return name;
  throw new ReviewUnfit(
    `names: found a reading of ${level} before, which is not among the levels and has no name by theirs; required: names that keep it in the spine`,
  );
}

/** A reading may be of a vertebra that the CT shows and this software did not find: a level left out must be one that was found. */
function requireSeen(found: readonly Level[], { excluded = [], readings = [] }: ReviewOfLevels): void {
  for (const { level } of excluded)
    if (!found.includes(level))
      throw new ReviewUnfit(`excluded: found no ${level}; required: one of ${found.join(', ')}`);
  const position = found.find(isPosition);
  if (readings.length > 0 && position !== undefined)
    throw new ReviewUnfit(
      `readings: found levels without settled names (${position}); required: "names", which settles them, in the same review or before`,
    );
}

interface Judging {
  readonly measured: ReadonlySet<Level>;
  readonly excluded: readonly Level[];
  readonly byReader: boolean;
}

function judged(level: SegmentedLevel, { measured, excluded, byReader }: Judging): SegmentedLevel {
  const refusal = excluded.includes(level.level) ? EXCLUDED : refusalOf(level, measured, byReader);
  if (refusal === level.refusal) return level;
  if (refusal === null) return { ...level, refusal };
  return {
    ...level,
    ...(level.confidence === undefined ? {} : { confidence: 0 }),
    refusal,
    qc: { ...level.qc, light: 'red' },
  };
}

/** What the image forbids stands; what the name alone forbids is asked of the new one. */
function refusalOf(
  { level, refusal }: SegmentedLevel,
  measured: ReadonlySet<Level>,
  byReader: boolean,
): Refusal | null {
  if (!byReader) return refusal;
  const byName = refusal?.code === 'LEVEL_NOT_SUPPORTED' || refusal?.code === 'LEVEL_RANGE_UNCERTAIN';
  if (refusal !== null && !byName) return refusal;
  if (!isSupported(level))
    return { code: 'LEVEL_NOT_SUPPORTED', saw: level, wanted: 'a level from T4 to L5 (T13 and L6 included)' };
  if (measured.has(level)) return null;
  return {
    code: 'LEVEL_NOT_MEASURED',
    saw: `${level}, not measured while its name was another or in doubt`,
    wanted: 'a level that was measured',
  };
}

function withNames(segmentation: Segmentation, renamed: ReadonlyMap<Level, Level>): Segmentation {
  const { numbering, ...rest } = segmentation;
  const flags = renamedFlags(segmentation.qc.flags, renamed);
  const [before, after] = [[...renamed.keys()], [...renamed.values()]].map(rangeOf);
  const own = segmentation.levels.map(({ level }) => level).filter((level) => level !== 'sacrum');
  const said: Flag = {
    code: 'LEVELS_SET_BY_READER',
    message: renamed.size > 0 ? `${before} renamed ${after}` : `${rangeOf(own)} confirmed`,
  };
  return {
    ...rest,
    ...(numbering === undefined ? {} : { numbering: BY_READER }),
    qc: { light: flags.length > 0 ? 'amber' : 'green', flags: [...flags, said] },
    levels: segmentation.levels.map((level) => renamedLevel(level, renamed)),
  };
}

function renamedLevel(segmented: SegmentedLevel, renamed: ReadonlyMap<Level, Level>): SegmentedLevel {
  const level = renamed.get(segmented.level) ?? segmented.level;
  const flags = renamedFlags(segmented.qc.flags, renamed);
  const { refusal, qc } = segmented;
  const moved: { -readonly [K in keyof SegmentedLevel]: SegmentedLevel[K] } = {
    ...segmented,
    level,
    labelValue: LABEL_VALUE[level],
    refusal: refusal === null ? null : { ...refusal, saw: withLevelsRenamed(refusal.saw, renamed) },
    qc: { light: qc.light === 'amber' && flags.length === 0 ? 'green' : qc.light, flags },
  };
  // Crops for a measurement hold the old values; nothing is measured again.
  delete moved.surroundings;
  delete moved.candidates;
  return moved;
}

function renamedFlags(flags: readonly Flag[], renamed: ReadonlyMap<Level, Level>): readonly Flag[] {
  return flags
    .filter(({ code }) => !OF_NAMES.includes(code))
    .map(({ code, message }) => ({ code, message: withLevelsRenamed(message, renamed) }));
}

function renamedResult(
  found: MapResult,
  renamed: ReadonlyMap<Level, Level>,
  parameterSet: ParameterSetId,
): MapResult {
  const level = renamed.get(found.level) ?? found.level;
  if ('failure' in found) return { level, failure: renamedFailure(found.failure, renamed) };
  const { result } = found;
  const flags = renamedFlags(result.flags, renamed);
  return { level, result: withRegionFor({ ...result, level, flags }, parameterSet) };
}

/** The message is a refusal as JSON, whose words may name levels. */
function renamedFailure(failure: CaughtFailure, renamed: ReadonlyMap<Level, Level>): CaughtFailure {
  return { ...failure, Cause: withLevelsRenamed(failure.Cause, renamed) };
}

/** A lumbar body needs a larger region than a thoracic one: the only measure that asks for the name. */
function withRegionFor(result: LevelResult, parameterSet: ParameterSetId): LevelResult {
  const { level, trabecular } = result;
  if (trabecular === null) return result;
  const small = tooSmallFor(level, trabecular, parametersOf(parameterSet).trabecular);
  return small === null ? result : { ...result, trabecular: null, flags: [...result.flags, small] };
}

function rangeOf(levels: readonly Level[]): string {
  if (levels.length === 0) return '';
  return levels.length === 1 ? levels[0]! : `${levels[0]!}-${levels.at(-1)!}`;
}
