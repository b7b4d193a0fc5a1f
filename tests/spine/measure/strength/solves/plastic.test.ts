import { describe, expect, test } from 'vitest';

import { PARAMETER_SETS } from '../../../../../spine/definitions/parameter-sets.ts';
import { forwardBending } from '../../../../../spine/measure/strength/solves/bending.ts';
import { offsetForce, plasticStrength } from '../../../../../spine/measure/strength/solves/plastic.ts';

const { plastic, ...materials } = PARAMETER_SETS['osteon-default-2'];

/** A block of bone, 10 x 8 x 12 voxels of 1 mm, without caps. */
function bone(densityMgCc: number) {
  const dims = [10, 8, 12] as const;
  const count = dims[0] * dims[1] * dims[2];
  const grid = {
    dims,
    spacing: [1, 1, 1] as const,
    densityMgCc: new Float64Array(count).fill(densityMgCc),
    body: new Uint8Array(count).fill(1),
    caps: new Uint8Array(count),
  };
  return { grid, heightMm: 12, materials, plastic, strains: plastic.strains };
}

describe('the offset force', () => {
  const elasticThenFlat = [0.002, 0.004, 0.006, 0.008].map((strain) => ({
    strain,
    force: Math.min(1000 * strain, 5),
  }));

  test('is the plateau of a body that yields at once', () => {
    expect(offsetForce(elasticThenFlat, 1000, 0.002)).toBeCloseTo(5, 12);
  });

  test('is not known of a curve that ends before the line', () => {
    expect(offsetForce(elasticThenFlat.slice(0, 3), 1000, 0.002)).toBeNull();
  });

  test('lies on the straight piece between two points', () => {
    const curve = [
      { strain: 0.004, force: 4 },
      { strain: 0.01, force: 7 },
    ];
    const force = offsetForce(curve, 1000, 0.002)!;
    // F = 4 + 500 (e - 0.004) and F = 1000 (e - 0.002) meet at e = 0.008.
    expect(force).toBeCloseTo(6, 12);
  });
});

describe('plastic strength', () => {
  test('of a homogeneous block between bonded plates is its yield stress times its area, or a little more', () => {
    // Held ends cannot spread: they confine the block, 12 mm tall and 8 deep. Slip at 45 degrees bounds the gain.
    const { strength, yielded, offsetStrength } = plasticStrength(bone(150))!;
    const plateau = (-0.75 + 24.9 * 0.15) * 80;
    expect(strength / plateau).toBeGreaterThanOrEqual(1);
    expect(strength / plateau).toBeLessThan(1.25);
    expect(yielded).toBeGreaterThan(0.8);
    expect(offsetStrength).toBeLessThanOrEqual(strength);
    expect(offsetStrength! / plateau).toBeGreaterThan(0.95);
  });

  test('never falls along the curve, and grows with density', () => {
    const [weak, strong] = [80, 160].map((density) => plasticStrength(bone(density))!);
    weak!.curve.slice(1).forEach(({ force }, n) => {
      expect(force).toBeGreaterThanOrEqual(weak!.curve[n]!.force * (1 - 1e-4));
    });
    expect(strong!.strength).toBeGreaterThan(weak!.strength);
  });
});

test('forward bending of a block reaches its plastic moment, b h h / 4 times the yield stress', () => {
  // Turned about the middle of 8 mm depth: the front is shortened by 1.9 % at an angle of 0.019 * 12 / 4.
  const { moment, angleRad } = forwardBending({ ...bone(150), strains: [0.006, 0.012, 0.019] })!;
  expect(angleRad).toBeCloseTo((0.019 * 12) / 4, 12);
  const full = ((-0.75 + 24.9 * 0.15) * 10 * 8 * 8) / 4 / 1000;
  // The middle has not yielded yet; the held foot confines a little.
  expect(moment / full).toBeGreaterThan(0.95);
  expect(moment / full).toBeLessThan(1.1);
});
