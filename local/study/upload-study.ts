/** Puts a study into the object store as an imaging site would: files first, the completion marker last. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

import { sha256 } from '../../spine/host/digest.ts';
import {
  jsonBytes,
  pinnedMarkerKey,
  putJson,
  studyManifestKey,
  studyPrefix,
} from '../../lambdas/shared/artifacts.ts';
import { calibrationFileSchema } from '../../contracts/calibration/calibration-file.ts';
import { orderSchema, type Order } from '../../contracts/order/order.ts';
import { phantomCertificateSchema } from '../../contracts/calibration/phantom.ts';
import { visitSchema, type Visit } from '../../contracts/comparison/comparison.ts';
import type { ArtifactRef } from '../../contracts/primitives.ts';
import {
  SOURCE_FILE_SCHEMA,
  studyManifestSchema,
  type LevelOverride,
  type SeriesSelection,
  type StudyManifest,
} from '../../contracts/study.ts';
import { inParallel } from '../../lambdas/shared/in-parallel.ts';
import type { ObjectStore } from '../../lambdas/shared/object-store.ts';
import type { ReportOptions } from '../../contracts/order/report-options.ts';
import type { ParameterSetId } from '../../contracts/parameter-set-ids.ts';

import { CommandLineError } from '../command/errors.ts';
import type { CalibrationOnDisk } from './calibration-files.ts';
import { textOf, type DiskPath } from './paths.ts';
import type { ModelOnDisk } from './study-files.ts';

export interface StudyOnDisk {
  readonly files: readonly DiskPath[];
  readonly labels: readonly DiskPath[];
  /** Left out: nothing is named. */
  readonly select?: SeriesSelection;
  readonly labelConvention: string | null;
  readonly model: ModelOnDisk | null;
  readonly keepOutlines: boolean;
  readonly levelOverride: LevelOverride | null;
  /** Left out: neither a phantom nor a calibration file. */
  readonly calibration?: CalibrationOnDisk;
  readonly order: Order | null;
  readonly parameterSet: ParameterSetId | null;
  /** Earlier assessments of the patient. Left out: none. */
  readonly priors?: readonly Visit[];
  /** Left out or null: English, without a page for the patient. */
  readonly report?: ReportOptions | null;
  /** Left out: nobody's. */
  readonly site?: string;
  /** The site's calibrations in force; left out or null: none. */
  readonly calibrations?: ArtifactRef | null;
}

export interface UploadedStudy {
  readonly marker: ArtifactRef;
  readonly manifest: StudyManifest;
  /** Path on this disk of a key in the store: keys hold no file names, but the user's terminal may. */
  readonly pathOfKey: ReadonlyMap<string, string>;
}

const STUDY_ID_DIGITS = 16;
const BINARY = 'application/octet-stream';
/** Each is put when it is on the disk: one by one, a series of slices waits for it hundreds of times. */
const FILES_AT_ONCE = 4;

/**
 * The study's id is made of what its files hold, whatever they are called.
 * @throws CommandLineError where the operator and the order name different parameter sets
 */
export async function uploadStudy(store: ObjectStore, study: StudyOnDisk): Promise<UploadedStudy> {
  const parameterSet = chosenParameterSet(study);
  const studyId = await studyIdOf(study.files);
  const pathOfKey = new Map<string, string>();

  async function put(path: DiskPath, kind: string): Promise<ArtifactRef> {
    const bytes = await readFile(path);
    const digest = sha256(bytes);
    const key = `${studyPrefix(studyId)}${kind}/${digest.slice(0, 2 * STUDY_ID_DIGITS)}`;
    pathOfKey.set(key, textOf(path));
    await store.put(key, bytes, BINARY);
    return { key, schema: SOURCE_FILE_SCHEMA, sha256: digest };
  }

  const files = await inParallel(study.files, FILES_AT_ONCE, (path) => put(path, 'source'));
  files.sort((a, b) => (a.key < b.key ? -1 : 1));

  const labels: { name: string; file: ArtifactRef }[] = [];
  for (const path of study.labels) {
    // Loaded where it is needed: what knows names of label maps takes half a second.
    const { labelName } = await import('./label-name.ts');
    labels.push({ name: labelName(basename(textOf(path))), file: await put(path, 'labels') });
  }

  const { model, keepOutlines, levelOverride } = study;
  const manifest = {
    schema: 'osteon/study/1',
    studyId,
    ...(study.site === undefined ? {} : { site: study.site }),
    files,
    ...(study.select === undefined ? {} : { select: study.select }),
    labels: labels.length === 0 ? null : { files: labels, convention: study.labelConvention },
    ...(model === null
      ? {}
      : { model: { onnx: await put(model.onnx, 'model'), manifest: await put(model.manifest, 'model') } }),
    ...(keepOutlines ? { keepOutlines } : {}),
    ...(levelOverride === null ? {} : { levelOverride }),
    ...(await putCalibration(store, studyId, study.calibration)),
    ...(study.calibrations == null ? {} : { calibrations: study.calibrations }),
    ...(await putPriors(store, studyId, study.priors ?? [])),
    order: study.order === null ? null : await putOrder(store, studyId, study.order),
    ...(study.report == null ? {} : { report: study.report }),
    ...(parameterSet === null ? {} : { parameterSet }),
  } as const;
  const { sha256: digest } = await putJson(store, studyManifestKey(studyId), studyManifestSchema, manifest);
  // The next order for the same study is written over the marker; an assessment reads its own.
  const marker = await putJson(store, pinnedMarkerKey(studyId, digest), studyManifestSchema, manifest);
  return { marker, manifest, pathOfKey };
}

function chosenParameterSet({ parameterSet, order }: StudyOnDisk): ParameterSetId | null {
  const ordered = order?.parameterSet ?? null;
  if (parameterSet !== null && ordered !== null && parameterSet !== ordered) {
    throw new CommandLineError(
      `--parameters: found ${parameterSet}; required: ${ordered}, as in the order, or no --parameters`,
    );
  }
  return parameterSet ?? ordered;
}

export async function studyIdOf(files: readonly DiskPath[]): Promise<string> {
  const digests = await inParallel(files, FILES_AT_ONCE, async (path) => sha256(await readFile(path)));
  return createHash('sha256').update(digests.sort().join('\n')).digest('hex').slice(0, STUDY_ID_DIGITS);
}

/** Under their content: the same ones make the same marker. */
async function putPriors(
  store: ObjectStore,
  studyId: string,
  priors: readonly Visit[],
): Promise<{ readonly priors?: readonly ArtifactRef[] }> {
  if (priors.length === 0) return {};
  const refs = priors.map((visit) => {
    const digest = sha256(jsonBytes(visit));
    return putJson(
      store,
      `${studyPrefix(studyId)}priors/${digest.slice(0, 2 * STUDY_ID_DIGITS)}.json`,
      visitSchema,
      visit,
    );
  });
  return { priors: await Promise.all(refs) };
}

async function putOrder(store: ObjectStore, studyId: string, order: Order): Promise<ArtifactRef> {
  const digest = sha256(new TextEncoder().encode(JSON.stringify(order)));
  return putJson(
    store,
    `${studyPrefix(studyId)}order/${digest.slice(0, STUDY_ID_DIGITS)}.json`,
    orderSchema,
    order,
  );
}

async function putCalibration(
  store: ObjectStore,
  studyId: string,
  calibration: CalibrationOnDisk | undefined,
): Promise<Pick<StudyManifest, 'phantom' | 'calibrationFile'>> {
  const { phantom, file } = calibration ?? { phantom: null, file: null };
  const keyOf = (value: object): string => {
    const digest = sha256(new TextEncoder().encode(JSON.stringify(value)));
    return `${studyPrefix(studyId)}calibration/${digest.slice(0, STUDY_ID_DIGITS)}.json`;
  };
  const named = async (): Promise<Pick<StudyManifest, 'phantom'>> => {
    if (phantom === null) return {};
    if (phantom === 'none') return { phantom };
    const { type, certificate } = phantom;
    const put =
      certificate === null
        ? null
        : await putJson(store, keyOf(certificate), phantomCertificateSchema, certificate);
    return { phantom: { type, certificate: put } };
  };
  return {
    ...(await named()),
    ...(file === null
      ? {}
      : { calibrationFile: await putJson(store, keyOf(file), calibrationFileSchema, file) }),
  };
}
