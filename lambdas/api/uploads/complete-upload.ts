/**
 * The upload is whole: it becomes a study. Every object is written under a key of its content: a second call, or two at once,
 * write the same.
 */
import { phantomCertificateSchema } from '../../../contracts/calibration/phantom.ts';
import { calibrationFileSchema } from '../../../contracts/calibration/calibration-file.ts';
import { orderSchema } from '../../../contracts/order/order.ts';
import type { ArtifactRef } from '../../../contracts/primitives.ts';
import { SOURCE_FILE_SCHEMA, type StudyManifest } from '../../../contracts/study.ts';
import { sha256 } from '../../../spine/host/digest.ts';
import { putJson, studyPrefix, type AssessmentKey } from '../../shared/artifacts.ts';
import { calibrationSnapshot } from '../../shared/calibrations/registry.ts';
import type { ListedStore, ObjectStore } from '../../shared/object-store.ts';
import { completeStudy, studyIdOf } from '../../shared/studies/complete-study.ts';
import { ApiFailure } from '../http/api-failure.ts';
import type { ApiPorts } from '../ports.ts';
import { filesPrefix } from '../site-keys.ts';

import { requireAll } from './shortfall.ts';
import { putState, type UploadRecord } from './upload-record.ts';

const ID_DIGITS = 16;

/** @throws ApiFailure FILES_MISSING, UPLOAD_CANCELLED */
export async function completeUpload(
  { store, uploads }: Pick<ApiPorts, 'store' | 'uploads'>,
  record: UploadRecord,
): Promise<AssessmentKey> {
  const { key, state } = record;
  if (state.state === 'cancelled') throw new ApiFailure('UPLOAD_CANCELLED');
  if (state.state === 'completed' && state.assessment !== null) return state.assessment;
  await requireAll(uploads, record);

  const assessment = await completeStudy(store, key.site, await manifestOf(store, record));
  await putState(store, key, { schema: 'osteon/upload-state/1', state: 'completed', assessment });
  return assessment;
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
    ...(declaration.report === undefined ? {} : { report: declaration.report }),
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
