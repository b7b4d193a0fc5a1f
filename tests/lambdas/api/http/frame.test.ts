/** What holds for every request. */
import { expect, test } from 'vitest';

import { apiErrorSchema } from '../../../../contracts/api/answers.ts';
import { apiApp } from '../../../../lambdas/api/app.ts';
import type { RequestLine } from '../../../../lambdas/api/ports.ts';
import { PlatformFault } from '../../../../lambdas/shared/errors.ts';
import { fixture, study, tokenFor } from '../fixture.ts';

/** The application over a store that fails as the test says. */
async function broken(error: Error) {
  const { uploads, store } = await fixture();
  const lines: RequestLine[] = [];
  const failures: unknown[] = [];
  const app = apiApp({
    store,
    uploads: { ...uploads, list: () => Promise.reject(error) },
    campaigns: null,
    finalisations: { start: () => Promise.resolve(true), stateOf: () => Promise.resolve(null) },
    executions: { stateOf: () => Promise.resolve(null), cancel: () => Promise.resolve(null) },
    callerOf: () => Promise.resolve({ site: 'north', roles: ['reader'], name: null }),
    queries: { named: [], runs: { start: () => Promise.reject(error), read: () => Promise.reject(error) } },
    log: { request: (line) => lines.push(line), failed: (id, failed) => failures.push([id, failed]) },
  });
  const response = await app.request('/v1/studies', { headers: { Authorization: 'Bearer a.b.c' } });
  return { response, text: await response.text(), lines, failures };
}

test('an error of the software is answered without its message or its place, and logged under the same id', async () => {
  const error = new TypeError('Mustermann^Erika is not iterable');
  const { response, text, lines, failures } = await broken(error);
  const told = apiErrorSchema.parse(JSON.parse(text));
  expect([response.status, told.code]).toEqual([500, 'INTERNAL']);
  expect(text).not.toMatch(/Mustermann|\.ts|at /);
  expect(failures).toEqual([[told.requestId, error]]);
  expect(response.headers.get('X-Request-Id')).toBe(told.requestId);
  expect(lines).toMatchObject([{ requestId: told.requestId, status: 500, code: 'INTERNAL', site: 'north' }]);
});

test('a store that does not answer is told as such, with a time to come back', async () => {
  const { response, text } = await broken(
    new PlatformFault('object store operation failed (list): TimeoutError'),
  );
  expect([response.status, apiErrorSchema.parse(JSON.parse(text)).code]).toEqual([503, 'STORE_UNAVAILABLE']);
  expect(response.headers.get('Retry-After')).toBe('5');
});

test('every answer has headers that keep it where it belongs', async () => {
  const { app } = await fixture();
  for (const path of ['/health', '/nowhere', '/v1/studies']) {
    const { headers } = await app.request(path, { headers: { Origin: 'https://elsewhere.example' } });
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Cache-Control')).toBe('no-store');
    expect(headers.get('Content-Security-Policy')).toContain("default-src 'none'");
    expect(headers.get('Access-Control-Allow-Origin')).toBeNull();
    expect(headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/);
  }
});

test('the log knows the pattern of an address, not the address, and nothing of the body', async () => {
  const { call, lines } = await fixture();
  const { declaration } = study(1);
  const files = [{ ...declaration.files[0]!, name: 'MUSTERMANN_ERIKA.dcm' }];
  await call('POST', '/v1/uploads', { body: { ...declaration, files } });
  await call('GET', '/v1/uploads/MUSTERMANN');
  await call('GET', '/MUSTERMANN');
  expect(lines.map(({ route, status }) => [route, status])).toEqual([
    ['/v1/uploads', 200],
    ['/v1/uploads/:uploadId', 400],
    ['/*', 404],
  ]);
  expect(JSON.stringify(lines)).not.toContain('MUSTERMANN');
});

test('a body above the limit of AWS Lambda is refused, whether it says its size or not', async () => {
  const { app } = await fixture();
  const headers = { Authorization: `Bearer ${await tokenFor('north')}`, 'Content-Type': 'application/json' };
  const body = 'x'.repeat(6 * 2 ** 20 + 1);
  const told = await app.request('/v1/uploads', {
    method: 'POST',
    body,
    headers: { ...headers, 'Content-Length': String(body.length) },
  });
  const stream = new Blob([body]).stream();
  const untold = await app.request(
    new Request('http://api.example/v1/uploads', { method: 'POST', body: stream, headers, duplex: 'half' }),
  );
  for (const response of [told, untold]) {
    expect(response.status).toBe(413);
    expect(apiErrorSchema.parse(await response.json()).code).toBe('REQUEST_TOO_LARGE');
  }
});
