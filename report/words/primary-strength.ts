/** The strength that the report tells first: that of the yielding body, or the linear one where there is no other. */
import type { LevelResult } from '../../contracts/level/level-result.ts';
import type { Quantity } from '../../contracts/primitives.ts';

export function primaryStrength({ strength }: LevelResult): Quantity {
  return strength.plastic?.strength ?? strength.linearStrength;
}
