/** An assessment until it has ended, and what it leaves to read. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { assessmentSchema, ENDED, type Assessment } from '../../contracts/api/answers.ts';

import { ApiRefused, type ApiClient } from './api-client.ts';

/** Between two looks, ms; the longer it takes, the longer they are apart. */
const LOOKS = { first: 1000, longest: 10_000, factor: 1.3 } as const;

type Key = Pick<Assessment, 'studyId' | 'assessmentId'>;

function pathOf({ studyId, assessmentId }: Key): string {
  return `/v1/studies/${studyId}/assessments/${assessmentId}`;
}

/** @param view told each state once, in turn */
export async function ended(
  api: ApiClient,
  key: Key,
  view: (state: Assessment['state']) => void,
  firstLook: number = LOOKS.first,
): Promise<Assessment> {
  let told: Assessment['state'] | null = null;
  for (let look = firstLook; ; look = Math.min(LOOKS.longest, look * LOOKS.factor)) {
    const assessment = await api.call('GET', pathOf(key), assessmentSchema);
    if (assessment.state !== told) view(assessment.state);
    told = assessment.state;
    if (ENDED.includes(told)) return assessment;
    await wait(look);
  }
}

/**
 * Every document of an assessment, below `out`.
 * @returns their paths by name; null where the token may not read them
 */
export async function keepDocuments(
  api: ApiClient,
  assessment: Assessment,
  out: string,
): Promise<ReadonlyMap<string, string> | null> {
  const folder = resolve(out, assessment.studyId, assessment.assessmentId);
  const paths = new Map<string, string>();
  try {
    for (const name of assessment.documents) {
      const content = await api.document(`${pathOf(assessment)}/documents/${name}`);
      await mkdir(folder, { recursive: true });
      const path = join(folder, name);
      // Whole or not at all, as people open these.
      await writeFile(`${path}.part`, content);
      await rename(`${path}.part`, path);
      paths.set(name, path);
    }
  } catch (cause) {
    if (cause instanceof ApiRefused && cause.answer.code === 'ROLE_REQUIRED') return null;
    throw cause;
  }
  return paths;
}
