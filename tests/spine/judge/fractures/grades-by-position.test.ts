/** Grades where names are not settled: what does not depend on the name stands, what does is uncertain. */
import { describe, expect, test } from 'vitest';

import type { Level, NamedLevel } from '../../../../contracts/levels.ts';
import type { Namings } from '../../../../contracts/namings.ts';
import { gradesByPosition } from '../../../../spine/judge/fractures/grades-by-position.ts';
import { gradeFractures } from '../../../../spine/judge/fractures/genant-grade.ts';
import { NOTHING_KNOWN } from '../../../../spine/judge/fractures/known-fractures.ts';

import { spine } from '../cases.ts';

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
    const lost = { L1: [0.76, 0.88, 1] } as const;
    const found = gradesByPosition(measured(lost), null, NAMINGS, NOTHING_KNOWN).get('V3')!;
    const alone = [NAMES, HIGHER].map((names) =>
      gradesByPosition(measured(lost), null, [naming(names, 1)], NOTHING_KNOWN).get('V3')!,
    );
    for (const { gradeRange, fracture } of alone) {
      expect(found.gradeRange![0]).toBeLessThanOrEqual(gradeRange![0]);
      expect(found.gradeRange![1]).toBeGreaterThanOrEqual(gradeRange![1]);
      const [low, high] = fracture.evidence!.lossInterval.wedge!;
      expect(found.fracture.evidence!.lossInterval.wedge![0]).toBeLessThanOrEqual(low);
      expect(found.fracture.evidence!.lossInterval.wedge![1]).toBeGreaterThanOrEqual(high);
    }
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
});
