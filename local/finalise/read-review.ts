/** A review as a reader has written it into a file. */
import { duplicateNames } from '../../contracts/order/duplicate-names.ts';
import { reviewSchema, type Review } from '../../contracts/review/review.ts';

import { CommandLineError } from '../command/errors.ts';

/** A form that is filled in leaves fields empty: they are as if left out. @throws CommandLineError with every field that is wrong */
export function readReview(text: string, file: string): Review {
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
  const parsed = reviewSchema.safeParse(withoutEmpty(json));
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'review'}: ${message}`);
  throw new CommandLineError(`--review ${file}: ${wrong.join('; ')} (schemas/review.schema.json)`);
}

function withoutEmpty(json: unknown): unknown {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return json;
  const kept = Object.entries(json).filter(
    ([, value]) => value !== '' && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(kept);
}
