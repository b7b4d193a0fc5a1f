/**
 * Surfaces of bodies, PLY files: closed triangle meshes in patient LPS, mm, corners counter-clockwise from outside. Anything that
 * reads meshes reads them; `spine/grid/mesh/ply.ts` says how they are written.
 */
import { z } from 'zod';

import { artifactRefSchema } from './primitives.ts';

/** A PLY file has no place for a schema id, the reference to it has. */
export const SURFACE_SCHEMA = 'osteon/surface/1';

/** A reference to a surface: a volume can't be handed on in its place. */
export const surfaceRefSchema = artifactRefSchema
  .unwrap()
  .extend({ schema: z.literal(SURFACE_SCHEMA) })
  .readonly();
export type SurfaceRef = z.infer<typeof surfaceRefSchema>;
