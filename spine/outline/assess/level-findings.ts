/** What is told of a level beside its outline: where its pedicles are cut, and how much of it stands out as bony lips. */
import type { SegmentedLevel } from '../../../contracts/segmentation.ts';
import { voxelVolume } from '../../grid/volume.ts';

import { extentsOf } from '../../grid/extents.ts';
import { cutsOfLevels } from '../posterior/level-cuts.ts';
import type { ProviderResult } from '../provider.ts';

export function withFindings(
  levels: readonly SegmentedLevel[],
  result: ProviderResult,
): readonly SegmentedLevel[] {
  const cuts = cutsOfLevels(result, levels);
  const { osteophytes, outlineQuality } = result;
  const lips = osteophytes === undefined ? null : extentsOf(osteophytes);
  return levels.map((level) => {
    const own = cuts.get(level.level);
    const looked = lips !== null && outlineQuality?.has(level.level) === true;
    const voxels = lips?.get(level.labelValue)?.voxels ?? 0;
    return {
      ...level,
      ...(own === undefined ? {} : { pedicleCuts: own }),
      ...(looked ? { osteophyteMm3: voxels * voxelVolume(result.bodies.affine) } : {}),
    };
  });
}
