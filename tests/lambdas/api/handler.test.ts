/** The Lambda handler with an event of API Gateway, over a server of S3 on loopback and an issuer of the test's own. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { startFauxqs, type FauxqsServer } from 'fauxqs';
import { exportJWK } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { completedSchema, uploadSchema } from '../../../contracts/api/answers.ts';
import { handler } from '../../../lambdas/api/handler.ts';
import { digestOf, publicKey, study, tokenFor } from './fixture.ts';

let s3: FauxqsServer;
let issuer: Server;

beforeAll(async () => {
  s3 = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
  for (const bucket of ['incoming', 'kept']) s3.createBucket(bucket);
  const keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'key-1', alg: 'RS256' }] });
  issuer = createServer((_, response) => response.setHeader('Content-Type', 'application/json').end(keys));
  await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${s3.port}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    OSTEON_BUCKETS: 'incoming=incoming,studies=kept,sites=kept,assessments=kept,calibrations=kept',
    OSTEON_STATE_MACHINE_ARN: 'arn:aws:states:us-east-1:1:stateMachine:Assessment',
    OSTEON_CAMPAIGN_MACHINE_ARN: 'arn:aws:states:us-east-1:1:stateMachine:Campaigns',
    OSTEON_FINALISATION_MACHINE_ARN: 'arn:aws:states:us-east-1:1:stateMachine:Campaigns',
    OSTEON_ATHENA_WORKGROUP: 'osteon-api',
    OSTEON_ATHENA_DATABASE: 'osteon_site',
    OSTEON_OIDC_ISSUER: 'https://issuer.example',
    OSTEON_OIDC_AUDIENCE: 'osteon',
    OSTEON_OIDC_JWKS_URL: `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/jwks.json`,
  });
});
afterAll(async () => {
  await s3.stop();
  issuer.close();
});

async function call(method: string, path: string, body?: unknown, token?: string) {
  const event = {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: '',
    headers: {
      authorization: `Bearer ${token ?? (await tokenFor('north'))}`,
      'content-type': 'application/json',
    },
    requestContext: { http: { method, path }, domainName: 'api.example' },
    isBase64Encoded: false,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    // The rest of an event is not read.
  } as unknown as Parameters<typeof handler>[0];
  const { statusCode, body: text } = await handler(event);
  return { status: statusCode, json: JSON.parse(text) as unknown };
}

test('a study is declared, sent to S3 by its links and completed, and its objects lie where the marker says', async () => {
  const { contents, declaration } = study(3);
  const upload = uploadSchema.parse((await call('POST', '/v1/uploads', declaration)).json);
  for (const { url, sha256, headers, method } of upload.targets.slice(1)) {
    const body = contents.find((content) => digestOf(content) === sha256)!;
    expect((await fetch(url, { method, headers, body: Buffer.from(body) })).status).toBe(200);
  }
  const complete = `/v1/uploads/${upload.uploadId}/complete`;
  expect(await call('POST', complete)).toMatchObject({
    status: 409,
    json: { code: 'FILES_MISSING', count: 1 },
  });

  const again = uploadSchema.parse((await call('POST', '/v1/uploads', declaration)).json);
  expect(again.targets).toHaveLength(1);
  const [{ url, headers, sha256 }] = again.targets as [(typeof again.targets)[0]];
  const last = contents.find((content) => digestOf(content) === sha256)!;
  await fetch(url, { method: 'PUT', headers, body: Buffer.from(last) });
  const { assessment } = completedSchema.parse((await call('POST', complete)).json);
  expect((await call('GET', '/v1/studies')).json).toEqual({
    studies: [{ studyId: assessment.studyId }],
    next: null,
  });
});

test('an expired token is refused behind the gateway too', async () => {
  const token = await tokenFor('north', { exp: Math.floor(Date.now() / 1000) - 60 });
  expect(await call('GET', '/v1/studies', undefined, token)).toMatchObject({
    status: 401,
    json: { code: 'TOKEN_EXPIRED' },
  });
});
