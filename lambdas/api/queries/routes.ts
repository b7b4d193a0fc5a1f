/** /v1/queries: named queries over the rows of the caller's site. A run is started, looked at, and read page by page. */
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';

import {
  MOST_PAGE_ROWS,
  queryListSchema,
  queryNameSchema,
  queryPageSchema,
  queryRequestSchema,
  queryRunIdSchema,
  queryRunSchema,
} from '../../../contracts/api/queries.ts';
import { putJson } from '../../shared/artifacts.ts';
import type { NamedQuery } from '../../shared/queries/named-query.ts';
import { PageUnknown } from '../../shared/queries/query-runs.ts';
import { documentAt } from '../../shared/studies/site-index.ts';
import { FAILURES, jsonAnswer } from '../http/answers.ts';
import { ApiFailure } from '../http/api-failure.ts';
import { authorise, callerIn } from '../http/authorise.ts';
import type { ApiEnv } from '../http/frame.ts';
import type { ApiPorts } from '../ports.ts';

import { SITE_PARAMETER, siteSql } from './site-sql.ts';

const tags = ['Queries'];
const security = [{ bearer: [] }];
const QUERY_RUNS = '/v1/queries/{name}/runs';
const ofQuery = z.object({ name: queryNameSchema });
const NO_ROWS = { columns: [], rows: [], next: null } as const;

/** That a run is the site's: answers are kept below the same prefix, and no longer. */
const siteRunSchema = z.object({
  schema: z.literal('osteon/query-run/1'),
  runId: queryRunIdSchema,
  query: queryNameSchema,
});
const siteRunKey = (site: string, runId: string): string => `answers/sites/${site}/${runId}.json`;

export function addQueryRoutes(app: OpenAPIHono<ApiEnv>, ports: ApiPorts): void {
  const { store, queries } = ports;
  const query = authorise(ports, 'query');
  const named = (name: string): NamedQuery => {
    const found = queries.named.find((one) => one.name === name);
    if (found === undefined) throw new ApiFailure('QUERY_NOT_FOUND');
    return found;
  };

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/queries',
      tags,
      security,
      middleware: query,
      summary: 'Named queries, with their parameters and columns',
      responses: { 200: jsonAnswer('In the order of their themes', queryListSchema), ...FAILURES },
    }),
    (c) => c.json({ queries: queries.named.map(offered) }, 200),
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: QUERY_RUNS,
      tags,
      security,
      middleware: query,
      summary: 'Run a named query over the rows of the site',
      request: {
        params: ofQuery,
        body: { required: true, content: { 'application/json': { schema: queryRequestSchema } } },
      },
      responses: { 200: jsonAnswer('Started; again, it is another run', queryRunSchema), ...FAILURES },
    }),
    async (c) => {
      const { site } = callerIn(c);
      const { name } = c.req.valid('param');
      const sql = siteSql(named(name), site, c.req.valid('json').parameters);
      const runId = await queries.runs.start({ site, sql });
      const run = { schema: 'osteon/query-run/1', runId, query: name } as const;
      await putJson(store, siteRunKey(site, runId), siteRunSchema, run);
      return c.json({ runId, query: name, state: 'running' as const }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: `${QUERY_RUNS}/{runId}`,
      tags,
      security,
      middleware: query,
      summary: 'State of a run, and a page of its rows once it has succeeded',
      request: {
        params: ofQuery.extend({ runId: queryRunIdSchema }),
        query: z.object({
          after: z.string().min(1).max(2048).optional().describe('The value of next in the page before'),
          limit: z.coerce.number().int().min(1).max(MOST_PAGE_ROWS).default(MOST_PAGE_ROWS),
        }),
      },
      responses: { 200: jsonAnswer('Ask again while it is running', queryPageSchema), ...FAILURES },
    }),
    async (c) => {
      const { name, runId } = c.req.valid('param');
      const { after = null, limit } = c.req.valid('query');
      const own = await documentAt(ports, siteRunKey(callerIn(c).site, runId), siteRunSchema);
      if (own?.query !== name) throw new ApiFailure('QUERY_RUN_NOT_FOUND');
      const found = await queries.runs.read(runId, { after, limit }).catch((cause: unknown) => {
        if (!(cause instanceof PageUnknown)) throw cause;
        throw new ApiFailure('REQUEST_INVALID', 'not valid: after', {
          fields: [{ path: 'after', required: 'the value of next in the page before' }],
        });
      });
      if (found === null) throw new ApiFailure('QUERY_RUN_NOT_FOUND');
      const failure = found.state === 'failed' ? found.failure : null;
      return c.json({ ...NO_ROWS, ...found, runId, query: name, failure }, 200);
    },
  );
}

/** A site has its own rows: the parameter that chooses among sites is none of the API's. */
function offered({ name, question, parameters, columns }: NamedQuery) {
  const own = parameters.filter((parameter) => parameter.name !== SITE_PARAMETER);
  return { name, question, parameters: own, columns };
}
