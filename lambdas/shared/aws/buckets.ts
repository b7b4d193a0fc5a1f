/** Which bucket an object lies in: the first part of its key says it, as each class of data has rules of its own for keeping. */
import { StorageUnusable } from '../errors.ts';

/** `incoming=NAME,studies=NAME,...`: first parts of keys and their buckets. */
export const BUCKETS_VARIABLE = 'OSTEON_BUCKETS';

export type BucketOf = (key: string) => string;

const ENTRY = /^([a-z]+)=([a-z0-9.-]{3,63})$/;

/** @throws Error where the text is not of the form above: found by the first use, and named by what is required. */
export function bucketsFrom(text: string | undefined): BucketOf {
  const buckets = new Map<string, string>();
  for (const entry of (text ?? '').split(',')) {
    const [, part, bucket] = ENTRY.exec(entry) ?? [];
    if (part === undefined || bucket === undefined || buckets.has(part))
      throw new Error(
        `${BUCKETS_VARIABLE} has an entry that is none, or one twice; required: PART=BUCKET,PART=BUCKET`,
      );
    buckets.set(part, bucket);
  }
  return (key) => {
    const bucket = buckets.get(key.slice(0, Math.max(0, key.indexOf('/'))));
    // The key is not repeated: a marker can name any.
    if (bucket === undefined)
      throw new StorageUnusable(
        `a key that is in no bucket; required: one that starts with ${[...buckets.keys()].map((part) => `${part}/`).join(', ')}`,
      );
    return bucket;
  };
}
