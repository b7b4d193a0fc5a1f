/** Vertebral levels: their order and the label values of our own masks. Positions stand in where names are not settled. */

/** Cranial to caudal. T13 and L6 are transitional and rarely present. */
export const LEVELS = [
  'C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7',
  'T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'T8', 'T9', 'T10', 'T11', 'T12', 'T13',
  'L1', 'L2', 'L3', 'L4', 'L5', 'L6',
  'sacrum',
] as const; // prettier-ignore
export type NamedLevel = (typeof LEVELS)[number];

/**
 * Vertebrae by their place in the image, cranial to caudal: V1 is the lowest whole body, V0 what is left of one below it.
 * A study has either names or, where they are not settled, positions: a position can't be mistaken for a name, in print,
 * in a path or in a label map.
 */
export const POSITIONS = [
  'V26', 'V25', 'V24', 'V23', 'V22', 'V21', 'V20', 'V19', 'V18', 'V17', 'V16', 'V15', 'V14', 'V13',
  'V12', 'V11', 'V10', 'V9', 'V8', 'V7', 'V6', 'V5', 'V4', 'V3', 'V2', 'V1', 'V0',
] as const; // prettier-ignore
type Position = (typeof POSITIONS)[number];
export type Level = NamedLevel | Position;

/** Names and positions, cranial to caudal. */
export const ALL_LEVELS: readonly Level[] = [...LEVELS, ...POSITIONS];

export function isPosition(level: Level): level is Position {
  return (POSITIONS as readonly Level[]).includes(level);
}

const TRANSITIONAL_VALUES: Partial<Record<Level, number>> = { L6: 25, sacrum: 26, T13: 28 };
/** V0 has this voxel value, V1 the next: values that no convention of label maps gives to vertebrae, discs or ribs. */
const POSITION_VALUE = 140;
const REGULAR = LEVELS.filter((level) => TRANSITIONAL_VALUES[level] === undefined);

/** The voxel value of a level in osteon's own label maps: VerSe's numbering (C1 = 1 ... L5 = 24, L6 25, sacrum 26, T13 28). */
export const LABEL_VALUE = Object.fromEntries([
  ...LEVELS.map((level) => [level, TRANSITIONAL_VALUES[level] ?? REGULAR.indexOf(level) + 1]),
  ...POSITIONS.map((position, n) => [position, POSITION_VALUE + POSITIONS.length - 1 - n]),
]) as Readonly<Record<Level, number>>;

const BY_VALUE: ReadonlyMap<number, Level> = new Map(LEVELS.map((level) => [LABEL_VALUE[level], level]));

/** The name that a voxel value of our own label maps stands for, if any. */
export function levelOfValue(value: number): Level | undefined {
  return BY_VALUE.get(value);
}

/** Position from the top, for sorting and for finding neighbours. */
export function levelIndex(level: Level): number {
  return ALL_LEVELS.indexOf(level);
}

const NAME = /\b(?:C[1-7]|T1[0-3]|T[1-9]|L[1-6])\b/g;

/** A text with its levels under other names; those that have none stay. */
export function withLevelsRenamed(text: string, names: ReadonlyMap<Level, Level>): string {
  return text.replace(NAME, (name) => names.get(name as Level) ?? name);
}

/** Place along the spine in levels. T13 is rare: it stands half-way between T12 and L1, which are neighbours. */
export function spinePosition(level: Level): number {
  if (isPosition(level)) return levelIndex(level);
  const beyond = levelIndex(level) - levelIndex('T13');
  if (beyond === 0) return levelIndex('T12') + 0.5;
  return beyond > 0 ? levelIndex(level) - 1 : levelIndex(level);
}

export function isThoracic(level: Level): boolean {
  return /^T\d+$/.test(level);
}
