/** The whole step on a digital spine that lies on a phantom. */
import { describe, expect, test } from 'vitest';

import { drawRegions } from '../../../../report/pictures/calibration/draw-regions.ts';
import { calibrate, type Calibrated } from '../../../../spine/calibrate/calibrate.ts';
import { phantomOf, type Phantom } from '../../../../spine/calibrate/phantom/phantom.ts';
import { aboutSpine, smallSpine } from '../digital.ts';

const lying = smallSpine(
  { calibrationPhantom: { type: 'qrm-bdc6' } },
  { fieldOfViewMm: [330, 290], fieldOfViewCentreMm: [0, 25], slopeFactor: 1.1 },
);

function calibrated(phantom: Phantom | 'none' | null): Calibrated {
  return calibrate({
    about: aboutSpine(lying),
    ct: lying.ct,
    bodies: lying.bodies,
    spine: lying.truth.levels.map(({ frame }) => frame.origin),
    phantom,
    file: null,
  });
}

describe('a spine on a phantom', () => {
  const named = calibrated(phantomOf('qrm-bdc6', null));

  test('is calibrated by the rods before all else, and sees a beam that no table knows', () => {
    expect(named.method).toBe('phantom');
    // 0.77 mg/cm3 per HU; rods of whole HU in 12 HU of noise.
    expect(Math.abs(named.slope / 0.77 - 1)).toBeLessThan(0.005);
    expect(named.alternatives.map(({ method }) => method)).toEqual(['air-blood', 'air-fat', 'kvp-slope']);
    expect(named.fit!.points.map(({ name }) => name)).toEqual(['0', '100', '200', '400', '600', '800']);
  });

  test('shows its rods among the regions and in the picture', () => {
    const rods = named.regions.filter(({ tissue }) => tissue === 'rod');
    expect(rods).toHaveLength(6);
    const behind = lying.truth.levels[0]!.frame.origin[1] + 60;
    expect(rods.every(({ centreMm }) => centreMm[1] > behind)).toBe(true);
    const words = drawRegions(named.where)!.items.map((item) => (item.kind === 'text' ? item.text : ''));
    for (const { name } of rods) expect(words).toContain(name);
  });

  test('that nobody named is calibrated without it, and the phantom is pointed at', () => {
    const unnamed = calibrated(null);
    expect(unnamed.method).toBe('air-blood');
    expect(unnamed.flags.map(({ code }) => code)).toContain('PHANTOM_IN_VIEW_UNNAMED');
  });

  test('is not asked about again where the operator said that there is none', () => {
    const denied = calibrated('none');
    expect(denied.method).toBe('air-blood');
    expect(denied.flags).toEqual([]);
  });
});
