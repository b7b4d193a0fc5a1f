import { describe, expect, test } from 'vitest';

import {
  calibrateByPhantom,
  unnamedPhantomFlags,
} from '../../../../spine/calibrate/phantom/calibrate-by-phantom.ts';
import { findRods } from '../../../../spine/calibrate/phantom/find-rods.ts';
import { phantomOf, type Phantom } from '../../../../spine/calibrate/phantom/phantom.ts';
import { TABLE_PHANTOM_TYPES, type TablePhantomType } from '../../../../contracts/calibration/phantom.ts';
import { indexToWorld, invertAffine } from '../../../../spine/grid/volume.ts';
import {
  demoSpine,
  digitalSpine,
  type CalibrationPhantomSpec,
  type DigitalSpine,
  type ScannerSpec,
} from '../../../../phantoms/index.ts';
import { rodHu, slabOf } from '../../../../phantoms/trunk/calibration-phantom.ts';
import { CERTIFICATE } from './mindways.ts';

/** The back, and what lies under it. */
const SCANNER: ScannerSpec = {
  ...demoSpine.scanner,
  pixelMm: 1,
  sliceSpacingMm: 3,
  sliceThicknessMm: 1,
  noiseHu: 15,
  fieldOfViewMm: [290, 140],
  fieldOfViewCentreMm: [0, 95],
};

interface Scan {
  readonly image: DigitalSpine;
  readonly spine: readonly (readonly [number, number, number])[];
}

function scanned(phantom: CalibrationPhantomSpec | null, scanner: Partial<ScannerSpec> = {}): Scan {
  const image = digitalSpine({
    ...demoSpine,
    levels: [demoSpine.levels[3]!],
    scanner: { ...SCANNER, ...scanner },
    ...(phantom === null ? {} : { calibrationPhantom: phantom }),
  });
  return { image, spine: image.truth.levels.map(({ frame }) => frame.origin) };
}

function known(type: TablePhantomType): Phantom {
  return phantomOf(type, type === 'mindways' ? CERTIFICATE : null);
}

const PLACES = [
  ['straight', {}, {}],
  ['askew, rolled and beside the middle, in 30 HU of noise', { skewDegrees: -5, rollDegrees: 5, lateralMm: 12 }, { noiseHu: 30 }], // prettier-ignore
  ['in half of the image', { zRangeMm: [-60, 2] }, { sliceSpacingMm: 2, sliceThicknessMm: 2 }],
] as const;

describe.each(PLACES)('rods that lie %s', (_, place, scanner) => {
  test.each(TABLE_PHANTOM_TYPES)('are found and told apart: %s', (type) => {
    const spec: CalibrationPhantomSpec = { type, ...place };
    const { image, spine } = scanned(spec, scanner);
    const rods = findRods(image.ct, known(type), spine)!;
    const expected = rodHu(spec, image.truth.options.scanner);
    rods.forEach(({ region, seHu, axis }, n) => {
      // Four standard errors of the mean, and whole HU.
      expect(Math.abs(region.meanHu - expected[n]!), region.name!).toBeLessThan(4 * seHu + 0.5);
      expect(region.accepted, region.name!).toBe(true);
      expect(seHu).toBeLessThan(2);
      expect(axis.to[2]).toBeGreaterThan(axis.from[2]);
    });
    if ('skewDegrees' in place) {
      const lean = Math.atan2(rods[0]!.axis.to[0] - rods[0]!.axis.from[0], rods[0]!.axis.to[2] - rods[0]!.axis.from[2]); // prettier-ignore
      expect(Math.abs((lean * 180) / Math.PI - place.skewDegrees)).toBeLessThan(1);
    }
  });
});

describe('a phantom that is named', () => {
  test.each(TABLE_PHANTOM_TYPES)(
    '%s calibrates a scanner that drifts and whose beam is none of the table',
    (type) => {
      const drift = { airHu: 8, waterHu: -5 };
      const { image, spine } = scanned({ type }, { slopeFactor: 1.08, drift });
      const { line } = calibrateByPhantom({ ct: image.ct, phantom: known(type), spine, kvp: 120 });
      // HU of a density of 100 in this scanner, and back: apatite rods to 1 mg/cm3; K2HPO4 rods hold different waters,
      // which the drift stretches too.
      const hu = (100 / image.truth.slopeMgCcPerHu) * (1 - 13 / 1000) - 5;
      expect(Math.abs(line.slope * hu + line.intercept - 100)).toBeLessThan(1);
    },
  );

  test('is refused where it is not in view', () => {
    const { image, spine } = scanned(null);
    expect(() => calibrateByPhantom({ ct: image.ct, phantom: known('qrm-bdc3'), spine, kvp: 120 })).toThrow('PHANTOM_NOT_FOUND'); // prettier-ignore
  });

  test.each([
    ['qrm-bdc6', 'qrm-bdc3'],
    ['b-mas200', 'image-analysis'],
    ['mindways', 'b-mas200'],
    ['qrm-bdc3', 'siemens-osteo'],
    ['image-analysis', 'qrm-bdc3'],
  ] as const)('is refused where another lies there: %s, named %s', (type, other) => {
    const { image, spine } = scanned({ type });
    const run = (): unknown => calibrateByPhantom({ ct: image.ct, phantom: known(other), spine, kvp: 120 });
    expect(run).toThrow(/PHANTOM_(NOT_FOUND|FIT_POOR)/);
  });

  test('leaves slices with a bubble out of a rod, and doubts a rod that is full of them', () => {
    const { image, spine } = scanned({ type: 'qrm-bdc3' });
    const { radiusMm, spacingMm } = slabOf({ type: 'qrm-bdc3' });
    const bubble = (slices: (k: number) => boolean): DigitalSpine['ct'] => {
      const data = image.ct.data.slice();
      const [nx, ny, nz] = image.ct.dims;
      const [ci, cj] = indexToWorld(invertAffine(image.ct.affine), -spacingMm, 105 + 8 + radiusMm + 5, 0);
      for (let k = 0; k < nz; k++) {
        if (!slices(k)) continue;
        for (let j = -3; j <= 0; j++)
          for (let i = -3; i <= 3; i++) data[Math.round(ci) + i + nx * (Math.round(cj) + j + ny * k)] = -900;
      }
      return { ...image.ct, data };
    };
    const clean = findRods(image.ct, known('qrm-bdc3'), spine)![0]!;
    const once = findRods(bubble((k) => k === 8), known('qrm-bdc3'), spine)![0]!; // prettier-ignore
    expect(once.region.accepted).toBe(true);
    expect(Math.abs(once.region.meanHu - clean.region.meanHu)).toBeLessThan(1);
    const often = findRods(bubble((k) => k % 5 < 2), known('qrm-bdc3'), spine); // prettier-ignore
    expect(often?.[0]!.region.accepted ?? false).toBe(false);
  });
});

describe('a phantom that is not named', () => {
  test.each(['mindways', 'image-analysis', 'qrm-bdc6'] as const)('is seen: %s', (type) => {
    const { image, spine } = scanned({ type });
    expect(unnamedPhantomFlags(image.ct, spine).map(({ code }) => code)).toEqual(['PHANTOM_IN_VIEW_UNNAMED']);
  });

  test('is not seen in a bare back, or where the image ends before it', () => {
    const bare = scanned(null);
    expect(unnamedPhantomFlags(bare.image.ct, bare.spine)).toEqual([]);
    const cut = scanned({ type: 'qrm-bdc6' }, { fieldOfViewMm: [290, 60], fieldOfViewCentreMm: [0, 40] });
    expect(unnamedPhantomFlags(cut.image.ct, cut.spine)).toEqual([]);
  });
});
