/** Answers as the API description tells them: what a route gives, and the one form of every error. */
import type { z } from '@hono/zod-openapi';

import { apiErrorSchema } from '../../../contracts/api/answers.ts';

export function jsonAnswer<T extends z.ZodType>(description: string, schema: T) {
  return { description, content: { 'application/json': { schema } } };
}

const failure = (description: string) => jsonAnswer(description, apiErrorSchema);

/** Of every route behind a token. */
export const FAILURES = {
  400: failure('Not valid'),
  401: failure('No token, or none that counts'),
  403: failure('No right to it'),
  404: failure('Not there, or not of this site'),
  500: failure('An error of the software'),
  503: failure('Storage or another service does not answer'),
} as const;

/** Of routes that change something. */
export const CONFLICT = { 409: failure('Not in a state for it') } as const;
export const TOO_LARGE = { 413: failure('The body is too large') } as const;
