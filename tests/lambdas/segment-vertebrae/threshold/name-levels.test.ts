import { describe, expect, it } from 'vitest';

import { nameLevels } from '../../../../lambdas/segment-vertebrae/threshold/name-levels.ts';
import { ribVerdict } from '../../../../lambdas/segment-vertebrae/threshold/rib-anchor.ts';

describe('names of levels', () => {
  it('count from the last vertebra with ribs, which is T12', () => {
    expect(nameLevels(['rib', 'rib', 'none', 'none'])).toEqual(['T11', 'T12', 'L1', 'L2']);
  });

  it.each([
    ['no rib is in view', ['none', 'none']],
    ['the last rib may lie below', ['rib', 'rib']],
    ['a vertebra between has none', ['rib', 'none', 'rib', 'none']],
    ['the last rib is short', ['rib', 'unclear', 'none']],
    ['there are more lumbar vertebrae than five', ['rib', 'none', 'none', 'none', 'none', 'none', 'none']],
  ] as const)('are refused where %s', (_, verdicts) => {
    expect(() => nameLevels(verdicts)).toThrow(/LEVELS_UNANCHORED/);
  });
});

describe('a rib', () => {
  it('leads far out on both sides', () => {
    expect(ribVerdict({ left: 75, right: 60, inView: 150 })).toBe('rib');
  });

  it('is not a transverse process', () => {
    expect(ribVerdict({ left: 44, right: 41, inView: 150 })).toBe('none');
  });

  it('is unclear where it is on one side, short, or may lie beyond the image', () => {
    expect(ribVerdict({ left: 75, right: 41, inView: 150 })).toBe('unclear');
    expect(ribVerdict({ left: 54, right: 54, inView: 150 })).toBe('unclear');
    expect(ribVerdict({ left: 40, right: 40, inView: 40 })).toBe('unclear');
  });
});
