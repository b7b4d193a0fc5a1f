/** Points and rays in a closed surface. */
import { describe, expect, it } from 'vitest';

import type { Vec3 } from '../../../../contracts/primitives.ts';
import { meshSolid } from '../../../../spine/grid/mesh/solid.ts';
import { unit } from '../../../../spine/math/vector.ts';
import { normalNumbers } from '../../../../phantoms/random.ts';

import { box, ellipsoid, torus, windingNumber } from './meshes.ts';

describe('a solid', () => {
  it.each([
    ['an ellipsoid', ellipsoid([3, -2, 1], [9, 7, 6])],
    ['a ring', torus(7, 2.5)],
  ])('of %s has the points inside that its surface goes around, whatever rays came before', (_, mesh) => {
    const solid = meshSolid(mesh);
    const normal = normalNumbers(11);
    const wrong: Vec3[] = [];
    for (let n = 0; n < 200; n++) {
      const point: Vec3 = [6 * normal(), 6 * normal(), 4 * normal()];
      solid.firstCrossing(point, unit([normal(), normal(), normal()]), 50);
      if (solid.isInside(point) !== (windingNumber(mesh, point) !== 0)) wrong.push(point);
    }
    expect(wrong).toEqual([]);
  });

  it('is left and entered where a ray meets its sides, forwards and backwards', () => {
    const solid = meshSolid(box([1, 2, 3], [5, 8, 13]));
    expect(solid.firstCrossing([2, 4, 6], [1, 0, 0], 40)).toBeCloseTo(3, 6);
    expect(solid.firstCrossing([2, 4, 6], [-1, 0, 0], 40)).toBeCloseTo(1, 6);
    expect(solid.firstCrossing([2, 4, 6], [0, 0, 1], 40)).toBeCloseTo(7, 6);
    expect(solid.firstCrossing([2, 4, -6], [0, 0, 1], 40)).toBeCloseTo(9, 6);
    const diagonal = unit([1, 1, 0]);
    // The lattice across an oblique ray: 0.0001 mm.
    expect(solid.firstCrossing([3, 4, 6], diagonal, 40)).toBeCloseTo(2 * Math.SQRT2, 3);
    expect(solid.firstCrossing([2, 4, 6], [0, 0, 1], 6)).toBeNull();
    expect(solid.firstCrossing([20, 4, 6], [1, 0, 0], 40)).toBeNull();
  });

  it('has its centre of mass', () => {
    const [x, y, z] = meshSolid(box([-300, 2, 3], [-290, 8, 13])).centre!;
    expect([x, y, z]).toEqual([expect.closeTo(-295, 4), expect.closeTo(5, 4), expect.closeTo(8, 4)]);
  });
});
