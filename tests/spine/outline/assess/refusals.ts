/** What becomes of the levels of an imported label map. */
import type { Volume } from '../../../../spine/grid/volume.ts';
import { assessLevels } from '../../../../spine/outline/assess/assess-levels.ts';
import type { ProviderResult } from '../../../../spine/outline/provider.ts';

export interface LabelledCt {
  readonly ct: Volume<Int16Array>;
  readonly bodies: Volume<Uint8Array>;
}

/** Codes that the levels of an imported label map are refused with, from above; undefined for a whole level. */
export function refusals({ ct, bodies }: LabelledCt): readonly (string | undefined)[] {
  const result: ProviderResult = {
    provider: { id: 'import', version: '1' } as ProviderResult['provider'],
    bodies,
    vertebrae: null,
    studyFlags: [],
    levelFlags: new Map(),
  };
  return assessLevels(ct, result).levels.map(({ refusal }) => refusal?.code);
}
