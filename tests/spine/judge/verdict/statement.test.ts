/** The verdict in words: settled or open, and what it assumes of a patient of whom something was not given. */
import { describe, expect, test } from 'vitest';

import { verdictByAge } from '../../../../contracts/risk/overall.ts';
import type { RiskEstimate } from '../../../../contracts/risk/absolute-risk.ts';
import { GRADED_SPINE } from '../../../../spine/definitions/fractures.ts';
import type { VerdictInput } from '../../../../spine/judge/verdict/draws/possible-patients.ts';
import { riskRanges } from '../../../../spine/judge/verdict/draws/risk-ranges.ts';
import { assumedOf, statementOf } from '../../../../spine/judge/verdict/statement.ts';
import { patientsOf, verdictOf } from '../../../../spine/judge/verdict/verdict.ts';

import { ANSWERED_NO, order } from '../cases.ts';
import { graded, input, NO_ERRORS } from './patient.ts';

const NO_MODEL: RiskEstimate = { status: 'not-evaluated', id: 'test', title: 'test', reason: 'no age' };

function verdict(asked: VerdictInput) {
  return verdictOf(asked, patientsOf(asked), NO_MODEL);
}
function measured(value: number, errors: Partial<typeof NO_ERRORS> = {}) {
  return { density: { value, agentMgCc: 0, errors: { ...NO_ERRORS, ...errors } } };
}

describe('the statement', () => {
  const dxa = (tScore: number) => order({ riskFactors: ANSWERED_NO, dxa: { site: 'total-hip', tScore } });

  test('names the category, its probability and every other one of half a percent', () => {
    expect(verdict(input({ order: dxa(-1) })).statement).toBe('Low: probability > 0.99.');
    expect(verdict(input(measured(95, { calibration: 8 }))).statement).toBe(
      'Moderate: probability 0.97 (high 0.03).',
    );
    // 0.6 % and 0.4 % beyond the limit of 120.
    expect(verdict(input(measured(120 + 2.51, { calibration: 1 }))).statement).toContain('(moderate 0.01)');
    expect(verdict(input(measured(120 + 2.65, { calibration: 1 }))).statement).toBe(
      'Low: probability > 0.99.',
    );
  });

  test('does not tell one of two near categories as the verdict', () => {
    const near = verdict(input({ ...measured(80.4, { calibration: 4 }), order: dxa(-1) }));
    expect(near.category).toBe('moderate');
    expect(near.settled).toBe(false);
    expect(near.statement).toBe('Uncertain: moderate 0.54 or high 0.46.');
    const far = verdict(input({ ...measured(81.1, { calibration: 4 }), order: dxa(-1) }));
    expect(far).toMatchObject({ settled: true, statement: 'Moderate: probability 0.61 (high 0.39).' });
  });

  test('calls uncertain what is less likely than not, and says what was not graded', () => {
    const unsure = verdict(input({ ...measured(100, { calibration: 30 }), order: dxa(-1) }));
    expect(unsure.probability).toBeLessThan(0.5);
    expect(unsure.statement).toMatch(/^Uncertain: moderate 0\.49 or high 0\.25 \(low 0\.25\)\.$/);
    const grades = new Map(GRADED_SPINE.slice(1).map((level) => [level, graded(0)]));
    expect(verdict(input({ grades, order: dxa(-1) })).statement).toMatch(
      / Not graded: T4; fractures there enter with their usual frequency\.$/,
    );
  });
});

describe('thresholds of another model', () => {
  const told = (given: Partial<Parameters<typeof statementOf>[0]>) =>
    statementOf(
      {
        ...{ category: 'very-high', rules: [], wouldChangeMost: [], withoutOtherModels: null },
        shares: { 'very-high': 0.8, high: 0.1, moderate: 0.1, low: 0 },
        ...given,
      },
      [],
      input(),
    );
  const borrowed = (verdict: string) =>
    ` The category depends on 10-year thresholds set for another model (FRAX-US); without them: ${verdict}.`;

  test('stand right behind the verdict where they change the category, settle it, or leave it open', () => {
    const without = (category: 'very-high' | 'high', probability: number, settled: boolean) =>
      told({ withoutOtherModels: { category, probability, settled } });
    const first = 'Very high: probability 0.80 (high 0.10, moderate 0.10).';
    expect(without('high', 0.9, true).startsWith(`${first}${borrowed('high 0.90')}`)).toBe(true);
    expect(without('very-high', 0.48, false)).toContain(borrowed('uncertain (very high 0.48)'));
    expect(without('very-high', 0.7, true)).not.toContain('FRAX');
    expect(told({})).not.toContain('FRAX');
    const shares = { 'very-high': 0.5, high: 0.4, moderate: 0.1, low: 0 };
    const open = (settled: boolean) =>
      told({ shares, withoutOtherModels: { category: 'very-high', probability: 0.55, settled } });
    expect(open(false)).not.toContain('FRAX');
    expect(open(true)).toContain(`(moderate 0.10).${borrowed('very high 0.55')}`);
  });
});

describe('of a patient whose age nobody gave', () => {
  const asked = input({ subject: { ageYears: null, sex: 'female' }, ...measured(150, { calibration: 15 }) });
  const found = verdict(asked);

  test('the verdict says which ages it assumes, and what it is at each of them', () => {
    expect(found.assumed).toEqual([{ item: 'age', assumption: 'age not provided, 50 to 90 years assumed' }]);
    expect(verdictByAge(found)!.answers.map(({ answer }) => answer)).toEqual([
      '50 to 59 years',
      '60 to 69 years',
      '70 to 79 years',
      '80 years or more',
    ]);
    expect(found.statement).toMatch(
      /^Uncertain: .* Age not provided, 50 to 90 years assumed\. By age: 50 to 59 years low 0\.\d\d; .*: 80 years or more very high\./,
    );
  });

  test('10-year probabilities have a range over the same draws, which holds those of its ages', () => {
    const possible = patientsOf(asked, 2000);
    const [major, hip] = riskRanges(possible);
    const percents = Array.from({ length: 2000 }, (_, n) => possible.patient(n).majorPercent);
    const within = percents.filter((one) => one >= major!.low - 1e-3 && one <= major!.high + 1e-3);
    // 2.5 % of the draws lie beyond either end.
    expect(Math.abs(within.length / 2000 - 0.95)).toBeLessThan(0.002);
    expect(hip!.low).toBeLessThan(1);
    expect(hip!.high).toBeGreaterThan(10);
  });

  test('10-year probabilities are told at each age, where the age is not known alone', () => {
    const possible = patientsOf(asked, 2000);
    const [major, hip] = riskRanges(possible);
    const ages = ['50 to 59 years', '60 to 69 years', '70 to 79 years', '80 years or more'];
    for (const { byAge, low, high } of [major!, hip!]) {
      expect(byAge!.map(({ age }) => age)).toEqual(ages);
      for (const one of byAge!) {
        expect(one.median).toBeGreaterThan(one.low);
        expect(one.median).toBeLessThan(one.high);
        // An age tells more than all of them together.
        expect(one.high - one.low).toBeLessThan(high - low);
      }
      const medians = byAge!.map(({ median }) => median);
      expect(medians).toEqual(medians.toSorted((a, b) => a - b));
    }
    const draws = Array.from({ length: 2000 }, (_, n) => n);
    const sixties = draws.filter((n) => Math.floor(possible.subject.ageYears(n) / 10) === 6);
    const below = sixties.filter((n) => possible.patient(n).majorPercent < major!.byAge![1]!.median);
    expect(below.length / sixties.length).toBeCloseTo(0.5, 2);
    const noSex = input({ subject: { ageYears: 70, sex: null } });
    expect(riskRanges(patientsOf(noSex, 200))[0]).not.toHaveProperty('byAge');
  });

  test('a known age within the table assumes nothing; one beyond it, or a sex that nobody gave, is told', () => {
    const assumed = (ageYears: number | null, sex: 'female' | null) =>
      assumedOf({ ageYears, sex }).map(({ assumption }) => assumption);
    expect(assumed(70, 'female')).toEqual([]);
    expect(verdict(input())).not.toHaveProperty('assumed');
    expect(assumed(93, 'female')).toEqual([
      '10-year risk taken at 90 years, the nearest age that the risk model covers',
    ]);
    expect(assumed(70, null)).toEqual(['sex not provided, female and male assumed equally likely']);
  });
});
