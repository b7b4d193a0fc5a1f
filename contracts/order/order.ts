/** What the referring clinician orders with. `osteon/order/1`; published as `schemas/order.schema.json`. */
import { contradictions } from './order-contradictions.ts';
import { orderFieldsSchema } from './order-fields.ts';

export type { Order } from './order-fields.ts';

/** Fields that are possible each and impossible together are refused by the name of one of them. */
export const orderSchema = orderFieldsSchema.superRefine((order, context) => {
  for (const { path, message } of contradictions(order)) context.addIssue({ code: 'custom', path, message });
});
