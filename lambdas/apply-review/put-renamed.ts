/** Label maps and the spine view of a revision whose levels are others than those that were segmented. */
import { ctSchema } from '../../contracts/ct.ts';
import type { Level } from '../../contracts/levels.ts';
import type { ArtifactRef } from '../../contracts/primitives.ts';
import type { Segmentation } from '../../contracts/segmentation.ts';
import { VOLUME_SCHEMA, type VolumeRef } from '../../contracts/volumes.ts';
import {
  assessmentKey,
  getJson,
  getSurface,
  getVolume,
  putVolume,
  type AssessmentKey,
} from '../shared/artifacts.ts';
import type { ObjectStore } from '../shared/object-store.ts';
import { putSpinePicture } from '../shared/pictures/put-spine-picture.ts';
import type { Mesh } from '../../spine/grid/mesh/mesh.ts';

import { relabelled } from '../../spine/outline/index.ts';

interface Renaming {
  readonly ct: ArtifactRef;
  /** With its new names, and references to the maps with the old ones. */
  readonly segmentation: Segmentation;
  readonly renamed: ReadonlyMap<Level, Level>;
}

type LabelsRef = VolumeRef<typeof VOLUME_SCHEMA.labels>;

/** @returns the segmentation with references to its maps */
export async function putRenamed(
  store: ObjectStore,
  assessment: AssessmentKey,
  { ct, segmentation, renamed }: Renaming,
): Promise<Segmentation> {
  const moved = async (ref: LabelsRef, name: string) => {
    const before = await getVolume(store, ref);
    if (renamed.size === 0) return { ref, volume: before };
    const volume = relabelled(before, renamed);
    return {
      ref: await putVolume(store, assessmentKey(assessment, name), VOLUME_SCHEMA.labels, volume),
      volume,
    };
  };
  const { vertebrae: vertebraeRef, osteophytes: osteophytesRef } = segmentation;
  const bodies = await moved(segmentation.bodies, 'bodies.nii.gz');
  const vertebrae = vertebraeRef === null ? null : await moved(vertebraeRef, 'vertebrae.nii.gz');
  const osteophytes = osteophytesRef == null ? null : await moved(osteophytesRef, 'osteophytes.nii.gz');
  const surfaces = new Map<Level, Mesh>();
  for (const { level, surface } of segmentation.levels)
    if (surface !== undefined) surfaces.set(level, await getSurface(store, surface));
  const about = await getJson(store, ct, ctSchema);
  await putSpinePicture(store, assessment, {
    ct: await getVolume(store, about.volume),
    bodies: bodies.volume,
    vertebrae: vertebrae?.volume ?? null,
    surfaces,
    levels: segmentation.levels,
    qc: segmentation.qc,
    provider: segmentation.provider,
  });
  return {
    ...segmentation,
    bodies: bodies.ref,
    vertebrae: vertebrae?.ref ?? null,
    ...(osteophytesRef === undefined ? {} : { osteophytes: osteophytes?.ref ?? null }),
  };
}
