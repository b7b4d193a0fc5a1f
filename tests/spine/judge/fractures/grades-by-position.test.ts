/** Grades where names are not settled: what does not depend on the name stands, what does is uncertain. */
import { describe, expect, test } from 'vitest';

import type { Level, NamedLevel } from '../../../../contracts/levels.ts';
import type { Namings } from '../../../../contracts/namings.ts';
import {
  gradesByPosition,
  implausibleByPosition,
} from '../../../../spine/judge/fractures/grades-by-position.ts';
import { gradeFractures } from '../../../../spine/judge/fractures/genant-grade.ts';
import { implausibleHeights } from '../../../../spine/judge/fractures/implausible-heights.ts';
import { NOTHING_KNOWN } from '../../../../spine/judge/fractures/known-fractures.ts';

import { spine } from '../cases.ts';
import { column } from './column.ts';

const NAMES = ['T11', 'T12', 'L1', 'L2', 'L3'] as const;
const PLACES: readonly Level[] = ['V5', 'V4', 'V3', 'V2', 'V1'];
/** The same five bodies one level higher. */
const HIGHER: readonly NamedLevel[] = ['T10', 'T11', 'T12', 'L1', 'L2'];

const naming = (names: readonly NamedLevel[], probability: number): Namings[number] => ({
  names: new Map(PLACES.map((place, n) => [place, names[n]!])),
  probability,
});
const NAMINGS: Namings = [naming(NAMES, 0.6), naming(HIGHER, 0.4)];

function measured(lost: Parameters<typeof spine>[1] = {}) {
  return spine(NAMES, lost).map((body, n) => ({ ...body, level: PLACES[n]! }));
}

function gradesOf(lost: Parameters<typeof spine>[1], namings = NAMINGS, known = NOTHING_KNOWN) {
  return gradesByPosition(measured(lost), null, namings, known);
}

/** Of the body in the middle, under one name alone. */
function alone(lost: Parameters<typeof spine>[1], names: readonly NamedLevel[]) {
  return gradesOf(lost, [naming(names, 1)]).get('V3')!;
}

describe('grades by position', () => {
  test('of a clear fracture are those of every name, and keep the place', () => {
    const found = gradesByPosition(measured({ L1: [0.55, 0.78, 1] }), null, NAMINGS, NOTHING_KNOWN);
    const own = gradeFractures(spine(NAMES, { L1: [0.55, 0.78, 1] })).get('L1')!;
    const { fracture, gradeRange } = found.get('V3')!;
    expect(fracture).toMatchObject({ grade: own.fracture.grade, shape: 'wedge' });
    expect(gradeRange![0]).toBeLessThanOrEqual(own.gradeRange![0]);
    expect(fracture.evidence!.reference.neighbours).toEqual(['V4', 'V2']);
    expect(fracture.reference).toMatch(/^intact V4 and V2 of this patient/);
    expect([...found.keys()]).toEqual(PLACES);
  });

  test('hold no ratio of the table’s own level, which is one name’s', () => {
    const found = gradesByPosition(measured(), null, NAMINGS, NOTHING_KNOWN);
    for (const { fracture } of found.values()) expect(fracture.evidence!.morphometry).toEqual([]);
  });

  test('have the widest range and interval of all names', () => {
    const lost = { L1: [0.78, 0.88, 1] } as const;
    const [as, higher] = [alone(lost, NAMES), alone(lost, HIGHER)];
    expect([as.fracture.grade, as.gradeRange, higher.fracture.grade, higher.gradeRange]).toEqual(
      [1, [0, 1], 1, [0, 2]], // prettier-ignore
    );
    const { gradeRange, fracture } = gradesOf(lost).get('V3')!;
    expect(gradeRange).toEqual([0, 2]);
    const [one, other] = [as.fracture.evidence!.lossInterval, higher.fracture.evidence!.lossInterval];
    for (const shape of ['wedge', 'biconcave', 'crush'] as const) {
      const [a, b] = [one[shape]!, other[shape]!];
      const widest = [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
      expect(fracture.evidence!.lossInterval[shape], shape).toEqual(widest);
      expect([a, b], shape).not.toContainEqual(widest);
    }
  });

  test('want a reader where they do under any name, and tell a deformity with the name that it holds for', () => {
    const lost = { L1: [0.95, 0.83, 1] } as const;
    expect(alone(lost, NAMES).fracture).toMatchObject({ grade: 0, needsReader: true });
    expect(alone(lost, HIGHER).fracture).toMatchObject({ grade: 0, needsReader: false });
    for (const namings of [NAMINGS, NAMINGS.toReversed()]) {
      const { fracture, flags, doubt } = gradesOf(lost, namings).get('V3')!;
      expect(fracture).toMatchObject({ grade: 0, needsReader: true });
      expect(fracture.reference).toMatch(/; level names not settled$/);
      expect(flags.filter(({ code }) => code === 'MORPHOMETRY_DEFORMED')).toEqual([
        {
          code: 'MORPHOMETRY_DEFORMED',
          message: expect.stringMatching(
            /^as L1: grade 0 by loss of height, but Hm\/Hp 0\.77, 3\.1 SD/,
          ) as string,
        },
      ]);
      // L1's ratio is beyond intact people, T12's is not.
      expect(doubt).toMatchObject({ deformed: true, beyondIntact: { wedge: false, biconcave: false } });
      expect(doubt!.losses).toEqual(alone(lost, [...namings[0]!.names.values()]).doubt!.losses);
    }
    expect(gradesOf({}).get('V3')!.fracture.needsReader).toBe(false);
  });

  test('tell which grade each name would have, the likeliest first', () => {
    const lost = { L1: [0.79, 0.9, 1] } as const;
    const { fracture, flags } = gradesOf(lost).get('V3')!;
    expect(fracture).toMatchObject({ grade: 0, needsReader: true });
    expect(flags.at(-1)).toEqual({
      code: 'GRADE_UNCERTAIN',
      message: 'the grade depends on the level: grade 0 as L1 (0.60), grade 1 as T12 (0.40)',
    });
    // Other remarks are those of the likeliest name, once.
    expect(flags.map(({ code }) => code)).toEqual(['GRADE_UNCERTAIN', 'GRADE_UNCERTAIN']);
  });

  test('name neighbours by their place', () => {
    expect(
      gradesOf({})
        .get('V5')!
        .flags.map(({ message }) => message),
    ).toEqual(['intact neighbour on one side only (V4); reference limited']);
  });

  test('are beyond intact people where they are under every name', () => {
    const { doubt } = gradesOf({ L1: [0.76, 0.88, 1] }).get('V3')!;
    expect(doubt!.beyondIntact).toEqual({ wedge: true, biconcave: false, crush: true });
  });

  test('are missing where a level has no name that is graded', () => {
    const names = ['T3', 'L3', 'L4', 'L5', 'sacrum'] as const;
    expect([...gradesOf({}, [naming(names, 1)]).keys()]).toEqual(['V4', 'V3', 'V2']);
    const some = [{ names: new Map([['V3', 'L1'] as const]), probability: 1 }];
    expect([...gradesOf({}, some).keys()]).toEqual(['V3']);
  });

  test.each([
    [0.05, 0.95, true],
    [0.04, 0.95, false],
    // However unlikely, the likeliest one counts.
    [0.04, 0.04, false],
  ])('count a name of probability %d beside one of %d: %s', (other, first, counted) => {
    const { flags } = gradesOf({ L1: [0.79, 0.9, 1] }, [naming(NAMES, first), naming(HIGHER, other)]).get(
      'V3',
    )!;
    const told = flags.some(({ message }) => message.startsWith('the grade depends on the level'));
    expect(told).toBe(counted);
  });

  test('are never sure where the order speaks of levels by name', () => {
    const known = { ...NOTHING_KNOWN, levels: new Map([['L1', 'by-accident']] as const) };
    const { fracture, gradeRange } = gradesByPosition(
      measured({ L1: [0.5, 0.75, 1] }),
      null,
      NAMINGS,
      known,
    ).get('V3')!;
    expect(fracture.grade).toBeGreaterThan(1);
    expect(fracture.needsReader).toBe(true);
    expect(gradeRange).toBeNull();
  });

  test('of 0 want no reader for what the order says of other levels, and are nowhere beyond intact people', () => {
    const known = { ...NOTHING_KNOWN, levels: new Map([['L1', 'by-accident']] as const) };
    const { fracture, doubt } = gradesOf({}, NAMINGS, known).get('V3')!;
    expect(fracture).toMatchObject({ grade: 0, needsReader: false });
    expect(doubt!.beyondIntact).toEqual({ wedge: false, biconcave: false, crush: false });
  });
});

describe('heights that no body has, by position', () => {
  const named = (misplaced: Parameters<typeof column>[0]) =>
    column({ first: 'T11', last: 'L3', ...misplaced });
  const placed = (bodies: ReturnType<typeof column>, places = PLACES) =>
    bodies.map((body, n) => ({ ...body, level: places[n]! }));

  test('are told by place, as the likeliest name has them', () => {
    const bodies = named({ misplaced: { L1: { superior: [0, 4, 11] } } });
    const found = implausibleByPosition(placed(bodies), null, NAMINGS);
    const asNamed = implausibleHeights(bodies, null, new Map()).get('L1')!;
    expect([...found]).toEqual([['V3', asNamed]]);
    const asHigher = bodies.map((body, n) => ({ ...body, level: HIGHER[n]! }));
    expect(implausibleHeights(asHigher, null, new Map()).get('T12')!.saw).not.toBe(asNamed.saw);
  });

  test('name the places of two whose endplates cross', () => {
    const bodies = named({ misplaced: { L1: { inferior: [-12, -2, 0] } } });
    const found = implausibleByPosition(placed(bodies), null, NAMINGS);
    expect([...found.keys()].sort()).toEqual(['V2', 'V3']);
    expect(found.get('V2')!.saw).toMatch(/^endplates of V3 and V2 overlapping by \d\.\d mm$/);
  });

  test('are not told of what would be the sacrum', () => {
    const bodies = named({ misplaced: { L3: { superior: [-12, -2, 0] } } });
    const names = ['L3', 'L4', 'L5', 'L6', 'sacrum'] as const;
    expect(implausibleByPosition(placed(bodies), null, [naming(names, 1)]).size).toBe(0);
    expect([...implausibleByPosition(placed(bodies), null, NAMINGS).keys()].sort()).toEqual(['V1', 'V2']);
  });
});
