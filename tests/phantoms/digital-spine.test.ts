import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { LABEL_VALUE } from '../../contracts/levels.ts';
import { indexToWorld, voxelVolume } from '../../spine/grid/volume.ts';
import { demoSpine, digitalSpine, type LevelTruth, type SpineOptions } from '../../phantoms/index.ts';
import { localCoordinates } from '../../phantoms/anatomy/solids.ts';
import { HEIGHT_POSITIONS } from '../../spine/definitions/heights.ts';

const COARSE: SpineOptions = {
  ...demoSpine,
  levels: demoSpine.levels.slice(1, 4),
  scanner: { ...demoSpine.scanner, pixelMm: 1.5, fieldOfViewMm: [240, 210], noiseHu: 0 },
};
/** Bone only, 0.25 mm slices: for heights by brute force. */
const FINE: SpineOptions = {
  ...COARSE,
  levels: demoSpine.levels.slice(2, 3),
  scanner: {
    ...COARSE.scanner,
    pixelMm: 0.5,
    fieldOfViewMm: [60, 80],
    sliceSpacingMm: 0.25,
    sliceThicknessMm: 0.25,
    psfSigmaMm: 0,
  },
};

const coarse = digitalSpine(COARSE);

describe('the truth of a digital spine', () => {
  it.each(coarse.truth.levels)(
    'gives the volume of the labelled body of $level',
    ({ labelValue, bodyVolumeMm3 }) => {
      const voxels = coarse.bodies.data.reduce((n, value) => n + (value === labelValue ? 1 : 0), 0);
      // Voxel counting of ~9000 voxels, some 3000 of them at the surface: 0.3 % standard error.
      expect(Math.abs((voxels * voxelVolume(coarse.bodies.affine)) / bodyVolumeMm3 - 1)).toBeLessThan(0.01);
    },
  );

  it.each(coarse.truth.levels)('gives the density inside the shell of $level', (level) => {
    const { mean, count } = coreHu(coarse, level);
    expect(count).toBeGreaterThan(500);
    // Noise-free: HU are rounded to whole numbers.
    expect(Math.abs(mean * coarse.truth.slopeMgCcPerHu - level.trabecularVbmdMgCc)).toBeLessThan(0.4);
  });

  it('gives the density within the noise of a noisy scan', () => {
    const noisy = digitalSpine({ ...COARSE, scanner: { ...COARSE.scanner, noiseHu: 25 } });
    for (const level of noisy.truth.levels) {
      const { mean, count } = coreHu(noisy, level);
      // Four standard errors of the mean, and the rounding to whole HU.
      expect(Math.abs(mean - level.trabecularHu)).toBeLessThan((4 * 25) / Math.sqrt(count) + 0.5);
    }
  });

  it('gives the heights that a fine rendering has', () => {
    const fine = digitalSpine(FINE);
    const [level] = fine.truth.levels;
    const measured = heightsOf(fine.bodies, level!);
    // Half a 0.25 mm slice at either end, on columns that lean by up to 9 degrees.
    for (const name of ['anterior', 'middle', 'posterior'] as const) {
      expect(Math.abs(measured[name] - level!.heightsMm[name]), name).toBeLessThan(0.1);
    }
  });

  it('grades the wedge of the demo study as moderate', () => {
    const grades = digitalSpine(COARSE).truth.levels.map(({ level, fracture }) => [
      level,
      fracture.genantGrade,
    ]);
    expect(grades).toEqual([
      ['T12', 0],
      ['L1', 2],
      ['L2', 0],
    ]);
  });

  it('has frames that are orthonormal and right-handed', () => {
    for (const { frame } of digitalSpine({ ...COARSE, coronalTiltDegrees: 8 }).truth.levels) {
      const [l, p, s] = [frame.left, frame.posterior, frame.superior];
      const dot = (a: typeof l, b: typeof l): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
      const volume =
        l[0] * (p[1] * s[2] - p[2] * s[1]) +
        l[1] * (p[2] * s[0] - p[0] * s[2]) +
        l[2] * (p[0] * s[1] - p[1] * s[0]);
      expect(volume).toBeCloseTo(1, 12);
      for (const pair of [dot(l, p), dot(l, s), dot(p, s)]) expect(pair).toBeCloseTo(0, 12);
    }
  });
});

describe('a digital spine', () => {
  it('is the same for the same seed, and another for another', () => {
    const noisy = { ...COARSE, scanner: { ...COARSE.scanner, noiseHu: 10, pixelMm: 3 } };
    const voxels = (seed: number): Buffer => Buffer.from(digitalSpine({ ...noisy, seed }).ct.data.buffer);
    expect(voxels(1).equals(voxels(1))).toBe(true);
    expect(voxels(1).equals(voxels(2))).toBe(false);
  });

  it('has the voxels that the demo study always had', () => {
    const thick = { ...demoSpine.scanner, pixelMm: 2, sliceSpacingMm: 2.5, sliceThicknessMm: 2.5 };
    const { ct, vertebrae } = digitalSpine({ ...demoSpine, scanner: thick });
    const sha = (data: Int16Array | Uint8Array): string =>
      createHash('sha256').update(Buffer.from(data.buffer)).digest('hex').slice(0, 16);
    // Of the first version of the digital spines; figures in the README were measured on them.
    expect([sha(ct.data), sha(vertebrae.data)]).toEqual(['f3dd43b73e9c6175', '930cc073d9ef2fb9']);
  });

  it('holds a body inside its vertebra', () => {
    coarse.bodies.data.forEach((value, i) => {
      if (value !== 0 && coarse.vertebrae.data[i] !== value) expect.unreachable(`voxel ${i}`);
    });
  });

  it('shows cut neighbours but does not label them', () => {
    const cut = digitalSpine({ ...COARSE, neighbours: 'cut' });
    const seen = new Set(cut.vertebrae.data);
    expect([...seen].sort()).toEqual([0, LABEL_VALUE.T12, LABEL_VALUE.L1, LABEL_VALUE.L2].sort());
    expect(cut.ct.dims[2]).toBeGreaterThan(coarse.ct.dims[2]);
  });

  it('averages a thick slice over its thickness', () => {
    const thick = digitalSpine({
      ...COARSE,
      scanner: { ...COARSE.scanner, sliceSpacingMm: 3, sliceThicknessMm: 3 },
    });
    const mean = (data: Int16Array): number => data.reduce((sum, hu) => sum + hu, 0) / data.length;
    // The same tissue fills both images but for up to one slice at the end.
    expect(Math.abs(mean(thick.ct.data) - mean(coarse.ct.data))).toBeLessThan(6);
  });

  it('refuses levels that are no neighbours, and a body without height', () => {
    const [first, , third] = demoSpine.levels;
    expect(() => digitalSpine({ ...COARSE, levels: [first!, third!] })).toThrow(/saw levels T11 L1/);
    const crushed = { ...first!, fracture: { shape: 'crush' as const, loss: 0.9 } };
    expect(() => digitalSpine({ ...COARSE, levels: [crushed] })).toThrow(/saw a height loss of 0.9/);
  });
});

/** Mean HU more than 4 mm inside the body, away from blur by the shell. */
function coreHu(
  { ct }: ReturnType<typeof digitalSpine>,
  { frame, heightsMm, widthMm, depthMm }: LevelTruth,
): { mean: number; count: number } {
  const toLocal = localCoordinates(frame);
  const local = new Float64Array(3);
  const [nx, ny, nz] = ct.dims;
  const half = Math.min(heightsMm.anterior, heightsMm.middle, heightsMm.posterior) / 2 - 4;
  let sum = 0;
  let count = 0;
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++) {
        toLocal(...indexToWorld(ct.affine, i, j, k), local);
        const radius = Math.hypot(local[0]! / (widthMm / 2 - 5), local[1]! / (depthMm / 2 - 5));
        if (radius > 1 || Math.abs(local[2]!) > half) continue;
        sum += ct.data[i + nx * (j + ny * k)]!;
        count += 1;
      }
    }
  }
  return { mean: sum / count, count };
}

/** Length of the labelled column along the superior axis, by steps of 0.01 mm in the nearest voxel. */
function heightsOf(
  bodies: ReturnType<typeof digitalSpine>['bodies'],
  { frame, depthMm, labelValue }: LevelTruth,
): Record<'anterior' | 'middle' | 'posterior', number> {
  const [nx, ny] = bodies.dims;
  const [dx, x0, dy, y0, dz, z0] = [0, 3, 5, 7, 10, 11].map((at) => bodies.affine[at]!);
  const lengthAt = (v: number): number => {
    // Averaged over 2 mm in depth, so that voxel steps on a leaning endplate even out; its slope cancels.
    let steps = 0;
    for (let d = -1; d <= 1; d += 0.125) {
      for (let w = -20; w < 20; w += 0.01) {
        const point = [0, 1, 2].map(
          (axis) => frame.origin[axis]! + (v + d) * frame.posterior[axis]! + w * frame.superior[axis]!,
        );
        const i = Math.round((point[0]! - x0!) / dx!);
        const j = Math.round((point[1]! - y0!) / dy!);
        const k = Math.round((point[2]! - z0!) / dz!);
        if (bodies.data[i + nx * (j + ny * k)] === labelValue) steps += 1;
      }
    }
    return (steps * 0.01) / 17;
  };
  const heightAt = (part: number): number => lengthAt((part - 0.5) * depthMm);
  const { anterior, middle, posterior } = HEIGHT_POSITIONS;
  return { anterior: heightAt(anterior), middle: heightAt(middle), posterior: heightAt(posterior) };
}
