/** /v1/studies/.../reviews and revisions: a reader's word on an assessment, and the reports that come of it. */
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';

import { assessmentIdSchema } from '../../../contracts/api/answers.ts';
import {
  REVISION_DOCUMENTS,
  reviewBodySchema,
  revisionDocumentSchema,
  revisionsSchema,
} from '../../../contracts/api/reviews.ts';
import { reviewSchema } from '../../../contracts/review/review.ts';
import { studyIdSchema } from '../../../contracts/study.ts';
import { reviewInput, standingResults } from '../../shared/reviews/review-input.ts';
import { CONFLICT, FAILURES, jsonAnswer } from '../http/answers.ts';
import { ApiFailure } from '../http/api-failure.ts';
import { authorise, callerIn } from '../http/authorise.ts';
import type { ApiEnv } from '../http/frame.ts';
import type { ApiPorts } from '../ports.ts';
import { requireAssessment } from '../studies/read-assessment.ts';

import { readRevisions, revisionKey } from './read-revisions.ts';

const tags = ['Reviews'];
const security = [{ bearer: [] }];
const ASSESSMENT = '/v1/studies/{studyId}/assessments/{assessmentId}';
const ofAssessment = z.object({ studyId: studyIdSchema, assessmentId: assessmentIdSchema });
const told = { 200: jsonAnswer('The revisions', revisionsSchema), ...FAILURES };

export function addReviewRoutes(app: OpenAPIHono<ApiEnv>, ports: ApiPorts): void {
  const { store, uploads, finalisations } = ports;

  app.openapi(
    createRoute({
      method: 'post',
      path: `${ASSESSMENT}/reviews`,
      tags,
      security,
      middleware: authorise(ports, 'sign'),
      summary:
        'Review an assessment: what is corrected, and, where it is final or an addendum, signed by the caller',
      request: {
        params: ofAssessment,
        body: { required: true, content: { 'application/json': { schema: reviewBodySchema } } },
      },
      responses: { ...told, ...CONFLICT },
    }),
    async (c) => {
      const key = c.req.valid('param');
      const { site, name } = callerIn(c);
      await requireAssessment(ports, site, key);
      if (name === null) throw new ApiFailure('READER_UNNAMED');
      const { role, ...said } = c.req.valid('json');
      const parsed = reviewSchema.safeParse({
        ...said,
        schema: 'osteon/review/1',
        reader: { name, ...(role === undefined ? {} : { role }) },
        at: new Date().toISOString(),
      });
      if (!parsed.success)
        throw new ApiFailure('REQUEST_INVALID', undefined, {
          fields: parsed.error.issues.map(({ path, message }) => ({
            path: path.join('.'),
            required: message,
          })),
        });
      // Another site's study is none.
      for (const prior of parsed.data.priors ?? []) await requireAssessment(ports, site, prior);
      try {
        const input = await reviewInput(store, await standingResults(store, key), parsed.data);
        if (!(await finalisations.start(input))) throw new ApiFailure('REVISION_UNDER_WAY');
      } catch (cause) {
        const unfit = cause instanceof Error && cause.name === 'ReviewUnfit';
        throw unfit ? new ApiFailure('REVIEW_UNFIT', cause.message, {}, { cause }) : cause;
      }
      return c.json(await readRevisions(ports, key), 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: `${ASSESSMENT}/revisions`,
      tags,
      security,
      middleware: authorise(ports, 'follow'),
      summary: 'What was measured, and what reviews have made of it',
      request: { params: ofAssessment },
      responses: told,
    }),
    async (c) => {
      const key = c.req.valid('param');
      await requireAssessment(ports, callerIn(c).site, key);
      return c.json(await readRevisions(ports, key), 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: `${ASSESSMENT}/revisions/{revision}/documents/{name}`,
      tags,
      security,
      middleware: authorise(ports, 'read'),
      summary: 'A document of a revision',
      request: {
        params: ofAssessment.extend({
          revision: z.coerce.number().int().min(0),
          name: revisionDocumentSchema,
        }),
      },
      responses: {
        200: {
          description: 'The document',
          content: Object.fromEntries(
            [...new Set(Object.values(REVISION_DOCUMENTS))].map((type) => [type, { schema: z.string() }]),
          ),
        },
        302: { description: 'Where the document is to be read, for a minute' },
        ...FAILURES,
      },
    }),
    async (c) => {
      const { name, revision, ...key } = c.req.valid('param');
      await requireAssessment(ports, callerIn(c).site, key);
      const { revisions } = await readRevisions(ports, key);
      if (revisions.find((one) => one.revision === revision)?.documents.includes(name) !== true)
        throw new ApiFailure('DOCUMENT_NOT_FOUND');
      const at = revisionKey(key, { revision }, name);
      const link = await uploads.readLink(at, REVISION_DOCUMENTS[name]);
      if (link !== null) return c.redirect(link, 302);
      return c.body(new Uint8Array(await store.get(at)), 200, { 'Content-Type': REVISION_DOCUMENTS[name] });
    },
  );
}
