/** The strength that the report tells first: that of the yielding body, or the linear one where there is no other. */
import type { LevelResult } from '../shared/contracts/level-result.ts';
import type { Quantity } from '../shared/contracts/primitives.ts';
import type { Level } from '../shared/levels.ts';

export function primaryStrength({ strength }: LevelResult): Quantity {
  return strength.plastic?.strength ?? strength.linearStrength;
}

/** The level of least strength; null where none was solved. */
export function weakest(levels: ReadonlyMap<Level, LevelResult>): LevelResult | null {
  return [...levels.values()].reduce<LevelResult | null>(
    (least, level) =>
      least === null || primaryStrength(level).value < primaryStrength(least).value ? level : least,
    null,
  );
}
