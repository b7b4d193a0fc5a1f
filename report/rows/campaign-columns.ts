/** Rows of campaigns: one a campaign, one a study of it, one a measure that was compared. */
import type { Campaign, CampaignRequest, CampaignStudy } from '../../contracts/campaign/campaign.ts';
import type { Agreement, Drift, Reclassification } from '../../contracts/campaign/drift.ts';

import { column, type Column } from './column.ts';

export const CAMPAIGN_DECISIONS = ['running', 'held', 'released'] as const;
export type CampaignDecision = (typeof CAMPAIGN_DECISIONS)[number];
export const CAMPAIGN_PARTS = ['canary', 'all'] as const;
export type CampaignPart = (typeof CAMPAIGN_PARTS)[number];

export interface CampaignSource {
  readonly request: CampaignRequest;
  readonly campaign: Campaign;
  readonly decision: CampaignDecision;
  /** Of the execution that wrote the row, ISO with a zone. */
  readonly startedAt: string;
  /** By part; what has not been compared yet is not there. */
  readonly drifts: readonly { readonly part: CampaignPart; readonly drift: Drift }[];
}
export interface CampaignStudySource extends CampaignSource {
  readonly study: CampaignStudy;
  readonly part: 'canary' | 'rest';
}
/** One of both. */
export interface CampaignMeasureSource extends CampaignSource {
  readonly part: CampaignPart;
  readonly agreement: Agreement | null;
  readonly moves: Reclassification | null;
}

const CAMPAIGN = column('campaign', 'text', 'The campaign', ({ request }: CampaignSource) => {
  return request.campaignId;
});

export const CAMPAIGN_COLUMNS: readonly Column<CampaignSource>[] = [
  CAMPAIGN,
  column('started_at', 'time', 'Start of its last execution', ({ startedAt }) => startedAt),
  column(
    'decision',
    'text',
    'running; held, as it changed more than is allowed; released: its results count',
    ({ decision }) => decision,
  ),
  column(
    'parameter_set',
    'text',
    'Parameters that its assessments have',
    ({ request }) => request.parameterSet,
  ),
  column('chosen_by', 'text', 'How its studies were chosen', ({ request }) => request.where),
  column('seed', 'text', 'By which the canary was drawn', ({ request }) => request.seed),
  column('studies', 'integer', 'Studies that it assesses', ({ campaign: { canary, rest } }) => {
    return canary.length + rest.length;
  }),
  column('canary_studies', 'integer', 'Those of the canary', ({ campaign }) => campaign.canary.length),
  column('left_out', 'integer', 'Studies that were chosen and can not be assessed', ({ campaign }) =>
    campaign.leftOut.reduce((sum, { studies }) => sum + studies, 0),
  ),
  column('compared', 'integer', 'Studies compared with their former result', ({ drifts }) => {
    return drifts.at(-1)?.drift.studies;
  }),
  column('beyond_limits', 'integer', 'What changed by more than is allowed', ({ drifts }) => {
    return drifts.at(-1)?.drift.beyond.length;
  }),
  column(
    'estimated_seconds',
    'number',
    'Time that was foreseen, one study after the other; null where no former time was known',
    ({ campaign }) => campaign.estimate?.seconds,
    's',
  ),
  column(
    'estimated_cost_usd',
    'number',
    'Cost that was foreseen; null on one machine',
    ({ campaign }) => campaign.estimate?.usd,
    'US$',
  ),
];

export const CAMPAIGN_STUDY_COLUMNS: readonly Column<CampaignStudySource>[] = [
  CAMPAIGN,
  column('study_id', 'text', 'The study', ({ study }) => study.input.studyId),
  column('assessment_id', 'text', "The campaign's assessment of it", ({ study }) => study.input.assessmentId),
  column(
    'former_assessment_id',
    'text',
    'The assessment that it is compared with; null of a study that was never assessed before',
    ({ study }) => study.former,
  ),
  column('part', 'text', 'canary or rest', ({ part }) => part),
  column(
    'released',
    'yes/no',
    'Whether the assessment counts as the current one of its study (view current_results)',
    ({ decision }) => decision === 'released',
  ),
];

export const CAMPAIGN_MEASURE_COLUMNS: readonly Column<CampaignMeasureSource>[] = [
  CAMPAIGN,
  column('part', 'text', 'canary, or all with the canary', ({ part }) => part),
  column('measure', 'text', 'What was compared', ({ agreement, moves }) => agreement?.measure ?? moves?.what),
  column(
    'measure_unit',
    'text',
    'Unit of the differences, new less former; % is of the mean of both; null of classes',
    ({ agreement }) => agreement?.unit,
  ),
  column('studies', 'integer', 'Studies that have both numbers; null of classes', ({ agreement }) => {
    return agreement?.studies;
  }),
  column(
    'pairs',
    'integer',
    'Pairs of numbers, or of classes: of studies, or of their levels',
    ({ agreement, moves }) => agreement?.pairs ?? moves?.all,
  ),
  column('bias', 'number', 'Mean difference', ({ agreement }) => agreement?.bias, 'measure_unit'),
  column(
    'bias_low',
    'number',
    'Mean difference: lower bound of the 95 % interval',
    ({ agreement }) => agreement?.biasInterval?.[0],
    'measure_unit',
  ),
  column(
    'bias_high',
    'number',
    'Mean difference: upper bound of the 95 % interval',
    ({ agreement }) => agreement?.biasInterval?.[1],
    'measure_unit',
  ),
  column(
    'lower_limit',
    'number',
    'Lower 95 % limit of agreement',
    ({ agreement }) => agreement?.limits?.[0],
    'measure_unit',
  ),
  column(
    'upper_limit',
    'number',
    'Upper 95 % limit of agreement',
    ({ agreement }) => agreement?.limits?.[1],
    'measure_unit',
  ),
  column(
    'largest',
    'number',
    'Largest difference, without its sign',
    ({ agreement }) => {
      return agreement?.largest;
    },
    'measure_unit',
  ),
  column(
    'moved',
    'integer',
    'Pairs of which the classes differ; null of numbers',
    ({ moves }) => moves?.moved,
  ),
];
