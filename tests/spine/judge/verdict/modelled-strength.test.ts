/** A strength against a modelled reference: it counts in the verdict, and makes nobody very high by itself. */
import { expect, test } from 'vitest';

import { GRADED_SPINE } from '../../../../spine/definitions/fractures.ts';
import { NOTHING_KNOWN } from '../../../../spine/judge/fractures/known-fractures.ts';
import type { StrengthZ } from '../../../../spine/judge/risk/table/table-anchor.ts';
import { patientsOf, verdictOf } from '../../../../spine/judge/verdict/verdict.ts';
import { ANSWERED_NO, order } from '../cases.ts';

const LOW: StrengthZ = { value: -3, se: 0.2, referenceId: 'test' };

/** A woman of 80 without a factor, and no fracture at any level: 10-year risks near the thresholds. */
function shares(strengthZ: StrengthZ | null, ageYears = 80, calibration = 0, agent = 0) {
  const grades = new Map(
    GRADED_SPINE.map((level) => [
      level,
      {
        fracture: {
          grade: 0 as const,
          shape: null,
          needsReader: false,
          lossPercent: { wedge: 0, biconcave: 0, crush: null },
          reference: 'test',
        },
        gradeRange: [0, 0] as const,
        doubt: {
          losses: {
            wedge: { value: 0, se: 0 },
            biconcave: { value: 0, se: 0 },
            crush: null,
            inFront: null,
          },
          beyondIntact: { wedge: true, biconcave: true, crush: true },
          deformed: false,
        },
        flags: [],
      },
    ]),
  );
  const asked = {
    subject: { ageYears, sex: 'female' as const },
    order: order({ riskFactors: ANSWERED_NO }),
    studyDate: '2024-06-15',
    grades,
    known: NOTHING_KNOWN,
    density: { value: 150, agentMgCc: 0, errors: { calibration, sampling: 0, levels: 0, agent } },
    strengthZ,
  };
  const possible = patientsOf(asked, 4000);
  const major = Array.from({ length: 4000 }, (_, n) => possible.patient(n));
  const model = { status: 'not-evaluated', id: 'test', title: 'test', reason: 'not asked' } as const;
  return { major, shares: verdictOf(asked, possible, model).shares! };
}

const veryHighByMajor = (patients: ReturnType<typeof shares>['major']): number =>
  patients.filter(({ surelyMajorPercent }) => surelyMajorPercent > 30).length / patients.length;

test('a low z of a population makes a woman of 80 very high, a modelled one does not', () => {
  const measured = veryHighByMajor(shares(LOW).major);
  const modelled = veryHighByMajor(shares({ ...LOW, modelled: true }).major);
  const average = veryHighByMajor(shares({ ...LOW, value: 0, se: 0 }).major);
  expect(measured).toBeGreaterThan(0.9);
  expect(modelled).toBeLessThan(0.05);
  expect(modelled).toBe(average);
});

test('a high modelled z still lowers the risk', () => {
  const { major } = shares({ value: 2, se: 0, referenceId: 'test', modelled: true });
  for (const { majorPercent, surelyMajorPercent } of major) expect(surelyMajorPercent).toBe(majorPercent);
});

test('a modelled z of -1 and less is moderate where nothing else is found', () => {
  const low = { value: -1.5, se: 0.01, referenceId: 'test', modelled: true } as const;
  expect(shares(low, 45).shares).toMatchObject({ moderate: 1 });
  expect(shares({ ...low, value: 0 }, 45).shares).toMatchObject({ low: 1 });
});

/** Of density and z over the draws. */
function correlation(strengthZ: StrengthZ, calibration: number, agent = 0): number {
  const { major } = shares(strengthZ, 80, calibration, agent);
  const [a, b] = [major.map(({ density }) => density), major.map(({ strengthZ: z }) => z!)];
  const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const product = (x: readonly number[], mx: number, y: readonly number[], my: number): number =>
    mean(x.map((value, n) => (value - mx) * (y[n]! - my)));
  return product(a, ma, b, mb) / Math.sqrt(product(a, ma, a, ma) * product(b, mb, b, mb));
}

test('density and z move together where the line is the only thing that is not known, agent or calibration', () => {
  const z: StrengthZ = { value: -1, se: 0.4, lineSe: 0.4, referenceId: 'test', modelled: true };
  expect(correlation(z, 12)).toBeCloseTo(1, 9);
  expect(correlation(z, 9, 12)).toBeCloseTo(1, 9);
});

test('they share the part of the z that the line makes, and nothing where that is not told', () => {
  const z: StrengthZ = { value: -1, se: 0.5, lineSe: 0.3, referenceId: 'test', modelled: true };
  // 4,000 draws: standard error of a correlation 0.016.
  expect(Math.abs(correlation(z, 12) - 0.6)).toBeLessThan(0.05);
  expect(Math.abs(correlation({ ...z, lineSe: 0 }, 12))).toBeLessThan(0.05);
});

test('the spread of a z is the same, whatever it shares', () => {
  const z = { value: -1, se: 0.5, lineSe: 0.3, referenceId: 'test', modelled: true } as const;
  const { major } = shares(z, 80, 12);
  const squares = major.reduce((sum, { strengthZ: at }) => sum + (at! + 1) ** 2, 0) / major.length;
  expect(Math.sqrt(squares)).toBeCloseTo(0.5, 1);
});
