/** What holds for every request: an id, a line in the log, headers, a limit on the body, and one form of error. */
import { OpenAPIHono, type z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { routePath } from 'hono/route';
import { secureHeaders } from 'hono/secure-headers';

import type { ApiError } from '../../../contracts/api/answers.ts';
import type { ApiErrorCode } from '../../../contracts/codes/codes.ts';
import { PlatformFault, StorageUnusable } from '../../shared/errors.ts';
import type { ApiPorts } from '../ports.ts';

import { ApiFailure } from './api-failure.ts';
import type { Caller } from './caller.ts';

export interface ApiEnv {
  Variables: {
    requestId: string;
    /** Set once the token is checked. */
    caller: Caller | undefined;
    /** Of the answer, where it is an error. */
    code: ApiErrorCode | undefined;
  };
}
export type ApiContext = Context<ApiEnv>;

/** What AWS Lambda takes in one call, bytes. */
const MOST_BODY_BYTES = 6 * 2 ** 20;
const MOST_FIELDS = 20;

export function framedApp({ log }: Pick<ApiPorts, 'log'>): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>({
    defaultHook(result) {
      if (!result.success) throw invalid(result.error);
    },
  });
  app.use(async (c, next) => {
    const began = performance.now();
    c.set('requestId', crypto.randomUUID());
    c.header('X-Request-Id', c.var.requestId);
    // Answers hold links and patients' data.
    c.header('Cache-Control', 'no-store');
    await next();
    log.request({
      requestId: c.var.requestId,
      method: c.req.method,
      // Of the last handler that matched; an address that is none matches the frame alone.
      route: routePath(c, -1),
      status: c.res.status,
      milliseconds: Math.round(performance.now() - began),
      site: c.var.caller?.site ?? null,
      code: c.var.code ?? null,
    });
  });
  app.use(secureHeaders({ contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } }));
  app.use(
    '/v1/*',
    bodyLimit({
      maxSize: MOST_BODY_BYTES,
      onError: () => {
        throw new ApiFailure('REQUEST_TOO_LARGE', `the body has more than ${MOST_BODY_BYTES} bytes`);
      },
    }),
  );
  app.notFound((c) => answer(c, new ApiFailure('NOT_FOUND')));
  app.onError((error, c) => answer(c, asFailure(error, c, log)));
  return app;
}

/** @throws nothing: the error as the caller may see it */
function answer(c: ApiContext, failure: ApiFailure): Response {
  const { code, status, message, details } = failure;
  c.set('code', code);
  if (status === 401) c.header('WWW-Authenticate', 'Bearer');
  if (status === 503) c.header('Retry-After', '5');
  const body: ApiError = { code, message, requestId: c.var.requestId, ...details };
  return c.json(body, status);
}

function asFailure(error: unknown, c: ApiContext, log: ApiPorts['log']): ApiFailure {
  if (error instanceof ApiFailure && error.status < 500) return error;
  log.failed(c.var.requestId, error instanceof ApiFailure ? error.cause : error);
  if (error instanceof ApiFailure) return error;
  if (error instanceof PlatformFault || error instanceof StorageUnusable)
    return new ApiFailure('STORE_UNAVAILABLE');
  // A body that is no JSON, or none at all, as the router tells it.
  if (isBadRequest(error)) return new ApiFailure('REQUEST_INVALID', 'the body is not JSON in UTF-8');
  return new ApiFailure('INTERNAL');
}

function isBadRequest(error: unknown): boolean {
  return error instanceof Error && 'status' in error && error.status === 400;
}

/** Fields and what they require; what they hold might be a patient's. */
function invalid({ issues }: z.ZodError): ApiFailure {
  const fields = issues
    .flatMap(ownIssues)
    .slice(0, MOST_FIELDS)
    .map(({ path, message }) => ({ path: path.join('.') || '(the whole body)', required: message }));
  return new ApiFailure('REQUEST_INVALID', `not valid: ${fields.map(({ path }) => path).join(', ')}`, {
    fields,
  });
}

/** Of an order that is neither of its two forms: what ours requires. */
function ownIssues(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union' || issue.path.at(-1) !== 'order') return [issue];
  const [own = []] = issue.errors;
  return own.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
}
