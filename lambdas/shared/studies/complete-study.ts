/**
 * The end of every way in: the study is put into its site's index, and its completion marker, written last, starts its assessment.
 * Every object lies under a key of its content: a second call, or two at once, write the same.
 */
import { studyManifestSchema, type StudyManifest } from '../../../contracts/study.ts';
import { sha256 } from '../../../spine/host/digest.ts';
import { jsonBytes, pinnedMarkerKey, putJson, studyManifestKey, type AssessmentKey } from '../artifacts.ts';
import { assessmentInputFor } from '../assessment-start.ts';
import { checked } from '../contract.ts';
import type { ObjectStore } from '../object-store.ts';

import { siteAssessmentKey, siteAssessmentSchema, siteStudyKey, siteStudySchema } from './site-index.ts';

const ID_DIGITS = 16;

/** With the site in the id two sites never share a study, though they send the same files. */
export function studyIdOf(site: string, digests: readonly string[]): string {
  return sha256([site, ...digests.toSorted()].join('\n')).slice(0, ID_DIGITS);
}

/** @returns the assessment that follows */
export async function completeStudy(
  store: ObjectStore,
  site: string,
  described: StudyManifest,
): Promise<AssessmentKey> {
  const manifest = checked(studyManifestSchema, described, 'marker');
  const digest = sha256(jsonBytes(manifest));
  const key = pinnedMarkerKey(manifest.studyId, digest);
  const marker = await putJson(store, key, studyManifestSchema, manifest);
  const { studyId, assessmentId } = assessmentInputFor(marker, manifest);
  await putJson(store, siteStudyKey(site, studyId), siteStudySchema, {
    schema: 'osteon/site-study/1',
    studyId,
  });
  await putJson(store, siteAssessmentKey(site, studyId, assessmentId), siteAssessmentSchema, {
    schema: 'osteon/site-assessment/1',
    studyId,
    assessmentId,
    marker,
  });
  await putJson(store, studyManifestKey(studyId), studyManifestSchema, manifest);
  return { studyId, assessmentId };
}
