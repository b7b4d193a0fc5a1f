import { describe, expect, it } from 'vitest';

import type { Vec3 } from '../../../contracts/primitives.ts';
import { LABEL_VALUE } from '../../../contracts/levels.ts';
import { indexToWorld, invertAffine, voxelVolume } from '../../../spine/grid/volume.ts';
import {
  demoSpine,
  digitalSpine,
  type DigitalSpine,
  type LevelSpec,
  type SpineOptions,
} from '../../../phantoms/index.ts';
import { toWorld } from '../../../phantoms/anatomy/solids.ts';

const COARSE: SpineOptions = {
  ...demoSpine,
  scanner: {
    ...demoSpine.scanner,
    pixelMm: 2,
    sliceSpacingMm: 2,
    sliceThicknessMm: 1.2,
    psfSigmaMm: 0,
    noiseHu: 0,
  },
};

function levels(...names: LevelSpec['level'][]): readonly LevelSpec[] {
  return names.map((level) => ({ level, vbmdMgCc: 100, fracture: null }));
}

function valueAt({ ct: { affine, dims } }: DigitalSpine, data: ArrayLike<number>, at: Vec3): number {
  const [i, j, k] = indexToWorld(invertAffine(affine), ...at).map(Math.round) as [number, number, number];
  return data[i + dims[0] * (j + dims[1] * k)]!;
}

/** Greatest HU within 4 mm of a point that is given in the frame of a level. */
function brightest(spine: DigitalSpine, name: string, [u, v, w]: Vec3): number {
  const { frame } = spine.truth.levels.find(({ level }) => level === name)!;
  let most = -Infinity;
  for (let du = -4; du <= 4; du += 2)
    for (let dv = -4; dv <= 4; dv += 2)
      for (let dw = -4; dw <= 4; dw += 2)
        most = Math.max(most, valueAt(spine, spine.ct.data, toWorld(frame, [u + du, v + dv, w + dw])));
  return most;
}

describe('ribs', () => {
  /** On the course of a rib, 60 mm beside the midline. */
  const beside = (depthMm: number): Vec3 => [60, depthMm / 2 + 15, -8];
  const ribAt = (spine: DigitalSpine, name: string): boolean =>
    brightest(spine, name, beside(spine.truth.levels.find(({ level }) => level === name)!.depthMm)) > 200;

  it('are there on as many levels as asked', () => {
    const scanner = {
      ...COARSE.scanner,
      fieldOfViewMm: [150, 60] as const,
      fieldOfViewCentreMm: [0, 35] as const,
    };
    const seen = (names: LevelSpec['level'][], ribPairs: 11 | 12 | 13): string => {
      const spine = digitalSpine({ ...COARSE, scanner, levels: levels(...names), ribPairs });
      return names.filter((name) => ribAt(spine, name)).join(' ');
    };
    expect(seen(['T11', 'T12'], 11)).toBe('T11');
    expect(seen(['T12', 'L1'], 12)).toBe('T12');
    expect(seen(['T12', 'L1'], 13)).toBe('T12 L1');
  });
});

describe('sacrum, vessels and lungs', () => {
  const low = digitalSpine({
    ...COARSE,
    levels: levels('L4', 'L5'),
    aortaHu: 300,
    cavaHu: 150,
    sacrum: { slopeDegrees: 40, vbmdMgCc: 90, ilium: true, sacralised: false },
  });

  it('label the sacrum in the vertebrae only', () => {
    expect([...new Set(low.vertebrae.data)].sort((a, b) => a - b)).toEqual([
      0,
      LABEL_VALUE.L4,
      LABEL_VALUE.L5,
      26,
    ]);
    expect([...new Set(low.bodies.data)].sort((a, b) => a - b)).toEqual([0, LABEL_VALUE.L4, LABEL_VALUE.L5]);
    const { frame } = low.truth.sacrum!;
    const sacrumAt = (point: Vec3): number => valueAt(low, low.vertebrae.data, toWorld(frame, point));
    expect(sacrumAt([0, 0, 0])).toBe(26);
    expect(sacrumAt([42, 10, -9]), 'left ala').toBe(26);
    expect(sacrumAt([-42, 10, -9]), 'right ala').toBe(26);
    expect(sacrumAt([0, 25, 0]), 'canal').toBe(0);
  });

  it('show iliac bone beside the alae', () => {
    const [x, y, z] = low.truth.sacrum!.frame.origin;
    let most = -Infinity;
    for (let u = 60; u < 90; u += 2) most = Math.max(most, valueAt(low, low.ct.data, [x + u, y + 20, z]));
    expect(most).toBeGreaterThan(400);
  });

  it('show aorta and cava with their contrast', () => {
    const { frame, depthMm } = low.truth.levels[0]!;
    expect(valueAt(low, low.ct.data, toWorld(frame, [12, -depthMm / 2 - 13, 0]))).toBe(300);
    expect(valueAt(low, low.ct.data, toWorld(frame, [-13, -depthMm / 2 - 11, 0]))).toBe(150);
  });

  it('show air beside a thoracic body, none beside a lumbar', () => {
    const chest = digitalSpine({ ...COARSE, levels: levels('T7', 'T8'), lungs: true });
    const belly = digitalSpine({ ...COARSE, levels: levels('L2'), lungs: true });
    const air = (spine: DigitalSpine): number => {
      const { frame } = spine.truth.levels[0]!;
      return valueAt(spine, spine.ct.data, toWorld(frame, [30, -5, 0]));
    };
    expect(air(chest)).toBe(-850);
    expect(air(belly)).toBeGreaterThan(-150);
  });
});

describe('the patient before the scanner', () => {
  // A lean, so that no endplate lies in the plane of a slice.
  const one: SpineOptions = { ...COARSE, levels: levels('T9'), lungs: true, sagittalTiltDegrees: 8 };
  const small = {
    ...one.scanner,
    pixelMm: 1.5,
    sliceSpacingMm: 1.5,
    sliceThicknessMm: 1.5,
    fieldOfViewMm: [90, 70] as const,
  };
  const posed = (rotation: Vec3, shift: Vec3): DigitalSpine =>
    digitalSpine({ ...one, scanner: small, pose: { rotationDegrees: rotation, shiftMm: shift } });

  it('gives the same voxels one voxel on when shifted by one', () => {
    const [a, b] = [posed([3, 2, 1], [0, 0, 0]), posed([3, 2, 1], [1.5, 0, 1.5])];
    const [nx, ny, nz] = a.ct.dims;
    let differ = 0;
    for (let k = 1; k < nz; k++)
      for (let j = 0; j < ny; j++)
        for (let i = 1; i < nx; i++) {
          const at = i + nx * (j + ny * k);
          const before = at - 1 - nx * ny;
          // Rounding of coordinates at a border between tissues, and blocks of trunk that begin elsewhere.
          if (Math.abs(a.ct.data[before]! - b.ct.data[at]!) > 1) differ += 1;
        }
    expect(differ / a.ct.data.length).toBeLessThan(0.001);
  });

  it.each([
    [
      [10, 0, 0],
      [0, 0, 0],
    ],
    [
      [0, -10, 0],
      [0.7, 0, 0],
    ],
    [
      [0, 0, 10],
      [0, 0.5, 0.7],
    ],
  ] as const)('keeps the volume of the labelled body turned by %s and shifted by %s', (rotation, shift) => {
    const spine = posed(rotation, shift);
    const count = spine.bodies.data.reduce((n, value) => n + (value === LABEL_VALUE.T9 ? 1 : 0), 0);
    // Some 3600 voxels, half of them at the surface: 0.7 % standard error.
    expect(
      Math.abs((count * voxelVolume(spine.ct.affine)) / spine.truth.levels[0]!.bodyVolumeMm3 - 1),
    ).toBeLessThan(0.02);
  });

  it.each([0.6, 5])('holds 30 mg/cm3 in slices of %s mm', (sliceMm) => {
    const spine = digitalSpine({
      ...one,
      levels: [{ level: 'L3', vbmdMgCc: 30, fracture: null }],
      scanner: { ...small, sliceSpacingMm: sliceMm, sliceThicknessMm: sliceMm, fieldOfViewMm: [80, 80] },
    });
    expect(valueAt(spine, spine.ct.data, spine.truth.levels[0]!.frame.origin)).toBe(Math.round(30 / 0.7));
  });
});
