/**
 * The strength of L1 estimated from another level, where L1 itself can't be evaluated.
 *
 * Ratios are those of forces of a level and of L1 in the same person, at the same shortening (Walle M et al., GigaScience
 * giaf094, 2025, appendix A; mean and standard deviation over people, computed from it: `npm run published`). Their table
 * 2 is not used: it adds changes from neighbour to neighbour up, which leaves the ratios behind far from L1.
 *
 * Where it is wrong: a strength of ours is a force at a strain, theirs one at a shortening, so the ratio of heights is
 * missing. From T11 to L3 models were 1 to 4 % taller than those of L1, which the error holds; T10 and up are a fifth
 * lower, and are not converted to L1.
 */
import type { Ct } from '../../../contracts/ct.ts';
import type { Quantity } from '../../../contracts/primitives.ts';
import type { Level } from '../../../contracts/levels.ts';
import { Z95 } from '../../math/normal.ts';

import { estimateOf } from '../../math/interval.ts';
import type { L1Equivalent } from './strength-summary.ts';

export interface LevelStrength {
  readonly level: Level;
  /** N */
  readonly strength: Quantity<'N'>;
}

interface PairedRatio {
  readonly mean: number;
  /** Of one person. */
  readonly sd: number;
  /** People who had both. */
  readonly n: number;
}

type RatioBySex = Readonly<Record<'female' | 'male' | 'unknown', PairedRatio>>;

/** In the order in which they stand in for L1: neighbours first. */
const RATIOS: readonly (readonly [level: Level, ratio: RatioBySex])[] = [
  ['T12', ratios([1.032, 0.097, 31], [1.027, 0.069, 25], [1.03, 0.085, 56])],
  ['L2', ratios([1.097, 0.196, 36], [1.068, 0.065, 27], [1.085, 0.154, 63])],
  ['T11', ratios([1.119, 0.16, 24], [1.04, 0.114, 25], [1.079, 0.143, 49])],
  ['L3', ratios([1.182, 0.334, 37], [1.132, 0.129, 27], [1.161, 0.267, 64])],
];
/** Standard error of the ratio of heights, which is taken for 1 (design value; the table's mean heights differ by 1 to 4 %). */
const HEIGHT_SE = 0.04;

/**
 * @param intact levels without a fracture; null where none of them can be converted to L1
 * @param offTrend levels whose shape or size deviates from their neighbours': L1 speaks for itself all the same, the others stand in where no
 * other can, and both is said
 */
export function l1Equivalent(
  intact: readonly LevelStrength[],
  sex: Ct['patient']['sex'],
  offTrend: ReadonlySet<Level> = new Set(),
): L1Equivalent | null {
  const sound = estimated(
    intact.filter(({ level }) => level === 'L1' || !offTrend.has(level)),
    sex,
  );
  const doubted = sound ?? estimated(intact, sex);
  if (doubted?.levels.some((level) => offTrend.has(level)) !== true) return doubted;
  const doubt = `${doubted.levels.join(', ')} deviates in shape or size from its neighbours: outline to be verified`;
  return { ...doubted, doubt, statement: `${doubted.statement} ${doubt}.` };
}

function estimated(intact: readonly LevelStrength[], sex: Ct['patient']['sex']): L1Equivalent | null {
  const own = intact.find(({ level }) => level === 'L1');
  if (own !== undefined) {
    return {
      strength: own.strength,
      levels: ['L1'],
      statement: `Strength of L1: ${newtons(own.strength.value)}.`,
    };
  }
  for (const [level, bySex] of RATIOS) {
    const found = intact.find((other) => other.level === level);
    if (found !== undefined) return converted(found, bySex[sex ?? 'unknown']);
  }
  return null;
}

function converted({ level, strength }: LevelStrength, { mean, sd, n }: PairedRatio): L1Equivalent {
  const { value, se } = estimateOf(strength);
  const l1 = value / mean;
  const how = `ratio of ${level} to L1 in ${n} people ${mean.toFixed(3)}, SD ${sd.toFixed(3)}`;
  const margin = se === null ? null : Z95 * l1 * Math.hypot(se / value, sd / mean, HEIGHT_SE);
  return {
    strength: {
      value: l1,
      unit: strength.unit,
      uncertainty:
        margin === null
          ? { kind: 'none', reason: `the strength of ${level} has no interval` }
          : {
              kind: 'interval95',
              low: Math.max(0, l1 - margin),
              high: l1 + margin,
              basis: `interval of ${level} and variation between people: ${how}; ${100 * HEIGHT_SE} % for heights`,
            },
    },
    levels: [level],
    statement: `Strength of L1 estimated from ${level}: ${newtons(l1)} (${level}: ${newtons(value)}; ${how}).`,
  };
}

function ratios(
  female: readonly [number, number, number],
  male: readonly [number, number, number],
  unknown: readonly [number, number, number],
): RatioBySex {
  const of = ([mean, sd, n]: readonly [number, number, number]): PairedRatio => ({ mean, sd, n });
  return { female: of(female), male: of(male), unknown: of(unknown) };
}

function newtons(value: number): string {
  return `${(10 * Math.round(value / 10)).toLocaleString('en')} N`;
}
