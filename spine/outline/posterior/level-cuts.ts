/** Pedicle cuts of vertebrae whose posterior elements came with a label map or a model. */
import type { PedicleCut, SegmentedLevel } from '../../../contracts/segmentation.ts';
import type { Level } from '../../../contracts/levels.ts';
import { extentsOf } from '../../grid/extents.ts';
import type { ProviderResult } from '../provider.ts';
import { isSupported } from '../../definitions/supported-levels.ts';

import { archesOf } from './arches.ts';
import { pedicleCuts } from './pedicles.ts';

/** A vertebra with its arch has this many times the voxels of its body, and more (1.3 in whole vertebrae). */
const LEAST_WHOLE = 1.15;

/** Of levels whose vertebra is whole in the image and more than its body; others have no entry. */
export function cutsOfLevels(
  { bodies, vertebrae, pedicleCuts: known }: Pick<ProviderResult, 'bodies' | 'vertebrae' | 'pedicleCuts'>,
  levels: readonly SegmentedLevel[],
): ReadonlyMap<Level, readonly PedicleCut[]> {
  if (known !== undefined) return known;
  if (vertebrae === null) return new Map();
  const [ofBodies, ofVertebrae] = [extentsOf(bodies), extentsOf(vertebrae)];
  const whole = levels.filter(({ level, labelValue, frame, truncated }) => {
    const [body, all] = [ofBodies.get(labelValue), ofVertebrae.get(labelValue)];
    if (frame === null || truncated || !isSupported(level) || body === undefined || all === undefined)
      return false;
    return all.voxels >= LEAST_WHOLE * body.voxels;
  });
  const frames = new Map(whole.map(({ labelValue, frame }) => [labelValue, frame!]));
  const arches = archesOf(bodies, frames, null).filter(({ value }) => value !== 0);
  return new Map(arches.map((arch) => [arch.level, pedicleCuts(vertebrae, arch)]));
}
