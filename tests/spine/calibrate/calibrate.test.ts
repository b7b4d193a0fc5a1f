/** The step on digital spines, whose densities are known. */
import { describe, expect, test } from 'vitest';

import { drawRegions } from '../../../report/pictures/calibration/draw-regions.ts';
import { calibrate, type Calibrated } from '../../../spine/calibrate/calibrate.ts';
import type { Ct } from '../../../contracts/ct.ts';
import { densityAt, densityLineSe } from '../../../spine/calibrate/density-line.ts';
import { StudyRefused } from '../../../contracts/refusals.ts';
import type { DigitalSpine } from '../../../phantoms/index.ts';
import { aboutSpine, smallSpine } from './digital.ts';

function calibrated(spine: DigitalSpine, header: Partial<Ct> = {}): Calibrated {
  return calibrate({
    about: aboutSpine(spine, header),
    ct: spine.ct,
    bodies: spine.bodies,
    spine: spine.truth.levels.map(({ frame }) => frame.origin),
    phantom: null,
    file: null,
  });
}

const hu = ({ regions }: Calibrated, tissue: string): number =>
  regions.find((one) => one.tissue === tissue)!.meanHu;
const codes = ({ flags }: Calibrated): string[] => flags.map(({ code }) => code);

const plain = smallSpine();
const seen = calibrated(plain);

describe('a plain scan', () => {
  test('shows air, blood, fat and muscle at the HU that they have', () => {
    // Half a HU: thousands of voxels of 12 HU noise, and whole numbers.
    expect(hu(seen, 'air')).toBeCloseTo(-1000, 0);
    expect(hu(seen, 'fat')).toBeCloseTo(-100, 0);
    expect(hu(seen, 'muscle')).toBeCloseTo(55, 0);
    // The lumen is narrow: a little of its wall's blur stays.
    expect(Math.abs(hu(seen, 'blood') - 40)).toBeLessThan(1.5);
  });

  test('is calibrated by air and blood, and names the other methods beside it', () => {
    expect(seen.method).toBe('air-blood');
    expect(seen.slope).toBeCloseTo(0.7, 2);
    expect(seen.alternatives.map(({ method }) => method)).toEqual(['air-fat', 'kvp-slope']);
    expect(seen.contrast).toMatchObject({ phase: 'none' });
    expect(codes(seen)).toEqual([]);
  });

  test('tells its noise', () => {
    // The scanner's 12 HU; voxels of a region follow a normal law.
    expect(Math.abs(seen.noiseHu! - 12)).toBeLessThan(1);
  });

  test('has a picture with every region on it', () => {
    expect(drawRegions(seen.where)?.items.filter(({ kind }) => kind === 'image').length).toBeGreaterThan(0);
    const words = drawRegions(seen.where)!.items.map((item) => (item.kind === 'text' ? item.text : ''));
    for (const tissue of ['air', 'blood', 'fat', 'muscle']) expect(words).toContain(tissue);
  });
});

test('a scanner that has drifted is put right by air and blood: no bias where the tube voltage alone has one', () => {
  const drifted = calibrated(smallSpine({}, { drift: { airHu: 12, waterHu: 10 } }));
  // 120 mg/cm3 at 0.7 is 171.4 HU; the line through air and water reads 2 HU less than 10 more at 1000 HU.
  const shown = 171.4 + 10 - 0.002 * 171.4;
  // 1.5 mg/cm3: the lumen's 1.5 HU.
  expect(Math.abs(densityAt(drifted, shown) - 120)).toBeLessThan(1.5);
  expect(Math.abs(0.7 * shown - 120)).toBeGreaterThan(6);
  // Blood known to 8 HU, its place to 3: 6 mg/cm3, and 12 of the beam's energy.
  expect(densityLineSe(drifted, shown)).toBeLessThan(15);
});

test('the portal phase is told from the arterial by the vena cava, at the same aorta; its blood is not calibrated by', () => {
  const portal = calibrated(smallSpine({ aortaHu: 140, cavaHu: 130 }));
  expect(portal.contrast).toMatchObject({ phase: 'portal', correctionMgCc: 13 });
  expect(portal.method).toBe('air-fat');
  const arterial = calibrated(smallSpine({ aortaHu: 140, cavaHu: 60 }));
  expect(arterial.contrast).toMatchObject({ phase: 'arterial', correctionMgCc: 0 });
  expect(codes(arterial)).toEqual(['CONTRAST_ARTERIAL']);
});

test('a noisy field of view without air falls back on the tube voltage and says what is missing', () => {
  const narrow = calibrated(smallSpine({}, { fieldOfViewMm: [120, 120], noiseHu: 65 }));
  expect(narrow.method).toBe('kvp-slope');
  expect(codes(narrow)).toEqual([
    'NO_REFERENCE_IN_IMAGE',
    'NOISE_HIGH',
    'FIELD_OF_VIEW_CUTS_BODY',
    'INTERVALS_WIDENED',
  ]);
  expect(narrow.flags[0]!.message).toContain('air not found');
});

test('dense material in view is flagged from 50 mm3 on, and makes densities less sure', () => {
  // 12 voxels of 1.5 x 1.5 x 2 mm are 54 mm3.
  const withMetal = (voxels: number) => {
    const data = plain.ct.data.slice();
    const middle = plain.ct.dims[0] * plain.ct.dims[1] * (plain.ct.dims[2] >> 1);
    data.fill(3000, middle, middle + voxels);
    return calibrated({ ...plain, ct: { ...plain.ct, data } });
  };
  expect(codes(withMetal(11))).toEqual([]);
  const dense = withMetal(12);
  expect(codes(dense)).toEqual(['DENSE_MATERIAL_IN_VIEW', 'INTERVALS_WIDENED']);
  expect(densityLineSe(dense, 150)).toBeGreaterThan(densityLineSe(seen, 150));
  expect(densityAt(dense, 150)).toBeCloseTo(densityAt(seen, 150), 1);
});

test('a sharp kernel and a header that doubts the scale make the line less sure', () => {
  const sharp = calibrated(plain, { kernel: 'B70f' });
  expect(codes(sharp)).toEqual(['KERNEL_SHARP', 'INTERVALS_WIDENED']);
  expect(sharp.error.interceptSe).toBeGreaterThan(seen.error.interceptSe);
  const off = [{ code: 'HU_OF_FAT_UNUSUAL' as const, message: 'test' }];
  expect(codes(calibrated(plain, { flags: off }))).toEqual(['INTERVALS_WIDENED']);
});

test('a tube voltage out of range is refused', () => {
  expect(() => calibrated(plain, { kvp: 70 })).toThrow(StudyRefused);
});

test('an image without a thoracic or lumbar body has no regions, and no picture', () => {
  const bodies = { ...plain.bodies, data: new Uint8Array(plain.bodies.data.length) };
  const { regions, where, contrast, method } = calibrated({ ...plain, bodies });
  expect({ regions, where, method }).toEqual({ regions: [], where: null, method: 'kvp-slope' });
  expect(contrast.phase).toBe('unknown');
});
