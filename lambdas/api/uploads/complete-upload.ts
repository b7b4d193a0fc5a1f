/**
 * The upload is whole: it becomes a study, and the study's completion marker, written last, starts its assessment.
 * Every object is written under a key of its content: a second call, or two at once, write the same.
 */
import { phantomCertificateSchema } from '../../../contracts/calibration/phantom.ts';
import { calibrationFileSchema } from '../../../contracts/calibration/calibration-file.ts';
import { orderSchema } from '../../../contracts/order/order.ts';
import type { ArtifactRef } from '../../../contracts/primitives.ts';
import { SOURCE_FILE_SCHEMA, studyManifestSchema, type StudyManifest } from '../../../contracts/study.ts';
import { sha256 } from '../../../spine/host/digest.ts';
import {
  jsonBytes,
  pinnedMarkerKey,
  putJson,
  studyManifestKey,
  studyPrefix,
} from '../../shared/artifacts.ts';
import { assessmentInputFor } from '../../shared/assessment-start.ts';
import { calibrationSnapshot } from '../../shared/calibrations/registry.ts';
import { checked } from '../../shared/contract.ts';
import type { ListedStore, ObjectStore } from '../../shared/object-store.ts';
import { ApiFailure } from '../http/api-failure.ts';
import type { ApiPorts } from '../ports.ts';
import {
  filesPrefix,
  siteAssessmentKey,
  siteAssessmentSchema,
  siteStudyKey,
  siteStudySchema,
  type UploadState,
} from '../site-keys.ts';

import { requireAll } from './shortfall.ts';
import { putState, type UploadRecord } from './upload-record.ts';

export type StartedAssessment = NonNullable<UploadState['assessment']>;

const ID_DIGITS = 16;

/** @throws ApiFailure FILES_MISSING, UPLOAD_CANCELLED */
export async function completeUpload(
  { store, uploads }: Pick<ApiPorts, 'store' | 'uploads'>,
  record: UploadRecord,
): Promise<StartedAssessment> {
  const { key, state } = record;
  if (state.state === 'cancelled') throw new ApiFailure('UPLOAD_CANCELLED');
  if (state.state === 'completed' && state.assessment !== null) return state.assessment;
  await requireAll(uploads, record);

  const manifest = checked(studyManifestSchema, await manifestOf(store, record), 'marker');
  const digest = sha256(jsonBytes(manifest));
  const marker = await putJson(
    store,
    pinnedMarkerKey(manifest.studyId, digest),
    studyManifestSchema,
    manifest,
  );
  const { studyId, assessmentId } = assessmentInputFor(marker, manifest);
  await putJson(store, siteStudyKey(key.site, studyId), siteStudySchema, {
    schema: 'osteon/site-study/1',
    studyId,
  });
  await putJson(store, siteAssessmentKey(key.site, studyId, assessmentId), siteAssessmentSchema, {
    schema: 'osteon/site-assessment/1',
    studyId,
    assessmentId,
    marker,
  });
  await putJson(store, studyManifestKey(studyId), studyManifestSchema, manifest);
  const assessment = { studyId, assessmentId };
  await putState(store, key, { schema: 'osteon/upload-state/1', state: 'completed', assessment });
  return assessment;
}

/** With the site in the id two sites never share a study, though they send the same files. */
export function studyIdOf(site: string, digests: readonly string[]): string {
  return sha256([site, ...digests.toSorted()].join('\n')).slice(0, ID_DIGITS);
}

async function manifestOf(store: ListedStore, { key, declaration }: UploadRecord): Promise<StudyManifest> {
  const { files, labels, order, phantom, calibrationFile, parameterSet = order?.parameterSet } = declaration;
  const digests = [...new Set(files.map((file) => file.sha256))].sort();
  const studyId = studyIdOf(key.site, digests);
  const refOf = (digest: string): ArtifactRef => ({
    key: `${filesPrefix(key)}${digest}`,
    schema: SOURCE_FILE_SCHEMA,
    sha256: digest,
  });
  const below = (kind: string, value: object): string =>
    `${studyPrefix(studyId)}${kind}/${sha256(JSON.stringify(value)).slice(0, ID_DIGITS)}.json`;
  const calibrations = await calibrationSnapshot(store, key.site);
  return {
    schema: 'osteon/study/1',
    studyId,
    site: key.site,
    files: digests.map(refOf),
    ...(declaration.select === undefined ? {} : { select: declaration.select }),
    labels:
      labels === undefined
        ? null
        : {
            files: labels.files.map(({ name, sha256: digest }) => ({ name, file: refOf(digest) })),
            convention: labels.convention,
          },
    ...(declaration.keepOutlines === undefined ? {} : { keepOutlines: declaration.keepOutlines }),
    ...(declaration.levelOverride === undefined ? {} : { levelOverride: declaration.levelOverride }),
    ...(phantom === undefined ? {} : { phantom: await phantomOf(store, phantom, below) }),
    ...(calibrationFile === undefined
      ? {}
      : {
          calibrationFile: await putJson(
            store,
            below('calibration', calibrationFile),
            calibrationFileSchema,
            calibrationFile,
          ),
        }),
    ...(calibrations === null ? {} : { calibrations }),
    order: order === undefined ? null : await putJson(store, below('order', order), orderSchema, order),
    ...(parameterSet === undefined ? {} : { parameterSet }),
  };
}

async function phantomOf(
  store: ObjectStore,
  phantom: NonNullable<UploadRecord['declaration']['phantom']>,
  below: (kind: string, value: object) => string,
): Promise<NonNullable<StudyManifest['phantom']>> {
  if (phantom === 'none') return phantom;
  const { type, certificate } = phantom;
  if (certificate === null) return { type, certificate };
  return {
    type,
    certificate: await putJson(
      store,
      below('calibration', certificate),
      phantomCertificateSchema,
      certificate,
    ),
  };
}
