/** Every border between phases of a contrast agent, on either side: phase, correction, flag and what is said. */
import { describe, expect, test } from 'vitest';

import type { FlagCode } from '../../../contracts/codes/codes.ts';
import { contrastOf } from '../../../spine/calibrate/contrast.ts';
import { findRegions } from '../../../spine/calibrate/regions/find-regions.ts';
import { agentEffect } from '../../../spine/definitions/contrast.ts';
import type { Calibration } from '../../../contracts/calibration/calibration.ts';

import { smallSpine } from './digital.ts';

function seen(
  aortaHu: number | null,
  cavaHu: number | null,
  named = false,
  source: 'dicom' | 'nifti' = 'dicom',
) {
  const { contrast, flags } = contrastOf({ source, named, aortaHu, cavaHu });
  return { ...contrast, codes: flags.map(({ code }) => code), messages: flags.map(({ message }) => message) };
}

describe('an aorta without a vena cava to compare it with', () => {
  test.each([
    [60, 'none', []],
    [60.1, 'unknown', ['CONTRAST_UNCLEAR']],
    [90, 'unknown', ['CONTRAST_UNCLEAR']],
    [90.1, 'portal', ['CONTRAST_PORTAL']],
    [160, 'portal', ['CONTRAST_PORTAL']],
    [160.1, 'arterial', ['CONTRAST_ARTERIAL']],
    [199.9, 'arterial', ['CONTRAST_ARTERIAL']],
    [200, 'arterial', ['CONTRAST_ARTERIAL']],
  ] as const)('of %d HU: %s', (aortaHu, phase, codes) => {
    expect(seen(aortaHu, null)).toMatchObject({
      phase,
      codes,
      aortaHu,
      correctionMgCc: phase === 'portal' ? 13 : 0,
    });
  });

  test.each([
    [199.9, true],
    [200, false],
  ])('of %d HU leaves the phase in doubt: %s', (aortaHu, doubt) => {
    expect(seen(aortaHu, null).basis.includes('unclear')).toBe(doubt);
  });
});

describe('an aorta beside its vena cava', () => {
  test.each([
    // From seven tenths of the aorta on, the two are alike.
    [140, 97.9, 'arterial'],
    [140, 98.1, 'portal'],
    // An aorta of 200 HU is no portal one, alike or not.
    [199.9, 190, 'portal'],
    [200, 190, 'arterial'],
    // A cava that is brighter than the aorta is alike.
    [120, 150, 'portal'],
  ] as const)('%d HU beside %d HU: %s', (aortaHu, cavaHu, phase) => {
    expect(seen(aortaHu, cavaHu)).toMatchObject({ phase, correctionMgCc: phase === 'portal' ? 13 : 0 });
  });

  test('far brighter is surely arterial; as bright above 200 HU is in doubt', () => {
    expect(seen(180, 60).basis).not.toContain('unclear');
    expect(seen(220, 210).basis).toContain('unclear');
  });

  test('both are named in what is said', () => {
    expect(seen(141, 132).basis).toBe('aorta 141 HU, vena cava 132 HU');
    expect(seen(141, null).basis).toBe('aorta 141 HU, vena cava not identified');
  });
});

describe('an agent in the header', () => {
  test.each([
    [90, 'unknown', ['CONTRAST_HEADER'], 'not visible'],
    [90.1, 'portal', ['CONTRAST_PORTAL', 'CONTRAST_HEADER'], 'visible, aorta'],
    [40, 'unknown', ['CONTRAST_HEADER'], 'not visible'],
  ] as const)('beside an aorta of %d HU: %s', (aortaHu, phase, codes, said) => {
    const found = seen(aortaHu, null, true);
    expect(found).toMatchObject({ phase, codes });
    expect(found.messages.at(-1)).toContain(said);
  });

  test('without an aorta leaves the phase unknown, by header or by none', () => {
    expect(seen(null, null, true)).toMatchObject({
      phase: 'unknown',
      aortaHu: null,
      codes: ['CONTRAST_HEADER'],
    });
    expect(seen(null, null, true, 'nifti').codes).toEqual(['CONTRAST_HEADER']);
    expect(seen(null, null, false)).toMatchObject({ phase: 'unknown', codes: ['CONTRAST_UNCHECKED'] });
  });
});

describe('what an agent does to a density', () => {
  type Agent = Pick<Calibration, 'contrast' | 'flags'>;
  const agent = (phase: Agent['contrast']['phase'], codes: readonly FlagCode[] = []): Agent => ({
    contrast: { phase, aortaHu: 100, correctionMgCc: 13, basis: 'test' },
    flags: codes.map((code) => ({ code, message: 'test' })),
  });

  test('is a correction with seven tenths of it for its standard error in the portal phase alone', () => {
    expect(agentEffect(agent('portal'))).toEqual({
      against: null,
      correctionMgCc: 13,
      correctionSe: 0.7 * 13,
    });
    expect(agentEffect(agent('none'))).toEqual({ against: null, correctionMgCc: 0, correctionSe: 0 });
  });

  test.each([
    ['arterial', [], 'arterial contrast phase'],
    ['none', ['CONTRAST_HEADER'], 'contrast agent'],
    ['unknown', ['CONTRAST_HEADER'], 'contrast agent'],
    ['unknown', ['CONTRAST_UNKNOWN'], 'not known'],
  ] as const)('is against any category: %s, %j', (phase, codes, why) => {
    expect(agentEffect(agent(phase, codes))).toMatchObject({ correctionMgCc: 0, correctionSe: 0 });
    expect(agentEffect(agent(phase, codes)).against).toContain(why);
  });

  test.each([
    ['unknown', ['CONTRAST_UNCLEAR']],
    ['unknown', ['CONTRAST_UNCHECKED']],
    // The phase was seen: the header adds nothing to it.
    ['portal', ['CONTRAST_HEADER']],
  ] as const)('is not against one: %s, %j', (phase, codes) => {
    expect(agentEffect(agent(phase, codes)).against).toBeNull();
  });
});

test.each([
  [84, false],
  [96, true],
])('the vena cava is looked for beside an aorta above 90 HU: %d HU, %s', (aortaHu, looked) => {
  // The lumen reads within 1.5 HU of what it is.
  const { ct, bodies } = smallSpine({ aortaHu, cavaHu: 92 });
  const { cavaHu } = findRegions(ct, bodies)!;
  if (looked) expect(Math.abs(cavaHu! - 92)).toBeLessThan(2);
  else expect(cavaHu).toBeNull();
});
