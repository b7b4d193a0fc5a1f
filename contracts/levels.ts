/** Vertebral levels: their order and the label values of our own masks. */

/** Cranial to caudal. T13 and L6 are transitional and rarely present. */
export const LEVELS = [
  'C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7',
  'T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'T8', 'T9', 'T10', 'T11', 'T12', 'T13',
  'L1', 'L2', 'L3', 'L4', 'L5', 'L6',
  'sacrum',
] as const; // prettier-ignore
export type Level = (typeof LEVELS)[number];

const TRANSITIONAL_VALUES: Partial<Record<Level, number>> = { L6: 25, sacrum: 26, T13: 28 };
const REGULAR = LEVELS.filter((level) => TRANSITIONAL_VALUES[level] === undefined);

/** The voxel value of a level in osteon's own label maps: VerSe's numbering (C1 = 1 ... L5 = 24, L6 25, sacrum 26, T13 28). */
export const LABEL_VALUE = Object.fromEntries(
  LEVELS.map((level) => [level, TRANSITIONAL_VALUES[level] ?? REGULAR.indexOf(level) + 1]),
) as Readonly<Record<Level, number>>;

const BY_VALUE = new Map(LEVELS.map((level) => [LABEL_VALUE[level], level]));

/** The level that a voxel value of our own label maps stands for, if any. */
export function levelOfValue(value: number): Level | undefined {
  return BY_VALUE.get(value);
}

/** Position from the top, for sorting and for finding neighbours. */
export function levelIndex(level: Level): number {
  return LEVELS.indexOf(level);
}

/** Place along the spine in levels. T13 is rare: it stands half-way between T12 and L1, which are neighbours. */
export function spinePosition(level: Level): number {
  const beyond = levelIndex(level) - levelIndex('T13');
  if (beyond === 0) return levelIndex('T12') + 0.5;
  return beyond > 0 ? levelIndex(level) - 1 : levelIndex(level);
}

export function isThoracic(level: Level): boolean {
  return /^T\d+$/.test(level);
}
