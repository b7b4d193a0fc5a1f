/** Each body's surface as a file of its own: what its mask, model, region, heights and pictures are cut from. */
import type { Level } from '../../contracts/levels.ts';
import type { SegmentedLevel } from '../../contracts/segmentation.ts';
import type { Mesh } from '../../spine/grid/mesh/mesh.ts';
import { levelKey, putSurface, type AssessmentKey } from '../shared/artifacts.ts';
import type { ObjectStore } from '../shared/object-store.ts';

/** @returns the levels, those with a body with a reference to its surface */
export async function withSurfaceFiles(
  store: ObjectStore,
  assessment: AssessmentKey,
  levels: readonly SegmentedLevel[],
  surfaces: ReadonlyMap<Level, Mesh>,
): Promise<readonly SegmentedLevel[]> {
  const written: SegmentedLevel[] = [];
  for (const level of levels) {
    const mesh = surfaces.get(level.level);
    const key = levelKey(assessment, level.level, 'body.ply');
    written.push(mesh === undefined ? level : { ...level, surface: await putSurface(store, key, mesh) });
  }
  return written;
}
