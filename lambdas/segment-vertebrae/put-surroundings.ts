/** For each level that is assessed, what its own step reads: a crop of the CT and the bodies instead of the whole. */
import type { Level } from '../../contracts/levels.ts';
import type { SegmentedLevel } from '../../contracts/segmentation.ts';
import { VOLUME_SCHEMA } from '../../contracts/volumes.ts';
import { extentsOf } from '../../spine/grid/extents.ts';
import { surroundingsOf, type Surroundings } from '../../spine/measure/index.ts';
import { levelKey, putVolume, type AssessmentKey } from '../shared/artifacts.ts';
import type { ObjectStore } from '../shared/object-store.ts';

/** @returns the levels, those of `assessed` with their surroundings */
export async function withSurroundings(
  store: ObjectStore,
  assessment: AssessmentKey,
  volumes: Surroundings,
  levels: readonly SegmentedLevel[],
  assessed: readonly Level[],
): Promise<SegmentedLevel[]> {
  const extents = extentsOf(volumes.bodies);
  return Promise.all(
    levels.map(async (segmented) => {
      const extent = extents.get(segmented.labelValue);
      if (extent === undefined || !assessed.includes(segmented.level)) return segmented;
      const { ct, bodies } = surroundingsOf(volumes, extent);
      const keyOf = (name: string): string => levelKey(assessment, segmented.level, name);
      return {
        ...segmented,
        surroundings: {
          ct: await putVolume(store, keyOf('ct.nii.gz'), VOLUME_SCHEMA.ct, ct),
          bodies: await putVolume(store, keyOf('bodies.nii.gz'), VOLUME_SCHEMA.labels, bodies),
          affine: [...ct.affine],
        },
      };
    }),
  );
}
