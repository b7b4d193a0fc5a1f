/** Which issuer's tokens count, as the environment says: any that publishes its keys (OpenID Connect), as Amazon Cognito does. */
import { createRemoteJWKSet } from 'jose';

import { callerByToken, type CallerOf } from './caller.ts';

/** `iss` of its tokens. */
export const ISSUER_VARIABLE = 'OSTEON_OIDC_ISSUER';
/** `aud` or client of its tokens; several are parted by commas. */
const AUDIENCE_VARIABLE = 'OSTEON_OIDC_AUDIENCE';
/** Where its keys are; left out: at the place that OpenID Connect providers, Cognito among them, have for it. */
const KEYS_VARIABLE = 'OSTEON_OIDC_JWKS_URL';

/** @throws Error naming the variable that is missing or wrong */
export function callerByIssuer(environment: Readonly<Record<string, string | undefined>>): CallerOf {
  const issuer = required(environment, ISSUER_VARIABLE);
  const audiences = required(environment, AUDIENCE_VARIABLE)
    .split(',')
    .map((one) => one.trim());
  const place = environment[KEYS_VARIABLE] || `${issuer.replace(/\/$/, '')}/.well-known/jwks.json`;
  const url = URL.parse(place);
  if (url?.protocol !== 'https:' && url?.hostname !== '127.0.0.1')
    throw new Error(`${KEYS_VARIABLE}: found ${place}; required: an https address`);
  return callerByToken({ issuer, audiences, keys: createRemoteJWKSet(url) });
}

function required(environment: Readonly<Record<string, string | undefined>>, name: string): string {
  const value = environment[name];
  if (value === undefined || value === '')
    throw new Error(`${name} is not set; required: as README describes`);
  return value;
}
