/** Tokens that count, and those that do not (RFC 8725: algorithms, issuer, audience, time). */
import { createSecretKey } from 'node:crypto';

import { exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { expect, test } from 'vitest';

import { callerByToken } from '../../../../lambdas/api/http/caller.ts';
import { callerByIssuer } from '../../../../lambdas/api/http/issuer.ts';
import { AUDIENCE, fixture, ISSUER, privateKey, publicKey, tokenFor } from '../fixture.ts';

const now = (): number => Math.floor(Date.now() / 1000);
const CLAIMS = {
  'osteon:site': 'north',
  'osteon:roles': ['uploader'],
  iss: ISSUER,
  aud: AUDIENCE,
  sub: 'user',
};

async function answerTo(token: string | null) {
  const { app } = await fixture();
  const response = await app.request('/v1/studies', {
    headers: token === null ? {} : { Authorization: `Bearer ${token}` },
  });
  return {
    status: response.status,
    body: (await response.json()) as { code?: string },
    headers: response.headers,
  };
}

test('a token of the issuer for this audience and a site counts', async () => {
  const { status, body } = await answerTo(await tokenFor('north'));
  expect(status).toBe(200);
  expect(body).toEqual({ studies: [], next: null });
});

const stranger = await generateKeyPair('RS256');

test.each<[what: string, token: () => Promise<string> | string, status: number, code: string]>([
  ['expired', () => tokenFor('north', { exp: now() - 6 }), 401, 'TOKEN_EXPIRED'],
  ['not valid yet', () => tokenFor('north', { nbf: now() + 60 }), 401, 'TOKEN_EXPIRED'],
  [
    'without an end',
    () => new SignJWT(CLAIMS).setProtectedHeader({ alg: 'RS256' }).sign(privateKey),
    401,
    'TOKEN_INVALID',
  ],
  ["another issuer's", () => tokenFor('north', { iss: 'https://elsewhere.example' }), 401, 'TOKEN_INVALID'],
  ['for another audience', () => tokenFor('north', { aud: 'billing' }), 401, 'TOKEN_INVALID'],
  ['for no audience', () => tokenFor('north', { aud: undefined }), 401, 'TOKEN_INVALID'],
  [
    'unsigned (alg none)',
    () => new UnsecuredJWT(CLAIMS).setExpirationTime('5m').encode(),
    401,
    'TOKEN_INVALID',
  ],
  [
    'signed with the public key as a shared secret (HS256)',
    async () =>
      new SignJWT({ ...CLAIMS, exp: now() + 60 })
        .setProtectedHeader({ alg: 'HS256', kid: 'key-1' })
        .sign(createSecretKey(Buffer.from(await exportSPKI(publicKey)))),
    401,
    'TOKEN_INVALID',
  ],
  [
    'signed by a stranger under the name of our key',
    () =>
      new SignJWT({ ...CLAIMS, exp: now() + 60 })
        .setProtectedHeader({ alg: 'RS256', kid: 'key-1' })
        .sign(stranger.privateKey),
    401,
    'TOKEN_INVALID',
  ],
  [
    'signed by a key that the issuer does not publish',
    () =>
      new SignJWT({ ...CLAIMS, exp: now() + 60 })
        .setProtectedHeader({ alg: 'RS256', kid: 'key-2' })
        .sign(stranger.privateKey),
    401,
    'TOKEN_INVALID',
  ],
  ['no token at all', () => 'rubbish', 401, 'TOKEN_INVALID'],
  ['altered after it was signed', async () => altered(await tokenFor('north')), 401, 'TOKEN_INVALID'],
  ['for no site', () => tokenFor('north', { 'osteon:site': undefined }), 403, 'SITE_UNKNOWN'],
  ['for a site that leads out of its prefix', () => tokenFor('../south'), 403, 'SITE_UNKNOWN'],
  ['for an empty site', () => tokenFor(''), 403, 'SITE_UNKNOWN'],
  ['without a role', () => tokenFor('north', { 'osteon:roles': [] }), 403, 'ROLE_REQUIRED'],
  [
    'with a role that nobody knows',
    () => tokenFor('north', { 'osteon:roles': ['admin'] }),
    403,
    'ROLE_REQUIRED',
  ],
])('a token that is %s: refused', async (_, token, status, code) => {
  const { body, ...answer } = await answerTo(await token());
  expect([answer.status, body.code]).toEqual([status, code]);
});

test('no token: refused, and told how to bring one', async () => {
  const { status, body, headers } = await answerTo(null);
  expect([status, body.code, headers.get('WWW-Authenticate')]).toEqual([401, 'TOKEN_MISSING', 'Bearer']);
});

test('clocks may differ by five seconds', async () => {
  expect((await answerTo(await tokenFor('north', { exp: now() - 3 }))).status).toBe(200);
});

test('the claims of Amazon Cognito say the same: custom:site, cognito:groups, and the client of an access token', async () => {
  const callerOf = callerByToken({ issuer: ISSUER, audiences: ['other', 'client'], keys: () => publicKey });
  const claims = {
    'osteon:site': undefined,
    'osteon:roles': undefined,
    'custom:site': 'south',
    'cognito:groups': ['reader', 'staff'],
  };
  const token = await tokenFor('', { ...claims, aud: undefined, client_id: 'client' });
  expect(await callerOf(token)).toEqual({ site: 'south', roles: ['reader'], name: null });
});

test("an issuer that does not answer is the platform's fault, not the token's", async () => {
  const callerOf = callerByToken({
    issuer: ISSUER,
    audiences: [AUDIENCE],
    keys: () => Promise.reject(new TypeError('fetch failed')),
  });
  await expect(callerOf(await tokenFor('north'))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
});

test.each([
  [{}, 'OSTEON_OIDC_ISSUER'],
  [{ OSTEON_OIDC_ISSUER: ISSUER }, 'OSTEON_OIDC_AUDIENCE'],
  [{ OSTEON_OIDC_ISSUER: 'http://issuer.example', OSTEON_OIDC_AUDIENCE: 'a' }, 'OSTEON_OIDC_JWKS_URL'],
  [{ OSTEON_OIDC_ISSUER: 'issuer', OSTEON_OIDC_AUDIENCE: 'a' }, 'OSTEON_OIDC_JWKS_URL'],
])('an environment that names no issuer as required is refused: %j', (environment, variable) => {
  expect(() => callerByIssuer(environment)).toThrow(variable);
});

/** The same signature under another site. */
function altered(token: string): string {
  const [head, body, signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(body!, 'base64url').toString()) as object;
  const other = Buffer.from(JSON.stringify({ ...claims, 'osteon:site': 'south' })).toString('base64url');
  return [head, other, signature].join('.');
}
