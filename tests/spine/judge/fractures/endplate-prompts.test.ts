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

  test.each([
    // Sure to 0.3 mm: deeper than 1 mm at its lower end, on a quarter of 900 mm2.
    [1.31, 225, ['SCHMORL_NODE superior']],
    [1.3, 225, []],
    [1.31, 225.1, []],
  ])(
    'call a pit a node from 1 mm for sure and up to a quarter on: %d mm over %d mm2',
    (depth, areaMm2, wanted) => {
      const lowest = { depth: { ...mm(depth), uncertainty: { kind: 'interval95' as const, low: depth - 0.3, high: depth + 0.3, basis: 'test' } }, areaMm2, at: [0, 0, 0] as [number, number, number] }; // prettier-ignore
      expect(codes({ depression: lowest })).toEqual(wanted);
    },
  );

  test.each([
    // The others' median is 1.5 mm; 0.25 mm is exact in binary, so that the border is.
    [3.25, []],
    [3.26, ['ENDPLATE_DEPRESSION superior']],
  ])('name an endplate from 1.5 mm beyond the others for sure: %d mm less 0.25', (depth, wanted) => {
    expect(codes({ concavity: mm(depth, 0.25) })).toEqual(wanted);
    expect(codes({ concavity: mm(9, null) })).toEqual([]);
  });

  test('go by the median of four endplates or more, and name the side', () => {
    const pair = (superior: number, inferior: number): Endplates => ({
      ...endplates({ concavity: mm(superior) }),
      inferior: { ...FLAT, concavity: mm(inferior) },
    });
    const named = (...all: Endplates[]) =>
      all.flatMap((one, n) =>
        endplatePrompts(
          all.map((found, level) => ({ level: (['L1', 'L2', 'L3'] as const)[level]!, endplates: found })),
        )
          .get((['L1', 'L2', 'L3'] as const)[n]!)!
          .map(({ endplate, code }) => `${n} ${endplate} ${code}`),
      );
    expect(named(pair(1, 9))).toEqual([]);
    expect(named(pair(1, 9), pair(1, 1))).toEqual(['0 inferior ENDPLATE_DEPRESSION']);
    // 1, 2, 3, 4: the median is 3 (the upper of the two), so that 4.7 is not deep.
    expect(named(pair(1, 2), pair(3, 4.7))).toEqual([]);
  });

  test('do not compare a lone body with itself', () => {
    expect(codes({ concavity: mm(6) }, [])).toEqual([]);
  });

  test('are none where no endplate was measured', () => {
    expect(endplatePrompts([{ level: 'L1', endplates: null }, { level: 'L2' }]).get('L2')).toEqual([]);
  });
});

test('each prompt says where, how deep and against what', () => {
  const depression = { depth: mm(3.04), areaMm2: 60.4, at: [0, 0, 0] as [number, number, number] };
  const measured = [
    { level: 'L1' as const, endplates: endplates({ depression, concavity: mm(4.16) }) },
    { level: 'L2' as const, endplates: endplates() },
  ];
  expect(endplatePrompts(measured).get('L1')).toEqual([
    {
      code: 'SCHMORL_NODE',
      endplate: 'superior',
      depth: mm(3.04),
      message:
        'superior endplate: focal depression of 3.0 mm over 60 mm2, consistent with a Schmorl node; correlation recommended',
    },
    {
      code: 'ENDPLATE_DEPRESSION',
      endplate: 'superior',
      depth: mm(4.16),
      message:
        'superior endplate: concavity of 4.2 mm (other endplates of this patient: 1.5 mm); correlation for an endplate fracture recommended',
    },
  ]);
});
