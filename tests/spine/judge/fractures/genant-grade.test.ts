import { describe, expect, test } from 'vitest';

import { gradeFractures, type GradedLevel } from '../../../../spine/judge/fractures/genant-grade.ts';
import { genantGrade } from '../../../../spine/definitions/fractures.ts';
import type { Level } from '../../../../contracts/levels.ts';

import { heights, INTACT, spine } from '../cases.ts';

const ALL = Object.keys(INTACT) as (keyof typeof INTACT)[];

function wedge(loss: number): [number, number, number] {
  return [1 - loss, 1 - loss / 2, 1];
}
function biconcave(loss: number): [number, number, number] {
  return [1, 1 - loss, 1];
}
function crush(loss: number): [number, number, number] {
  return [1 - loss, 1 - loss, 1 - loss];
}

function grades(found: ReadonlyMap<Level, GradedLevel>): string {
  return [...found].map(([, { fracture }]) => fracture.grade).join(' ');
}

describe('the grade of a loss', () => {
  test.each([
    [-0.1, 0],
    [0.1999, 0],
    [0.2, 1],
    [0.2499, 1],
    [0.25, 2],
    [0.4, 2],
    [0.4001, 3],
    [0.9, 3],
  ])('%d is %d', (loss, grade) => {
    expect(genantGrade(loss)).toBe(grade);
  });
});

describe('fracture grades against the own neighbours', () => {
  test('are 0 in an intact spine with its physiologic trend', () => {
    const found = gradeFractures(spine(ALL));
    expect(grades(found)).toBe('0 0 0 0 0 0 0');
    for (const { fracture } of found.values())
      expect(fracture).toMatchObject({ shape: null, needsReader: false });
  });

  test.each([
    [0.23, 1],
    [0.32, 2],
    [0.47, 3],
  ])('of %d lost find wedge, biconcave and crush as grade %d', (loss, grade) => {
    for (const [shape, left] of [
      ['wedge', wedge(loss)],
      ['biconcave', biconcave(loss)],
      ['crush', crush(loss)],
    ] as const) {
      const { fracture } = gradeFractures(spine(ALL, { L1: left })).get('L1')!;
      expect(fracture).toMatchObject({ grade, shape });
      expect(fracture.reference).toMatch(/^intact T12 and L2 of this patient and reference table/);
      // The trend between neighbours is not a straight line, and the table's people are others: 3 % in these bodies.
      expect(Math.abs(fracture.lossPercent[shape]! - 100 * loss)).toBeLessThan(3);
    }
  });

  test('leave the neighbours of a fracture alone', () => {
    for (const left of [wedge(0.35), biconcave(0.35), crush(0.35)])
      expect(grades(gradeFractures(spine(ALL, { L1: left })))).toBe('0 0 0 2 0 0 0');
  });

  test('are not taken in by a fractured neighbour', () => {
    for (const left of [wedge(0.3), biconcave(0.35), crush(0.3)]) {
      const found = gradeFractures(spine(ALL, { L1: left, L2: left }));
      expect(grades(found)).toBe('0 0 0 2 2 0 0');
      expect(found.get('L1')!.fracture.reference).toContain('T12 and L3');
    }
  });

  test('strike a crushed body out among few levels too', () => {
    const found = gradeFractures(spine(['T12', 'L1', 'L2', 'L3'], { L1: crush(0.3) }));
    expect(grades(found)).toBe('0 2 0 0');
    expect(found.get('L2')!.fracture.reference).toContain('T12 and L3');
  });

  test('do not call a body crushed that kept its anterior height', () => {
    const { fracture } = gradeFractures(spine(ALL, { L1: [1, 0.85, 0.7] })).get('L1')!;
    expect(fracture).toMatchObject({ grade: 0, lossPercent: { crush: null } });
  });

  test('do not change when every height is scaled', () => {
    const scaled = spine(ALL, { L1: wedge(0.3) }).map(({ level, heights: h }) => ({
      level,
      heights: heights([1.3 * h.anterior.value, 1.3 * h.middle.value, 1.3 * h.posterior.value], 0.39),
    }));
    expect(gradeFractures(scaled)).toEqual(gradeFractures(spine(ALL, { L1: wedge(0.3) })));
  });

  test('never fall as the loss grows', () => {
    for (const shape of [wedge, biconcave, crush]) {
      let last = 0;
      for (let loss = 0; loss <= 0.6; loss += 0.01) {
        const { grade } = gradeFractures(spine(ALL, { L1: shape(loss) })).get('L1')!.fracture;
        expect(grade).toBeGreaterThanOrEqual(last);
        last = grade;
      }
      expect(last).toBe(3);
    }
  });

  test('of 1 are possible and need a reader', () => {
    const { fracture } = gradeFractures(spine(ALL, { L1: wedge(0.23) }, 0.05)).get('L1')!;
    expect(fracture).toMatchObject({ grade: 1, needsReader: true });
  });

  test('of 2 that the interval lets be 1 need a reader and are flagged', () => {
    const unsure = gradeFractures(spine(ALL, { L1: wedge(0.28) }, 0.8)).get('L1')!;
    expect(unsure.fracture).toMatchObject({ grade: 2, needsReader: true });
    expect(unsure.gradeRange![0]).toBe(1);
    expect(unsure.flags.map(({ code }) => code)).toEqual(['GRADE_UNCERTAIN']);
    const sure = gradeFractures(spine(ALL, { L1: wedge(0.32) }, 0.2)).get('L1')!;
    expect(sure.fracture.needsReader).toBe(false);
    expect(sure.flags).toEqual([]);
  });

  test('of heights without an interval are never sure', () => {
    const { fracture, gradeRange } = gradeFractures(spine(ALL, { L1: wedge(0.35) }, null)).get('L1')!;
    expect(fracture).toMatchObject({ grade: 2, needsReader: true });
    expect(gradeRange).toBeNull();
  });

  test('want a reader for a deformity of grade 0, whose loss has no interval', () => {
    const found = gradeFractures(spine(ALL, { L1: [0.82, 0.65, 0.65] }, null)).get('L1')!;
    expect(found).toMatchObject({ gradeRange: null, fracture: { grade: 0, needsReader: true } });
    const intact = gradeFractures(spine(ALL, {}, null)).get('L1')!;
    expect(intact).toMatchObject({ gradeRange: null, fracture: { grade: 0, needsReader: false } });
  });
});

describe('a body at the border of a crush', () => {
  const ANTERIOR_KEPT = [0.805, 0.65, 0.65] as const;
  const codes = ({ flags }: GradedLevel) => flags.map(({ code }) => code);

  test('may be crushed where the interval of the anterior loss holds 20 %', () => {
    const found = gradeFractures(spine(ALL, { L1: ANTERIOR_KEPT })).get('L1')!;
    expect(found.fracture).toMatchObject({ grade: 0, needsReader: true });
    expect(found.gradeRange).toEqual([0, 2]);
    expect(found.fracture.lossPercent.crush).toBeGreaterThan(30);
    expect(codes(found)).toContain('GRADE_UNCERTAIN');
    expect(found.flags[0]!.message).toMatch(
      /^grade 0 to 2: loss of posterior height 3\d % .+, of anterior height \d+ %/,
    );
  });

  test('is deformed by morphometry however well it is measured', () => {
    const found = gradeFractures(spine(ALL, { L1: [0.82, 0.65, 0.65] }, 0)).get('L1')!;
    expect(found.fracture).toMatchObject({ grade: 0, needsReader: true });
    expect(codes(found)).toEqual(['MORPHOMETRY_DEFORMED']);
    expect(found.flags[0]!.message).toContain('Hp/Hp above ');
    expect(found.gradeRange).toEqual([0, 1]);
  });

  test('that has lost 19.5 % all over is not surely whole', () => {
    const found = gradeFractures(spine(ALL, { L1: crush(0.195) }, 1)).get('L1')!;
    expect(found.gradeRange![1]).toBeGreaterThan(0);
    expect(found.fracture.needsReader).toBe(true);
  });

  test('that has lost it in front only just is not surely crushed', () => {
    const sure = gradeFractures(spine(ALL, { L1: [0.66, 0.66, 0.66] })).get('L1')!;
    expect(sure).toMatchObject({ gradeRange: [2, 2], fracture: { needsReader: false } });
    const open = gradeFractures(spine(ALL, { L1: [0.795, 0.66, 0.66] })).get('L1')!;
    expect(open).toMatchObject({ gradeRange: [0, 2], fracture: { grade: 2, needsReader: true } });
  });

  test('is no reference for its neighbours', () => {
    for (const level of ['T12', 'L2'] as const) {
      const few = spine(['T12', 'L1', 'L2', 'L3'], { L1: [0.82, 0.7, 0.7] });
      expect(gradeFractures(few).get(level)!.fracture.evidence!.reference.neighbours).not.toContain('L1');
    }
  });
});

describe('what people know of a vertebra', () => {
  const neighbours = (left: Parameters<typeof spine>[1], known: [Level, boolean][]) =>
    gradeFractures(spine(ALL, left), null, new Map(known)).get('L1')!.fracture.evidence!.reference.neighbours;

  test('keeps one that is fractured from being a reference, whatever it measures', () => {
    expect(neighbours({}, [])).toEqual(['T12', 'L2']);
    expect(
      neighbours({}, [
        ['T12', false],
        ['L2', false],
      ]),
    ).toEqual(['T11', 'L3']);
  });

  test('lets one that a reader calls intact be a reference', () => {
    expect(neighbours({ L2: wedge(0.3) }, [])).toEqual(['T12', 'L3']);
    expect(neighbours({ L2: wedge(0.3) }, [['L2', true]])).toEqual(['T12', 'L2']);
  });

  test('changes no grade of its own', () => {
    const known = new Map<Level, boolean>([['L1', true]]);
    expect(gradeFractures(spine(ALL, { L1: wedge(0.32) }), null, known).get('L1')!.fracture.grade).toBe(2);
  });
});

test('a loss is rounded once: table and remark say the same', () => {
  const { fracture, flags } = gradeFractures(spine(ALL, { L1: wedge(0.28) }, 0.8)).get('L1')!;
  expect(flags[0]!.message).toContain(`loss of height ${Math.round(fracture.lossPercent.wedge!)} %`);
  const kept = spine(ALL).flatMap((_, n) => {
    const one = gradeFractures(spine(ALL, { L1: wedge(0.26 + n / 1000) })).get('L1')!.fracture;
    return [one.lossPercent.wedge!];
  });
  // With one digit, 26.46 would be kept as 26.5 and printed as 27.
  expect(kept.some((loss) => Math.abs(10 * loss - Math.round(10 * loss)) > 0.05)).toBe(true);
});

describe('fracture grades without neighbours on both sides', () => {
  test('name the one side', () => {
    const found = gradeFractures(spine(['L1', 'L2'], { L1: wedge(0.35) }));
    expect(found.get('L1')!.fracture.reference).toMatch(/^intact L2 of this patient and/);
    expect(found.get('L1')!.flags.map(({ code }) => code)).toContain('REFERENCE_ONE_SIDED');
  });

  test('compare a lone body with the table alone, say so, and are never sure', () => {
    const { fracture, gradeRange, flags } = gradeFractures(spine(['T11'], { T11: wedge(0.35) })).get('T11')!;
    expect(fracture).toMatchObject({ grade: 2, shape: 'wedge', needsReader: true });
    expect(fracture.lossPercent.crush).toBeNull();
    expect(fracture.reference).toContain('reference table only');
    expect(fracture.evidence!.reference).toMatchObject({
      neighbours: [],
      tableShare: { anterior: 1, middle: 1 },
    });
    expect(gradeRange).toBeNull();
    expect(flags.map(({ code }) => code)).toContain('REFERENCE_TABLE_ONLY');
  });

  test('of a lone intact body are 0', () => {
    for (const level of ALL) expect(grades(gradeFractures(spine([level])))).toBe('0');
  });

  test('know T12 and L1 for neighbours, since T13 is rare', () => {
    const { flags } = gradeFractures(spine(ALL, { L1: wedge(0.35) })).get('L2')!;
    expect(flags).toEqual([]);
  });

  test('remark on a neighbour that is far away', () => {
    const far = gradeFractures(spine(['T10', 'L4'])).get('L4')!;
    expect(far.flags.map(({ code }) => code)).toEqual(['REFERENCE_ONE_SIDED', 'REFERENCE_FAR']);
  });

  test('are not given above T4 and for the sacrum', () => {
    const found = gradeFractures([
      { level: 'C5', heights: heights([10, 10, 10]) },
      ...spine(['L4']),
      { level: 'sacrum', heights: heights([20, 20, 20]) },
    ]);
    expect([...found.keys()]).toEqual(['L4']);
  });
});
