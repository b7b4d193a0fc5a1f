import { describe, expect, test } from 'vitest';

import type { GradedLevel } from '../../../../spine/judge/fractures/genant-grade.ts';
import {
  countedText,
  fractureEvidence,
  fractureProbability,
} from '../../../../spine/judge/risk/fracture-evidence.ts';
import type { Level } from '../../../../contracts/levels.ts';
import { GRADED_SPINE } from '../../../../spine/definitions/fractures.ts';

type Graded = Pick<GradedLevel, 'fracture' | 'gradeRange'>;

function graded(grade: 0 | 1 | 2 | 3, gradeRange: GradedLevel['gradeRange'] = [grade, grade]): Graded {
  const lossPercent = { wedge: 0, biconcave: 0, crush: null };
  return { fracture: { grade, shape: null, needsReader: false, lossPercent, reference: 'test' }, gradeRange };
}

const WHOLE: readonly [Level, Graded][] = GRADED_SPINE.map((level) => [level, graded(0)]);

function evidence(levels: readonly (readonly [Level, Graded])[], age = 75, confirmed: Level[] = []) {
  const { possible, notKnown, ...found } = fractureEvidence(new Map(levels), new Set(confirmed));
  const probability = fractureProbability({ possible, notKnown, ...found }, age);
  return { ...found, probability, counted: countedText({ possible, notKnown, ...found }, probability) };
}

describe('a vertebral fracture', () => {
  test('is there where a grade 2 is sure or a reader saw it', () => {
    expect(evidence([['L1', graded(2)]]).probability).toBe(1);
    expect(evidence([['L1', graded(1)]], 75, ['L1'])).toMatchObject({
      probability: 1,
      statement: 'yes (L1)',
    });
  });

  test('is not there where T4 to L5 were graded and are intact', () => {
    expect(evidence(WHOLE)).toMatchObject({ probability: 0, statement: 'no (T4 to L5 graded)' });
  });

  test('is as likely as usual at that age where nothing was graded', () => {
    expect(evidence([], 65).probability).toBeCloseTo(0.054, 12);
    expect(evidence([], 75).probability).toBeCloseTo(0.11, 12);
    expect(evidence([], 85).probability).toBeCloseTo(0.18, 12);
  });

  test('is less likely the more levels are intact', () => {
    const found = [0, 4, 8, 14].map((count) => evidence(WHOLE.slice(0, count)).probability);
    expect(found).toEqual(found.toSorted((a, b) => b - a));
    expect(found.at(-1)).toBe(0);
  });

  test('that is not ruled out at a level of grade 0 is no "none"', () => {
    const doubtful = evidence([...WHOLE.slice(1), ['T4', graded(0, [0, 1])]]);
    expect(doubtful).toMatchObject({ state: 'open', statement: 'not excluded at T4' });
    // One of fourteen levels keeps its share of what is usual at 75.
    expect(doubtful.probability).toBeCloseTo(0.11 / 14, 12);
  });

  test('that is possible counts once, a grade 2 for more than a grade 1', () => {
    const withGrades = (...grades: Graded[]) =>
      evidence([...WHOLE.slice(grades.length), ...grades.map((g, n) => [WHOLE[n]![0], g] as const)]);
    const [one, two, unsure] = [
      withGrades(graded(1)),
      withGrades(graded(1), graded(1)),
      withGrades(graded(2, [1, 3])),
    ];
    expect(one.probability).toBeCloseTo(0.033, 12);
    expect(two.probability).toBe(one.probability);
    expect(unsure.probability).toBe(0.5);
    expect(one.statement).toBe('possible at T4, to be confirmed by the reader');
    expect(one.counted).toBe('entered with a probability of 3.3 % (possible grade 1: 3.3 %)');
    expect(unsure.counted).toContain('(possible grade 2 or 3: 50 %, assumption of this software)');
  });

  test('that is open says where it is possible, where not excluded and how much was not graded', () => {
    const levels: [Level, Graded][] = [
      ['L1', graded(1)],
      ['L2', graded(2, [0, 2])],
      ['L3', graded(0, [0, 1])],
      ['L6', graded(0, [0, 1])],
      ['T12', graded(0, null)],
    ];
    expect(evidence(levels).statement).toBe(
      'possible at L1, L2, to be confirmed by the reader; not excluded at L3; 10 of 14 levels between T4 and L5 not graded',
    );
    expect(evidence(levels, 75, ['L1', 'T8']).statement).toBe('yes (L1, T8)');
  });

  test('has the highest grade of those that are sure, or else of those that are possible', () => {
    const worst = (grades: Graded[], confirmed: readonly Level[] = []) => {
      const found = new Map([...WHOLE, ...grades.map((g, n) => [WHOLE[n]![0], g] as const)]);
      return fractureEvidence(found, new Set(confirmed)).worst;
    };
    const possible = graded(3, [1, 3]);
    expect(worst([graded(2, [2, 2]), graded(3, [3, 3])])).toBe(3);
    expect(worst([graded(2, [2, 2]), possible])).toBe(2);
    expect(worst([graded(1), possible])).toBe(3);
    expect(worst([graded(1)])).toBe(1);
    expect(worst([])).toBeNull();
    // Read as fractured: by its measured grade, and none where it measured as whole.
    expect(worst([graded(1)], ['T4'])).toBe(1);
    expect(worst([], ['T4'])).toBeNull();
    // Beside a possible one that is worse: a fracture more never makes it milder.
    expect(worst([graded(0), possible], ['T4'])).toBe(3);
  });
});
