/** Where the API keeps what it knows of uploads. A site's part of each key comes from its token, and every other part from digests. */
import { z } from 'zod';

import { assessmentIdSchema } from '../../contracts/api/answers.ts';
import { studyIdSchema } from '../../contracts/study.ts';

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

export const uploadStateSchema = z.object({
  schema: z.literal('osteon/upload-state/1'),
  state: z.enum(['open', 'completed', 'cancelled']),
  assessment: z.object({ studyId: studyIdSchema, assessmentId: assessmentIdSchema }).nullable(),
});
export type UploadState = z.infer<typeof uploadStateSchema>;
