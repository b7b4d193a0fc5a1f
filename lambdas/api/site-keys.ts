/** Where the API keeps what it knows. A site's part of each key comes from its token, and every other part from digests. */
import { z } from 'zod';

import { assessmentIdSchema } from '../../contracts/api/answers.ts';
import { artifactRefSchema } from '../../contracts/primitives.ts';
import { studyIdSchema } from '../../contracts/study.ts';
import { checked, parsedJson } from '../shared/contract.ts';

import type { ApiPorts } from './ports.ts';

/** One upload of one site. */
export interface UploadKey {
  readonly site: string;
  readonly uploadId: string;
}

export function uploadPrefix({ site, uploadId }: UploadKey): string {
  return `incoming/${site}/${uploadId}/`;
}

/** The declaration: the one object that holds names of files. */
export function declarationKey(upload: UploadKey): string {
  return `${uploadPrefix(upload)}upload.json`;
}

export function uploadStateKey(upload: UploadKey): string {
  return `${uploadPrefix(upload)}state.json`;
}

export function filesPrefix(upload: UploadKey): string {
  return `${uploadPrefix(upload)}files/`;
}

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

export const uploadStateSchema = z.object({
  schema: z.literal('osteon/upload-state/1'),
  state: z.enum(['open', 'completed', 'cancelled']),
  assessment: z.object({ studyId: studyIdSchema, assessmentId: assessmentIdSchema }).nullable(),
});
export type UploadState = z.infer<typeof uploadStateSchema>;

/** Null where there is no such object. @throws ContractBroken */
export async function documentAt<T extends z.ZodType>(
  { store, uploads }: Pick<ApiPorts, 'store' | 'uploads'>,
  key: string,
  contract: T,
): Promise<z.output<T> | null> {
  return (await uploads.has(key)) ? checked(contract, parsedJson(await store.get(key), key), key) : null;
}
