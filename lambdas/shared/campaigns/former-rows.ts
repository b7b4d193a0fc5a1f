/** Rows of stored results, as a campaign chooses its studies by them and knows what former assessments took. */
import { parquetReadObjects } from 'hyparquet';

import { ctSchema } from '../../../contracts/ct.ts';
import { studyManifestSchema } from '../../../contracts/study.ts';
import { inParallel } from '../in-parallel.ts';
import { ObjectMissing, type ListedStore } from '../object-store.ts';
import { rowsKey } from '../rows/rows-key.ts';

import { campaignDocument, resultOrNull } from './documents.ts';
import type { Condition } from './plan.ts';
import type { FormerTimes } from './plan-campaign.ts';

export interface FormerAssessment {
  readonly studyId: string;
  readonly assessmentId: string;
}

/** As the campaign will make them. */
export interface NewVersion {
  readonly softwareVersion: string;
  readonly parameterSet: string;
}

type Row = Readonly<Record<string, unknown>>;

const AT_ONCE = 32;
/** Columns that are folders. */
const PARTITIONS = ['site', 'month'];
/** What is asked of each row, whatever the conditions. */
const ASKED = [
  'study_id',
  'assessment_id',
  'assessed_at',
  'outcome',
  'software_version',
  'parameter_set',
  'signed',
];

/**
 * Of each study the assessment that was made last, of those that fulfil all conditions. A fault is none; neither is one that was
 * made as the campaign will make it, so that a campaign that is started again finds the same, nor one of a campaign that was not
 * released.
 *
 * @returns in the order of the studies' ids
 */
export async function formerAssessments(
  store: ListedStore,
  conditions: readonly Condition[],
  now: NewVersion,
): Promise<readonly FormerAssessment[]> {
  const fits = (row: Row, of = conditions): boolean =>
    of.every(({ column, value }) => textOf(row[column]) === value);
  const ofFolders = conditions.filter(({ column }) => PARTITIONS.includes(column));
  const keys = await store.list('results/assessments/');
  const columns = [...new Set([...ASKED, ...conditions.map(({ column }) => column)])];
  const rows = await rowsIn(
    store,
    keys.filter((key) => fits(foldersOf(key), ofFolders)),
    columns,
  );
  const uncounted = await unreleased(store);
  const last = new Map<string, Row>();
  for (const row of rows) {
    const soon = row.software_version === now.softwareVersion && row.parameter_set === now.parameterSet;
    if (row.outcome === 'failed' || soon || !fits(row)) continue;
    if (row.signed !== true && uncounted.has(nameOf(row))) continue;
    const before = last.get(String(row.study_id));
    if (before === undefined || orderOf(before) < orderOf(row)) last.set(String(row.study_id), row);
  }
  return [...last]
    .map(([studyId, row]) => ({ studyId, assessmentId: String(row.assessment_id) }))
    .toSorted((a, b) => (a.studyId < b.studyId ? -1 : 1));
}

/** Study and assessment: of campaigns that were not released, and of none that was. */
async function unreleased(store: ListedStore): Promise<ReadonlySet<string>> {
  const rows = await rowsIn(store, await store.list('results/campaign_studies/'), null);
  const released = new Set(rows.filter((row) => row.released === true).map(nameOf));
  return new Set(rows.map(nameOf).filter((name) => !released.has(name)));
}

/** What a former assessment took, by its rows of steps. */
export function formerTimes(store: ListedStore): FormerTimes {
  return async (former) => {
    const result = await resultOrNull(store, former);
    const read = (schema: string): string | undefined =>
      result?.artifacts.find((one) => one.schema === schema)?.key;
    const [marker, ct] = [read('osteon/study/1'), read('osteon/ct/1')];
    if (marker === undefined) return null;
    const site = (await campaignDocument(store, marker, studyManifestSchema))?.site ?? null;
    const date =
      ct === undefined ? null : ((await campaignDocument(store, ct, ctSchema))?.study.date ?? null);
    const key = rowsKey({ table: 'steps', site, date, ...former, revision: 0 });
    const rows = await rowsIn(store, [key], ['running_seconds', 'cost_usd']).catch((cause: unknown) => {
      if (cause instanceof ObjectMissing) return [];
      throw cause;
    });
    if (rows.length === 0) return null;
    const priced = rows.flatMap(({ cost_usd: usd }) => (typeof usd === 'number' ? [usd] : []));
    return {
      seconds: rows.reduce((sum, row) => sum + Number(row.running_seconds), 0),
      usd: priced.length === 0 ? null : priced.reduce((sum, usd) => sum + usd, 0),
    };
  };
}

/** @param columns null: all; those that are folders come with each row */
async function rowsIn(
  store: ListedStore,
  keys: readonly string[],
  columns: readonly string[] | null,
): Promise<readonly Row[]> {
  const own = columns?.filter((name) => !PARTITIONS.includes(name));
  const tables = await inParallel(keys, AT_ONCE, async (key) => {
    const file = Uint8Array.from(await store.get(key)).buffer;
    const only = own === undefined ? {} : { columns: [...own] };
    const rows = (await parquetReadObjects({ file, ...only })) as Row[];
    return rows.map((row) => ({ ...foldersOf(key), ...row }));
  });
  return tables.flat();
}

function foldersOf(key: string): Row {
  return Object.fromEntries(
    PARTITIONS.map((name) => [name, new RegExp(`/${name}=([^/]*)/`).exec(key)?.[1] ?? null]),
  );
}

function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

function nameOf(row: Row): string {
  return `${String(row.study_id)}/${String(row.assessment_id)}`;
}

/** One without a time comes before all that have one. */
function orderOf({ assessed_at: at, assessment_id: id }: Row): string {
  return `${at instanceof Date ? at.toISOString() : ''} ${String(id)}`;
}
