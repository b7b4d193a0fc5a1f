/**
 * How public tools number vertebrae in their label maps. The numbers collide (26 is a sacrum, S1, L6 or T6), so a map
 * is read by names first, and by numbers only where they leave one meaning.
 */
import type { ConventionId } from '../../../contracts/study.ts';
import { LABEL_VALUE, LEVELS, type Level } from '../../../contracts/levels.ts';

export interface Convention {
  readonly id: ConventionId;
  readonly levelOfValue: ReadonlyMap<number, Level>;
  /** Other values that such a map holds: organs, ribs, discs, sub-regions. */
  readonly isOther: (value: number) => boolean;
  /** What its vertebra labels cover; null where both are in use. */
  readonly content: 'whole' | 'bodies' | null;
}

const CAUDAL_TO_CRANIAL: readonly Level[] = LEVELS.filter(
  (level) => !['T13', 'L6', 'sacrum'].includes(level),
).toReversed();

/** Numbers that grow upwards from L5, as in TotalSegmentator. */
function upwardsFrom(lumbar5: number, extra: Iterable<readonly [number, Level]>): ReadonlyMap<number, Level> {
  const regular = CAUDAL_TO_CRANIAL.map((level, n) => [lumbar5 + n, level] as const);
  return new Map([...regular, ...extra]);
}

/** Runs of numbers that grow downwards from the first level of each. */
function downwards(runs: readonly (readonly [number, Level, number])[]): ReadonlyMap<number, Level> {
  const regular = CAUDAL_TO_CRANIAL.toReversed();
  return new Map(
    runs.flatMap(([value, first, count]) =>
      Array.from({ length: count }, (_, n) => [value + n, regular[regular.indexOf(first) + n]!] as const),
    ),
  );
}

function within(low: number, high: number): (value: number) => boolean {
  return (value) => value >= low && value <= high;
}

/** 117 classes; maps in circulation hold 118 as well. */
const TOTAL_V2_LAST = 118;
const VERSE_OTHERS = [
  within(27, 27),
  within(29, 34),
  within(33, 62),
  within(80, 80),
  within(100, 128),
  within(200, 228),
];
const SPINESEG_OTHERS = [within(1, 2), within(63, 67), within(71, 82), within(91, 95), within(100, 100)];

const CONVENTIONS: readonly Convention[] = [
  {
    id: 'verse',
    levelOfValue: new Map(LEVELS.map((level) => [LABEL_VALUE[level], level])),
    isOther: (value) => VERSE_OTHERS.some((holds) => holds(value)),
    content: null,
  },
  {
    id: 'totalsegmentator-v1',
    levelOfValue: upwardsFrom(18, [[92, 'sacrum']]),
    isOther: within(1, 104),
    content: 'whole',
  },
  {
    id: 'totalsegmentator-v2',
    levelOfValue: upwardsFrom(27, [[25, 'sacrum']]),
    isOther: within(1, TOTAL_V2_LAST),
    content: 'whole',
  },
  {
    id: 'totalsegmentator-v3',
    levelOfValue: upwardsFrom(27, [
      [25, 'sacrum'],
      [26, 'L6'],
    ]),
    isOther: within(1, TOTAL_V2_LAST),
    content: 'whole',
  },
  {
    id: 'totalsegmentator-mr',
    levelOfValue: upwardsFrom(2, [[1, 'sacrum']]),
    isOther: () => false,
    content: 'whole',
  },
  {
    id: 'totalspineseg',
    levelOfValue: new Map([
      ...downwards([
        [11, 'C1', 7],
        [21, 'T1', 12],
        [41, 'L1', 5],
      ]),
      [50, 'sacrum'],
    ]),
    isOther: (value) => SPINESEG_OTHERS.some((holds) => holds(value)),
    content: 'whole',
  },
  {
    id: 'fhofmann',
    levelOfValue: new Map([...downwards([[1, 'T1', 17]]), [18, 'L6'], [19, 'sacrum'], [21, 'T13']]),
    isOther: () => false,
    content: 'bodies',
  },
];

export function conventions(): readonly Convention[] {
  return CONVENTIONS;
}

export function conventionOf(id: string): Convention | undefined {
  return CONVENTIONS.find((convention) => convention.id === id);
}

/**
 * The level that a label's or a file's name speaks of: "vertebrae_L3", "L3_vertebra", "Th12", "sacrum".
 * A rib, a disc or a muscle is none, whatever level it names.
 */
export function levelOfName(name: string): Level | null {
  const plain = name.replace(/\.nii(\.gz)?$/i, '').toLowerCase();
  if (/(rib|disc|disk|ivd|endplate|muscle|nerve|canal|cord|_s1$)/.test(plain)) return null;
  if (/(^|[^a-z])sacrum([^a-z]|$)/.test(plain)) return 'sacrum';
  const match = /(?:^|[^a-z0-9])(c[1-7]|(?:th?|d)(?:1[0-3]|[1-9])|l[1-6])(?:[^0-9a-z]|$)/.exec(plain);
  if (match === null) return null;
  const level = match[1]!.replace(/^(th?|d)/, 't').toUpperCase();
  return LEVELS.find((known) => known === level) ?? null;
}
