/** A review as a reader has written it into a file. */
import { duplicateNames } from '../../contracts/order/duplicate-names.ts';
import { reviewSchema, type Review } from '../../contracts/review/review.ts';
import { CLOCKS_MS } from '../../lambdas/shared/reviews/review-input.ts';

import { CommandLineError } from '../command/errors.ts';

/**
 * A form that is filled in leaves fields empty: they are as if left out. A review without a time is of now.
 * @throws CommandLineError with every field that is wrong
 */
export function readReview(written: string, file: string, now: Date = new Date()): Review {
  const text = written.replace(/^\uFEFF/, '');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new CommandLineError(`--review ${file}: found no JSON; required: a review (see --help)`, { cause });
  }
  const twice = duplicateNames(text);
  if (twice.length > 0)
    throw new CommandLineError(
      `--review ${file}: found ${twice.join(', ')} twice; required: each field once`,
    );
  const filled = withoutEmpty(json);
  const dated = isRecord(filled) && !('at' in filled) ? { ...filled, at: now.toISOString() } : filled;
  const parsed = reviewSchema.safeParse(dated);
  if (parsed.success && Date.parse(parsed.data.at) > now.getTime() + CLOCKS_MS)
    throw new CommandLineError(
      `--review ${file}: at: found a time to come; required: that of the review, or none for now`,
    );
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'review'}: ${message}`);
  throw new CommandLineError(`--review ${file}: ${wrong.join('; ')} (schemas/review.schema.json)`);
}

function withoutEmpty(json: unknown): unknown {
  if (!isRecord(json)) return json;
  const kept = Object.entries(json).filter(
    ([, value]) => value !== '' && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(
    kept.map(([name, value]) => [name, isRecord(value) ? withoutEmpty(value) : value]),
  );
}

function isRecord(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}
