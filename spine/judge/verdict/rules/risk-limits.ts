/**
 * Limits of the rules on 10-year probabilities: made for FRAX of the United States, and lent to this model under a label that
 * says so. "Above" leaves the limit itself out, "at least" has it in.
 */
import { thresholdsFor } from '../../../definitions/thresholds/threshold-tables.ts';
import { TABLE_ANCHOR } from '../../risk/parameters.ts';

const GRANT = thresholdsFor('bhof-aace-frax', TABLE_ANCHOR.value.id, [
  'highMajor',
  'highHip',
  'veryHighMajor',
  'veryHighHip',
]);

/** %, of a major osteoporotic fracture and of one of the hip. */
export const RISK_LIMITS = GRANT.values;
export const RISK_SOURCE = `${GRANT.label === null ? '' : `${GRANT.label}: `}${GRANT.table.source} (assumption of this software)`;
