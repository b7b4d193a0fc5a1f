import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { SCANNERS_SEEN, slopeSpread, vendorOf } from '../../../../spine/calibrate/methods/slope-prior.ts';
import { APATITE_SLOPES_SEEN } from '../../../../spine/definitions/priors/slope-prior.ts';
import { mean } from '../../../../spine/math/moments.ts';
import { lacksSharedData, sharedData } from '../../../shared-data.ts';

test('the scanners seen are the four of the phantom, as K2HPO4, and one by phantoms under patients', () => {
  expect(SCANNERS_SEEN.map(({ vendor, slope }) => [vendor, Number(slope.toFixed(3))])).toEqual([
    ['canon', 0.596],
    ['ge', 0.745],
    ['philips', 0.654],
    ['siemens', 0.652],
    [null, 0.671],
  ]);
});

test('the spread is no narrower than the few scanners allow', () => {
  // By hand: five deviations from 0.70 with a root mean square of 9.0 %, and 7.6 % worth four more, make 8.4 % of nine; t of nine
  // is 2.26. With 3 % of the patient and 1.5 % of the conversion.
  expect(1.96 * slopeSpread(120)).toBeCloseTo(Math.hypot(2.262 * 0.0842, 1.96 * 0.03, 1.96 * 0.0151), 2);
  const alone = SCANNERS_SEEN.map(({ slope }) => Math.log(slope / 0.7) ** 2);
  expect(slopeSpread(120)).toBeGreaterThan(Math.sqrt(mean(alone)));
  expect(slopeSpread(80)).toBeGreaterThan(slopeSpread(100));
  expect(slopeSpread(90)).toBeGreaterThan(slopeSpread(100));
  expect(slopeSpread(100)).toBeCloseTo(Math.hypot(slopeSpread(120), 0.03), 12);
});

test('manufacturers are known by their words, not by letters within others', () => {
  expect(vendorOf('GE MEDICAL SYSTEMS')).toBe('ge');
  expect(vendorOf('General Electric')).toBe('ge');
  expect(vendorOf('Imaging Genesis')).toBeNull();
  expect(vendorOf('TOSHIBA_MEC')).toBe('canon');
  expect(vendorOf('osteon digital spine')).toBeNull();
  expect(vendorOf(null)).toBeNull();
});

describe.skipIf(lacksSharedData('qrm-ha-factors'))('the scans of the phantom', () => {
  test('have the means that the definitions hold', () => {
    const rows = readFileSync(sharedData('qrm-ha-factors/ha_calibration_factor.csv'), 'utf8')
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((row) => row.split(','));
    for (const { scanner, large, small } of APATITE_SLOPES_SEEN) {
      const of = (size: string): number[] =>
        rows
          .filter(
            ([name, other]) =>
              name!.toLowerCase().includes(scanner.toLowerCase().replaceAll(' ', '_')) && other === size,
          )
          .map((row) => Number(row[3]));
      expect(of('large')).toHaveLength(5);
      expect(mean(of('large'))).toBeCloseTo(large, 4);
      expect(mean(of('small'))).toBeCloseTo(small, 4);
    }
    expect(rows).toHaveLength(40);
  });
});
