import { expect, test } from 'vitest';

import { bloodFlags } from '../../../spine/calibrate/image-gates.ts';

test.each([
  ['air-blood', 'none', 32.9, ['BLOOD_LOW']],
  ['air-blood', 'none', 25, ['BLOOD_LOW']],
  ['air-blood', 'none', 33, []],
  ['air-blood', 'none', 45, []],
  // Where blood was not found, or holds an agent, or the scale does not rest on it, its HU say nothing.
  ['air-blood', 'none', null, []],
  ['air-blood', 'unknown', 25, []],
  ['air-fat', 'none', 25, []],
  ['phantom', 'none', 25, []],
  ['kvp-slope', 'none', 25, []],
] as const)('%s, phase %s, blood of %j HU: %j', (method, phase, aortaHu, codes) => {
  expect(bloodFlags(method, { phase, aortaHu }).map(({ code }) => code)).toEqual(codes);
});

test('says what was seen, what is usual, and what it does to the density', () => {
  expect(bloodFlags('air-blood', { phase: 'none', aortaHu: 27.4 })[0]!.message).toBe(
    'unenhanced blood of 27 HU; usual: 33 HU and more. In anaemia the densities are up to 10 mg/cm3 too high',
  );
});
