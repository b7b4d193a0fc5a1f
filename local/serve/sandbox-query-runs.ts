/** Named queries on one machine: one after the other, each in the sandbox's process, over the files of the site's partitions alone. */
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { PlatformFault } from '../../lambdas/shared/errors.ts';
import type { NamedQuery } from '../../lambdas/shared/queries/named-query.ts';
import {
  PageUnknown,
  type AnswerPage,
  type Page,
  type QueryProgress,
  type QueryRuns,
} from '../../lambdas/shared/queries/query-runs.ts';

import type { Answer } from '../query/sandbox/messages.ts';
import { QUERY_LIMITS, QueryRefused, runQuery } from '../query/sandbox/run-query.ts';

/** Answers are kept in memory: so many, and so long. Design values. */
const MOST_RUNS = 50;
const KEPT_MS = 3_600_000;
const LIMITS = { ...QUERY_LIMITS, mostRows: 50_000 };

interface Run {
  readonly startedAt: number;
  ended: Answer | 'limit' | 'engine' | null;
}

/**
 * @param out the output folder; its results may not be there yet
 * @param failed is told what the sandbox says, which names neither a value nor a parameter of the query
 */
export function sandboxQueryRuns(
  out: string,
  views: readonly NamedQuery[],
  failed: (runId: string, error: unknown) => void,
  now: () => number = Date.now,
): QueryRuns {
  const runs = new Map<string, Run>();
  const results = join(out, 'results');
  let last: Promise<unknown> = Promise.resolve();

  return {
    start({ site, sql }) {
      for (const [id, { startedAt, ended }] of runs)
        if (ended !== null && now() - startedAt > KEPT_MS) runs.delete(id);
      const [oldest] = [...runs].find(([, { ended }]) => ended !== null) ?? [];
      if (runs.size >= MOST_RUNS) {
        if (oldest === undefined) return Promise.reject(new PlatformFault(`${runs.size} queries wait`));
        runs.delete(oldest);
      }
      const runId = randomUUID();
      const run: Run = { startedAt: now(), ended: null };
      runs.set(runId, run);
      last = last.then(async () => {
        try {
          await mkdir(results, { recursive: true });
          const asked = views.map((view) => [view.name, view.sql] as const);
          run.ended = await runQuery({ sql, results, views: asked, site }, LIMITS);
        } catch (error) {
          run.ended = error instanceof QueryRefused && error.byLimit ? 'limit' : 'engine';
          failed(runId, error);
        }
      });
      return Promise.resolve(runId);
    },

    // eslint-disable-next-line @typescript-eslint/require-await -- what it throws is to be a rejection
    read: async (runId, page) => progress(runs.get(runId), page),
  };
}

function progress(run: Run | undefined, page: Page): QueryProgress | null {
  if (run === undefined) return null;
  if (run.ended === null) return { state: 'running' };
  if (typeof run.ended === 'string') return { state: 'failed', failure: run.ended };
  return { state: 'succeeded', ...pageOf(run.ended, page) };
}

/** `after` is how many rows came before. */
function pageOf({ columns, rows }: Answer, { after, limit }: Page): AnswerPage {
  const from = after === null ? 0 : /^\d{1,9}$/.test(after) ? Number(after) : NaN;
  if (!(from === 0 || from < rows.length)) throw new PageUnknown('there is no such page');
  const to = from + limit;
  return { columns, rows: rows.slice(from, to), next: to < rows.length ? String(to) : null };
}
