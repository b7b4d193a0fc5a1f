/** Density in slices of 2 to 3 mm, of which the region holds parts: neither its volume nor its place goes with where slices begin. */
import { describe, expect, test } from 'vitest';

import { PARAMETER_SETS } from '../../../../spine/definitions/parameter-sets.ts';
import { indexToWorld } from '../../../../spine/grid/volume.ts';
import { measureTrabecularDensity } from '../../../../spine/measure/density/trabecular-density.ts';

import { block, type BlockOptions } from '../block.ts';
import { BY_VOLTAGE } from '../../calibrate/by-voltage-line.ts';

const TRUE = 0.7 * 150;
const SHIFTS = [0, 0.5, 1, 1.5, 2, 2.5];

/** @param slopeHu by which bone is denser for each mm upwards from the body's middle */
function measured(options: Partial<BlockOptions>, slopeHu = 0) {
  const made = block(options);
  const [nx, ny] = made.ct.dims;
  const data = made.ct.data.map((hu, at) => {
    const [, , z] = indexToWorld(made.ct.affine, 0, 0, Math.floor(at / (nx * ny)));
    return hu + slopeHu * (z - made.frame.origin[2]);
  });
  const { trabecular } = measureTrabecularDensity({
    ...made,
    ct: { ...made.ct, data },
    calibration: BY_VOLTAGE,
    level: 'T8',
    sliceThicknessMm: null,
    parameters: PARAMETER_SETS['osteon-default-4'].trabecular,
  });
  return trabecular!;
}

// A third of 16 to 25 mm holds the middles of one slice to three.
describe.each([16, 19, 22, 25])('a body of %d mm, wherever slices of 3 mm begin', (height) => {
  const body = { anterior: height, posterior: height };

  test('has the region of thin slices', () => {
    const thin = measured({ ...body, sliceMm: 0.5 });
    for (const shift of SHIFTS) {
      const thick = measured({ ...body, shift, sliceMm: 3 });
      expect(thick.method).toBe(thin.method);
      expect(Math.abs(thick.volume.value / thin.volume.value - 1)).toBeLessThan(0.1);
    }
  });

  test('has the density of its middle where it is denser above', () => {
    for (const shift of SHIFTS) {
      const { vbmd } = measured({ ...body, shift, sliceMm: 3 }, 10);
      expect(Math.abs(vbmd.value - TRUE)).toBeLessThan(0.04 * TRUE);
    }
  });
});

// The middle of a slice stays 3 mm away from the endplates, whatever part of it lies farther in.
test.each(SHIFTS)('%d mm up: endplates twice as dense change nothing in a crushed body', (shift) => {
  for (const height of [9, 10]) {
    const body = { anterior: height, posterior: height, shift, sliceMm: 3 };
    expect(measured({ ...body, shellHu: 2000 }).vbmd.value).toBeCloseTo(measured(body).vbmd.value, 6);
  }
});
