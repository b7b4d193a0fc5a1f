/** Which studies a campaign is over: by conditions on columns, by a named query, by SQL, or by an inventory of CT never seen before. */
import { join } from 'node:path';

import type { ChosenStudy } from '../../contracts/campaign/campaign.ts';
import { formerAssessments } from '../../lambdas/shared/campaigns/former-rows.ts';
import { conditionsOf } from '../../lambdas/shared/campaigns/plan.ts';
import type { ListedStore } from '../../lambdas/shared/object-store.ts';
import { QueryParameterInvalid, queryText } from '../../lambdas/shared/queries/query-text.ts';
import { software } from '../../lambdas/shared/version.ts';

import { CommandLineError } from '../command/errors.ts';
import { allQueries, catalogue } from '../../lambdas/shared/queries/catalog.ts';
import type { Answer } from '../query/sandbox/messages.ts';
import { QueryRefused, runQuery } from '../query/sandbox/run-query.ts';

import type { ReprocessOptions } from './options.ts';

type Choice = Pick<ReprocessOptions, 'from' | 'where' | 'queryParameters' | 'parameterSet'>;

/** A study without an assessment in the answer has the latest of those that count. */
const STUDY = 'study_id';
const ASSESSMENT = 'assessment_id';

/**
 * @returns in the order of the studies' ids, each once
 * @throws CommandLineError where `where` is none of the three, or its answer has no study
 */
export async function chosenStudies(choice: Choice, store: ListedStore): Promise<readonly ChosenStudy[]> {
  const { where, parameterSet, from } = choice;
  const now = { softwareVersion: software().version, parameterSet };
  const conditions = conditionsOf(where);
  const chosen =
    conditions === null
      ? await answered(choice, () => formerAssessments(store, [], now))
      : await formerAssessments(store, conditions, now);
  if (chosen.length === 0)
    throw new CommandLineError(
      `--where ${where}: found no study with rows in ${from}/results; required: one (npm run results writes rows that are missing)`,
    );
  return chosen;
}

async function answered(
  { from, where, queryParameters }: Choice,
  latest: () => ReturnType<typeof formerAssessments>,
): Promise<readonly ChosenStudy[]> {
  const all = catalogue();
  const answer = await runQuery({
    sql: sqlOf(where, queryParameters, all),
    results: join(from, 'results'),
    views: all.views.map(({ name, sql }) => [name, sql] as const),
  }).catch((cause: unknown) => {
    if (!(cause instanceof QueryRefused)) throw cause;
    throw new CommandLineError(`--where: ${cause.message}`, { cause });
  });
  const studies = columnOf(answer, STUDY);
  if (studies === null)
    throw new CommandLineError(
      `--where ${where}: found the columns ${answer.columns.map(({ name }) => name).join(', ')}; required: study_id, and assessment_id where not the latest is meant`,
    );
  const assessments = columnOf(answer, ASSESSMENT);
  const byStudy = new Map<string, string>();
  if (assessments === null) {
    const wanted = new Set(studies);
    for (const { studyId, assessmentId } of await latest())
      if (wanted.has(studyId)) byStudy.set(studyId, assessmentId);
  } else
    studies.forEach((studyId, n) => {
      const before = byStudy.get(studyId);
      const assessmentId = assessments[n]!;
      if (before !== undefined && before !== assessmentId)
        throw new CommandLineError(
          `--where ${where}: found two assessments of the study ${studyId}; required: one, which the new one is compared with`,
        );
      byStudy.set(studyId, assessmentId);
    });
  return [...byStudy]
    .map(([studyId, assessmentId]) => ({ studyId, assessmentId }))
    .toSorted((a, b) => (a.studyId < b.studyId ? -1 : 1));
}

function sqlOf(
  where: string,
  parameters: Readonly<Record<string, string>>,
  all: ReturnType<typeof catalogue>,
): string {
  if (/^\s*(select|with)\b/i.test(where)) return where;
  const query = allQueries(all).find(({ name }) => name === where);
  if (query === undefined)
    throw new CommandLineError(
      `--where: found ${where}; required: COLUMN=VALUE,... of the table assessments (docs/data-dictionary.md), site or month; a named query (npm run query -- --list); or a SELECT`,
    );
  try {
    return queryText(query, parameters);
  } catch (cause) {
    if (!(cause instanceof QueryParameterInvalid)) throw cause;
    throw new CommandLineError(`--param: ${cause.message}`, { cause });
  }
}

function columnOf({ columns, rows }: Answer, name: string): readonly string[] | null {
  const at = columns.findIndex((column) => column.name === name);
  return at === -1 ? null : rows.flatMap((row) => (row[at] === null ? [] : [String(row[at])]));
}
