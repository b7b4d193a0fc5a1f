/**
 * Files of coefficients are held to a digest that stands in the code: a coefficient can't be changed without the change
 * being seen in two places, and every result names the digest it was made with.
 */
import canonicalize from 'canonicalize';

import { sha256 } from '../host/digest.ts';

export interface Pinned<T> {
  readonly value: T;
  readonly sha256: string;
}

/** @throws Error where the content is not the one that was pinned: a defect of the build */
export function pinned<T>(name: string, value: T, sha256: string): Pinned<T> {
  const found = canonicalSha256(value);
  if (found !== sha256) throw new Error(`${name}: coefficients with digest ${found}; required: ${sha256}`);
  return { value, sha256 };
}

/** Of the canonical JSON (RFC 8785), so that layout and order of a file do not matter. */
export function canonicalSha256(value: unknown): string {
  return sha256(canonicalize(value) ?? '');
}
