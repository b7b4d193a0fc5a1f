import { describe, expect, test } from 'vitest';

import { fractureSummary } from '../../../../spine/judge/fractures/fracture-summary.ts';
import { gradeFractures } from '../../../../spine/judge/fractures/genant-grade.ts';
import { fractureSummarySchema } from '../../../../contracts/risk/fracture.ts';
import type { Level } from '../../../../contracts/levels.ts';

import { heights, INTACT, spine } from '../cases.ts';
import { GRADED_SPINE } from '../../../../spine/definitions/fractures.ts';

type Triple = readonly [number, number, number];
const ALL = Object.keys(INTACT) as (keyof typeof INTACT)[];

/** T4 to L5 of one size, with what `left` keeps. */
function whole(left: Partial<Record<Level, Triple>>, margin = 0.2) {
  const measured = GRADED_SPINE.map((level) => {
    // An L5 is lower behind than in front.
    const [a, m, p] = left[level] ?? [level === 'L5' ? 1.15 : 1, 1, 1];
    return { level, heights: heights([24 * a, 23 * m, 25 * p], margin) };
  });
  return fractureSummary(gradeFractures(measured));
}

describe('the summary of fractures', () => {
  test('sums the grades from T4 to L4 to the deformity index', () => {
    const { deformityIndex, fractured, statement, notGraded } = whole({
      T8: [0.65, 0.8, 1],
      T12: [0.5, 0.75, 1],
    });
    expect(fractured.map(({ level, grade }) => `${level} ${grade}`)).toEqual(['T8 2', 'T12 3']);
    expect(deformityIndex).toMatchObject({ value: 5, complete: true, missing: [] });
    expect(deformityIndex.low).toBeLessThanOrEqual(5);
    expect(deformityIndex.high).toBeGreaterThanOrEqual(5);
    expect(statement).toMatch(/^T8: grade 2, wedge; T12: grade 3, wedge\. 14 levels graded \(T4 to L5\)\./);
    expect(notGraded).toEqual([]);
    expect(whole({}).flags).toEqual([]);
    expect(whole({}).statement).not.toContain('not graded');
  });

  test('names one level alone, and what one level less leaves open', () => {
    expect(fractureSummary(gradeFractures(spine(['L1']))).statement).toMatch(
      / 1 level graded \(L1\)\. 13 levels /,
    );
    const measured = GRADED_SPINE.slice(1).map((level) => ({ level, heights: heights([24, 23, 25], 0.2) }));
    const { statement, flags } = fractureSummary(gradeFractures(measured));
    expect(statement).toContain(' 13 levels graded (T5 to L5). ');
    expect(statement).toMatch(/ 1 level between T4 and L5 not graded\.$/);
    expect(flags).toEqual([{ code: 'SPINE_INCOMPLETE', message: 'not graded: T4' }]);
  });

  test('leaves L5 out of the index', () => {
    expect(whole({ L5: [0.6, 0.8, 1] }).deformityIndex.value).toBe(0);
  });

  test('gives the index as a range where a grade is not sure', () => {
    const { deformityIndex } = whole({ T12: [0.72, 0.86, 1] }, 1.5);
    expect(deformityIndex.low).toBeLessThan(deformityIndex.value);
    expect(deformityIndex.statement).toContain('range 0 to 2');
  });

  test('says that it is incomplete, and what is missing', () => {
    const summary = fractureSummary(gradeFractures(spine(ALL)));
    expect(summary.deformityIndex.complete).toBe(false);
    expect(summary.deformityIndex.statement).toMatch(
      /^sum of grades 0 over 7 of the 13 levels from T4 to L4; not graded: T4, T5/,
    );
    expect(summary.statement).toBe(
      'No fracture of grade 1 or higher. 7 levels graded (T10 to L4). 7 levels between T4 and L5 not graded.',
    );
    expect(summary.flags.map(({ code }) => code)).toEqual(['SPINE_INCOMPLETE']);
  });

  test('says that nothing could be graded', () => {
    expect(fractureSummary(new Map()).statement).toContain('no level was graded');
  });

  test('does not deny a fracture where grade 0 is not sure', () => {
    const { statement, fractured } = fractureSummary(gradeFractures(spine(ALL, { L1: [0.82, 0.65, 0.65] })));
    expect(fractured).toEqual([]);
    expect(statement).toContain('fracture not excluded, to be confirmed by the reader: L1.');
  });

  test('calls a grade 1 possible', () => {
    const { statement } = fractureSummary(gradeFractures(spine(ALL, { L1: [0.77, 0.88, 1] })));
    expect(statement).toMatch(/^L1: grade 1, wedge \(possible, to be confirmed by the reader\)\. /);
  });

  test('names fractures of the history without their level', () => {
    const known = { levels: new Map(), grades: new Map(), inHistory: 2, unplaced: 2 };
    expect(fractureSummary(new Map(), known).statement).toBe(
      'Not evaluated: no level was graded. 2 in the history, level not stated.',
    );
  });

  test('is what its contract says', () => {
    const summary = fractureSummary(gradeFractures(spine(ALL, { L1: [0.6, 0.8, 1] })));
    expect(fractureSummarySchema.parse(summary)).toEqual(summary);
  });
});

describe('quantitative morphometry', () => {
  const evidence = (levels: typeof ALL, level: Level, left: Partial<Record<Level, Triple>> = {}) =>
    gradeFractures(spine(levels, left)).get(level)!.fracture.evidence!.morphometry;

  test('gives Ha/Hp and Hm/Hp, and Hp against the bodies next to it', () => {
    const names = evidence(ALL, 'L1').map(({ ratio }) => ratio);
    expect(names).toEqual(['Ha/Hp', 'Hm/Hp', 'Hp/Hp above', 'Hp/Hp below']);
    expect(evidence(ALL, 'T10').map(({ ratio }) => ratio)).not.toContain('Hp/Hp above');
  });

  test('does not compare heights across a level that is not there', () => {
    const names = evidence(['T12', 'L2', 'L3'], 'L2').map(({ ratio }) => ratio);
    expect(names).toEqual(['Ha/Hp', 'Hm/Hp', 'Hp/Hp below']);
  });

  test('counts standard deviations from the mean of the table', () => {
    for (const { value, mean, sd, z } of evidence(ALL, 'L1', { L1: [0.7, 0.85, 1] }))
      expect(Math.abs(z - (value - mean) / sd)).toBeLessThan(0.12); // three digits of each
    expect(evidence(ALL, 'L1', { L1: [0.7, 0.85, 1] })[0]!.z).toBeLessThan(-3);
    expect(Math.abs(evidence(ALL, 'L1')[0]!.z)).toBeLessThan(3);
  });

  test('keeps a wedge that intact people have too from being sure', () => {
    // Tall neighbours make L4 look wedged by 21 %; the table knows such bodies at its level.
    const measured = [
      { level: 'L3' as const, heights: heights([30, 26, 24], 0.05) },
      { level: 'L4' as const, heights: heights([23.5, 25, 25], 0.05) },
      { level: 'L5' as const, heights: heights([32, 26, 24], 0.05) },
    ];
    const { fracture, gradeRange } = gradeFractures(measured).get('L4')!;
    expect(fracture.evidence!.morphometry[0]!.z).toBeGreaterThan(-3);
    expect(fracture.needsReader).toBe(fracture.grade > 0);
    expect(gradeRange![0]).toBe(0);
  });
});
