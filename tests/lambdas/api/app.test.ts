/** The published description of the API is the application's own. */
import { readFileSync } from 'node:fs';

import { z } from 'zod';
import { expect, test } from 'vitest';

import { API_ERRORS } from '../../../contracts/codes/api-errors.ts';
import { publishedApi } from '../../../schemas/api-description.ts';
import { fixture } from './fixture.ts';

const operationSchema = z.object({
  security: z.array(z.record(z.string(), z.array(z.string()))),
  responses: z.record(z.string(), z.object({ content: z.record(z.string(), z.unknown()).optional() })),
});
const documentSchema = z.object({ paths: z.record(z.string(), z.record(z.string(), operationSchema)) });

test('schemas/openapi.json is what `npm run schemas` writes, and what the application answers', async () => {
  expect(readFileSync(new URL('../../../schemas/openapi.json', import.meta.url), 'utf8')).toBe(
    publishedApi(),
  );
  const { app } = await fixture();
  const answered: unknown = await (await app.request('/openapi.json')).json();
  expect(answered).toEqual(JSON.parse(publishedApi()));
});

test('every route wants a token, and describes its answer and its errors', () => {
  const { paths } = documentSchema.parse(JSON.parse(publishedApi()));
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, ...operation })),
  );
  expect(operations.map(({ name }) => name).toSorted()).toEqual([
    'delete /v1/calibrations/{id}',
    'get /v1/calibrations',
    'get /v1/calibrations/chart',
    'get /v1/campaigns/{campaignId}',
    'get /v1/campaigns/{campaignId}/documents/{name}',
    'get /v1/queries',
    'get /v1/queries/{name}/runs/{runId}',
    'get /v1/studies',
    'get /v1/studies/{studyId}',
    'get /v1/studies/{studyId}/assessments/{assessmentId}',
    'get /v1/studies/{studyId}/assessments/{assessmentId}/documents/{name}',
    'get /v1/studies/{studyId}/assessments/{assessmentId}/revisions',
    'get /v1/studies/{studyId}/assessments/{assessmentId}/revisions/{revision}/documents/{name}',
    'get /v1/uploads/{uploadId}',
    'post /v1/calibrations',
    'post /v1/campaigns',
    'post /v1/campaigns/{campaignId}/word',
    'post /v1/queries/{name}/runs',
    'post /v1/studies/{studyId}/assessments/{assessmentId}/cancel',
    'post /v1/studies/{studyId}/assessments/{assessmentId}/restart',
    'post /v1/studies/{studyId}/assessments/{assessmentId}/reviews',
    'post /v1/uploads',
    'post /v1/uploads/{uploadId}/cancel',
    'post /v1/uploads/{uploadId}/complete',
  ]);
  for (const { name, security, responses } of operations) {
    expect(security, name).toEqual([{ bearer: [] }]);
    for (const status of ['200', '400', '401', '403', '404', '500', '503'])
      expect(responses[status]?.content, `${name} ${status}`).toBeDefined();
  }
});

test('every error has a status of its family', () => {
  for (const [code, { status }] of Object.entries(API_ERRORS)) {
    expect([400, 401, 403, 404, 409, 413, 422, 500, 503], code).toContain(status);
  }
});
