import { surfaceOfMask } from '../../../../spine/outline/surface/with-surfaces.ts';
import { describe, expect, test } from 'vitest';

import type { Quantity } from '../../../../contracts/primitives.ts';
import { dot } from '../../../../spine/math/vector.ts';
import { depressionOf } from '../../../../spine/measure/heights/endplate-depression.ts';
import { surfaceAt, type EndplateField } from '../../../../spine/measure/heights/endplate-field.ts';
import { measureHeights } from '../../../../spine/measure/heights/heights.ts';
import { demoSpine, digitalSpine } from '../../../../phantoms/index.ts';
import { ENDPLATE_GRID_MM, HEIGHT_POSITIONS } from '../../../../spine/definitions/heights.ts';

/** From the anterior to the posterior height, as a part of the depth. */
const SPAN = HEIGHT_POSITIONS.posterior - HEIGHT_POSITIONS.anterior;
const DEGREES = 180 / Math.PI;
const NAMES = ['anterior', 'middle', 'posterior'] as const;

function holds({ value, uncertainty }: Quantity, truth: number, within: number): void {
  if (uncertainty.kind !== 'interval95') throw new Error('no interval');
  expect(Math.abs(value - truth)).toBeLessThan(within);
  expect(uncertainty.low).toBeLessThan(truth);
  expect(uncertainty.high).toBeGreaterThan(truth);
}

describe('endplates of a digital spine with 1 mm slices', () => {
  const lips = [
    { mm: 5, endplate: 'superior', side: 'anterior' },
    { mm: 5, endplate: 'inferior', side: 'anterior' },
  ] as const;
  const spine = digitalSpine({
    ...demoSpine,
    levels: [
      { level: 'T12', vbmdMgCc: 100, fracture: { shape: 'wedge', loss: 0.25 } },
      { level: 'L1', vbmdMgCc: 100, fracture: null, osteophytes: lips },
      { level: 'L2', vbmdMgCc: 100, fracture: { shape: 'biconcave', loss: 0.3 } },
    ],
    scanner: { ...demoSpine.scanner, fieldOfViewMm: [70, 90] },
  });
  const { levels } = spine.truth;
  // Lips are bone that the segmentation may keep: the mask of whole vertebrae has them, with the arch.
  const found = levels.map(({ labelValue, frame }) =>
    measureHeights({
      ...spine,
      surface: surfaceOfMask(spine.bodies, labelValue)!,
      labelValue,
      frame,
      sliceThicknessMm: 1,
    }),
  );

  test.each(levels.map(({ level }, n) => ({ level, n })))(
    'tilt by what the heights say at $level',
    ({ n }) => {
      const { heightsMm, depthMm } = levels[n]!;
      const rise = (heightsMm.posterior - heightsMm.anterior) / 2 / (SPAN * depthMm);
      // 0.2 mm at either end of 20 mm.
      holds(found[n]!.endplates!.sagittalTilt, 2 * Math.atan(rise) * DEGREES, 1.2);
      holds(found[n]!.endplates!.coronalTilt, 0, 1);
    },
  );

  test.each(levels.map(({ level }, n) => ({ level, n })))(
    'are as concave as the heights say at $level',
    ({ n }) => {
      const { anterior, middle, posterior } = levels[n]!.heightsMm;
      const { superior, inferior } = found[n]!.endplates!;
      for (const { concavity, deepestAt, seen } of [superior, inferior]) {
        const truth = (anterior + posterior) / 4 - middle / 2;
        // A parabola flattens a deep bowl by a twentieth.
        holds(concavity, truth, 0.3 + 0.05 * truth);
        expect(Math.abs(deepestAt - 0.5)).toBeLessThan(0.25);
        expect(seen).toBeGreaterThan(0.8);
      }
    },
  );

  test('have normals out of the body, within their margin of the truth', () => {
    const [, l1] = levels;
    const { superior, inferior } = found[1]!.endplates!;
    const tilt = Math.atan((l1!.heightsMm.posterior - l1!.heightsMm.anterior) / 2 / (SPAN * l1!.depthMm));
    for (const [endplate, outward] of [
      [superior, 1],
      [inferior, -1],
    ] as const) {
      const angle = Math.acos(outward * dot(endplate.normal, l1!.frame.superior)) * DEGREES;
      expect(Math.abs(angle - Math.abs(tilt * DEGREES))).toBeLessThan(endplate.normalMarginDegrees + 0.5);
      expect(outward * dot(endplate.normal, l1!.frame.superior)).toBeGreaterThan(0.95);
    }
  });

  test('have no depression beside an even biconcavity', () => {
    // Half a millimetre is what a paraboloid leaves of the rim's edge, and noise.
    const { superior, inferior } = found[1]!.endplates!;
    for (const { depression } of [superior, inferior]) expect(depression!.depth.value).toBeLessThan(0.6);
  });

  test('keep the heights under lips of 5 mm within 0.3 mm', () => {
    for (const name of NAMES)
      expect(Math.abs(found[1]!.heights![name].value - levels[1]!.heightsMm[name])).toBeLessThan(0.3);
  });

  test('hold each of the six points within its own margin', () => {
    levels.forEach(({ points, frame }, n) => {
      const { points: seen, pointMarginsMm } = found[n]!.heights!;
      for (const name of NAMES)
        for (const end of ['Superior', 'Inferior'] as const) {
          const [a, b] = [seen[`${name}${end}`], points[`${name}${end}`]];
          const off = dot([a[0] - b[0], a[1] - b[1], a[2] - b[2]], frame.superior);
          // A slope carries the error of the place along the depth into the height.
          expect(Math.abs(off)).toBeLessThan(pointMarginsMm![`${name}${end}`] + 0.15);
        }
    });
  });
});

describe('a field of heights', () => {
  function field(w: (u: number, v: number) => number): EndplateField {
    const points: EndplateField['points'][number][] = [];
    for (let u = -18; u <= 18; u += ENDPLATE_GRID_MM)
      for (let v = -14; v <= 14; v += ENDPLATE_GRID_MM)
        if (Math.hypot(u / 18, v / 14) <= 1)
          points.push({ u, v, w: w(u, v), line: w(u, v), edge: w(u, v), seen: true });
    return {
      side: 'superior',
      points,
      smear: { u: 0, v: 0 },
      offsetSigma: null,
      offset: 0,
      gapMm: null,
      fit: null,
    };
  }
  const bowl = (u: number, v: number): number => 12 - 1.5 + 1.5 * Math.hypot(u / 18, v / 14) ** 2;
  const node = (u: number, v: number): number => (Math.hypot(u - 3, v - 2) <= 4 ? 3 : 0);

  test('gives back a tilted parabola exactly', () => {
    const tilted = field((u, v) => 10 + 0.1 * u - 0.2 * v + 0.01 * u * u + 0.02 * v * v);
    expect(surfaceAt(tilted, 0, 3)!.w).toBeCloseTo(10 - 0.6 + 0.18, 9);
  });

  test('takes off by how much smearing lifts a hollow', () => {
    // A parabola averaged with a variance s2 in either direction stands a u2 s2 + b v2 s2 higher everywhere.
    const smeared = field((u, v) => 10 + 0.01 * u * u + 0.02 * v * v + 0.01 * 1.2 + 0.02 * 0.9);
    expect(surfaceAt({ ...smeared, smear: { u: 1.2, v: 0.9 } }, 0, 0)!.w).toBeCloseTo(10, 9);
  });

  test('does not listen to three wild points', () => {
    const wild = field((u, v) => (Math.abs(u) <= 2 && v === 4 ? 20 : 10));
    expect(surfaceAt(wild, 0, 2)!.w).toBeCloseTo(10, 6);
  });

  test('shows a Schmorl node with its depth, its place and its size', () => {
    const found = depressionOf(field((u, v) => bowl(u, v) - node(u, v)))!;
    expect(Math.abs(found.depth - 3)).toBeLessThan(0.2);
    expect(Math.hypot(found.u - 3, found.v - 2)).toBeLessThan(ENDPLATE_GRID_MM);
    // pi 4^2 = 50 mm2 on squares of 4 mm2.
    expect(Math.abs(found.areaMm2 - 50)).toBeLessThan(16);
  });

  test('shows none in a smooth bowl', () => {
    expect(Math.abs(depressionOf(field(bowl))!.depth)).toBeLessThan(0.05);
  });

  test('says nothing of an endplate that is hardly seen', () => {
    const { points, ...rest } = field(bowl);
    expect(
      depressionOf({ ...rest, points: points.map((point) => ({ ...point, seen: point.u < -10 })) }),
    ).toBeNull();
  });
});
