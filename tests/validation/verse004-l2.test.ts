/**
 * `science.md` 7.2: the VerSe-004 L2 of spineFE-benchmark (Walle et al., CC BY-SA 2.0), body only between its caps,
 * orthotropic law, through the modules of solve-level. The reference values are an independent solve of that model.
 */
import { expect, test } from 'vitest';

import { PARAMETER_SETS } from '../../lambdas/shared/parameter-sets.ts';
import { linearStrength } from '../../lambdas/solve-level/strength.ts';
import { lacksSharedData } from '../shared-data.ts';

import { LABEL, verse004 } from './verse004.ts';

test.skipIf(lacksSharedData('verse004-l2/'))(
  'VerSe-004 L2: elements and nodes exact, K and 0.0068 K H within 1 % of the independent solve',
  () => {
    const { density, labels } = verse004();
    const is = (...wanted: number[]) =>
      Uint8Array.from(labels.data, (label) => (wanted.includes(label) ? 1 : 0));
    const body = is(LABEL.trabecular, LABEL.cortical);
    const [nx, ny] = labels.dims;
    const [low, high] = [body.indexOf(1), body.lastIndexOf(1)].map((at) => Math.floor(at / (nx * ny)));
    const heightMm = high! - low! + 1;
    const { solution, ...result } = linearStrength({
      grid: {
        dims: labels.dims,
        spacing: [1, 1, 1],
        densityMgCc: Float64Array.from(density.data),
        body,
        caps: is(LABEL.bottomCap, LABEL.topCap),
      },
      heightMm,
      materials: PARAMETER_SETS['osteon-default-2'],
      strain: PARAMETER_SETS['osteon-default-2'].linearStrain,
    });
    expect(solution.elements).toBe(47_086);
    expect(solution.nodes).toBe(52_277);
    expect(heightMm).toBe(31);
    expect(Math.abs(result.stiffness / 10_148 - 1)).toBeLessThan(0.01);
    expect(Math.abs(result.strength / 2139 - 1)).toBeLessThan(0.01);
    console.log(
      `VerSe-004 L2: K ${result.stiffness.toFixed(1)} N/mm (reference 10148), F ${result.strength.toFixed(1)} N ` +
        `(2139), ${solution.iterations} iterations`,
    );
  },
);
