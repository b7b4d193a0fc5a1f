/** Which studies are a site's: one object a study and one an assessment, by which the site is shown its own. */
import { z } from 'zod';

import { assessmentIdSchema } from '../../../contracts/api/answers.ts';
import { artifactRefSchema } from '../../../contracts/primitives.ts';
import { studyIdSchema } from '../../../contracts/study.ts';
import { checked, parsedJson } from '../contract.ts';
import type { ObjectStore } from '../object-store.ts';
import type { UploadStore } from '../upload-store.ts';

export function siteStudiesPrefix(site: string): string {
  return `sites/${site}/studies/`;
}

/** That the study is the site's; written before its first assessment can start. */
export function siteStudyKey(site: string, studyId: string): string {
  return `${siteStudiesPrefix(site)}${studyId}.json`;
}

export function siteAssessmentsPrefix(site: string, studyId: string): string {
  return `sites/${site}/assessments/${studyId}/`;
}

/** What an assessment was asked for with. */
export function siteAssessmentKey(site: string, studyId: string, assessmentId: string): string {
  return `${siteAssessmentsPrefix(site, studyId)}${assessmentId}.json`;
}

export const siteStudySchema = z.object({
  schema: z.literal('osteon/site-study/1'),
  studyId: studyIdSchema,
});

export const siteAssessmentSchema = z.object({
  schema: z.literal('osteon/site-assessment/1'),
  studyId: studyIdSchema,
  assessmentId: assessmentIdSchema,
  /** The completion marker, where no later one is written over it. */
  marker: artifactRefSchema,
});

/** Null where there is no such object. @throws ContractBroken */
export async function documentAt<T extends z.ZodType>(
  { store, uploads }: { readonly store: ObjectStore; readonly uploads: Pick<UploadStore, 'has'> },
  key: string,
  contract: T,
): Promise<z.output<T> | null> {
  return (await uploads.has(key)) ? checked(contract, parsedJson(await store.get(key), key), key) : null;
}
