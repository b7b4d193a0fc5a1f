import { describe, expect, test } from 'vitest';

import { implausibleHeights } from '../../../../spine/judge/fractures/implausible-heights.ts';
import { gradeFractures } from '../../../../spine/judge/fractures/genant-grade.ts';
import { BODY_SIZE } from '../../../../phantoms/anatomy/anatomy.ts';
import type { Level } from '../../../../contracts/levels.ts';
import type { KnownWhole } from '../../../../spine/judge/fractures/reference/fracture-reference.ts';

import { mm } from '../cases.ts';
import { column, type ColumnOptions } from './column.ts';

const LEVELS = column().map(({ level }) => level);
/** A neighbour of L5 has another shape, and the first and the last body have one neighbour. */
const INNER = LEVELS.slice(1, -1);

function refused(options: ColumnOptions, known: KnownWhole = new Map()): string[] {
  return [...implausibleHeights(column(options), null, known).keys()];
}

/** All of one endplate. */
function by(mm: number): readonly [number, number, number] {
  return [mm, mm, mm];
}

describe('heights that are believed', () => {
  test('are those of an intact column', () => {
    expect(refused({})).toEqual([]);
  });

  test.each([0.2, 0.35, 0.5, 0.6])(
    'are those of a wedge, a biconcave and a crushed body, %d lost, at any level',
    (loss) => {
      const keep = 1 - loss;
      for (const level of LEVELS)
        for (const left of [
          [keep, 1 - loss / 2, 1],
          [1, keep, 1],
          [keep, keep, keep],
        ] as const)
          expect(refused({ left: { [level]: left } }), `${level} ${left.join()}`).toEqual([]);
    },
  );

  test('are those of neighbours that are fractured together', () => {
    expect(refused({ left: { T12: [0.7, 0.7, 0.7], L1: [0.6, 0.8, 1] } })).toEqual([]);
    expect(refused({ left: { T7: [0.6, 0.8, 1], T8: [0.6, 0.8, 1], T9: [0.7, 0.85, 1] } })).toEqual([]);
  });

  test('are those of a body whose neighbour is too tall by that body alone', () => {
    const misplaced = { T5: { inferior: by(6) }, T6: { superior: by(-3.6) } };
    expect(refused({ first: 'T4', last: 'T7', misplaced })).toEqual([]);
  });

  test('are those whose intervals are as wide as what they are off by', () => {
    expect(refused({ misplaced: { T9: { superior: [-5, 0, 0] } }, marginMm: 4 })).toEqual([]);
  });
});

describe('heights that no fracture gives', () => {
  test('wedge -56, biconcave -51, crush 55 %: an endplate that dives in behind', () => {
    // Of T8's 20.4 mm behind and 19.4 mm in front.
    expect(refused({ misplaced: { T8: { superior: [6, 6, 11.2] } } })).toEqual(['T8']);
  });

  test.each(INNER)('an endplate of %s that dives in behind by a third', (level) => {
    for (const side of ['superior', 'inferior'] as const)
      expect(refused({ misplaced: { [level]: { [side]: [0, 4, 9] } } }), side).toEqual([level]);
  });

  test.each(INNER)('an endplate of %s beyond its own by a third', (level) => {
    for (const side of ['superior', 'inferior'] as const)
      expect(refused({ misplaced: { [level]: { [side]: by(-8) } } }), side).toContain(level);
  });

  test.each(INNER)(
    'an endplate of %s that lies a third of the height inside: the disc has what the body lost',
    (level) => {
      for (const side of ['superior', 'inferior'] as const)
        expect(refused({ misplaced: { [level]: { [side]: by(8) } } }), side).toEqual([level]);
    },
  );

  test('a disc that is placed inside a body: both lose their grade, not the one alone', () => {
    const misplaced = { T9: { inferior: by(7) }, T10: { superior: by(-7) } };
    expect(refused({ misplaced }).sort()).toEqual(['T10', 'T9']);
  });

  test('endplates of neighbours that cross', () => {
    const misplaced = { L1: { inferior: [-12, -2, 0] }, L2: { superior: [0, 0, 0] } } as const;
    expect(refused({ misplaced }).sort()).toEqual(['L1', 'L2']);
  });

  test('say by how many mm endplates cross, from 2 mm on', () => {
    const crossing = (mm: number) => {
      const each = -(BODY_SIZE.T8.discMm + mm) / 2;
      const misplaced = { T8: { inferior: [each, 0, 0] }, T9: { superior: [each, 0, 0] } } as const;
      return implausibleHeights(column({ misplaced }), null, new Map());
    };
    expect([...crossing(1.9).keys()]).toEqual([]);
    const found = crossing(2.3);
    expect([...found.keys()]).toEqual(['T8', 'T9']);
    for (const { saw } of found.values()) expect(saw).toBe('endplates of T8 and T9 overlapping by 2.3 mm');
  });

  test('count as they were read where they have no interval', () => {
    const bare = column({ misplaced: { T8: { superior: [6, 6, 11.2] } } }).map(({ level, heights }) => {
      const without = (of: 'anterior' | 'middle' | 'posterior') => mm(heights[of].value, null);
      const read = {
        anterior: without('anterior'),
        middle: without('middle'),
        posterior: without('posterior'),
      };
      return { level, heights: { ...heights, ...read } };
    });
    expect([...implausibleHeights(bare, null, new Map()).keys()]).toEqual(['T8']);
  });

  test('a reader who calls the body intact does not make them right', () => {
    expect(refused({ misplaced: { T8: { superior: [6, 6, 11.2] } } }, new Map([['T8', true]]))).toEqual([
      'T8',
    ]);
  });

  test('say what was seen and what was wanted', () => {
    const found = implausibleHeights(
      column({ misplaced: { T8: { superior: [6, 6, 11.2] } } }),
      null,
      new Map(),
    );
    const { code, saw, wanted } = found.get('T8')!;
    expect(code).toBe('HEIGHTS_IMPLAUSIBLE');
    expect(saw).toMatch(
      /^(anterior|middle) height, against the posterior, \d\d % above that of an intact body$/,
    );
    expect(wanted).toContain('endplates that fit those of the neighbours');
  });

  test('without neighbours are told by the ratios alone', () => {
    expect(refused({ first: 'L2', last: 'L2', misplaced: { L2: { superior: [0, 5, 10] } } })).toEqual(['L2']);
  });
});

test('a body that gained is no reference: its neighbours keep grade 0', () => {
  const measured = column({ misplaced: { L2: { superior: by(-9) } } });
  const doubted = implausibleHeights(measured, null, new Map());
  const grades = gradeFractures(measured.filter(({ level }) => !doubted.has(level)));
  expect(doubted.has('L2')).toBe(true);
  const fractured = [...grades]
    .filter(([, { fracture }]) => fracture.grade > 0)
    .map(([level]: [Level, unknown]) => level);
  expect(fractured).toEqual([]);
});
