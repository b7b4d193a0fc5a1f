/** Before a route: the token, and whether one of its roles may do what the route does. */
import { createMiddleware } from 'hono/factory';

import { RIGHTS, type Right } from '../../../contracts/api/roles.ts';
import type { ApiPorts } from '../ports.ts';

import { ApiFailure } from './api-failure.ts';
import type { Caller } from './caller.ts';
import type { ApiContext, ApiEnv } from './frame.ts';

const BEARER = /^Bearer ([\w.~+/=-]+)$/i;

export function authorise({ callerOf }: Pick<ApiPorts, 'callerOf'>, right: Right) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const token = BEARER.exec(c.req.header('Authorization') ?? '')?.[1];
    if (token === undefined) throw new ApiFailure('TOKEN_MISSING');
    const caller = await callerOf(token);
    c.set('caller', caller);
    const wanted = RIGHTS[right];
    if (!wanted.some((role) => caller.roles.includes(role)))
      throw new ApiFailure('ROLE_REQUIRED', `required: the role ${wanted.join(' or ')}`);
    await next();
  });
}

/** @throws Error where the route is not behind `authorise`: a defect */
export function callerIn(c: ApiContext): Caller {
  const { caller } = c.var;
  if (caller === undefined) throw new Error('a route without authorisation');
  return caller;
}
