import { surfaceOfMask } from '../../../../spine/outline/surface/with-surfaces.ts';
import { describe, expect, test } from 'vitest';

import { affineFrom } from '../../../../spine/grid/volume.ts';
import { measureHeights, type HeightsMeasurement } from '../../../../spine/measure/heights/heights.ts';
import { demoSpine, digitalSpine } from '../../../../phantoms/index.ts';

import { block, DEPTH, LABEL, SHELL_MM, type BlockOptions } from '../block.ts';
import { HEIGHT_POSITIONS } from '../../../../spine/definitions/heights.ts';

/** A shell inside one slice could lie anywhere in it: the worst case of flat endplates along box slices of 1 mm, at both ends. */
const HIDDEN_MM = 1 - SHELL_MM;

function heightsOf(options: Partial<BlockOptions>): [number, number, number] {
  const { heights } = measured(options);
  return [heights!.anterior.value, heights!.middle.value, heights!.posterior.value];
}

function measured(options: Partial<BlockOptions>): HeightsMeasurement {
  return measureHeights({ ...block(options), labelValue: LABEL, sliceThicknessMm: options.sliceMm ?? 1 });
}

function codes({ flags }: HeightsMeasurement): string[] {
  return flags.map(({ code }) => code);
}

describe('heights of a block with flat endplates', () => {
  test.each([0, 0.1, 0.25, 0.4, 0.5, 0.75])('do not depend on where the slices fall (%d mm)', (shift) => {
    for (const height of heightsOf({ shift })) expect(Math.abs(height - 25)).toBeLessThan(HIDDEN_MM);
  });

  test('are good to 0.15 mm, the accuracy aimed at, where slices are thinner than the shell', () => {
    for (const shift of [0, 0.15, 0.3]) {
      for (const height of heightsOf({ sliceMm: 0.5, shift }))
        expect(Math.abs(height - 25)).toBeLessThan(0.15);
    }
  });

  test('follow the body in steps far below half a voxel', () => {
    const at = (height: number): number => heightsOf({ anterior: height, posterior: height })[1];
    for (const height of [24.2, 24.4, 24.6, 24.8])
      expect(Math.abs(at(height) - height)).toBeLessThan(HIDDEN_MM);
  });

  test('come from the CT, not from a mask that is a voxel too large on either side', () => {
    const [, exact] = heightsOf({});
    const [, grown] = heightsOf({ maskGrown: 1 });
    expect(Math.abs(grown - exact)).toBeLessThan(0.05);
  });

  test('stand at their parts of the depth', () => {
    const wedge = { anterior: 18, posterior: 26 };
    const [ha, hm, hp] = heightsOf(wedge);
    const { anterior, middle, posterior } = HEIGHT_POSITIONS;
    expect(Math.abs(ha - (18 + 8 * anterior))).toBeLessThan(HIDDEN_MM);
    expect(Math.abs(hm - (18 + 8 * middle))).toBeLessThan(HIDDEN_MM);
    expect(Math.abs(hp - (18 + 8 * posterior))).toBeLessThan(HIDDEN_MM);
    const { points } = measured(wedge).heights!;
    expect(Math.abs(points.anteriorSuperior[1] - (anterior - 0.5) * DEPTH)).toBeLessThan(0.5);
    expect(points.middleInferior[2]).toBeLessThan(points.middleSuperior[2]);
    expect(points.posteriorSuperior[0]).toBe(0);
  });

  test('lie between points as far apart as the height says', () => {
    const { points, anterior } = measured({ noiseHu: 20 }).heights!;
    const [a, b] = [points.anteriorSuperior, points.anteriorInferior];
    expect(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])).toBeCloseTo(anterior.value, 9);
  });

  test('hold the truth in their interval, under noise too', () => {
    for (const options of [{}, { noiseHu: 30 }, { noiseHu: 30, sliceMm: 2 }, { shellHu: 700 }]) {
      const { uncertainty } = measured(options).heights!.middle;
      if (uncertainty.kind !== 'interval95') throw new Error('no interval');
      expect(uncertainty.low).toBeLessThan(25);
      expect(uncertainty.high).toBeGreaterThan(25);
    }
  });

  test('do not change where the same body lies elsewhere in the patient', () => {
    const here = block();
    const moved = affineFrom(here.ct.affine.map((x, n) => (n % 4 === 3 ? x + 100 : x)));
    const there = measureHeights({
      ct: { ...here.ct, affine: moved },
      surface: { ...here.surface, vertices: here.surface.vertices.map((x) => x + 100) },
      bodies: { ...here.bodies, affine: moved },
      frame: { ...here.frame, origin: [100, 100, 100] },
      labelValue: LABEL,
      sliceThicknessMm: 1,
    });
    expect(there.heights!.middle.value).toBeCloseTo(measured({}).heights!.middle.value, 6);
  });
});

describe('heights that can not be trusted', () => {
  test('are flagged above slices of 3 mm', () => {
    expect(codes(measured({ sliceMm: 3 }))).not.toContain('HEIGHTS_LOW_PRECISION');
    expect(measured({ sliceMm: 3.5 }).flags).toContainEqual({
      code: 'HEIGHTS_LOW_PRECISION',
      message: 'slice thickness 3.5 mm: reduced precision of heights',
    });
  });

  test('are not given above slices of 5 mm', () => {
    const thick = measured({ sliceMm: 5.5 });
    expect(thick).toEqual({
      heights: null,
      endplates: null,
      flags: [{ code: 'HEIGHTS_SLICES_TOO_THICK', message: 'slice thickness 5.5 mm; heights not measured' }],
    });
  });

  test('are not given of a body that the mid-sagittal plane does not meet', () => {
    const { frame, ...input } = block();
    expect(
      measureHeights({
        ...input,
        frame: { ...frame, origin: [60, 0, 0] },
        labelValue: LABEL,
        sliceThicknessMm: 1,
      }),
    ).toEqual({
      heights: null,
      endplates: null,
      flags: [
        {
          code: 'HEIGHTS_NO_MIDLINE',
          message: 'no vertebral body in the mid-sagittal plane; heights not measured',
        },
      ],
    });
  });

  test('come from the mask, and say so, where the CT shows no endplate', () => {
    const hidden = measured({ shellHu: 80, trabecularHu: 80 });
    const ends = ['anterior', 'middle', 'posterior'].flatMap((name) => [
      `${name} superior`,
      `${name} inferior`,
    ]);
    expect(hidden.flags).toEqual([
      {
        code: 'HEIGHTS_FROM_MASK',
        message: `endplate not clearly visible on CT, edge of the outline used (${ends.join(', ')})`,
      },
    ]);
    // Half a slice at either end, and rounding.
    expect(Math.abs(hidden.heights!.middle.value - 25)).toBeLessThan(1.001);
    // Both ends unseen, each known to 1.5 mm (standard deviation) at best.
    const { uncertainty, value } = hidden.heights!.middle;
    if (uncertainty.kind !== 'interval95') throw new Error('no interval');
    expect(uncertainty.high - value).toBeGreaterThan(1.96 * Math.SQRT2 * 1.5);
  });
});

describe('heights of a digital spine with 1 mm slices', () => {
  const spine = digitalSpine({
    ...demoSpine,
    levels: demoSpine.levels.filter(({ level }) => level === 'T12' || level === 'L1'),
    sagittalTiltDegrees: 6,
    scanner: { ...demoSpine.scanner, fieldOfViewMm: [100, 110] },
  });

  test.each(spine.truth.levels)('are within 0.5 mm at $level', ({ labelValue, frame, heightsMm }) => {
    const { heights, flags } = measureHeights({
      ...spine,
      surface: surfaceOfMask(spine.bodies, labelValue)!,
      labelValue,
      frame,
      sliceThicknessMm: 1,
    });
    expect(flags).toEqual([]);
    for (const name of ['anterior', 'middle', 'posterior'] as const)
      expect(Math.abs(heights![name].value - heightsMm[name])).toBeLessThan(0.5);
  });
});
