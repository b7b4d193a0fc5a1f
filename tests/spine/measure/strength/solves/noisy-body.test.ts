/** A real body whose slivers of marrow led Newton's method astray: the noisy L4 of VerSe-014 as outlined by hand. */
import { expect, test } from 'vitest';

import { labelFiles, loadStudy } from '../../../../../bench/evaluate/study.ts';
import { PARAMETER_SETS } from '../../../../../spine/definitions/parameter-sets.ts';
import {
  heightOf,
  modelledBody,
  vertebraGrid,
} from '../../../../../spine/measure/strength/model/body-model.ts';
import { forwardBending } from '../../../../../spine/measure/strength/solves/bending.ts';
import { plasticStrength } from '../../../../../spine/measure/strength/solves/plastic.ts';
import { assessLevels } from '../../../../../spine/outline/assess/assess-levels.ts';
import { importProvider } from '../../../../../spine/outline/import/provider.ts';
import { withSurfaces } from '../../../../../spine/outline/surface/with-surfaces.ts';
import { lacksSharedData } from '../../../../shared-data.ts';

const SET = PARAMETER_SETS['osteon-default-4'];

test.skipIf(lacksSharedData('verse014/'))(
  'bone that is noisy down to marrow is loaded and bent without a cut',
  async () => {
    const input = await loadStudy('verse014/sub-verse014_ct.nii.gz');
    const labels = labelFiles(['verse014/sub-verse014_seg-vert_msk.nii.gz'], null);
    const segmented = withSurfaces(await importProvider.segment({ ...input, labels }));
    const { frame } = assessLevels(input.ct, segmented).levels.find(({ level }) => level === 'L4')!;
    const model = modelledBody({ ct: input.ct, surface: segmented.surfaces.get('L4')!, frame: frame! }, SET);
    const at = (slope: number) => ({
      grid: vertebraGrid(model, { slope, intercept: 0 }),
      heightMm: heightOf(model),
      materials: SET,
      plastic: SET.plastic,
    });
    const parts: number[] = [];
    const onIncrement = (told: { parts: number }): void => void parts.push(told.parts);
    const strengthAt = (slope: number): number =>
      plasticStrength({ ...at(slope), strains: SET.plastic.strains, onIncrement })?.strength ?? NaN;
    const [less, more] = [strengthAt(0.645), strengthAt(0.66)];
    // Strength grows evenly with the slope: 0.66 against 0.645 makes 2.3 % of density and 3.3 to 3.8 % of force.
    expect(more / less).toBeGreaterThan(1.03);
    expect(more / less).toBeLessThan(1.04);
    expect(
      forwardBending({ ...at(0.7), strains: SET.plastic.bendingEdgeStrains, onIncrement }),
    ).not.toBeNull();
    expect(parts.filter((count) => count !== 1)).toEqual([]);
  },
);
