/** Place along the spine in levels. */
import { levelIndex, type Level } from '../../../../contracts/levels.ts';

/** T13 is rare: it stands half-way between T12 and L1, which are neighbours. */
export function spinePosition(level: Level): number {
  const beyond = levelIndex(level) - levelIndex('T13');
  if (beyond === 0) return levelIndex('T12') + 0.5;
  return beyond > 0 ? levelIndex(level) - 1 : levelIndex(level);
}
