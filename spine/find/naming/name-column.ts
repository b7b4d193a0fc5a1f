/**
 * Which name each vertebra of a column has, and how sure that is: every way of naming is weighed by the sacrum, the
 * ribs, the top of the lungs, the distances and the sizes, and what it is worth against all others is its probability.
 */
import type { Vec3 } from '../../../contracts/primitives.ts';
import { type Level, type NamedLevel } from '../../../contracts/levels.ts';
import { sizeLogLikelihood } from '../../definitions/priors/size-prior.ts';
import { spacingLogLikelihood } from '../../definitions/priors/spacing-prior.ts';

import type { RibOdds } from '../anchors/ribs.ts';

import { leanLogLikelihood } from '../../definitions/priors/lean-prior.ts';
import { ribLogLikelihood } from './rib-shares.ts';
import { SEQUENCES, type Sequence } from './sequences.ts';

/** One vertebra between two discs, as naming sees it. */
export interface ColumnVertebra {
  /** Patient LPS, mm. */
  readonly centre: Vec3;
  /** Geometric mean of width and depth at mid-height, mm; null where it was not measured. */
  readonly diameterMm: number | null;
  /** Of its superior axis towards the back, degrees. */
  readonly leanDegrees: number;
  readonly ribs: RibOdds;
  /** Share of lung beside it, 0 to 1. */
  readonly lung: number;
  /** Log-odds that the bone under the disc below it is the sacrum. */
  readonly sacrumBelow: number;
}

export interface Naming {
  /** Caudal to cranial, one a vertebra, null for those that belong to the sacrum. */
  readonly levels: readonly (NamedLevel | null)[];
  readonly sequence: Sequence['id'];
  /** Vertebrae from below that are the sacrum's. */
  readonly sacral: number;
  /** Whether the sacrum was seen under the lowest vertebra. */
  readonly overSacrum: boolean;
  /** Of all ways of naming, 0 to 1. */
  readonly probability: number;
}

/** Log-odds that a chain of discs has run into none, one, two, three segments of a sacrum (design values). */
const SACRAL_PRIOR = [0, -0.5, -4, -8] as const;
/** A sacrum is one thing: weights of its log-odds. */
const SACRUM_WEIGHT = 0.8;
const WITHIN_SACRUM_WEIGHT = 0.4;
/** Distances, sizes and leans of one column are alike in their errors: weights of their log-likelihoods (design values). */
const SPACING_WEIGHT = 0.3;
const SIZE_WEIGHT = 0.3;
const LEAN_WEIGHT = 0.4;
/** The vertebra beside which lungs end above (a share of this and more), seen on three CT: T1, T1, T2. */
const LEAST_LUNG = 0.15;
const LUNG_TOP: Partial<Record<Level, number>> = { C7: -3, T1: 0, T2: -0.5, T3: -3 };
/** The lowest vertebra beside which there is much lung, seen on four CT: T11 three times, T12. */
const MUCH_LUNG = 0.4;
const LUNG_BOTTOM: Partial<Record<Level, number>> = {
  T9: -3,
  T10: -1.5,
  T11: 0,
  T12: -0.3,
  T13: -0.5,
  L1: -2,
};
const NO_LUNG_END = -5;

/** @param column caudal to cranial. @returns likeliest first, of those that differ in any name */
export function nameColumn(column: readonly ColumnVertebra[]): readonly Naming[] {
  const weighed: { readonly naming: Omit<Naming, 'probability'>; readonly weight: number }[] = [];
  for (let sacral = 0; sacral < Math.min(SACRAL_PRIOR.length, column.length); sacral++) {
    const free = column.slice(sacral);
    // A disc within the sacrum may well look like the one over it.
    const within = column
      .slice(0, sacral)
      .reduce((sum, { sacrumBelow }) => sum + Math.max(0, sacrumBelow), 0);
    const prior = SACRAL_PRIOR[sacral]! + WITHIN_SACRUM_WEIGHT * within;
    for (const sequence of SEQUENCES) {
      for (const overSacrum of sacral > 0 ? [true] : [true, false]) {
        const last = overSacrum ? 0 : sequence.levels.length - free.length;
        for (let first = overSacrum ? 0 : 1; first <= last; first++) {
          const levels = sequence.levels.slice(first, first + free.length);
          if (levels.length < free.length || (!overSacrum && !distinct(sequence, levels))) continue;
          const naming = {
            levels: [...Array<null>(sacral).fill(null), ...levels],
            sequence: sequence.id,
            sacral,
            overSacrum,
          };
          weighed.push({ naming, weight: prior + weightOf(free, levels, sequence, overSacrum) });
        }
      }
    }
  }
  const most = weighed.reduce((best, { weight }) => Math.max(best, weight), -Infinity);
  const total = weighed.reduce((sum, { weight }) => sum + Math.exp(weight - most), 0);
  return merged(
    weighed.map(({ naming, weight }) => ({ ...naming, probability: Math.exp(weight - most) / total })),
  );
}

/** A transitional sequence without its transition in view names as the usual one does. */
function distinct({ id, levels }: Sequence, seen: readonly Level[]): boolean {
  if (id === 'usual') return true;
  if (id === 'thirteen-thoracic') return seen.includes('T13') && seen.length > 1;
  if (id === 'eleven-thoracic') return seen.includes('T11') && seen.includes('L1');
  return id === 'six-lumbar' && seen.includes('L6') && levels.length > 1;
}

function weightOf(
  free: readonly ColumnVertebra[],
  levels: readonly Level[],
  { share }: Sequence,
  overSacrum: boolean,
): number {
  const placed = free.map(({ centre }, n) => ({ level: levels[n]!, centre }));
  const sized = free.flatMap(({ diameterMm }, n) =>
    diameterMm === null ? [] : [{ level: levels[n]!, diameterMm }],
  );
  return (
    Math.log(share) +
    SPACING_WEIGHT * spacingLogLikelihood(placed) +
    SIZE_WEIGHT * sizeLogLikelihood(sized) +
    LEAN_WEIGHT * leanLogLikelihood(free.map(({ leanDegrees }, n) => ({ level: levels[n]!, leanDegrees }))) +
    free.reduce((sum, vertebra, n) => {
      const sacrum = SACRUM_WEIGHT * vertebra.sacrumBelow * (overSacrum && n === 0 ? 1 : -1);
      // The one over the sacrum may touch the hip bone, which looks like a rib.
      return overSacrum && n === 0
        ? sum + sacrum
        : sum + sacrum + ribLogLikelihood(vertebra.ribs, levels[n]!);
    }, 0) +
    lungEnds(free, levels)
  );
}

/** Where lungs end, above and below, and the column goes on. */
function lungEnds(free: readonly ColumnVertebra[], levels: readonly Level[]): number {
  const top = free.findLastIndex(({ lung }) => lung >= LEAST_LUNG);
  const bottom = free.findIndex(({ lung }) => lung >= MUCH_LUNG);
  const above = top < 0 || top === free.length - 1 ? 0 : (LUNG_TOP[levels[top]!] ?? NO_LUNG_END);
  return above + (bottom <= 0 ? 0 : (LUNG_BOTTOM[levels[bottom]!] ?? NO_LUNG_END));
}

/** Ways that give the same names are one. */
function merged(namings: readonly Naming[]): readonly Naming[] {
  const best = new Map<string, Naming>();
  for (const naming of namings.toSorted((a, b) => b.probability - a.probability)) {
    const key = naming.levels.join(' ');
    const known = best.get(key);
    best.set(
      key,
      known === undefined ? naming : { ...known, probability: known.probability + naming.probability },
    );
  }
  return [...best.values()].sort((a, b) => b.probability - a.probability);
}
