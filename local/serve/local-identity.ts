/** Who may call a server of one machine: the holder of the one token that it makes when it starts, and prints. */
import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';

import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT } from 'jose';

import { ROLES } from '../../contracts/api/roles.ts';
import { callerByToken, type CallerOf } from '../../lambdas/api/http/caller.ts';

import { DEFAULT_SITE } from '../command/site.ts';

export interface LocalIdentity {
  readonly token: string;
  readonly expiresAt: Date;
  readonly callerOf: CallerOf;
}

const ISSUER = 'urn:osteon:serve';
const AUDIENCE = 'osteon';
const ALGORITHM = 'ES256';
const MS_PER_HOUR = 3_600_000;

/** The key never leaves the process: with the next start the token is void. */
export async function localIdentity(hours: number, clock: () => number): Promise<LocalIdentity> {
  const { publicKey, privateKey } = await generateKeyPair(ALGORITHM);
  const expiresAt = new Date(clock() + MS_PER_HOUR * hours);
  const kid = randomUUID();
  // Who has started the server signs what is signed by its token.
  const name = userInfo().username;
  const token = await new SignJWT({ 'osteon:site': DEFAULT_SITE, 'osteon:roles': [...ROLES], name })
    .setProtectedHeader({ alg: ALGORITHM, kid })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject('local')
    .setExpirationTime(expiresAt)
    .sign(privateKey);
  const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid, alg: ALGORITHM }] });
  return { token, expiresAt, callerOf: callerByToken({ issuer: ISSUER, audiences: [AUDIENCE], keys }) };
}
