/** /v1/studies: a site's studies, how far their assessments are, and what they have found. */
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';

import {
  assessmentIdSchema,
  assessmentSchema,
  documentNameSchema,
  DOCUMENTS,
  studyPageSchema,
  studySchema,
} from '../../../contracts/api/answers.ts';
import { studyIdSchema } from '../../../contracts/study.ts';
import { assessmentKey } from '../../shared/artifacts.ts';
import { ObjectMissing } from '../../shared/object-store.ts';
import { CONFLICT, FAILURES, jsonAnswer } from '../http/answers.ts';
import { ApiFailure } from '../http/api-failure.ts';
import { authorise, callerIn } from '../http/authorise.ts';
import type { ApiEnv } from '../http/frame.ts';
import type { ApiPorts } from '../ports.ts';
import { siteStudiesPrefix } from '../../shared/studies/site-index.ts';

import { cancelAssessment, restartAssessment } from './control.ts';
import { assessmentsOf, readAssessment, requireAssessment, requireStudy } from './read-assessment.ts';

const tags = ['Studies'];
const security = [{ bearer: [] }];
const MOST_STUDIES = 200;
const ofStudy = z.object({ studyId: studyIdSchema });
const ofAssessment = ofStudy.extend({ assessmentId: assessmentIdSchema });
const ASSESSMENT = '/v1/studies/{studyId}/assessments/{assessmentId}';

export function addStudyRoutes(app: OpenAPIHono<ApiEnv>, ports: ApiPorts): void {
  const { store, uploads } = ports;
  const follow = authorise(ports, 'follow');
  const control = authorise(ports, 'control');

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/studies',
      tags,
      security,
      middleware: follow,
      summary: 'Studies of the site',
      request: {
        query: z.object({
          after: studyIdSchema.optional().describe('The value of next in the page before'),
          limit: z.coerce.number().int().min(1).max(MOST_STUDIES).default(MOST_STUDIES),
        }),
      },
      responses: { 200: jsonAnswer('In the order of their ids', studyPageSchema), ...FAILURES },
    }),
    async (c) => {
      const { after, limit } = c.req.valid('query');
      const prefix = siteStudiesPrefix(callerIn(c).site);
      const page = await uploads.list(prefix, after === undefined ? null : `${after}.json`, limit);
      const studies = page.map(({ name }) => ({ studyId: name.replace(/\.json$/, '') }));
      return c.json({ studies, next: page.length < limit ? null : studies.at(-1)!.studyId }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/studies/{studyId}',
      tags,
      security,
      middleware: follow,
      summary: 'A study and its assessments',
      request: { params: ofStudy },
      responses: { 200: jsonAnswer('The study', studySchema), ...FAILURES },
    }),
    async (c) => {
      const { studyId } = c.req.valid('param');
      const { site } = callerIn(c);
      await requireStudy(ports, site, studyId);
      return c.json({ studyId, assessments: await assessmentsOf(ports, site, studyId) }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: ASSESSMENT,
      tags,
      security,
      middleware: follow,
      summary: 'State of an assessment',
      request: { params: ofAssessment },
      responses: { 200: jsonAnswer('The assessment', assessmentSchema), ...FAILURES },
    }),
    async (c) => {
      const key = c.req.valid('param');
      await requireAssessment(ports, callerIn(c).site, key);
      return c.json(await readAssessment(ports, key), 200);
    },
  );

  for (const [verb, summary, act] of [
    ['cancel', 'Stop an assessment', (_site: string, key: Key) => cancelAssessment(ports, key)],
    [
      'restart',
      'Start again what failed or was stopped',
      (site: string, key: Key) => restartAssessment(ports, site, key),
    ],
  ] as const)
    app.openapi(
      createRoute({
        method: 'post',
        path: `${ASSESSMENT}/${verb}`,
        tags,
        security,
        middleware: control,
        summary,
        request: { params: ofAssessment },
        responses: { 200: jsonAnswer('The assessment', assessmentSchema), ...FAILURES, ...CONFLICT },
      }),
      async (c) => {
        const key = c.req.valid('param');
        const { site } = callerIn(c);
        await requireAssessment(ports, site, key);
        return c.json(await act(site, key), 200);
      },
    );

  app.openapi(
    createRoute({
      method: 'get',
      path: `${ASSESSMENT}/documents/{name}`,
      tags,
      security,
      middleware: authorise(ports, 'read'),
      summary: 'A document of an assessment: report, result, picture',
      request: { params: ofAssessment.extend({ name: documentNameSchema }) },
      responses: {
        200: {
          description: 'The document',
          content: Object.fromEntries(
            [...new Set(Object.values(DOCUMENTS))].map((type) => [type, { schema: z.string() }]),
          ),
        },
        302: { description: 'Where the document is to be read, for a minute' },
        ...FAILURES,
      },
    }),
    async (c) => {
      const { name, ...key } = c.req.valid('param');
      await requireAssessment(ports, callerIn(c).site, key);
      const { documents } = await readAssessment(ports, key);
      if (!documents.includes(name)) throw new ApiFailure('DOCUMENT_NOT_FOUND');
      const at = assessmentKey(key, name);
      const link = await uploads.readLink(at, DOCUMENTS[name]);
      if (link !== null) return c.redirect(link, 302);
      const bytes = await store.get(at).catch((cause: unknown) => {
        throw cause instanceof ObjectMissing ? new ApiFailure('DOCUMENT_NOT_FOUND') : cause;
      });
      // A copy in a buffer of its own, as the answer's type wants it.
      return c.body(new Uint8Array(bytes), 200, { 'Content-Type': DOCUMENTS[name] });
    },
  );
}

type Key = z.infer<typeof ofAssessment>;
