/** Rows of an output folder, as a campaign chooses its studies by them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { parquetReadObjects } from 'hyparquet';

import { CHOOSING_COLUMNS, type FormerTime } from '../../lambdas/shared/campaigns/plan.ts';
import { inParallel } from '../../lambdas/shared/in-parallel.ts';
import type { ListedStore } from '../../lambdas/shared/object-store.ts';

import { CommandLineError } from '../command/errors.ts';

export interface Condition {
  readonly column: string;
  readonly value: string;
}

export interface FormerAssessment {
  readonly studyId: string;
  readonly assessmentId: string;
}

type Row = Readonly<Record<string, unknown>>;

const AT_ONCE = 32;
/** Columns that are folders. */
const PARTITIONS = ['site', 'month'];

/** `COLUMN=VALUE,COLUMN=VALUE`. @throws CommandLineError where a column is none */
export function conditionsOf(text: string): readonly Condition[] {
  if (text === 'all') return [];
  return text.split(',').map((part) => {
    const at = part.indexOf('=');
    const column = part.slice(0, Math.max(0, at)).trim();
    if (!CHOOSING_COLUMNS.includes(column))
      throw new CommandLineError(
        `--where: found ${part}; required: COLUMN=VALUE, COLUMN being one of the table assessments (docs/data-dictionary.md), site or month`,
      );
    return { column, value: part.slice(at + 1).trim() };
  });
}

/**
 * Of each study the assessment that was made last, of those that fulfil all conditions. A fault is none, and neither is one that was
 * made as the campaign will make it: a campaign that is started again finds the same.
 *
 * @returns in the order of the studies' ids
 */
export async function formerAssessments(
  out: string,
  store: ListedStore,
  conditions: readonly Condition[],
  now: { readonly softwareVersion: string; readonly parameterSet: string },
): Promise<readonly FormerAssessment[]> {
  const rows = await rowsOf(out, await store.list('results/assessments/'));
  const last = new Map<string, Row>();
  for (const row of rows) {
    const soon = row.software_version === now.softwareVersion && row.parameter_set === now.parameterSet;
    if (row.outcome === 'failed' || soon) continue;
    if (!conditions.every(({ column, value }) => textOf(row[column]) === value)) continue;
    const before = last.get(String(row.study_id));
    if (before === undefined || orderOf(before) < orderOf(row)) last.set(String(row.study_id), row);
  }
  return [...last]
    .map(([studyId, row]) => ({ studyId, assessmentId: String(row.assessment_id) }))
    .toSorted((a, b) => (a.studyId < b.studyId ? -1 : 1));
}

/** What former assessments took, by their rows of steps: looked up by study and assessment. */
export async function formerTimes(out: string, store: ListedStore): Promise<ReadonlyMap<string, FormerTime>> {
  const times = new Map<string, { seconds: number; usd: number | null }>();
  for (const row of await rowsOf(out, await store.list('results/steps/'))) {
    const name = `${String(row.study_id)}/${String(row.assessment_id)}`;
    const before = times.get(name) ?? { seconds: 0, usd: null };
    const usd = typeof row.cost_usd === 'number' ? (before.usd ?? 0) + row.cost_usd : before.usd;
    times.set(name, { seconds: before.seconds + Number(row.running_seconds), usd });
  }
  return times;
}

async function rowsOf(out: string, keys: readonly string[]): Promise<readonly Row[]> {
  const tables = await inParallel(keys, AT_ONCE, async (key) => {
    const file = Uint8Array.from(await readFile(join(out, key))).buffer;
    const folders = Object.fromEntries(
      PARTITIONS.map((name) => [name, new RegExp(`/${name}=([^/]*)/`).exec(key)?.[1] ?? null]),
    );
    return ((await parquetReadObjects({ file })) as Row[]).map((row) => ({ ...folders, ...row }));
  });
  return tables.flat();
}

function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

/** One without a time comes before all that have one. */
function orderOf({ assessed_at: at, assessment_id: id }: Row): string {
  return `${at instanceof Date ? at.toISOString() : ''} ${String(id)}`;
}
