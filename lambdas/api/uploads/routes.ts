/** /v1/uploads: declare, send to links, complete. */
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';

import { completedSchema, uploadIdSchema, uploadSchema } from '../../../contracts/api/answers.ts';
import {
  sentDeclarationSchema,
  type SentDeclaration,
  type UploadDeclaration,
} from '../../../contracts/api/declaration.ts';
import { duplicateNames } from '../../../contracts/order/duplicate-names.ts';
import { orderFromFhir } from '../../../contracts/order/fhir/service-request.ts';
import { OrderInvalid } from '../../../contracts/order/read-order.ts';
import { CONFLICT, FAILURES, jsonAnswer, TOO_LARGE } from '../http/answers.ts';
import { ApiFailure } from '../http/api-failure.ts';
import { authorise, callerIn } from '../http/authorise.ts';
import type { ApiEnv } from '../http/frame.ts';
import type { ApiPorts } from '../ports.ts';

import { completeUpload } from './complete-upload.ts';
import { uploadAnswer } from './missing-files.ts';
import { openRecord, putState, recordOf } from './upload-record.ts';

const tags = ['Uploads'];
const params = z.object({ uploadId: uploadIdSchema });
const query = z.object({
  after: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .describe('The value of next in the page before'),
});
const answer = { 200: jsonAnswer('The upload, and links for what is missing', uploadSchema), ...FAILURES };

export function addUploadRoutes(app: OpenAPIHono<ApiEnv>, ports: ApiPorts): void {
  const { store, uploads } = ports;
  const security = [{ bearer: [] }];
  const middleware = authorise(ports, 'upload');

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/uploads',
      tags,
      security,
      middleware,
      summary: 'Open an upload, or go on with it',
      description:
        'Declares the files of a study. The same declaration opens the same upload again and answers links for what is still missing.',
      request: {
        body: { required: true, content: { 'application/json': { schema: sentDeclarationSchema } } },
      },
      responses: { ...answer, ...TOO_LARGE },
    }),
    async (c) => {
      const [twice] = duplicateNames(await c.req.text());
      if (twice !== undefined)
        throw new ApiFailure('REQUEST_INVALID', 'a field is named twice', {
          fields: [{ path: twice, required: 'once' }],
        });
      const { declaration, orderLeftOut } = withOwnOrder(c.req.valid('json'));
      const record = await openRecord(ports, callerIn(c).site, declaration);
      const opened = await uploadAnswer(uploads, record, null);
      return c.json({ ...opened, ...(orderLeftOut.length === 0 ? {} : { orderLeftOut }) }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/v1/uploads/{uploadId}',
      tags,
      security,
      middleware,
      summary: 'State of an upload, and links for missing files',
      request: { params, query },
      responses: answer,
    }),
    async (c) => {
      const record = await recordOf(ports, { site: callerIn(c).site, ...c.req.valid('param') });
      return c.json(await uploadAnswer(uploads, record, c.req.valid('query').after ?? null), 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/uploads/{uploadId}/complete',
      tags,
      security,
      middleware,
      summary: 'Complete an upload: its assessment starts',
      description:
        'Number, sizes and digests of the stored files are checked; a repeated call changes nothing.',
      request: { params },
      responses: {
        200: jsonAnswer('What the study is assessed as', completedSchema),
        ...FAILURES,
        ...CONFLICT,
      },
    }),
    async (c) => {
      const { uploadId } = c.req.valid('param');
      const record = await recordOf(ports, { site: callerIn(c).site, uploadId });
      return c.json({ uploadId, assessment: await completeUpload(ports, record) }, 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: '/v1/uploads/{uploadId}/cancel',
      tags,
      security,
      middleware,
      summary: 'Cancel an upload that is not complete',
      description: 'Nothing is deleted; opening it again goes on with it.',
      request: { params },
      responses: { ...answer, ...CONFLICT },
    }),
    async (c) => {
      const record = await recordOf(ports, { site: callerIn(c).site, ...c.req.valid('param') });
      if (record.state.state === 'completed') throw new ApiFailure('UPLOAD_COMPLETED');
      const state = { ...record.state, state: 'cancelled' as const };
      await putState(store, record.key, state);
      return c.json(await uploadAnswer(uploads, { ...record, state }, null), 200);
    },
  );
}

/** A request of FHIR becomes an order before anything is kept. @throws ApiFailure REQUEST_INVALID where it is none */
function withOwnOrder({ order, ...others }: SentDeclaration): {
  readonly declaration: UploadDeclaration;
  readonly orderLeftOut: readonly string[];
} {
  if (order === undefined) return { declaration: others, orderLeftOut: [] };
  if (!('resourceType' in order)) return { declaration: { ...others, order }, orderLeftOut: [] };
  try {
    const read = orderFromFhir(order);
    return { declaration: { ...others, order: read.order }, orderLeftOut: read.leftOut };
  } catch (cause) {
    if (!(cause instanceof OrderInvalid)) throw cause;
    const fields = cause.fields.map((field, n) => ({
      path: `order.${field}`,
      required: cause.wanted[n]!.slice(field.length + 2),
    }));
    throw new ApiFailure('REQUEST_INVALID', `not valid: ${fields.map(({ path }) => path).join(', ')}`, { fields }, { cause }); // prettier-ignore
  }
}
