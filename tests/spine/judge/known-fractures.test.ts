import { describe, expect, test } from 'vitest';

import { assessRisk } from '../../../spine/judge/assess-risk.ts';
import type { Level } from '../../../contracts/levels.ts';

import { order, PATIENT, STUDY } from './cases.ts';
import { study } from './study.ts';

const WOMAN = { patient: { ...PATIENT, ageYears: 70, sex: 'female' as const }, study: STUDY };

function neighboursOf({ levels }: ReturnType<typeof assessRisk>, wanted: Level): readonly Level[] {
  const found = levels.find(({ level }) => level === wanted)!;
  if (found.status !== 'assessed') throw new Error(`${wanted} was not assessed`);
  return found.fracture!.evidence!.reference.neighbours;
}

describe('what is known of fractures', () => {
  test('follow what a reader made of a fracture', () => {
    const read = order({ confirmedFractures: [{ level: 'L1', fractured: false }] });
    const found = assessRisk(study({ ct: WOMAN, order: read }));
    expect(found.density.levels).toEqual(['L1', 'L2']);
    expect(found.overall.category).toBe('moderate');
    const l1 = found.levels.find(({ level }) => level === 'L1')!;
    // What was measured stays, and what was read stands beside it.
    expect(l1).toMatchObject({ known: 'read-intact', fracture: { grade: 2, needsReader: false } });
    expect(l1.status === 'assessed' && l1.flags.some(({ code }) => code === 'READ_AS_INTACT')).toBe(true);
    expect(found.fractures.fractured).toEqual([]);
    expect(found.fractures.statement).toMatch(
      /^L1: read as intact \(measured grade 2, wedge\)\. 5 levels graded/,
    );
    expect(found.fractures.deformityIndex).toMatchObject({ value: 0, low: 0, high: 0, measured: 2 });
    expect(neighboursOf(found, 'L2')).toContain('L1');
  });

  test('tell a fracture that a reader saw and the measurement did not, everywhere', () => {
    const seen = (['T12', 'L3'] as const).map((level) => ({ level, fractured: true }));
    const found = assessRisk(study({ ct: WOMAN, order: order({ confirmedFractures: seen }) }));
    expect(found.overall.category).toBe('very-high');
    const two = found.overall.rules.find(({ rule }) => rule.startsWith('two or more'))!;
    expect(two.probability).toBe(1);
    expect(two.detail).toContain('T12 read as fractured (measured grade 0)');
    expect(found.fractures.fractured).toEqual([
      { level: 'T12', grade: 0, needsReader: false, known: 'read-fractured' },
      { level: 'L1', grade: 2, needsReader: false },
      { level: 'L3', grade: 0, needsReader: false, known: 'read-fractured' },
    ]);
    expect(found.fractures.deformityIndex).toMatchObject({ value: 4, low: 4, high: 8, measured: 2 });
    const t12 = found.levels.find(({ level }) => level === 'T12')!;
    expect(t12).toMatchObject({ known: 'read-fractured', fracture: { grade: 0 } });
    expect(t12.status === 'assessed' && t12.flags.map(({ code }) => code)).toContain('READ_AS_FRACTURED');
    expect(found.density.levels).toEqual(['L2']);
    expect(found.strength.levels).toEqual(['L2']);
    for (const level of ['T11', 'L1', 'L2'] as const) {
      expect(neighboursOf(found, level)).not.toContain('T12');
      expect(neighboursOf(found, level)).not.toContain('L3');
    }
  });

  test('take a vertebra of the history for fractured, though it measures as whole', () => {
    const told = order({
      riskFactors: { priorFractures: [{ site: 'vertebra', level: 'L2', date: '2019-05-01' }] },
    });
    const found = assessRisk(study({ ct: WOMAN, order: told }));
    expect(found.density.levels).toEqual(['L3', 'T12']);
    expect(found.density.leftOut).toContainEqual({ level: 'L2', reason: 'fracture (history)' });
    expect(found.strength.levels).toEqual(['T12']);
    expect(found.overall.category).toBe('very-high');
    expect(found.fractures.statement).toContain('L2: fracture in history (measured grade 0)');
    expect(neighboursOf(found, 'L1')).toEqual(['T12', 'L3']);
    const l2 = found.levels.find(({ level }) => level === 'L2')!;
    expect(l2.status === 'assessed' && l2.flags.map(({ code }) => code)).toContain('FRACTURE_IN_HISTORY');
  });

  test('leave a vertebra out that an accident broke, though it measures as whole', () => {
    const told = order({
      riskFactors: { priorFractures: [{ site: 'vertebra', level: 'L2', traumatic: true }] },
    });
    const found = assessRisk(study({ ct: WOMAN, order: told }));
    expect(found.density.levels).toEqual(['L3', 'T12']);
    // By the hip's 10-year risk after the grade 2 of L1; two fractures would be another rule.
    const ruleOf = (start: string) => found.overall.rules.find(({ rule }) => rule.startsWith(start))!;
    expect(ruleOf('10-year risk above').probability).toBeGreaterThan(0.8);
    expect(ruleOf('two or more').probability).toBeLessThan(0.5);
    expect(found.fractures.deformityIndex.value).toBe(2);
    expect(found.fractures.statement).toContain('L2: traumatic fracture (measured grade 0)');
  });

  test('tell what is known of a vertebra that could not be measured', () => {
    const refusal = { code: 'SOLVE_NOT_CONVERGED', saw: 'no convergence', wanted: 'a solution' };
    const failure = {
      Error: 'SolveNotConverged',
      Cause: JSON.stringify({ errorType: 'SolveNotConverged', errorMessage: JSON.stringify(refusal) }),
    };
    const results = study().results.map((found) =>
      found.level === 'T11' ? { level: found.level, failure } : found,
    );
    const read = order({ confirmedFractures: [{ level: 'T11', fractured: true }] });
    const found = assessRisk(study({ results, order: read }));
    expect(found.levels[0]).toMatchObject({ level: 'T11', status: 'failed', known: 'read-fractured' });
    expect(found.fractures.statement).toContain('T11: read as fractured (not measured)');
    expect(found.fractures.notGraded).not.toContain('T11');
  });

  test('leave out a vertebra that an accident broke, but for its density', () => {
    const fall = order({
      riskFactors: { priorFractures: [{ site: 'vertebra', level: 'L1', traumatic: true }] },
    });
    const found = assessRisk(study({ ct: WOMAN, order: fall }));
    expect(found.overall.category).toBe('moderate');
    expect(found.density.levels).toEqual(['L2', 'L3']);
    const l1 = found.levels.find(({ level }) => level === 'L1')!;
    expect(l1.status === 'assessed' && l1.flags.some(({ code }) => code === 'FRACTURE_BY_TRAUMA')).toBe(true);
    expect(found.absolute.handling.find(({ factor }) => factor === 'prior fracture')!.statement).toBe('no');
  });
});
