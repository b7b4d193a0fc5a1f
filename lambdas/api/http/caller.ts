/** Who calls: the claims of a JSON Web Token (RFC 7519) of one issuer, checked with its published keys. */
import { errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';

import { ROLES, type Role } from '../../../contracts/api/roles.ts';
import { siteSchema } from '../../../contracts/calibration/registry.ts';

import { ApiFailure } from './api-failure.ts';

export interface Caller {
  readonly site: string;
  readonly roles: readonly Role[];
  /** As a signature names the user; null where the token does not say. */
  readonly name: string | null;
}

/** @throws ApiFailure TOKEN_EXPIRED, TOKEN_INVALID, SITE_UNKNOWN; the issuer's keys out of reach: STORE_UNAVAILABLE */
export type CallerOf = (token: string) => Promise<Caller>;

export interface TokenRules {
  readonly issuer: string;
  /** One of these must be the token's audience, or, where it has none, its client (Amazon Cognito's access tokens). */
  readonly audiences: readonly string[];
  readonly keys: JWTVerifyGetKey;
}

/** Signatures by a private key alone: with `none` or a shared secret anyone could write a token. */
const ALGORITHMS = ['RS256', 'ES256', 'EdDSA'];
/** Clocks of issuer and server may differ by this, s. */
const CLOCK_TOLERANCE_SECONDS = 5;
/** The first that is there counts; the second is what Amazon Cognito calls an attribute of a user and a group. */
const SITE_CLAIMS = ['osteon:site', 'custom:site'];
const ROLE_CLAIMS = ['osteon:roles', 'cognito:groups'];

export function callerByToken({ issuer, audiences, keys }: TokenRules): CallerOf {
  return async (token) => {
    const claims = await verified(token, keys, issuer);
    if (!isFor(claims, audiences)) throw new ApiFailure('TOKEN_INVALID');
    const site = siteSchema.safeParse(firstOf(claims, SITE_CLAIMS));
    if (!site.success) throw new ApiFailure('SITE_UNKNOWN');
    const named = firstOf(claims, ROLE_CLAIMS);
    const roles = typeof named === 'string' ? named.split(/[\s,]+/) : Array.isArray(named) ? named : [];
    const { name } = claims;
    return {
      site: site.data,
      roles: ROLES.filter((role) => roles.includes(role)),
      name: typeof name === 'string' && name.trim() !== '' ? name.trim() : null,
    };
  };
}

async function verified(token: string, keys: JWTVerifyGetKey, issuer: string): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, reachable(keys), {
      issuer,
      algorithms: ALGORITHMS,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ['exp', 'sub'],
    });
    return payload;
  } catch (cause) {
    if (cause instanceof ApiFailure) throw cause;
    const untimely =
      cause instanceof errors.JWTExpired ||
      (cause instanceof errors.JWTClaimValidationFailed && cause.claim === 'nbf');
    throw new ApiFailure(untimely ? 'TOKEN_EXPIRED' : 'TOKEN_INVALID', undefined, {}, { cause });
  }
}

/** That an issuer does not answer is not the token's fault; that it has no such key is. */
function reachable(keys: JWTVerifyGetKey): JWTVerifyGetKey {
  return async (header, token) => {
    try {
      return await keys(header, token);
    } catch (cause) {
      if (cause instanceof errors.JWKSNoMatchingKey || cause instanceof errors.JWKSMultipleMatchingKeys)
        throw cause;
      throw new ApiFailure('STORE_UNAVAILABLE', "the issuer's keys cannot be read", {}, { cause });
    }
  };
}

function isFor({ aud, client_id: client }: JWTPayload, audiences: readonly string[]): boolean {
  const named = aud ?? client;
  return (Array.isArray(named) ? named : [named]).some(
    (one) => typeof one === 'string' && audiences.includes(one),
  );
}

function firstOf(claims: JWTPayload, names: readonly string[]): unknown {
  return names.map((name) => claims[name]).find((value) => value !== undefined);
}
