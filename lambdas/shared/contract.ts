/** Values held against their contracts: errors name places and expectations, never values, which might be a patient's. */
import type { z } from 'zod';

import { ContractBroken } from './errors.ts';

/** @throws ContractBroken */
export function checked<T extends z.ZodType>(contract: T, value: unknown, what: string): z.output<T> {
  const parsed = contract.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.') || '(root)'}: ${issue.code}`);
  throw new ContractBroken(`${what} violates its contract at ${issues.join(', ')}`);
}

/** @throws ContractBroken where the bytes are no JSON; what they hold is not repeated */
export function parsedJson(bytes: Uint8Array, what: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new ContractBroken(`${what} is not JSON in UTF-8`);
  }
}
