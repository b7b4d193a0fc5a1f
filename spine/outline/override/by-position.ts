/**
 * Vertebrae whose names are not settled, under their position in the image: V1 is the lowest complete body. What is found at
 * them does not depend on the name; a name that may be wrong appears only among the candidates, with its probability.
 *
 * Every check before this one works with the likeliest names; here they are taken out of levels, label maps and messages.
 */
import type { Flag, Refusal } from '../../../contracts/primitives.ts';
import type { FlagCode } from '../../../contracts/codes/codes.ts';
import type { Candidate, Numbering, SegmentedLevel } from '../../../contracts/segmentation.ts';
import {
  LABEL_VALUE,
  type Level,
  type NamedLevel,
  POSITIONS,
  withLevelsRenamed,
} from '../../../contracts/levels.ts';
import { candidatesText } from '../../../contracts/namings.ts';
import { isSettled } from '../../find/index.ts';
import { isSupported } from '../../definitions/supported-levels.ts';
import type { ProviderResult } from '../provider.ts';

import { SPANS_TWO, withMergedBodies } from './merged-names.ts';
import { relabelled } from './relabelled.ts';
import { unsettledOf } from './unsettled.ts';

export interface FoundLevels {
  /** Cranial to caudal. */
  readonly levels: readonly SegmentedLevel[];
  readonly studyFlags: readonly Flag[];
  readonly result: ProviderResult;
}

/** A vertebra that lies outside the supported range with more than this probability is not assessed (design value). */
const MOST_UNSUPPORTED = 0.05;
/** Their messages speak of the names themselves. */
const OF_NAMES: readonly FlagCode[] = ['TRANSITIONAL_ANATOMY', 'LEVELS_DOUBTFUL', 'LEVELS_DISAGREE'];

/**
 * The same where names are settled, or came with labels, a model or an operator. In thick slices, where discs are missed, a
 * body that is two unsettles them.
 */
export function byPosition(found: FoundLevels): FoundLevels {
  const { levels, studyFlags, result } = found;
  const [best] = result.numbering?.namings ?? [];
  if (result.numbering === undefined || best === undefined) return found;
  const isThick = studyFlags.some(({ code }) => code === 'SLICES_THICK');
  const numbering = isThick ? withMergedBodies(result.numbering, levels) : result.numbering;
  const isMerged = numbering !== result.numbering;
  if (!isMerged && isSettled(numbering)) return found;
  const positions = positionsOf(levels, best.levels);
  const placed = levels.map((level) => ({
    ...level,
    level: positions.get(level.level)!,
    candidates: candidatesOf(best.levels.indexOf(level.level as NamedLevel), numbering),
  }));
  const unsettled = unsettledOf(numbering, placed);
  const flagOf = (flag: Flag): Flag => {
    if (flag.code === 'LEVELS_UNCERTAIN') return { ...flag, message: unsettled.statement };
    return OF_NAMES.includes(flag.code) && !flag.message.includes(SPANS_TWO)
      ? flag
      : { ...flag, message: withLevelsRenamed(flag.message, positions) };
  };
  return {
    levels: placed.map((level) => {
      const refusal = refusalOf(level, positions);
      return {
        ...level,
        labelValue: LABEL_VALUE[level.level],
        refusal,
        ...(level.confidence === undefined || refusal === null ? {} : { confidence: 0 }),
        qc: { light: refusal === null ? level.qc.light : 'red', flags: level.qc.flags.map(flagOf) },
      };
    }),
    studyFlags: studyFlags.map(flagOf),
    result: {
      ...result,
      bodies: relabelled(result.bodies, positions),
      ...(result.surfaces === undefined
        ? {}
        : {
            surfaces: new Map(
              [...result.surfaces].map(([level, mesh]) => [positions.get(level) ?? level, mesh]),
            ),
          }),
      vertebrae: result.vertebrae === null ? null : relabelled(result.vertebrae, positions),
      ...(result.osteophytes === undefined ? {} : { osteophytes: relabelled(result.osteophytes, positions) }),
      numbering: { ...numbering, unsettled },
    },
  };
}

/** @param named the likeliest names of the vertebrae between two discs, caudal to cranial; what lies beyond is cut */
function positionsOf(
  levels: readonly SegmentedLevel[],
  named: readonly NamedLevel[],
): ReadonlyMap<Level, Level> {
  const upwards = levels.map(({ level }) => level).toReversed();
  const below = upwards.indexOf(named[0]!);
  const fromV0 = POSITIONS.toReversed();
  return new Map(upwards.map((level, n) => [level, fromV0[1 + n - below]!]));
}

/** Likeliest first; none for a vertebra beyond the last disc. @param at place among the vertebrae named, from below */
function candidatesOf(at: number, { namings = [] }: Numbering): readonly Candidate[] {
  const shares = new Map<NamedLevel, number>();
  for (const { levels, probability } of at < 0 ? [] : namings) {
    const name = levels[at]!;
    shares.set(name, Math.min(1, (shares.get(name) ?? 0) + probability));
  }
  return [...shares]
    .map(([name, probability]) => ({ level: name, probability }))
    .sort((a, b) => b.probability - a.probability);
}

/** What the image itself forbids stands; the name alone refuses where it may be one that is not supported. */
function refusalOf(
  { refusal, candidates }: SegmentedLevel & { readonly candidates: readonly Candidate[] },
  positions: ReadonlyMap<Level, Level>,
): Refusal | null {
  if (refusal !== null && refusal.code !== 'LEVEL_NOT_SUPPORTED')
    return { ...refusal, saw: withLevelsRenamed(refusal.saw, positions) };
  const outside = candidates
    .filter(({ level }) => !isSupported(level))
    .reduce((sum, { probability }) => sum + probability, 0);
  if (refusal === null && outside <= MOST_UNSUPPORTED) return null;
  return {
    code: 'LEVEL_RANGE_UNCERTAIN',
    saw: candidatesText(candidates),
    wanted: 'a level from T4 to L5 (T13 and L6 included)',
  };
}
