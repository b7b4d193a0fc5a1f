import { describe, expect, it, test } from 'vitest';

import { TABLE_PHANTOM_TYPES } from '../../../contracts/calibration/phantom.ts';
import { indexToWorld } from '../../../spine/grid/volume.ts';
import { rodHu, slabOf } from '../../../phantoms/trunk/calibration-phantom.ts';
import {
  demoSpine,
  digitalSpine,
  type CalibrationPhantomSpec,
  type ScannerSpec,
  type SpineOptions,
} from '../../../phantoms/index.ts';

const SCANNER: ScannerSpec = {
  ...demoSpine.scanner,
  pixelMm: 2,
  sliceSpacingMm: 6,
  sliceThicknessMm: 1,
  psfSigmaMm: 0,
  noiseHu: 0,
  fieldOfViewMm: [300, 260],
  fieldOfViewCentreMm: [0, 25],
};

function spine(more: Partial<SpineOptions>, scanner: Partial<ScannerSpec> = {}): SpineOptions {
  return { ...demoSpine, levels: [demoSpine.levels[3]!], scanner: { ...SCANNER, ...scanner }, ...more };
}

type Place = readonly [number, number, number];

/** Mean HU within 4 mm of a point in the slice nearest to it. */
function huAt({ ct }: ReturnType<typeof digitalSpine>, [x, y, z]: Place): number {
  let [sum, n] = [0, 0];
  const slice = Math.round((z - ct.affine[11]) / ct.affine[10]);
  for (let j = 0; j < ct.dims[1]; j++) {
    for (let i = 0; i < ct.dims[0]; i++) {
      const [px, py] = indexToWorld(ct.affine, i, j, slice);
      if (Math.hypot(px - x, py - y) > 4) continue;
      sum += ct.data[i + ct.dims[0] * (j + ct.dims[1] * slice)]!;
      n += 1;
    }
  }
  return sum / n;
}

/** Half the trunk's depth, the pad, and half the slab. */
function rodY({ padMm = 8, ...spec }: CalibrationPhantomSpec): number {
  return 105 + padMm + slabOf({ padMm, ...spec }).radiusMm + 5;
}

describe('a calibration phantom under a digital spine', () => {
  test.each(TABLE_PHANTOM_TYPES)('of type %s shows each rod with its HU, in a row', (type) => {
    const options = spine({ calibrationPhantom: { type } });
    const image = digitalSpine(options);
    const { rods, spacingMm } = slabOf({ type });
    const expected = rodHu({ type }, options.scanner);
    rods.forEach((_, n) => {
      const x = (n - (rods.length - 1) / 2) * spacingMm;
      // HU are rounded to whole numbers.
      expect(Math.abs(huAt(image, [x, rodY({ type }), 0]) - expected[n]!), `rod ${n}`).toBeLessThanOrEqual(
        0.5,
      );
    });
  });

  it('begins and ends where it is told, and stands askew as told', () => {
    const calibrationPhantom = { type: 'qrm-bdc3', zRangeMm: [0, 400], skewDegrees: 5 } as const;
    const image = digitalSpine(spine({ calibrationPhantom }, { sliceSpacingMm: 8 }));
    const y = rodY(calibrationPhantom);
    // At z = 12 the middle rod has moved by 12 tan 5 degrees = 1 mm; below z = 0 there is air.
    expect(huAt(image, [12 * Math.tan((5 * Math.PI) / 180), y, 12])).toBeGreaterThan(300);
    expect(huAt(image, [0, y, -12])).toBe(-1000);
  });

  it('leaves the voxels of the patient as they were', () => {
    const bare = digitalSpine(spine({}));
    const lying = digitalSpine(spine({ calibrationPhantom: { type: 'mindways' } }));
    const [nx, ny, nz] = bare.ct.dims;
    const back = Math.round((105 - bare.ct.affine[7]) / bare.ct.affine[5]);
    for (let k = 0; k < nz; k++)
      for (let j = 0; j < back; j++)
        for (let i = 0; i < nx; i++) {
          const at = i + nx * (j + ny * k);
          if (bare.ct.data[at] !== lying.ct.data[at]) expect.unreachable(`voxel ${i} ${j} ${k}`);
        }
  });
});

test('science 1.1: rods of the Mindways example read the HU of the test vector at slope 1.40 and intercept -1', () => {
  // Density 0 is HU 0 in a digital spine, and -1 in the vector.
  const hu = rodHu({ type: 'mindways' }, { ...SCANNER, kvp: 120, slopeFactor: 1 / (1.4 * 0.7) });
  const expected = [-72.178, -30.019, 198.203, 372.933, 530.467];
  hu.forEach((value, n) => {
    // Rod A is printed 0.002 HU beside what its printed density gives; the others agree to the last digit.
    expect(Math.abs(value - 1 - expected[n]!)).toBeLessThan(n === 0 ? 0.0025 : 0.0006);
  });
});

describe('the scanner of a digital spine', () => {
  const at: Place = [0, 14, 0];
  const core = (more: Partial<SpineOptions>, scanner: Partial<ScannerSpec> = {}): number =>
    huAt(digitalSpine(spine(more, scanner)), at);
  const plain = core({});

  it('reads the same density as fewer HU where the true slope is larger', () => {
    expect(core({}, { slopeFactor: 1.1 })).toBeCloseTo(plain / 1.1, 0);
    expect(digitalSpine(spine({}, { slopeFactor: 1.1 })).truth.levels[0]!.trabecularVbmdMgCc).toBe(96);
  });

  it('drifts on a straight line between air and water', () => {
    const image = digitalSpine(spine({}, { drift: { airHu: 20, waterHu: -5 } }));
    expect(image.ct.data[0]).toBe(-980);
    expect(huAt(image, at)).toBeCloseTo(plain - 5 - (25 * plain) / 1000, 0);
  });

  it('is dark in the middle of the trunk by the cupping, and not at its skin', () => {
    // 14 mm behind the centre of a trunk whose half depth is 105 mm.
    expect(core({}, { cuppingHu: 20 })).toBeCloseTo(plain - 20 * (1 - (14 / 105) ** 2), 0);
    expect(digitalSpine(spine({}, { cuppingHu: 20 })).ct.data[0]).toBe(-1000);
  });

  it('shows contrast agent in the bone without a change of the true density', () => {
    expect(core({ trabecularContrastHu: 18 })).toBeCloseTo(plain + 18, 0);
  });
});
