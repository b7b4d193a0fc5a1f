/** /v1/campaigns: a site's studies assessed again, what that changed, and the word that it may. */
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';

import {
  campaignAnswerSchema,
  campaignDeclarationSchema,
  campaignDocumentNameSchema,
  CAMPAIGN_DOCUMENTS,
  campaignWordBodySchema,
} from '../../../contracts/api/campaigns.ts';
import {
  campaignIdSchema,
  campaignRequestSchema,
  campaignWordSchema,
} from '../../../contracts/campaign/campaign.ts';
import { jsonBytes, putJson } from '../../shared/artifacts.ts';
import { CAMPAIGN_FILES, campaignKey, wordKey } from '../../shared/campaigns/documents.ts';
import type { CampaignExecutions } from '../../shared/executions.ts';
import { conditionsOf } from '../../shared/campaigns/plan.ts';
import { software } from '../../shared/version.ts';
import { sha256 } from '../../../spine/host/digest.ts';
import { CONFLICT, FAILURES, jsonAnswer } from '../http/answers.ts';
import { ApiFailure } from '../http/api-failure.ts';
import { authorise, callerIn } from '../http/authorise.ts';
import type { ApiEnv } from '../http/frame.ts';
import type { ApiPorts } from '../ports.ts';

import { readCampaign, requireCampaign } from './read-campaign.ts';

const tags = ['Campaigns'];
const security = [{ bearer: [] }];
const CAMPAIGNS = '/v1/campaigns';
const ONE = `${CAMPAIGNS}/{campaignId}`;
const ID_DIGITS = 12;
const ofCampaign = z.object({ campaignId: campaignIdSchema });
const told = { 200: jsonAnswer('The campaign', campaignAnswerSchema), ...FAILURES };

export function addCampaignRoutes(app: OpenAPIHono<ApiEnv>, ports: ApiPorts): void {
  const { store, uploads } = ports;
  const campaign = authorise(ports, 'campaign');
  const compare = authorise(ports, 'compare');
  const executions = (): CampaignExecutions => {
    if (ports.campaigns === null) throw new ApiFailure('CAMPAIGNS_BY_COMMAND');
    return ports.campaigns;
  };
  const start = async (campaignId: string): Promise<void> => {
    const campaigns = executions();
    if ((await campaigns.stateOf(campaignId)) === 'running') return;
    if (await campaigns.runs()) throw new ApiFailure('CAMPAIGN_RUNS');
    await campaigns.start(campaignId);
  };

  app.openapi(
    createRoute({
      method: 'post',
      path: CAMPAIGNS,
      tags,
      security,
      middleware: campaign,
      summary:
        'Assess studies again: a canary, what it changed, then the rest; again, after a fault, it goes on',
      request: {
        body: { required: true, content: { 'application/json': { schema: campaignDeclarationSchema } } },
      },
      responses: { ...told, ...CONFLICT },
    }),
    async (c) => {
      const declared = c.req.valid('json');
      if (conditionsOf(declared.where) === null)
        throw new ApiFailure('REQUEST_INVALID', 'not valid: where', {
          fields: [{ path: 'where', required: 'all, or COLUMN=VALUE,... of the table assessments' }],
        });
      const { name, canary = null, limits = null, ...asked } = declared;
      const { site } = callerIn(c);
      const digest = sha256(jsonBytes({ ...declared, site, software: software().version }));
      const request = campaignRequestSchema.parse({
        ...asked,
        ...{ canary, limits, site, seed: name, chosen: null },
        schema: 'osteon/campaign-request/1',
        campaignId: `${asked.parameterSet}-${digest.slice(0, ID_DIGITS)}`,
      });
      const campaigns = executions();
      const { campaignId } = request;
      await putJson(store, campaignKey(campaignId, CAMPAIGN_FILES.request), campaignRequestSchema, request);
      await start(campaignId);
      return c.json(await readCampaign({ store, campaigns }, request), 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: ONE,
      tags,
      security,
      middleware: compare,
      summary: 'How far a campaign is, and what it has changed',
      request: { params: ofCampaign },
      responses: { ...told, ...CONFLICT },
    }),
    async (c) => {
      const request = await requireCampaign(ports, callerIn(c).site, c.req.valid('param').campaignId);
      return c.json(await readCampaign({ store, campaigns: executions() }, request), 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'post',
      path: `${ONE}/word`,
      tags,
      security,
      middleware: campaign,
      summary:
        'The word that a campaign may go on, and its results count, although it changed more than it may',
      request: {
        params: ofCampaign,
        body: { required: true, content: { 'application/json': { schema: campaignWordBodySchema } } },
      },
      responses: { ...told, ...CONFLICT },
    }),
    async (c) => {
      const request = await requireCampaign(ports, callerIn(c).site, c.req.valid('param').campaignId);
      const { campaignId } = request;
      const { drift } = c.req.valid('json');
      const campaigns = executions();
      const seen = (await readCampaign({ store, campaigns }, request)).drift;
      if (seen?.sha256 !== drift) throw new ApiFailure('CAMPAIGN_DRIFT_OTHER');
      await putJson(store, wordKey(campaignId, drift), campaignWordSchema, {
        ...{ schema: 'osteon/campaign-word/1' as const, campaignId, drift },
      });
      await start(campaignId);
      return c.json(await readCampaign({ store, campaigns }, request), 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: `${ONE}/documents/{name}`,
      tags,
      security,
      middleware: compare,
      summary: 'What a campaign changed, as a page or as data',
      request: { params: ofCampaign.extend({ name: campaignDocumentNameSchema }) },
      responses: {
        200: {
          description: 'The document',
          content: { 'text/html': { schema: z.string() }, 'application/json': { schema: z.string() } },
        },
        302: { description: 'Where the document is to be read, for a minute' },
        ...FAILURES,
      },
    }),
    async (c) => {
      const { campaignId, name } = c.req.valid('param');
      await requireCampaign(ports, callerIn(c).site, campaignId);
      const at = campaignKey(campaignId, name);
      if (!(await store.list(campaignKey(campaignId, ''))).includes(at))
        throw new ApiFailure('DOCUMENT_NOT_FOUND');
      const type = CAMPAIGN_DOCUMENTS[name];
      const link = await uploads.readLink(at, type);
      if (link !== null) return c.redirect(link, 302);
      return c.body(new Uint8Array(await store.get(at)), 200, { 'Content-Type': type });
    },
  );
}
