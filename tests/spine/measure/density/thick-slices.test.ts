/** Density in slices above 3 mm: clear of the endplates, less sure, and none where its region can't be told from them. */
import { describe, expect, test } from 'vitest';

import { PARAMETER_SETS } from '../../../../spine/definitions/parameter-sets.ts';
import { measureTrabecularDensity } from '../../../../spine/measure/density/trabecular-density.ts';
import { requireDensity, withheldInThickSlices } from '../../../../spine/measure/thick-slices.ts';

import { block, type BlockOptions } from '../block.ts';
import { BY_VOLTAGE } from '../../calibrate/by-voltage-line.ts';

const TRUE = 0.7 * 150;
const slices = (apart: number, thick: number | null) => ({
  spacingMm: [0.8, 0.8, apart] as [number, number, number],
  sliceThicknessMm: thick,
});

function measured(options: Partial<BlockOptions>, sliceThicknessMm: number | null = null) {
  return measureTrabecularDensity({
    ...block(options),
    calibration: BY_VOLTAGE,
    level: 'T8',
    sliceThicknessMm,
    parameters: PARAMETER_SETS['osteon-default-4'].trabecular,
  });
}

describe('where slices of 5 mm begin', () => {
  test.each([0, 0.5, 1, 1.5, 2, 2.5])('%d mm up: endplates twice as dense change nothing', (shift) => {
    for (const options of [{}, { anterior: 17 }, { anterior: 20, posterior: 20 }]) {
      const { trabecular } = measured({ sliceMm: 5, shift, shellHu: 2000, ...options });
      expect(Math.abs(trabecular!.vbmd.value - TRUE)).toBeLessThan(0.02 * TRUE);
    }
  });

  // 12 mm are two slices and a bit: what is left between both endplates is thinner than one.
  test.each([0, 0.5, 1, 1.5, 2, 2.5])('%d mm up: a crushed body is right or not measured', (shift) => {
    const { trabecular, flags } = measured({ sliceMm: 5, shift, shellHu: 2000, anterior: 12, posterior: 12 });
    if (trabecular === null) expect(flags[0]!.code).toMatch(/^TRABECULAR_REGION_(SMALL|UNSURE)$/);
    else expect(Math.abs(trabecular.vbmd.value - TRUE)).toBeLessThan(0.02 * TRUE);
  });
});

// The body ends 9 to 15 mm below what is outlined, wherever slices of 5 mm begin.
test.each([10, 12, 14, 16])('an outline of 25 mm about a body of %d mm gives no density', (height) => {
  for (let shift = 0; shift < 5; shift += 0.5) {
    const { ct, frame } = block({ sliceMm: 5, anterior: height, posterior: height, shellHu: 1500, shift });
    const up = shift + (25 - height) / 2;
    const { surface } = block({ sliceMm: 5, anterior: 25, posterior: 25, shift: up });
    const { trabecular, flags } = measureTrabecularDensity({
      ct,
      surface,
      frame: { ...frame, origin: [0, 0, up] },
      calibration: BY_VOLTAGE,
      level: 'L3',
      sliceThicknessMm: null,
      parameters: PARAMETER_SETS['osteon-default-4'].trabecular,
    });
    expect(trabecular).toBeNull();
    expect(flags).toEqual([
      {
        code: 'TRABECULAR_REGION_UNSURE',
        message: expect.stringMatching(
          /^density (changes by \d+ mg\/cm3 over half a slice|has a standard deviation of \d+ mg\/cm3) \(allowed: \d+\) in the trabecular region; an endplate or a disc may lie in it; density not measured$/,
        ) as string,
      },
    ]);
  }
});

test('a region as uneven as one with a disc in it gives no density', () => {
  const input = block({ sliceMm: 5 });
  const [nx] = input.ct.dims;
  const striped = (hu: number) =>
    measureTrabecularDensity({
      ...input,
      ct: { ...input.ct, data: input.ct.data.map((own, at) => own + ((at % nx) % 8 < 4 ? hu : -hu)) },
      calibration: BY_VOLTAGE,
      level: 'L3',
      sliceThicknessMm: null,
      parameters: PARAMETER_SETS['osteon-default-4'].trabecular,
    });
  // 70 and 84 mg/cm3 to either side, as its standard deviation.
  expect(striped(100).trabecular).not.toBeNull();
  expect(striped(120)).toMatchObject({
    trabecular: null,
    region: null,
    flags: [
      {
        code: 'TRABECULAR_REGION_UNSURE',
        message: expect.stringMatching(
          /^density has a standard deviation of \d+ mg\/cm3 \(allowed: \d+\) in the trabecular region/,
        ) as string,
      },
    ],
  });
});

test('its own standard error is 8 % at least, and only above 3 mm', () => {
  expect(measured({ sliceMm: 3 }).trabecular!.samplingSe).toBeLessThan(0.01 * TRUE);
  for (const [sliceMm, thickness] of [
    [4, null],
    [1, 5],
  ] as const)
    expect(measured({ sliceMm }, thickness).trabecular!.samplingSe).toBeGreaterThanOrEqual(0.08 * TRUE - 0.1);
});

test('strength and heights are withheld above 3 mm, apart or thick, each with its reason', () => {
  expect(withheldInThickSlices(slices(3, 3))).toEqual([]);
  expect(withheldInThickSlices(slices(2.5, 5))).toEqual([
    {
      code: 'STRENGTH_SLICES_TOO_THICK',
      message: 'slice thickness 5.0 mm (required: at most 3 mm); strength not computed',
    },
    {
      code: 'HEIGHTS_SLICES_TOO_THICK',
      message: 'slice thickness 5.0 mm (required: at most 3 mm); heights not measured',
    },
  ]);
});

test('a level of which thick slices leave nothing is refused', () => {
  const flags = [{ code: 'TRABECULAR_REGION_SMALL', message: 'region of 0.2 cm3' }] as const;
  const nothing = { trabecular: null, flags };
  expect(() => {
    requireDensity(nothing, slices(1, 1));
  }).not.toThrow();
  expect(() => {
    requireDensity(nothing, slices(4, null));
  }).toThrow(
    expect.objectContaining({
      refusal: {
        code: 'SLICES_TOO_THICK',
        saw: 'voxel spacing 4.0 mm; region of 0.2 cm3',
        wanted: 'at most 3 mm; reconstruct a thinner series',
      },
    }),
  );
});
