import { describe, expect, test } from 'vitest';

import { endplatePrompts } from '../../../../spine/judge/fractures/endplate-prompts.ts';
import type { Endplate, Endplates } from '../../../../contracts/level/endplates.ts';
import type { Level } from '../../../../contracts/levels.ts';

import { mm } from '../cases.ts';

const FLAT: Endplate = {
  centre: [0, 0, 0],
  normal: [0, 0, 1],
  normalMarginDegrees: 1,
  concavity: mm(1.5),
  deepest: [0, 0, 0],
  deepestAt: 0.5,
  depression: { depth: mm(0.3), areaMm2: 40, at: [0, 0, 0] },
  areaMm2: 900,
  seen: 1,
};

function endplates(superior: Partial<Endplate> = {}): Endplates {
  return {
    superior: { ...FLAT, ...superior },
    inferior: FLAT,
    sagittalTilt: { ...mm(2), unit: 'deg' },
    coronalTilt: { ...mm(0), unit: 'deg' },
    method: 'test',
  };
}

function codes(superior: Partial<Endplate>, others: readonly Level[] = ['L2', 'L3']): string[] {
  const measured = [
    { level: 'L1' as const, endplates: endplates(superior) },
    ...others.map((level) => ({ level, endplates: endplates() })),
  ];
  return endplatePrompts(measured)
    .get('L1')!
    .map(({ code, endplate }) => `${code} ${endplate}`);
}

describe('prompts from endplates', () => {
  test('are none for even ones', () => {
    expect(codes({})).toEqual([]);
  });

  test('name a deep and narrow pit as a possible Schmorl node', () => {
    expect(codes({ depression: { depth: mm(3), areaMm2: 60, at: [0, 0, 0] } })).toEqual([
      'SCHMORL_NODE superior',
    ]);
  });

  test('do not take half of an endplate for a node', () => {
    expect(codes({ depression: { depth: mm(3), areaMm2: 450, at: [0, 0, 0] } })).toEqual([]);
  });

  test('do not name a pit that may be noise', () => {
    expect(codes({ depression: { depth: mm(2, 1), areaMm2: 60, at: [0, 0, 0] } })).toEqual([]);
  });

  test('name an endplate that is sunk in deeper than the others', () => {
    expect(codes({ concavity: mm(4) })).toEqual(['ENDPLATE_DEPRESSION superior']);
    expect(codes({ concavity: mm(3) })).toEqual([]);
  });

  test('do not compare a lone body with itself', () => {
    expect(codes({ concavity: mm(6) }, [])).toEqual([]);
  });

  test('are none where no endplate was measured', () => {
    expect(endplatePrompts([{ level: 'L1', endplates: null }, { level: 'L2' }]).get('L2')).toEqual([]);
  });
});
