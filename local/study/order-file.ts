/** The order as a file of this disk: as its schema has it, or a FHIR ServiceRequest. */
import { basename } from 'node:path';

import { isFhir, orderFromFhir } from '../../contracts/order/fhir/service-request.ts';
import type { Order } from '../../contracts/order/order.ts';
import { OrderInvalid, parseOrder } from '../../contracts/order/read-order.ts';

import { CommandLineError } from '../command/errors.ts';
import { readJsonFile } from './study-files.ts';

/**
 * @param path null: none is given
 * @param tell gets a line for each part of a FHIR request that was not understood
 * @throws CommandLineError naming the file and the field
 */
export async function orderAt(path: string | null, tell = console.error): Promise<Order | null> {
  if (path === null) return null;
  const name = basename(path);
  try {
    const json = await readJsonFile(path);
    if (!isFhir(json)) return parseOrder(json, name);
    const { order, leftOut } = orderFromFhir(json, name);
    for (const part of leftOut) tell(`  ${name}: not used: ${part}`);
    return order;
  } catch (cause) {
    if (cause instanceof OrderInvalid) throw new CommandLineError(cause.message, { cause });
    throw cause;
  }
}
