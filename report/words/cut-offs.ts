/** The density cut-offs as the risk step applied them: the report holds none of its own. */
import type { Risk } from '../../contracts/risk/risk.ts';
import { DENSITY_CUT_OFFS } from '../../spine/definitions/cut-offs.ts';

export interface CutOffs {
  readonly osteoporosisBelow: number;
  readonly normalAbove: number;
}

/** Null where the table was not applied to this study's densities. */
export function cutOffsOf(risk: Pick<Risk, 'thresholds'> | null): CutOffs | null {
  const table = risk?.thresholds.find(({ id, use }) => id === DENSITY_CUT_OFFS && use === 'applied');
  const { osteoporosisBelow, normalAbove } = table?.values ?? {};
  return osteoporosisBelow === undefined || normalAbove === undefined
    ? null
    : { osteoporosisBelow, normalAbove };
}
