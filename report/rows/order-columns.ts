/** What the order said of the patient's care. Without an order, or where it does not say, nothing is known. */
import { column, type Column } from './column.ts';
import type { AssessmentSource } from './row-source.ts';

export const ORDER_COLUMNS: readonly Column<AssessmentSource>[] = [
  column('order_given', 'yes/no', 'An order came with the study', ({ order }) => order !== null),
  column(
    'osteoporosis_treatment',
    'yes/no',
    'Takes an approved drug for osteoporosis, by the order; null where it does not say',
    ({ order }) => order?.osteoporosisTreatment,
  ),
  column('dxa_site', 'text', 'femoral-neck, total-hip, lumbar-spine', ({ order }) => order?.dxa?.site),
  column('dxa_t_score', 'number', 'T-score by DXA in the order', ({ order }) => order?.dxa?.tScore),
  column('dxa_date', 'date', 'Date of the DXA', ({ order }) => order?.dxa?.date),
  column(
    'prior_fractures',
    'integer',
    'Prior fractures in the order, 0 where it says that there were none',
    ({ order }) => order?.riskFactors?.priorFractures?.length,
  ),
];
