/** The order as a file of this disk. */
import { basename } from 'node:path';

import type { Order } from '../../contracts/order/order.ts';
import { OrderInvalid, parseOrder } from '../../contracts/order/read-order.ts';

import { CommandLineError } from '../command/errors.ts';
import { readJsonFile } from './study-files.ts';

/**
 * @param path null: none is given
 * @throws CommandLineError naming the file and the field
 */
export async function orderAt(path: string | null): Promise<Order | null> {
  if (path === null) return null;
  try {
    return parseOrder(await readJsonFile(path), basename(path));
  } catch (cause) {
    if (cause instanceof OrderInvalid) throw new CommandLineError(cause.message, { cause });
    throw cause;
  }
}
