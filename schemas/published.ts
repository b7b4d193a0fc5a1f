/** The JSON schemas that are published, made from the contracts that the program itself checks with. */
import { z } from 'zod';

import { orderSchema } from '../lambdas/shared/contracts/order.ts';

/** Text of each file of this folder, by file name. */
export function publishedSchemas(): Readonly<Record<string, string>> {
  return {
    'order.schema.json': published(orderSchema, 'osteon order', 'osteon/order/1'),
  };
}

function published(contract: z.ZodType, title: string, id: string): string {
  const { $schema, ...rest } = z.toJSONSchema(contract, { io: 'input' });
  return `${JSON.stringify({ $schema, title, $comment: `Schema id: ${id}`, ...rest }, null, 2)}\n`;
}
