/**
 * What a ratio of heights would be were the body intact: neighbours and table, weighed by what they do not know.
 *
 *   neighbours  their ratio, carried to this level by the table; unsure by their measurement and by how the levels of one
 *               person differ
 *   table       as this patient has it (`personal-table.ts`); unsure by that factor and by the table's own mean
 */
import { SPREAD } from './intact-table.ts';
import { weighted, type Estimate } from '../../../math/interval.ts';
import { LEVEL_CHANGE_SD } from '../../../definitions/fractures.ts';

export interface Expected {
  /** `se` is that of the mean: how a person's own level differs from it is the spread's, and stands in z. */
  readonly ratio: Estimate;
  readonly tableShare: number;
}

export interface Neighbour {
  readonly ratio: Estimate;
  /** Of the table, at its own level. */
  readonly intact: Estimate;
  readonly weight: number;
}

/**
 * @param own of the table, at the level that is judged
 * @param personal the same as this patient has it
 */
export function expectedRatio(
  kind: 'anterior' | 'middle',
  own: Estimate,
  personal: Estimate,
  neighbours: readonly Neighbour[],
): Expected {
  if (neighbours.length === 0) return { ratio: personal, tableShare: 1 };
  const { within } = SPREAD[kind];
  const carried = weighted(
    neighbours.map(({ ratio, intact }) => {
      const change = levelChange(own, intact);
      return { value: ratio.value * change, se: ratio.se === null ? null : ratio.se * change };
    }),
    neighbours.map(({ weight }) => weight),
  );
  const measured = carried.se ?? 0;
  const drift = within ** 2 * neighbours.reduce((sum, { weight }) => sum + weight ** 2, 0);
  const unsure = { neighbours: measured ** 2 + drift, table: (personal.se ?? 0) ** 2 };
  const tableShare = unsure.neighbours / (unsure.neighbours + unsure.table);
  const ratio = weighted([carried, personal], [1 - tableShare, tableShare]);
  return { ratio, tableShare };
}

/** How the ratio changes from a neighbour to this level: the table's change, as far as the table knows it. */
function levelChange(own: Estimate, intact: Estimate): number {
  const known = LEVEL_CHANGE_SD ** 2;
  const unsure = (own.se ?? 0) ** 2 + (intact.se ?? 0) ** 2;
  return (own.value / intact.value) ** (known / (known + unsure));
}
