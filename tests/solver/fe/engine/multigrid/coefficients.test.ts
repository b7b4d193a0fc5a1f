import { expect, test } from 'vitest';

import { coefficientsOf } from '../../../../../solver/fe/engine/multigrid/coefficients.ts';
import { isotropicLaw } from '../../../../../solver/fe/elastic-law.ts';
import { elementStiffness } from '../../../../../solver/fe/hexahedron.ts';

const SOFT = isotropicLaw(0.1);
const FIRM = isotropicLaw(0.4);

test('each law on each box has coefficients of its own, whichever were asked for before', () => {
  for (let round = 0; round < 2; round++)
    for (const law of [SOFT, FIRM])
      for (let n = 0; n < 200; n++) {
        const spacing = [1, 1.5, 0.5 + n / 100] as const;
        const K = elementStiffness(law, spacing);
        const { diagonal, table, largestEigenvalue } = coefficientsOf(law, spacing);
        diagonal.forEach((value, c) => expect(value).toBe(K[c * 25]));
        expect(table.some((value) => value !== 0)).toBe(true);
        // An element's rigid modes have none, a full one has more than the mean of 1.
        expect(largestEigenvalue).toBeGreaterThan(1);
      }
});

test('what was asked for a moment ago is not made again', () => {
  expect(coefficientsOf(SOFT, [1, 1, 1])).toBe(coefficientsOf(isotropicLaw(0.1), [1, 1, 1]));
});
