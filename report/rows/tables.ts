/** The tables of stored results. */
import { ASSESSMENT_COLUMNS } from './assessment-columns.ts';
import {
  CAMPAIGN_COLUMNS,
  CAMPAIGN_MEASURE_COLUMNS,
  CAMPAIGN_STUDY_COLUMNS,
  type CampaignSource,
} from './campaign-columns.ts';
import { rowOf, type Cell, type ColumnType } from './column.ts';
import { LEVEL_COLUMNS } from './level-columns.ts';
import type { AssessmentSource } from './row-source.ts';
import { STEP_COLUMNS } from './step-columns.ts';

export const TABLES = {
  assessments: { title: 'One row a study, assessment and revision', columns: ASSESSMENT_COLUMNS },
  levels: { title: 'One row a level of an assessment', columns: LEVEL_COLUMNS },
  steps: {
    title:
      'One row a state of an assessment, a level each where it is solved by levels: the time it took and what that costs. Storing the rows itself is not in it',
    columns: STEP_COLUMNS,
  },
  campaigns: {
    title: 'One row a campaign, of month 0000-00; site is none where it is of all sites',
    columns: CAMPAIGN_COLUMNS,
  },
  campaign_studies: {
    title:
      'One row a study of a campaign, of month 0000-00: an assessment that is here counts when its campaign is released',
    columns: CAMPAIGN_STUDY_COLUMNS,
  },
  campaign_measures: {
    title: 'One row a measure that a campaign compared with former results, of month 0000-00',
    columns: CAMPAIGN_MEASURE_COLUMNS,
  },
} as const;
export type TableName = keyof typeof TABLES;
/** Those that an assessment writes at its end. */
export const ASSESSMENT_TABLES = ['assessments', 'levels', 'steps'] as const satisfies readonly TableName[];
export type AssessmentTable = (typeof ASSESSMENT_TABLES)[number];
/** Those that a campaign writes: when it is planned, and after each part of it. */
export const CAMPAIGN_TABLES = [
  'campaigns',
  'campaign_studies',
  'campaign_measures',
] as const satisfies readonly TableName[];
export type CampaignTable = (typeof CAMPAIGN_TABLES)[number];

/** A table's columns without what fills them. */
export interface TableColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly unit: string | null;
  readonly meaning: string;
  readonly since: number;
}

export type Row = Readonly<Record<string, Cell>>;

export function rowsOf(source: AssessmentSource): Readonly<Record<AssessmentTable, readonly Row[]>> {
  const { steps = [], priceOf } = source.execution ?? {};
  return {
    assessments: [rowOf(ASSESSMENT_COLUMNS, source)],
    levels: source.result.levels.map((level) => rowOf(LEVEL_COLUMNS, { ...source, level })),
    steps: steps.map((step) =>
      rowOf(STEP_COLUMNS, { ...source, step, price: priceOf?.(step.state) ?? null }),
    ),
  };
}

/** @param site whose studies: those of others are in rows of their own */
export function campaignRowsOf(
  source: CampaignSource,
  site: string | null,
): Readonly<Record<CampaignTable, readonly Row[]>> {
  const { request, campaign, drifts } = source;
  const ofSite = (part: 'canary' | 'rest'): Row[] =>
    campaign[part]
      .filter((study) => study.site === site)
      .map((study) => rowOf(CAMPAIGN_STUDY_COLUMNS, { ...source, study, part }));
  const own = request.site === site;
  const measures = drifts.flatMap(({ part, drift: { agreements, reclassifications } }) => [
    ...agreements.map((agreement) => ({ ...source, part, agreement, moves: null })),
    ...reclassifications.map((moves) => ({ ...source, part, agreement: null, moves })),
  ]);
  return {
    campaigns: own ? [rowOf(CAMPAIGN_COLUMNS, source)] : [],
    campaign_studies: [...ofSite('canary'), ...ofSite('rest')],
    campaign_measures: own ? measures.map((one) => rowOf(CAMPAIGN_MEASURE_COLUMNS, one)) : [],
  };
}
