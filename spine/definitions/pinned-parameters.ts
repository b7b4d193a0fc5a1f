/**
 * Files of coefficients are held to a digest that stands in the code: a coefficient can't be changed without the change
 * being seen in two places, and every result names the digest it was made with.
 */
import { createHash } from 'node:crypto';

import { PlatformFault } from '../../lambdas/shared/errors.ts';

export interface Pinned<T> {
  readonly value: T;
  readonly sha256: string;
}

/** @throws PlatformFault where the content is not the one that was pinned */
export function pinned<T>(name: string, value: T, sha256: string): Pinned<T> {
  const found = canonicalSha256(value);
  if (found !== sha256)
    throw new PlatformFault(`${name}: saw coefficients of digest ${found}, wanted ${sha256}`);
  return { value, sha256 };
}

/** Of the JSON with its names sorted and no white space, so that layout and order of a file do not matter. */
export function canonicalSha256(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  const record = value as Readonly<Record<string, unknown>>;
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(record[name])}`).join(',')}}`;
}
