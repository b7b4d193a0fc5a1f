/** Levels whose strength can be assessed. */
import type { Level } from '../../contracts/levels.ts';

/**
 * T4 to L5 with the transitional ones: the range over which vertebral strength and fracture are graded
 * (Genant et al., J Bone Miner Res 8:1137, 1993, grade T4-L4; strength studies reach L5). Above T4 a body is too small for 1 mm elements.
 */
export const SUPPORTED_LEVELS: readonly Level[] = [
  'T4', 'T5', 'T6', 'T7', 'T8', 'T9', 'T10', 'T11', 'T12', 'T13', 'L1', 'L2', 'L3', 'L4', 'L5', 'L6',
]; // prettier-ignore

export function isSupported(level: Level): boolean {
  return SUPPORTED_LEVELS.includes(level);
}
