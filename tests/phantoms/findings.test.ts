import { describe, expect, it } from 'vitest';

import type { Vec3 } from '../../contracts/primitives.ts';
import { LABEL_VALUE } from '../../contracts/levels.ts';
import { indexToWorld, invertAffine, voxelVolume } from '../../spine/grid/volume.ts';
import {
  demoSpine,
  digitalSpine,
  type DigitalSpine,
  type LevelSpec,
  type SpineOptions,
} from '../../phantoms/index.ts';
import { placeSpine } from '../../phantoms/anatomy/layout.ts';
import { osteophyte } from '../../phantoms/anatomy/osteophytes.ts';
import { localCoordinates, toWorld } from '../../phantoms/anatomy/solids.ts';

/** Coarse, sharp and without noise: what is asserted is where things stand. */
const PLAIN: SpineOptions = {
  ...demoSpine,
  scanner: {
    ...demoSpine.scanner,
    pixelMm: 1.5,
    sliceSpacingMm: 1.5,
    sliceThicknessMm: 1.5,
    psfSigmaMm: 0,
    noiseHu: 0,
    fieldOfViewMm: [150, 120],
    fieldOfViewCentreMm: [0, 25],
  },
};

function level(name: LevelSpec['level'], more: Partial<LevelSpec> = {}): LevelSpec {
  return { level: name, vbmdMgCc: 100, fracture: null, ...more };
}

/** HU of the voxel at (u, v, w) in the frame of a level. */
function huAt(spine: DigitalSpine, name: string, point: Vec3): number {
  const { frame } = spine.truth.levels.find((one) => one.level === name)!;
  return valueAt(spine, spine.ct.data, toWorld(frame, point));
}

function valueAt({ ct: { affine, dims } }: DigitalSpine, data: ArrayLike<number>, at: Vec3): number {
  const [i, j, k] = indexToWorld(invertAffine(affine), ...at).map(Math.round) as [number, number, number];
  return data[i + dims[0] * (j + dims[1] * k)]!;
}

function volumeOf(
  spine: DigitalSpine,
  data: Uint8Array | Int16Array,
  take: (value: number) => boolean,
): number {
  let count = 0;
  for (const value of data) if (take(value)) count += 1;
  return count * voxelVolume(spine.ct.affine);
}

describe('a bridging osteophyte', () => {
  const spineWith = (bridge: {
    readonly bridge?: { readonly mm: number; readonly side: 'anterior' };
  }): DigitalSpine =>
    digitalSpine({
      ...PLAIN,
      levels: [level('T12', { discBelow: { heightMm: 1.5, filling: 'disc', ...bridge } }), level('L1')],
    });

  it('joins two bodies before a disc that stays, in the labels of the upper one’s vertebra and of no body', () => {
    const [plain, bridged] = [spineWith({}), spineWith({ bridge: { mm: 6, side: 'anterior' } })];
    const { frame, depthMm, heightsMm } = plain.truth.levels[0]!;
    const at = (v: number): Vec3 => toWorld(frame, [0, v, -heightsMm.middle / 2 - 1.5]);
    const before = at(-depthMm / 2 - 2);
    expect(valueAt(plain, plain.ct.data, before)).toBeLessThan(100);
    expect(valueAt(bridged, bridged.ct.data, before)).toBeGreaterThan(200);
    expect(valueAt(bridged, bridged.vertebrae.data, before)).toBe(LABEL_VALUE.T12);
    expect(valueAt(bridged, bridged.bodies.data, before)).toBe(0);
    expect(valueAt(bridged, bridged.ct.data, at(0))).toBe(valueAt(plain, plain.ct.data, at(0)));
    expect(bridged.truth.levels.map((one) => one.heightsMm)).toEqual(
      plain.truth.levels.map((one) => one.heightsMm),
    );
  });

  it('of nothing or of 20 mm is none', () => {
    for (const mm of [0, 20]) expect(() => spineWith({ bridge: { mm, side: 'anterior' } })).toThrow(/bridge/);
  });
});

describe('osteophytes', () => {
  const lips = (['anterior', 'left'] as const).flatMap((side) => [
    { mm: 6, endplate: 'superior', side } as const,
    { mm: 4, endplate: 'inferior', side } as const,
  ]);
  const scanner = {
    ...PLAIN.scanner,
    pixelMm: 0.75,
    sliceSpacingMm: 0.75,
    sliceThicknessMm: 0.75,
    fieldOfViewMm: [70, 60] as const,
    fieldOfViewCentreMm: [0, 10] as const,
  };
  const without = digitalSpine({ ...PLAIN, scanner, levels: [level('L3')] });
  const with4 = digitalSpine({ ...PLAIN, scanner, levels: [level('L3', { osteophytes: lips })] });
  const [plain, spurred] = [without.truth.levels[0]!, with4.truth.levels[0]!];

  it('leave heights, frame and the labelled body as they are', () => {
    expect(spurred.heightsMm).toEqual(plain.heightsMm);
    expect(spurred.points).toEqual(plain.points);
    expect(spurred.bodyVolumeMm3).toBe(plain.bodyVolumeMm3);
    expect(with4.bodies.data).toEqual(without.bodies.data);
  });

  it('add the volume that the truth says', () => {
    const segment = placeSpine({ ...PLAIN, levels: [level('L3')] }).vertebrae[0]!;
    const solids = lips.map((lip) => osteophyte(lip, segment));
    const toLocal = localCoordinates(segment.frame);
    const local = new Float64Array(3);
    const [x0, y0, z0] = segment.frame.origin;
    const step = 0.5;
    let count = 0;
    for (let x = -30.1; x < 30; x += step)
      for (let y = -30.1; y < 30; y += step)
        for (let z = -20.1; z < 20; z += step) {
          if (Math.hypot(x, y) < 14) continue;
          if (!solids.some((solid) => solid.depth(x0 + x, y0 + y, z0 + z) >= 0)) continue;
          toLocal(x0 + x, y0 + y, z0 + z, local);
          if (segment.body.depth(local[0]!, local[1]!, local[2]!) < 0) count += 1;
        }
    expect(spurred.osteophyteVolumeMm3).toBeGreaterThan(500);
    // Some 8000 points, a third of them near a surface: a standard error of about 0.6 %.
    expect(Math.abs((count * step ** 3) / spurred.osteophyteVolumeMm3 - 1)).toBeLessThan(0.02);
  });

  it('belong to the labelled vertebra', () => {
    const is = (value: number): boolean => value === LABEL_VALUE.L3;
    const more = volumeOf(with4, with4.vertebrae.data, is) - volumeOf(without, without.vertebrae.data, is);
    // Their edges are thinner than a voxel.
    expect(more / spurred.osteophyteVolumeMm3).toBeGreaterThan(0.8);
    expect(more / spurred.osteophyteVolumeMm3).toBeLessThan(1.05);
  });

  it('are bone as far out as asked and no farther', () => {
    const w = plain.heightsMm.anterior / 2 - 1.5;
    const front = -plain.depthMm / 2;
    expect(huAt(with4, 'L3', [0, front - 3.5, w])).toBeGreaterThan(200);
    expect(huAt(without, 'L3', [0, front - 3.5, w])).toBeLessThan(100);
    expect(huAt(with4, 'L3', [0, front - 7.5, w])).toBeLessThan(100);
  });
});

describe('metal, cement and bridges', () => {
  const spine = digitalSpine({
    ...PLAIN,
    levels: [
      level('L2', { screws: true }),
      level('L3', { screws: true, discBelow: { heightMm: 2, filling: 'bone' } }),
      level('L4', { cement: { volumeMm3: 3000, hu: 1700 } }),
    ],
  });

  it('saturate the scanner where a screw is, in a body that stays one', () => {
    const { frame, depthMm } = spine.truth.levels[0]!;
    const tip = toWorld(frame, [12.5, -0.1 * depthMm, 0.16 * spine.truth.levels[0]!.heightsMm.posterior]);
    expect(valueAt(spine, spine.ct.data, tip)).toBe(3071);
    expect(valueAt(spine, spine.bodies.data, tip)).toBe(LABEL_VALUE.L2);
  });

  it('hold the cement that was asked', () => {
    const volume = volumeOf(spine, spine.ct.data, (hu) => hu > 1650 && hu < 1750);
    // 890 voxels; those at the surface are mixed with marrow and fall out.
    expect(volume / 3000).toBeGreaterThan(0.6);
    expect(volume / 3000).toBeLessThan(1);
    const inside = volumeOf(spine, spine.bodies.data, (value) => value === LABEL_VALUE.L4);
    expect(Math.abs(inside / spine.truth.levels[2]!.bodyVolumeMm3 - 1)).toBeLessThan(0.01);
  });

  it('fill the disc with bone that is no part of either body', () => {
    const [, l3, l4] = spine.truth.levels;
    const middle: Vec3 = [0, 1, 2].map(
      (axis) => (l3!.points.middleInferior[axis]! + l4!.points.middleSuperior[axis]!) / 2,
    ) as [number, number, number];
    expect(valueAt(spine, spine.ct.data, middle)).toBeGreaterThan(150);
    expect(valueAt(spine, spine.vertebrae.data, middle)).toBe(0);
    // No endplate is left to see between marrow and bridge.
    const inferior = huAt(spine, 'L3', [0, 0, -l3!.heightsMm.middle / 2 + 0.5]);
    expect(inferior).toBeLessThan(400);
  });

  it('are refused where they have no room', () => {
    const flat = level('L3', {
      fracture: { shape: 'crush', loss: 0.5 },
      cement: { volumeMm3: 9000, hu: 1700 },
    });
    expect(() => digitalSpine({ ...PLAIN, levels: [flat] })).toThrow(/saw 9000 mm3 of cement in L3/);
    const spur = level('L3', { osteophytes: [{ mm: 0, endplate: 'inferior', side: 'left' }] });
    expect(() => digitalSpine({ ...PLAIN, levels: [spur] })).toThrow(/saw an osteophyte of 0 mm/);
  });
});
