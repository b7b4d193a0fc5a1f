/** Artefacts: their names, their keys, and how they are written and read with their digest checked. */
import type { z } from 'zod';

import type { ArtifactRef } from '../../contracts/primitives.ts';
import { SURFACE_SCHEMA, type SurfaceRef } from '../../contracts/surfaces.ts';
import { VOLUME_SCHEMA, type VolumeRef, type VolumeSchema } from '../../contracts/volumes.ts';
import { checked, parsedJson } from './contract.ts';
import { ObjectAltered, StorageUnusable } from './errors.ts';
import type { Level } from '../../contracts/levels.ts';
import { sha256 } from '../../spine/host/digest.ts';
import { readNifti, writeNiftiByThreads } from '../../spine/grid/nifti.ts';
import type { Mesh } from '../../spine/grid/mesh/mesh.ts';
import { readPly, writePly } from '../../spine/grid/mesh/ply.ts';
import { ObjectMissing, type ListedStore, type ObjectStore } from './object-store.ts';
import { affineFrom, type Volume, type VoxelArray } from '../../spine/grid/volume.ts';
import { keepVolume, keptVolume } from './kept-volume.ts';

/** What the voxels of each kind of volume are stored as. */
interface VoxelsOf {
  readonly [VOLUME_SCHEMA.ct]: Int16Array;
  readonly [VOLUME_SCHEMA.labels]: Uint8Array;
  readonly [VOLUME_SCHEMA.region]: Uint8Array;
  readonly [VOLUME_SCHEMA.strain]: Float32Array;
}
const VOXELS: { readonly [S in VolumeSchema]: abstract new (length: number) => VoxelsOf[S] } = {
  [VOLUME_SCHEMA.ct]: Int16Array,
  [VOLUME_SCHEMA.labels]: Uint8Array,
  [VOLUME_SCHEMA.region]: Uint8Array,
  [VOLUME_SCHEMA.strain]: Float32Array,
};

/**
 * Where an assessment's artefacts lie: `assessments/STUDY/ASSESSMENT/`, and what a review has made of it below `revisions/N/`
 * there. No part holds patient data.
 */
export interface AssessmentKey {
  readonly studyId: string;
  readonly assessmentId: string;
  readonly revision?: number | undefined;
}

/** Hex digits of a digest in a key: 128 bits. */
const MARKER_DIGITS = 32;

export function studyPrefix(studyId: string): string {
  return `studies/${studyId}/`;
}

/** The object whose arrival says that a study is whole; written last. */
export function studyManifestKey(studyId: string): string {
  return `${studyPrefix(studyId)}complete.json`;
}

/** A copy of one marker, under its digest: an assessment reads its own, whatever is written over `complete.json` meanwhile. */
export function pinnedMarkerKey(studyId: string, digest: string): string {
  return `${studyPrefix(studyId)}markers/${digest.slice(0, MARKER_DIGITS)}.json`;
}

export function assessmentKey({ studyId, assessmentId, revision }: AssessmentKey, name: string): string {
  const folder = revision === undefined ? '' : `revisions/${revision}/`;
  return `assessments/${studyId}/${assessmentId}/${folder}${name}`;
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

/** @throws ObjectAltered where the stored bytes are not those that the reference names. */
export async function getBytes(store: ObjectStore, ref: ArtifactRef): Promise<Uint8Array> {
  const bytes = await store.get(ref.key);
  const seen = sha256(bytes);
  if (seen !== ref.sha256)
    throw new ObjectAltered(`${ref.key} has digest ${seen}; the reference requires ${ref.sha256}`);
  return bytes;
}

/**
 * An object, or null where there is none. No function may list what it reads so, and S3 says of an object that is not there that
 * it is denied: a store that denies everything for a moment looks the same.
 */
export async function unlessMissing(store: ObjectStore, key: string): Promise<Uint8Array | null> {
  try {
    return await store.get(key);
  } catch (cause) {
    if (cause instanceof ObjectMissing || cause instanceof StorageUnusable) return null;
    throw cause;
  }
}

/**
 * The same for whoever may list the key's folder: a list tells what is not there from what is denied for a moment, and must not be taken for
 * missing.
 * @throws StorageUnusable where it is denied
 */
export async function unlessAbsent(
  store: Pick<ListedStore, 'get' | 'list'>,
  key: string,
): Promise<Uint8Array | null> {
  try {
    return await store.get(key);
  } catch (cause) {
    if (cause instanceof ObjectMissing) return null;
    if (!(cause instanceof StorageUnusable)) throw cause;
    const there = await store.list(key.slice(0, key.lastIndexOf('/') + 1));
    if (there.includes(key)) throw cause;
    return null;
  }
}

/** Writes a JSON artefact; `value.schema` becomes the reference's schema. The value is checked first. */
export async function putJson<T extends z.ZodType<{ readonly schema: string }>>(
  store: ObjectStore,
  key: string,
  contract: T,
  value: z.input<T>,
): Promise<ArtifactRef> {
  const valid = checked(contract, value, key);
  return putBytes(store, key, valid.schema, jsonBytes(valid), 'application/json');
}

/** A JSON artefact as it is written: whoever needs its digest before it is put asks here. */
export function jsonBytes(value: object): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}

/** @throws ContractBroken where the object is not what the contract says */
export async function getJson<T extends z.ZodType>(
  store: ObjectStore,
  ref: ArtifactRef,
  contract: T,
): Promise<z.output<T>> {
  const bytes = await getBytes(store, ref);
  return checked(contract, parsedJson(bytes, ref.key), ref.key);
}

export async function putVolume<S extends VolumeSchema>(
  store: ObjectStore,
  key: string,
  schema: S,
  volume: Volume<VoxelsOf[S]>,
): Promise<VolumeRef<S>> {
  const ref = await putBytes(store, key, schema, await writeNiftiByThreads(volume), 'application/gzip');
  if (schema === VOLUME_SCHEMA.ct) keepVolume(store, ref.sha256, inSinglePrecision(volume));
  return { ...ref, schema };
}

/** @throws TypeError where the file holds other voxels than its schema says: a defect, which no retry mends. */
export async function getVolume<S extends VolumeSchema>(
  store: ObjectStore,
  ref: VolumeRef<S>,
): Promise<Volume<VoxelsOf[S]>> {
  const { dims, affine, data } = keptVolume(store, ref.sha256) ?? (await unpacked(store, ref));
  const wanted = VOXELS[ref.schema];
  if (!holds(data, wanted))
    throw new TypeError(`${ref.key} holds ${data.constructor.name}, ${ref.schema} wants ${wanted.name}`);
  return { dims, affine, data };
}

async function unpacked(store: ObjectStore, ref: VolumeRef): Promise<Volume> {
  const { volume } = readNifti(await getBytes(store, ref));
  if (ref.schema === VOLUME_SCHEMA.ct) keepVolume(store, ref.sha256, volume);
  return volume;
}

/** As it reads back from its file, whose header holds the affine in single precision. */
function inSinglePrecision(volume: Volume): Volume {
  return { ...volume, affine: affineFrom(volume.affine.map(Math.fround)) };
}

export async function putSurface(store: ObjectStore, key: string, surface: Mesh): Promise<SurfaceRef> {
  const ref = await putBytes(store, key, SURFACE_SCHEMA, writePly(surface), 'model/ply');
  return { ...ref, schema: SURFACE_SCHEMA };
}

export async function getSurface(store: ObjectStore, ref: SurfaceRef): Promise<Mesh> {
  return readPly(await getBytes(store, ref));
}

function holds<A extends VoxelArray>(
  data: VoxelArray,
  voxels: abstract new (length: number) => A,
): data is A {
  return data instanceof voxels;
}
