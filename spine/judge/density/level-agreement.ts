/**
 * Levels whose densities do not go together: one of them is not what it seems (sclerosis, a fracture that nobody graded, an outline
 * beside the bone), and a mean over it would hide that.
 *
 * By DXA a vertebra is left out that differs from its neighbours by more than a T-score of 1 (ISCD, Official Positions 2019,
 * adult): so it is here, one standard deviation being that of trabecular density between people.
 */
import { levelIndex, type Level } from '../../../contracts/levels.ts';
import { MOST_LEVEL_DIFFERENCE, NEIGHBOURS_ASKED } from '../../definitions/cut-offs.ts';
import { DENSITY_AGAINST_L1 } from '../../definitions/reference/trabecular-reference.ts';
import { mean } from '../../math/moments.ts';
import { Z95 } from '../../math/normal.ts';

import type { LevelDensity } from './density-mean.ts';

type Densities = ReadonlyMap<Level, LevelDensity>;

/** mg/cm3 */
export interface OutOfLine {
  readonly own: number;
  /** By its neighbours and the usual course along the spine. */
  readonly expected: number;
}

/**
 * @param levels that would be averaged otherwise, and others that are whole
 * @returns those that differ from each of their nearest neighbours, two or more of them, in one direction
 */
export function levelsOutOfLine(
  levels: readonly Level[],
  densities: Densities,
): ReadonlyMap<Level, OutOfLine> {
  const found = new Map<Level, OutOfLine>();
  const known = levels.filter((level) => densities.has(level) && usualShare(level) !== null);
  for (const level of known) {
    const near = known
      .filter((other) => other !== level)
      .toSorted((a, b) => apart(a, level) - apart(b, level))
      .slice(0, NEIGHBOURS_ASKED);
    if (near.length < 2) continue;
    const differences = near.map((other) => beyondUsual(level, other, densities));
    if (!differences.every((difference) => difference > 0) && !differences.every((d) => d < 0)) continue;
    const own = densities.get(level)!.vbmd.value;
    found.set(level, {
      own,
      expected: mean(near.map((other) => asL1(other, densities))) * usualShare(level)!,
    });
  }
  return found;
}

/** How far the densities of these levels are apart as those of one, where that is more than is usual; null where it is not, mg/cm3. */
export function disagreementOf(levels: readonly Level[], densities: Densities): number | null {
  const known = levels.filter((level) => densities.has(level) && usualShare(level) !== null);
  const apartBy = known.flatMap((level, n) =>
    known
      .slice(n + 1)
      .filter((other) => beyondUsual(level, other, densities) !== 0)
      .map((other) => Math.abs(asL1(level, densities) - asL1(other, densities))),
  );
  return apartBy.length === 0 ? null : apartBy.reduce((most, mgCc) => Math.max(most, mgCc));
}

/** Above 0 where the first is denser than the errors of both and a usual difference explain, below 0 where it is less dense. */
function beyondUsual(level: Level, other: Level, densities: Densities): number {
  const [a, b] = [level, other].map((one) => (densities.get(one)!.samplingSe ?? 0) / usualShare(one)!);
  const difference = asL1(level, densities) - asL1(other, densities);
  const usual = Math.hypot(MOST_LEVEL_DIFFERENCE, Z95 * Math.hypot(a!, b!));
  return Math.abs(difference) <= usual ? 0 : Math.sign(difference);
}

function asL1(level: Level, densities: Densities): number {
  return densities.get(level)!.vbmd.value / usualShare(level)!;
}

function usualShare(level: Level): number | null {
  const shares: Readonly<Partial<Record<Level, number>>> = DENSITY_AGAINST_L1;
  return shares[level] ?? null;
}

function apart(a: Level, b: Level): number {
  return Math.abs(levelIndex(a) - levelIndex(b));
}
