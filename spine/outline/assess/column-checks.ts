/** What a vertebra's neighbours say of it: sizes off the patient's own trend, gaps and shifts in the levels. */
import type { Flag, Vec3 } from '../../../contracts/primitives.ts';
import { levelIndex, type Level } from '../../../contracts/levels.ts';
import { theilSen } from '../../math/line-fit.ts';
import { median } from '../../math/order-statistics.ts';
import { robustSd } from '../../math/robust.ts';
import { distance } from '../../math/vector.ts';

import { expectedDistance, spacingLogLikelihood } from '../../definitions/priors/spacing-prior.ts';

export interface ColumnMember {
  readonly level: Level;
  readonly centre: Vec3;
  readonly heightMm: number;
  readonly volumeMm3: number;
}

/** Off the trend by more than this many robust SD is worth a look (design value). */
const ODD_SD = 3.5;
/** Smaller scatter than this is chance, as part of the value. */
const LEAST_SCATTER = { heightMm: 0.05, volumeMm3: 0.08 } as const;
/** A trend needs more members than it has parameters. */
const FEWEST_MEMBERS = 5;
/** A level left out, or one counted twice, changes a distance by half and more. */
const ODD_DISTANCE = 0.35;
/** Spacing alone names a level rightly in half of the cases only, so it must speak as clearly as e^8 to be heard. */
const SHIFT_EVIDENCE = 8;
/** A shift by one or two is beyond what spacing can tell. */
const LEAST_SHIFT = 3;

/** @param members assessable levels, cranial to caudal */
export function offTrend(members: readonly ColumnMember[]): ReadonlyMap<Level, readonly Flag[]> {
  const flags = new Map<Level, Flag[]>();
  for (const [field, code, what] of [
    ['heightMm', 'HEIGHT_OFF_TREND', 'height'],
    ['volumeMm3', 'VOLUME_OFF_TREND', 'volume'],
  ] as const) {
    for (const level of odd(members, field)) {
      const message = `${what} deviates from the trend of the other levels; verify the outline`;
      flags.set(level, [...(flags.get(level) ?? []), { code, message }]);
    }
  }
  return flags;
}

export interface SpacedPair {
  readonly above: Level;
  readonly below: Level;
  /** Of the distance of their centres to what these two levels have, at the column's own scale. */
  readonly ratio: number;
}

/** @param members untruncated levels with a body, cranial to caudal. @returns empty where there is but one pair */
export function spacedPairs(
  members: readonly Pick<ColumnMember, 'level' | 'centre'>[],
): readonly SpacedPair[] {
  const pairs = members.slice(1).map((below, n) => {
    const above = members[n]!;
    const [mean] = expectedDistance(above.level, below.level);
    return {
      above: above.level,
      below: below.level,
      ratio: distance(above.centre, below.centre) / mean,
    };
  });
  const scale = median(pairs.map(({ ratio }) => ratio));
  return pairs.length < 2 ? [] : pairs.map((pair) => ({ ...pair, ratio: pair.ratio / scale }));
}

export function oddSpacing(pairs: readonly SpacedPair[]): ReadonlyMap<Level, readonly Flag[]> {
  return new Map(
    pairs
      .filter(({ ratio }) => Math.abs(ratio - 1) > ODD_DISTANCE)
      .flatMap(({ above, below, ratio }) => {
        const kind = ratio > 1 ? 'larger' : 'smaller';
        const flag = {
          code: 'SPACING_ODD' as const,
          message: `distance between ${above} and ${below} ${kind} than expected; a level may be missing or duplicated`,
        };
        return [above, below].map((level) => [level, [flag]] as const);
      }),
  );
}

/** A flag where another naming of the whole column fits its spacing far better. @param members as for `oddSpacing` */
export function shiftedLevels(members: readonly ColumnMember[]): readonly Flag[] {
  if (members.length < FEWEST_MEMBERS) return [];
  const shifted = (by: number): readonly ColumnMember[] | null => {
    const moved = members.map(({ level, ...rest }) => ({
      ...rest,
      level: SHIFTABLE[SHIFTABLE.indexOf(level) + by],
    }));
    return moved.every((member): member is ColumnMember => member.level !== undefined) ? moved : null;
  };
  if (members.some(({ level }) => !SHIFTABLE.includes(level))) return [];
  const own = spacingLogLikelihood(members);
  const rivals = SHIFTABLE.flatMap((_, by) => [by, -by])
    .filter((by) => Math.abs(by) >= LEAST_SHIFT)
    .flatMap((by) => {
      const moved = shifted(by);
      return moved === null ? [] : [{ first: moved[0]!.level, fit: spacingLogLikelihood(moved) }];
    });
  const best = rivals.reduce<(typeof rivals)[number] | null>(
    (a, b) => (a === null || b.fit > a.fit ? b : a),
    null,
  );
  if (best === null || best.fit < own + SHIFT_EVIDENCE) return [];
  const message = `distances between the vertebral bodies fit a spine beginning at ${best.first} better than one beginning at ${members[0]!.level}; verify the levels`;
  return [{ code: 'LEVELS_DOUBTFUL', message }];
}

const SHIFTABLE: readonly Level[] = [
  'T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'T8', 'T9', 'T10', 'T11', 'T12', 'L1', 'L2', 'L3', 'L4', 'L5',
]; // prettier-ignore

/** Levels off the Theil-Sen line of the logarithm over the level's place. */
function odd(members: readonly ColumnMember[], field: 'heightMm' | 'volumeMm3'): readonly Level[] {
  if (members.length < FEWEST_MEMBERS) return [];
  const points = members.map((member) => [levelIndex(member.level), Math.log(member[field])] as const);
  const { slope, intercept } = theilSen(points);
  const off = points.map(([x, y]) => y - slope * x - intercept);
  const scatter = Math.max(robustSd(off, 0), LEAST_SCATTER[field]);
  return members.filter((_, n) => Math.abs(off[n]!) > ODD_SD * scatter).map(({ level }) => level);
}
