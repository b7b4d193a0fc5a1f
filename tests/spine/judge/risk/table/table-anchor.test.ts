import { describe, expect, test } from 'vitest';

import type { TableFactor } from '../../../../../spine/judge/risk/clinical-facts.ts';
import { QFRACTURE, TABLE_ANCHOR } from '../../../../../spine/judge/risk/parameters.ts';
import {
  factorRatio,
  tableRisk,
  type StrengthZ,
  type TableInput,
} from '../../../../../spine/judge/risk/table/table-anchor.ts';

import { NO_FACTOR } from '../../cases.ts';

function z(value: number): StrengthZ {
  return { value, se: 0, referenceId: 'test' };
}

function patient(part: Partial<TableInput> = {}): TableInput {
  return {
    ageYears: 70,
    sex: 'female',
    facts: NO_FACTOR,
    fracture: { probability: 0, worst: null },
    strengthZ: null,
    ...part,
  };
}

function major(part: Partial<TableInput> = {}) {
  return tableRisk(patient(part), 'major-osteoporotic');
}

describe('section 6.2', () => {
  // The vectors are printed with two digits after the point.
  test.each([
    [0, 0, 10.18, 4.07],
    [-1.5, 0, 17.9, 7.35],
    [-1.5, 1, 29.6, 12.7],
    [1, 0, 6.91, 2.73],
  ])(
    'a woman of 70, z-score %d, vertebral fracture %d: P10 %d %%, P5 %d %%',
    (score, probability, ten, five) => {
      const found = major({ strengthZ: z(score), fracture: { probability, worst: null } });
      expect(100 * found.ten.value).toBeCloseTo(ten, 2);
      expect(100 * found.five.value).toBeCloseTo(five, 2);
    },
  );

  test.each([
    ['female', 'major-osteoporotic', [3.5, 6, 11, 17]],
    ['female', 'hip', [0.2, 0.7, 2.3, 7]],
    ['male', 'major-osteoporotic', [2.8, 3.9, 5.7, 7.2]],
    ['male', 'hip', [0.1, 0.4, 1.3, 3.4]],
  ] as const)('%s %s: the table at 50, 60, 70 and 80 comes back', (sex, outcome, percents) => {
    percents.forEach((percent, n) => {
      const { ten } = tableRisk(patient({ ageYears: 50 + 10 * n, sex }), outcome);
      expect(100 * ten.value).toBeCloseTo(percent, 10);
    });
  });

  test.each([
    ['female', 'osteoporotic', 'major-osteoporotic', 0.387],
    ['male', 'osteoporotic', 'major-osteoporotic', 0.387],
    ['female', 'hip', 'hip', 0.342],
    ['male', 'hip', 'hip', 0.314],
  ] as const)(
    'of the hazard of 10 years the first 5 have for %s %s: the share of QFracture',
    (sex, of, outcome, share) => {
      const [five, ten] = QFRACTURE.value.survival[of][sex] as [number, number];
      expect(Math.log(five) / Math.log(ten)).toBeCloseTo(share, 3);
      expect(TABLE_ANCHOR.value.fiveYearShareOfHazard[sex][outcome]).toBe(share);
    },
  );

  test('the hazard is straight in its logarithm between the ages', () => {
    const hazard = (ageYears: number): number => -Math.log1p(-major({ ageYears }).ten.value);
    expect(hazard(65)).toBeCloseTo(Math.sqrt(hazard(60) * hazard(70)), 12);
  });

  test('a fracture that is seen and one that was told count as the larger of the two', () => {
    const hazard = (part: Partial<TableInput>): number => -Math.log1p(-major(part).ten.value);
    const told = { ...NO_FACTOR, priorFracture: true };
    const plain = hazard({});
    expect(hazard({ facts: told, fracture: { probability: 1, worst: null } }) / plain).toBeCloseTo(1.91, 6);
    // At 80 years a told one counts 1.76, a seen one 1.78.
    const old = { ageYears: 80, fracture: { probability: 1, worst: null } };
    expect(hazard({ ...old, facts: told }) / hazard({ ageYears: 80 })).toBeCloseTo(1.78, 6);
  });

  test.each([
    [1, 2.4, 0.23],
    [2, 4.8, 0.33],
    [3, 6.7, 0.43],
    [null, 2.8, 0.1],
  ] as const)(
    'after a fracture of grade %j the hazard of a hip fracture is %d times as high',
    (worst, ratio, logSd) => {
      const risk = (fracture: TableInput['fracture']) => tableRisk(patient({ fracture }), 'hip').ten;
      const [without, after] = [risk({ probability: 0, worst: null }), risk({ probability: 1, worst })];
      const hazard = (probability: number): number => -Math.log1p(-probability);
      expect(hazard(after.value) / hazard(without.value)).toBeCloseTo(ratio, 6);
      const [plain, wide] = [without, after].map(({ low, high }) => Math.log(hazard(high) / hazard(low)));
      // The ratio's own error is added to that of the table: by three places of a normal distribution, good to a tenth.
      expect(Math.sqrt(wide! ** 2 - plain! ** 2) / (2 * 1.96)).toBeGreaterThan(0.85 * logSd);
      expect(Math.sqrt(wide! ** 2 - plain! ** 2) / (2 * 1.96)).toBeLessThan(1.15 * logSd);
    },
  );

  test('the grade of a fracture moves the hip, not the major fractures, and nothing where there is none', () => {
    const risk = (probability: number, worst: 1 | 3, outcome: 'hip' | 'major-osteoporotic') =>
      tableRisk(patient({ fracture: { probability, worst } }), outcome).ten;
    expect(risk(1, 3, 'major-osteoporotic')).toEqual(risk(1, 1, 'major-osteoporotic'));
    expect(risk(0, 3, 'hip')).toEqual(risk(0, 1, 'hip'));
    expect(risk(0.5, 3, 'hip').value).toBeGreaterThan(risk(0.5, 1, 'hip').value);
  });

  test('a factor multiplies the hazard by its ratio at that age', () => {
    const facts = { ...NO_FACTOR, currentSmoking: true };
    const hip = tableRisk(patient({ facts }), 'hip').ten.value;
    expect(Math.log1p(-hip) / Math.log1p(-0.023)).toBeCloseTo(1.49, 10);
    expect(factorRatio(patient({ ageYears: 65 }), 'currentSmoking', 'hip')).toBeCloseTo(
      Math.sqrt(1.57 * 1.49),
      10,
    );
    // The table prints 0.2 % at 50: the ratio of 60 stands for it.
    expect(factorRatio(patient({ ageYears: 52 }), 'currentSmoking', 'hip')).toBeCloseTo(1.57, 10);
  });

  test('z-scores beyond 3 are taken as 3', () => {
    expect(major({ strengthZ: z(-9) })).toEqual(major({ strengthZ: z(-3) }));
  });

  test('vertebral strength does not move the hip', () => {
    const [weak, strong] = [z(-3), z(3)].map(
      (strengthZ) => tableRisk(patient({ strengthZ }), 'hip').ten.value,
    );
    expect(weak).toBe(strong);
  });
});

test('alcohol that nobody told of is rarer in women', () => {
  const risk = (sex: 'female' | 'male', fact: boolean | null) =>
    tableRisk(patient({ sex, facts: { ...NO_FACTOR, alcohol3UnitsADay: fact } }), 'major-osteoporotic').ten
      .value;
  for (const [sex, share] of [['female', 0.01], ['male', 0.08]] as const) {
    const [no, unknown, yes] = [risk(sex, false), risk(sex, null), risk(sex, true)];
    expect(unknown).toBeCloseTo((1 - share) * no + share * yes, 5);
  } // prettier-ignore
});

describe('a missing factor', () => {
  test.each(Object.keys(NO_FACTOR) as TableFactor[])(
    '%s is neither no nor yes, and widens the interval',
    (factor) => {
      const as = (fact: boolean | null) => major({ facts: { ...NO_FACTOR, [factor]: fact } }).ten;
      const [no, unknown, yes] = [as(false), as(null), as(true)];
      expect(unknown.value).toBeGreaterThan(no.value);
      expect(unknown.value).toBeLessThan(yes.value);
      expect(unknown.high - unknown.low).toBeGreaterThan(no.high - no.low);
    },
  );

  test('makes the figure the mean over no and yes', () => {
    const as = (fact: boolean | null) =>
      major({ facts: { ...NO_FACTOR, parentalHipFracture: fact } }).ten.value;
    expect(as(null)).toBeCloseTo(0.92 * as(false) + 0.08 * as(true), 6);
  });

  test('after another widens the interval further', () => {
    const facts = { ...NO_FACTOR } as Record<TableFactor, boolean | null>;
    const widths = [major({ facts })];
    for (const factor of Object.keys(NO_FACTOR) as TableFactor[]) {
      facts[factor] = null;
      widths.push(major({ facts: { ...facts } }));
    }
    const wide = widths.map(({ ten }) => ten.high - ten.low);
    expect(wide).toEqual(wide.toSorted((a, b) => a - b));
  });

  test('such as strength leaves the figure to the table and widens the interval', () => {
    const [without, average] = [major().ten, major({ strengthZ: z(0) }).ten];
    expect(without.value).toBeCloseTo(0.11, 12);
    expect(without.high - without.low).toBeGreaterThan(average.high - average.low);
  });
});

describe('an interval', () => {
  test.each([40, 45, 50, 62, 75, 80, 85, 90])('holds its figure at %d years', (ageYears) => {
    for (const sex of ['female', 'male'] as const) {
      for (const outcome of ['major-osteoporotic', 'hip'] as const) {
        for (const { value, low, high } of Object.values(tableRisk(patient({ ageYears, sex }), outcome))) {
          expect(low).toBeLessThan(value);
          expect(high).toBeGreaterThan(value);
        }
      }
    }
  });

  test('is that of the anchor alone where everything is known', () => {
    // sd: 0.14 of the anchor, the printed digits of 11 % (1 / sqrt(12) / 11), the strength at z = 0.
    const { value, low, high } = major({ strengthZ: z(0) }).ten;
    const hazard = -Math.log1p(-value);
    const reach = 1.96 * Math.hypot(0.14, 1 / Math.sqrt(12) / 11);
    expect(low).toBeCloseTo(-Math.expm1(-hazard * Math.exp(-reach)), 4);
    expect(high).toBeCloseTo(-Math.expm1(-hazard * Math.exp(reach)), 4);
  });

  test('beside a strength holds the fracture’s ratio down to its square root', () => {
    const { low, high, value } = major({ strengthZ: z(0), fracture: { probability: 1, worst: null } }).ten;
    const without = major({ fracture: { probability: 1, worst: null } }).ten;
    const hazard = (p: number): number => -Math.log1p(-p);
    // The lower side is wider than the upper one: the ratio may be smaller, not larger.
    expect(hazard(value) / hazard(low)).toBeGreaterThan(hazard(high) / hazard(value));
    expect(without.value).toBeGreaterThan(value);
  });

  test('grows outside the ages of the table', () => {
    const relative = (ageYears: number): number => {
      const { low, high } = tableRisk(patient({ ageYears }), 'hip').ten;
      return Math.log(high / low);
    };
    expect(relative(88)).toBeGreaterThan(relative(80));
    expect(relative(42)).toBeGreaterThan(relative(50));
  });
});

test('risk never falls as age, weakness or factors grow', () => {
  for (const sex of ['female', 'male'] as const) {
    for (const outcome of ['major-osteoporotic', 'hip'] as const) {
      const ages = [40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90].map(
        (ageYears) => tableRisk(patient({ ageYears, sex }), outcome).ten.value,
      );
      expect(ages).toEqual(ages.toSorted((a, b) => a - b));
      const scores = [3, 1, 0, -1, -3].map(
        (s) => tableRisk(patient({ sex, strengthZ: z(s) }), outcome).ten.value,
      );
      expect(scores).toEqual(scores.toSorted((a, b) => a - b));
      const { five, ten } = tableRisk(patient({ sex }), outcome);
      expect(five.value).toBeLessThan(ten.value);
    }
  }
});
