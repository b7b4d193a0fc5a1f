/** Where rows lie: `results/TABLE/v=1/month=YYYY-MM/site=SITE/STUDY-ASSESSMENT-rREVISION.parquet`, as Hive lays out partitions. */
import { ROWS_SCHEMA } from '../../../report/rows/column.ts';
import type { CampaignTable, TableName } from '../../../report/rows/tables.ts';

export interface RowsOf {
  readonly table: TableName;
  /** Null: nobody's. */
  readonly site: string | null;
  /** Of the study, ISO; null where it is not known. A study's month never changes, so a retry finds the same key. */
  readonly date: string | null;
  readonly studyId: string;
  readonly assessmentId: string;
  readonly revision: number;
}

/** Of a site that nobody named, and of a study without a date. Both are partitions like any other. */
const NO_SITE = 'none';
const NO_MONTH = '0000-00';
const MONTH_LETTERS = 7;

export function rowsKey({ table, site, date, studyId, assessmentId, revision }: RowsOf): string {
  const month = date?.slice(0, MONTH_LETTERS) ?? NO_MONTH;
  return `results/${table}/v=${ROWS_SCHEMA}/month=${month}/site=${site ?? NO_SITE}/${studyId}-${assessmentId}-r${revision}.parquet`;
}

/** A campaign is of no month. */
export function campaignRowsKey(table: CampaignTable, site: string | null, campaignId: string): string {
  return `results/${table}/v=${ROWS_SCHEMA}/month=${NO_MONTH}/site=${site ?? NO_SITE}/${campaignId}.parquet`;
}
