/** Artefacts: their names, their keys, and how they are written and read with their digest checked. */
import type { z } from 'zod';

import type { ArtifactRef } from '../../contracts/primitives.ts';
import { PlatformFault } from './errors.ts';
import type { Level } from '../../contracts/levels.ts';
import { sha256 } from '../../spine/host/digest.ts';
import { readNifti, writeNifti } from '../../spine/grid/nifti.ts';
import type { ObjectStore } from './object-store.ts';
import type { Volume } from '../../spine/grid/volume.ts';

/** Schema ids of artefacts that are volumes; JSON artefacts carry theirs in `schema`. */
export const VOLUME_SCHEMA = {
  /** HU, Int16, axes closest to patient left, posterior, superior. */
  ct: 'osteon/volume/ct-hu/1',
  /** Label values of `levels.ts`, Uint8, on the grid of the CT. */
  labels: 'osteon/volume/labels/1',
  /** 1 where a level's trabecular density was measured, Uint8, cut out of the grid of the CT. */
  region: 'osteon/volume/region/1',
  /** K2HPO4-equivalent mg/cm3, Float32, in a vertebra's own frame. */
  density: 'osteon/volume/density/1',
  /** Effective strain at the strength read-out (1), Float32, in a vertebra's own frame. */
  strain: 'osteon/volume/strain/1',
} as const;

/** Where an assessment's artefacts lie: `assessments/STUDY/ASSESSMENT/`. Neither part holds patient data. */
export interface AssessmentKey {
  readonly studyId: string;
  readonly assessmentId: string;
}

export function studyPrefix(studyId: string): string {
  return `studies/${studyId}/`;
}

/** The object whose arrival says that a study is whole; written last. */
export function studyManifestKey(studyId: string): string {
  return `${studyPrefix(studyId)}complete.json`;
}

export function assessmentKey({ studyId, assessmentId }: AssessmentKey, name: string): string {
  return `assessments/${studyId}/${assessmentId}/${name}`;
}

export function levelKey(assessment: AssessmentKey, level: Level, name: string): string {
  return assessmentKey(assessment, `levels/${level}/${name}`);
}

export async function putBytes(
  store: ObjectStore,
  key: string,
  schema: string,
  bytes: Uint8Array,
  contentType: string,
): Promise<ArtifactRef> {
  await store.put(key, bytes, contentType);
  return { key, schema, sha256: sha256(bytes) };
}

/** @throws PlatformFault where the stored bytes are not those that the reference names. */
export async function getBytes(store: ObjectStore, ref: ArtifactRef): Promise<Uint8Array> {
  const bytes = await store.get(ref.key);
  const seen = sha256(bytes);
  if (seen !== ref.sha256)
    throw new PlatformFault(`${ref.key} holds ${seen}, the reference wants ${ref.sha256}`);
  return bytes;
}

/** Writes a JSON artefact; `value.schema` becomes the reference's schema. The value is checked first. */
export async function putJson<T extends z.ZodType<{ readonly schema: string }>>(
  store: ObjectStore,
  key: string,
  contract: T,
  value: z.input<T>,
): Promise<ArtifactRef> {
  const checked = contract.parse(value);
  const bytes = new TextEncoder().encode(`${JSON.stringify(checked, null, 2)}\n`);
  return putBytes(store, key, checked.schema, bytes, 'application/json');
}

export async function getJson<T extends z.ZodType>(
  store: ObjectStore,
  ref: ArtifactRef,
  contract: T,
): Promise<z.output<T>> {
  const bytes = await getBytes(store, ref);
  return contract.parse(JSON.parse(new TextDecoder().decode(bytes)));
}

export async function putVolume(
  store: ObjectStore,
  key: string,
  schema: string,
  volume: Volume,
): Promise<ArtifactRef> {
  return putBytes(store, key, schema, writeNifti(volume), 'application/gzip');
}

export async function getVolume(store: ObjectStore, ref: ArtifactRef): Promise<Volume> {
  return readNifti(await getBytes(store, ref)).volume;
}
