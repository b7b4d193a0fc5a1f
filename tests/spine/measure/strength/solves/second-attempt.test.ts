/** A real body whose load curve does not converge by the first steps: the noisy L4 of VerSe-014 as outlined by hand. */
import { expect, test } from 'vitest';

import { labelFiles, loadStudy } from '../../../../../bench/evaluate/study.ts';
import { PARAMETER_SETS } from '../../../../../spine/definitions/parameter-sets.ts';
import {
  heightOf,
  modelledBody,
  vertebraGrid,
} from '../../../../../spine/measure/strength/model/body-model.ts';
import { plasticStrength } from '../../../../../spine/measure/strength/solves/plastic.ts';
import { assessLevels } from '../../../../../spine/outline/assess/assess-levels.ts';
import { importProvider } from '../../../../../spine/outline/import/provider.ts';
import { withSurfaces } from '../../../../../spine/outline/surface/with-surfaces.ts';
import { lacksSharedData } from '../../../../shared-data.ts';

const SET = PARAMETER_SETS['osteon-default-4'];

test.skipIf(lacksSharedData('verse014/'))(
  'a load curve that does not converge is tried once more in smaller steps',
  async () => {
    const input = await loadStudy('verse014/sub-verse014_ct.nii.gz');
    const labels = labelFiles(['verse014/sub-verse014_seg-vert_msk.nii.gz'], null);
    const segmented = withSurfaces(await importProvider.segment({ ...input, labels }));
    const { frame } = assessLevels(input.ct, segmented).levels.find(({ level }) => level === 'L4')!;
    const model = modelledBody({ ct: input.ct, surface: segmented.surfaces.get('L4')!, frame: frame! }, SET);
    const strengthAt = (slope: number) => {
      const of: number[] = [];
      const found = plasticStrength({
        grid: vertebraGrid(model, { slope, intercept: 0 }),
        heightMm: heightOf(model),
        materials: SET,
        plastic: SET.plastic,
        strains: SET.plastic.strains,
        onIncrement: (told) => void of.push(told.of),
      });
      return { strength: found?.strength ?? NaN, attempts: new Set(of).size };
    };
    const [twice, once] = [strengthAt(0.645), strengthAt(0.66)];
    expect([twice.attempts, once.attempts]).toEqual([2, 1]);
    // Strength grows evenly with the slope: 0.66 against 0.645 makes 2.3 % of density and 3.3 to 3.8 % of force.
    expect(once.strength / twice.strength).toBeGreaterThan(1.02);
    expect(once.strength / twice.strength).toBeLessThan(1.05);
  },
);
