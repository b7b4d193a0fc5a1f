/** A campaign as its documents and its last execution tell it. */
import {
  CAMPAIGN_DOCUMENTS,
  type CampaignAnswer,
  type CampaignDocumentName,
} from '../../../contracts/api/campaigns.ts';
import {
  campaignReleaseSchema,
  campaignRequestSchema,
  campaignSchema,
  campaignWordSchema,
  type CampaignRequest,
} from '../../../contracts/campaign/campaign.ts';
import { driftSchema } from '../../../contracts/campaign/drift.ts';
import { CAMPAIGN_FILES, campaignDocument, campaignKey, wordKey } from '../../shared/campaigns/documents.ts';
import { jsonBytes } from '../../shared/artifacts.ts';
import type { CampaignExecutions } from '../../shared/executions.ts';
import { sha256 } from '../../../spine/host/digest.ts';
import { ApiFailure } from '../http/api-failure.ts';
import type { ApiPorts } from '../ports.ts';

type Ports = Pick<ApiPorts, 'store'> & { readonly campaigns: CampaignExecutions };

/** @throws ApiFailure CAMPAIGN_NOT_FOUND where there is none, or it is not the site's */
export async function requireCampaign(
  { store }: Pick<ApiPorts, 'store'>,
  site: string,
  campaignId: string,
): Promise<CampaignRequest> {
  const key = campaignKey(campaignId, CAMPAIGN_FILES.request);
  const request = await campaignDocument(store, key, campaignRequestSchema);
  if (request?.site !== site) throw new ApiFailure('CAMPAIGN_NOT_FOUND');
  return request;
}

export async function readCampaign(
  { store, campaigns }: Ports,
  { campaignId, parameterSet, where }: CampaignRequest,
): Promise<CampaignAnswer> {
  const at = (name: string): string => campaignKey(campaignId, name);
  const plan = await campaignDocument(store, at(CAMPAIGN_FILES.campaign), campaignSchema);
  const drift = await lastDrift(store, campaignId);
  const word =
    drift !== null && (await campaignDocument(store, wordKey(campaignId, drift.sha256), campaignWordSchema));
  const released = await campaignDocument(store, at(CAMPAIGN_FILES.release), campaignReleaseSchema);
  const held = drift !== null && drift.beyond.length > 0 && word === null;
  const there = new Set(await store.list(campaignKey(campaignId, '')));
  return {
    ...{ campaignId, parameterSet, where },
    state: await stateOf(campaigns, campaignId, { released: released !== null, held }),
    plan: plan && {
      canary: plan.canary.length,
      rest: plan.rest.length,
      leftOut: plan.leftOut,
      estimate: plan.estimate,
    },
    drift,
    documents: (Object.keys(CAMPAIGN_DOCUMENTS) as CampaignDocumentName[]).filter((name) =>
      there.has(at(name)),
    ),
  };
}

/** Of all, or else of the canary. */
async function lastDrift(store: ApiPorts['store'], campaignId: string): Promise<CampaignAnswer['drift']> {
  for (const part of ['all', 'canary'] as const) {
    const drift = await campaignDocument(store, campaignKey(campaignId, `${part}-drift.json`), driftSchema);
    if (drift !== null)
      return { part, sha256: sha256(jsonBytes(drift)), compared: drift.studies, beyond: drift.beyond };
  }
  return null;
}

async function stateOf(
  campaigns: CampaignExecutions,
  campaignId: string,
  { released, held }: { readonly released: boolean; readonly held: boolean },
): Promise<CampaignAnswer['state']> {
  const execution = await campaigns.stateOf(campaignId);
  if (execution === 'queued' || execution === 'running') return 'running';
  if (released) return 'released';
  if (execution === 'failed' || execution === 'cancelled') return 'failed';
  if (held) return 'held';
  return execution === null ? 'waiting' : 'ended';
}
