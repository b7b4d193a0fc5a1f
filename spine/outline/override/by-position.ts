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

/** The same where names are settled, or came with labels, a model or an operator. */
export function byPosition(found: FoundLevels): FoundLevels {
  const { levels, studyFlags, result } = found;
  const { numbering } = result;
  const [best] = numbering?.namings ?? [];
  if (numbering === undefined || best === undefined || isSettled(numbering)) return found;
  const positions = positionsOf(levels, best.levels);
  const placed = levels.map((level) => ({
    ...level,
    level: positions.get(level.level)!,
    candidates: candidatesOf(level.level, numbering),
  }));
  const unsettled = unsettledOf(numbering, placed);
  const flagOf = (flag: Flag): Flag => {
    if (flag.code === 'LEVELS_UNCERTAIN') return { ...flag, message: unsettled.statement };
    return OF_NAMES.includes(flag.code)
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

/** Likeliest first; none for a vertebra beyond the last disc. */
function candidatesOf(level: Level, { namings = [] }: Numbering): readonly Candidate[] {
  const at = namings[0]?.levels.findIndex((name) => name === level) ?? -1;
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
