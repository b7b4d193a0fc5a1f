/** Volumes, NIfTI-1 files: their schema ids, and references to them that say which volume is meant. */
import { z } from 'zod';

import { artifactRefSchema } from './primitives.ts';

/** JSON artefacts carry their schema id in `schema`; a NIfTI file has no place for one, the reference to it has. */
export const VOLUME_SCHEMA = {
  /** HU, Int16, axes closest to patient left, posterior, superior. */
  ct: 'osteon/volume/ct-hu/1',
  /** Label values of `levels.ts`, Uint8, on the grid of the CT. */
  labels: 'osteon/volume/labels/1',
  /** 1 where a level's trabecular density was measured, Uint8, cut out of the grid of the CT. */
  region: 'osteon/volume/region/1',
  /** Effective strain at the strength read-out (1), Float32, in a vertebra's own frame. */
  strain: 'osteon/volume/strain/1',
} as const;
export type VolumeSchema = (typeof VOLUME_SCHEMA)[keyof typeof VOLUME_SCHEMA];

/** A reference to one kind of volume: a label map can't be handed on in the place of a CT. */
export function volumeRef<S extends VolumeSchema>(schema: S) {
  return artifactRefSchema
    .unwrap()
    .extend({ schema: z.literal(schema) })
    .readonly();
}
export type VolumeRef<S extends VolumeSchema = VolumeSchema> = z.infer<ReturnType<typeof volumeRef<S>>>;
