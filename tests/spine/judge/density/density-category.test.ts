import { describe, expect, test } from 'vitest';

import { densityCategory } from '../../../../spine/judge/density/density-category.ts';
import { NOTHING_KNOWN } from '../../../../spine/judge/fractures/known-fractures.ts';
import type { KnownFracture } from '../../../../contracts/risk/fracture.ts';
import type { FlagCode } from '../../../../contracts/codes/codes.ts';
import type { Density } from '../../../../contracts/primitives.ts';
import type { LevelOutcome } from '../../../../contracts/risk/risk.ts';
import type { Level } from '../../../../contracts/levels.ts';

import { CALIBRATION, density } from '../cases.ts';

function assessed(level: Level, grade: 0 | 1 | 2 | 3 = 0): LevelOutcome {
  const lossPercent = { wedge: 0, biconcave: 0, crush: null };
  return {
    status: 'assessed',
    level,
    fracture: { grade, shape: null, needsReader: false, lossPercent, reference: 'test' },
    flags: [],
  };
}

interface Case {
  readonly levels?: readonly LevelOutcome[];
  readonly flags?: readonly FlagCode[];
  readonly calibration?: Partial<typeof CALIBRATION>;
  readonly sex?: 'female' | 'male' | null;
  readonly parts?: { readonly lineSe: number; readonly samplingSe: number };
  readonly known?: ReadonlyMap<Level, KnownFracture>;
}

function judgementOf(values: Partial<Record<Level, Density>>, part: Case = {}) {
  const { levels, flags = [], calibration = {}, sex = null, parts, known = new Map() } = part;
  const named = Object.entries(values) as [Level, Density][];
  const { lineSe = null, samplingSe = null } = parts ?? {};
  return densityCategory(
    {
      outcomes: levels ?? named.map(([level]) => assessed(level)),
      densities: new Map(named.map(([level, vbmd]) => [level, { vbmd, lineSe, samplingSe }])),
      sex,
      known: { ...NOTHING_KNOWN, levels: known },
    },
    { ...CALIBRATION, flags: flags.map((code) => ({ code, message: 'test' })), ...calibration },
  );
}

function categoryOf(values: Partial<Record<Level, Density>>, part: Case = {}) {
  return judgementOf(values, part).result;
}

describe('the density category', () => {
  test.each([
    [60, 'osteoporosis'],
    [78.9, 'osteoporosis'],
    [81.1, 'low-bone-mass'],
    [118.9, 'low-bone-mass'],
    [121.1, 'normal'],
    [-10, 'osteoporosis'],
  ])('of %d mg/cm3 is %s', (value, category) => {
    const found = categoryOf({ L1: density(value), L2: density(value) });
    expect(found.category).toBe(category);
    expect(found).not.toHaveProperty('against');
  });

  test.each([79, 79.5, 80, 81, 119, 120, 121])('of %d, whose interval holds a cut-off, is none', (value) => {
    const { category, statement } = categoryOf({ L1: density(value), L2: density(value) });
    expect(category).toBeNull();
    expect(statement).toContain('includes the cut-off');
  });

  test('is that of the mean of L1 and L2', () => {
    const found = categoryOf({ T12: density(200), L1: density(90), L2: density(110), L3: density(10) });
    expect(found).toMatchObject({ levels: ['L1', 'L2'], category: 'low-bone-mass', leftOut: [] });
    expect(found).toMatchObject({ adjusted: null, adjustment: null });
    expect(found.statement).toBe(
      'Density: calibrated in the test. The 95 % interval lies entirely between 80 and 120 mg/cm3 ' +
        '(probability below 80: 0 %, between: 100 %, above 120: 0 %).',
    );
    expect(found.vbmd!.value).toBe(100);
    expect(found.vbmd!.uncertainty).toMatchObject({ low: 99, high: 101 });
  });

  test.each([
    [['T12', 'L1', 'L3'], ['L1', 'L3'], ['L2']],
    [
      ['T12', 'L2'],
      ['L2', 'T12'],
      ['L1', 'L3'],
    ],
    [
      ['T12', 'L3'],
      ['L3', 'T12'],
      ['L1', 'L2'],
    ],
  ] as const)('out of %j is that of %j', (there, used, leftOut) => {
    const found = categoryOf(Object.fromEntries(there.map((level) => [level, density(100)])));
    expect(found.levels).toEqual(used);
    expect(found.leftOut.map(({ level }) => level)).toEqual(leftOut);
    expect(found.category).toBe('low-bone-mass');
  });

  test('leaves out fractured, refused, failed and unmeasured levels with the reason', () => {
    const refusal = { code: 'LEVEL_TRUNCATED', saw: 'a part', wanted: 'the whole' } as const;
    const levels: LevelOutcome[] = [
      assessed('T12', 1),
      assessed('L1', 2),
      { status: 'refused', level: 'L2', refusal },
      { status: 'assessed', level: 'L3', fracture: null, flags: [] },
    ];
    const found = categoryOf({ T12: density(100), L1: density(100), L2: density(100) }, { levels });
    expect(found.leftOut).toEqual([
      { level: 'L1', reason: 'fracture of grade 2' },
      { level: 'L2', reason: 'not evaluated: LEVEL_TRUNCATED' },
      { level: 'L3', reason: 'trabecular region too small' },
      { level: 'T12', reason: 'possible fracture of grade 1' },
    ]);
    expect(found).toMatchObject({ vbmd: null, levels: [], category: null });
    const [, l1] = levels as [LevelOutcome, Extract<LevelOutcome, { status: 'assessed' }>];
    const open = { ...l1, fracture: { ...l1.fracture!, needsReader: true } };
    expect(categoryOf({ L1: density(100) }, { levels: [open] }).leftOut).toContainEqual({
      level: 'L1',
      reason: 'possible fracture of grade 2',
    });
  });

  test('says why a level has no density: its region was too small, or too uneven', () => {
    const reason = (flags: LevelOutcome & { status: 'assessed' }) =>
      categoryOf({}, { levels: [flags] }).leftOut[0]!.reason;
    const bare = { status: 'assessed', level: 'L1', fracture: null } as const;
    const uneven = { code: 'TRABECULAR_REGION_UNSURE', message: 'test' } as const;
    const other = { code: 'HEIGHTS_FROM_MASK', message: 'test' } as const;
    expect(reason({ ...bare, flags: [other] })).toBe('trabecular region too small');
    expect(reason({ ...bare, flags: [other, uneven] })).toBe('trabecular region too uneven');
  });

  test('of one level is none, though the density is given', () => {
    const found = categoryOf({ L1: density(50) });
    expect(found.vbmd!.value).toBe(50);
    expect(found.category).toBeNull();
  });

  test.each(['CONTRAST_HEADER', 'KVP_UNKNOWN'] as const)('is none under %s, whatever the value', (code) => {
    for (const value of [20, 100, 300]) {
      const found = categoryOf({ L1: density(value), L2: density(value) }, { flags: [code] });
      expect(found.category).toBeNull();
      expect(found.vbmd!.value).toBe(value);
    }
  });
});

describe('the density of two levels', () => {
  const both = { L1: density(100, 20), L2: density(100, 20) };

  test('keeps the error that they share and halves the variance of what they do not', () => {
    const { vbmd } = categoryOf(both, { parts: { lineSe: 3, samplingSe: 4 } });
    const half = 1.96 * Math.hypot(3, 4 / Math.sqrt(2));
    expect(vbmd!.uncertainty).toMatchObject({ low: 100 - half, high: 100 + half });
  });

  test('has no smaller interval than each where the parts of their errors are not known', () => {
    expect(categoryOf(both).vbmd!.uncertainty).toMatchObject({ low: 80, high: 120 });
  });

  test('tells how likely it lies on each side of the cut-offs', () => {
    // Half-width 1.96 SE = 20 mg/cm3: 80 and 120 lie 1.96 SE away, 2.5 % beyond each.
    const { sides, statement } = categoryOf(both);
    expect(sides!.osteoporosis).toBeCloseTo(0.025, 4);
    expect(sides!.normal).toBeCloseTo(0.025, 4);
    expect(sides!.lowBoneMass).toBeCloseTo(0.95, 4);
    expect(statement).toContain('(probability below 80: 2 %, between: 95 %, above 120: 2 %)');
  });

  test('has sides that sum to 1 and move with the value', () => {
    const found = [60, 80, 100, 120, 140].map(
      (value) => categoryOf({ L1: density(value, 10), L2: density(value, 10) }).sides!,
    );
    for (const { osteoporosis, lowBoneMass, normal } of found)
      expect(osteoporosis + lowBoneMass + normal).toBeCloseTo(1, 12);
    expect(found[1]!.osteoporosis).toBeCloseTo(0.5, 6);
    const falling = found.map(({ osteoporosis }) => osteoporosis);
    expect(falling).toEqual(falling.toSorted((a, b) => b - a));
  });
});

describe('a contrast agent', () => {
  const contrast = (phase: 'arterial' | 'portal' | 'unknown', correctionMgCc = 0) => ({
    contrast: { phase, aortaHu: null, correctionMgCc, basis: 'test' },
  });
  const at = (value: number) => ({ L1: density(value, 4), L2: density(value, 4) });

  test('in the arterial phase leaves no category, whatever the value (section 1.5)', () => {
    for (const value of [20, 100, 300]) {
      const { result, judged } = judgementOf(at(value), { calibration: contrast('arterial') });
      expect(result.category).toBeNull();
      expect(result.sides).toBeNull();
      expect(result.against).toBe('arterial contrast phase, which raises the density by an unknown amount');
      expect(judged).toBeNull();
      expect(result.vbmd!.value).toBe(value);
    }
  });

  test('in the portal phase gives both values and the category of the corrected one (section 1.5)', () => {
    const { result, flags } = judgementOf(at(86), {
      flags: ['CONTRAST_HEADER'],
      calibration: contrast('portal', 13),
    });
    expect(result.category).toBeNull();
    const low = judgementOf(at(70), { calibration: contrast('portal', 13) }).result;
    expect(low).toMatchObject({ category: 'osteoporosis', vbmd: { value: 70 }, adjusted: { value: 57 } });
    expect(low.adjustment).toBe('minus 13 mg/cm3 for the contrast agent');
    // 4 mg/cm3 of the measurement, 1.96 * 0.7 * 13 of the correction.
    const half = Math.hypot(4, 1.96 * 0.7 * 13);
    expect(low.adjusted!.uncertainty).toMatchObject({ low: 57 - half, high: 57 + half });
    expect(flags).toEqual([
      {
        code: 'DENSITY_CONTRAST_CORRECTED',
        message:
          'portal venous phase: the density category is based on the density minus 13 mg/cm3 (mean of published values; assumption of this software)',
      },
    ]);
  });

  test('that could not be looked for leaves the category, and the word to the calibration', () => {
    const { result, flags } = judgementOf(at(60), { calibration: contrast('unknown') });
    expect(result.category).toBe('osteoporosis');
    expect(flags).toEqual([]);
  });

  test('of which neither header nor image say a word leaves no category', () => {
    const calibration = {
      ...contrast('unknown'),
      flags: [{ code: 'CONTRAST_UNKNOWN' as const, message: 'test' }],
    };
    const { category, statement } = judgementOf(at(60), { calibration }).result;
    expect(category).toBeNull();
    expect(statement).toContain('contrast agent not known');
  });
});

test.each([
  ['KVP_UNKNOWN', 'the tube voltage is not known'],
  ['CALIBRATION_FILE_UNTRACEABLE', 'the calibration file cannot be matched to this scan'],
  ['HU_SCALE_DOUBTED', 'the HU scale is doubtful'],
] as const)('%s leaves no category, whatever the value', (code, why) => {
  for (const value of [20, 100, 300]) {
    const { category, statement, sides } = categoryOf(
      { L1: density(value, 4), L2: density(value, 4) },
      { flags: [code] },
    );
    expect({ category, sides }).toEqual({ category: null, sides: null });
    expect(statement).toContain(why);
  }
});

test('a category says how likely each side of the cut-offs is', () => {
  const { category, statement } = categoryOf({ L1: density(76, 4), L2: density(76, 4) }, { parts: { lineSe: 2, samplingSe: 0 } }); // prettier-ignore
  expect(category).toBe('osteoporosis');
  // 4 mg/cm3 below the cut-off are two standard errors: 97.7 %.
  expect(statement).toContain('(probability below 80: 98 %, between: 2 %, above 120: 0 %)');
});

describe('a density without a calibration from the image', () => {
  test.each([
    [66, 'osteoporosis'],
    [70, null],
    [91, null],
    [95, 'low-bone-mass'],
    [101, 'low-bone-mass'],
    [103, null],
    [137, null],
    [139, 'normal'],
  ])('of %d mg/cm3 is %s: none within 15 %% of a cut-off (section 1.4)', (value, category) => {
    const at = { L1: density(value), L2: density(value) };
    expect(categoryOf(at, { calibration: { method: 'kvp-slope' } }).category).toBe(category);
  });
});

describe('thoracic levels', () => {
  const thoracic = { T8: density(50), T9: density(50), T10: density(50), T11: density(50) };

  test('stand in for lumbar ones by the published ratio, with its scatter (section 2)', () => {
    const { result, flags } = judgementOf(thoracic, { sex: 'female' });
    expect(result.levels).toEqual(['T11', 'T10', 'T9']);
    expect(result.vbmd!.value).toBe(50);
    expect(result.adjusted!.value).toBeCloseTo(43.3, 10);
    expect(categoryOf(thoracic, { sex: 'male' }).adjusted!.value).toBeCloseTo(44.25, 10);
    // 43 ± 39 mg/cm3 reaches 80; 26 ± 39 does not.
    expect(result.category).toBeNull();
    const low = { T9: density(30), T10: density(30), T11: density(30) };
    expect(categoryOf(low, { sex: 'female' }).category).toBe('osteoporosis');
    expect(flags.map(({ code }) => code)).toEqual(['DENSITY_FROM_THORACIC']);
  });

  test('do not where the sex is not known, two levels are lumbar, or fewer than three are thoracic', () => {
    expect(categoryOf(thoracic).vbmd).toBeNull();
    const lumbar = { L1: density(90), L2: density(90) };
    expect(categoryOf({ ...thoracic, ...lumbar }, { sex: 'female' }).levels).toEqual(['L1', 'L2']);
    expect(categoryOf({ T9: density(50), T10: density(50) }, { sex: 'female' }).vbmd).toBeNull();
  });
});

describe('a reader', () => {
  const values = { L1: density(100), L2: density(100), L3: density(100) };
  const levels = [assessed('L1', 1), assessed('L2'), assessed('L3')];

  test('brings a level back that was called a possible fracture', () => {
    expect(categoryOf(values, { levels }).levels).toEqual(['L2', 'L3']);
    const known = new Map([['L1', 'read-intact'] as const]);
    expect(categoryOf(values, { levels, known }).levels).toEqual(['L1', 'L2']);
  });

  test.each([
    ['read-fractured', 'fracture (confirmed by the reader)'],
    ['in-history', 'fracture (history)'],
    ['by-accident', 'traumatic fracture (history)'],
  ] as const)('or the order takes a level out that was called intact: %s', (word, reason) => {
    const found = categoryOf(values, { levels, known: new Map([['L2', word]]) });
    expect(found.levels).toEqual(['L3']);
    expect(found.leftOut[1]).toEqual({ level: 'L2', reason });
  });
});

test('levels of the mean that nobody graded or read are named', () => {
  const bare = (level: Level): LevelOutcome => ({ status: 'assessed', level, fracture: null, flags: [] });
  const values = { L1: density(100), L2: density(100) };
  const said = (levels: readonly LevelOutcome[], known = new Map<Level, KnownFracture>()) =>
    categoryOf(values, { levels, known }).statement.replace(/^.*?\)\. ?/, '');
  expect(said([bare('L1'), bare('L2')])).toBe(
    'Fracture not excluded at L1, L2: density of a fractured level is too high.',
  );
  expect(said([assessed('L1'), bare('L2')])).toContain('not excluded at L2:');
  expect(said([bare('L1'), assessed('L2')], new Map([['L1', 'read-intact']]))).toBe('');
});
