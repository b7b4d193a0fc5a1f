/** The processes of an assessment's steps: they load what they will run while the command itself still loads. */
import { resolve } from 'node:path';

import { foreseenHandlers } from '../local-definition.ts';
import { FunctionPool } from './function-pool.ts';

/** @param workers levels that are solved side by side */
export async function preparedPool(out: string, workers: number): Promise<FunctionPool> {
  const handlers = await foreseenHandlers();
  const pool = new FunctionPool(resolve(out), workers);
  pool.prepare(handlers);
  return pool;
}
