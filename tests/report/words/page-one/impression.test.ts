/** The impression's sentences over what may be missing, and what limits a result. */
import { beforeAll, describe, expect, test } from 'vitest';

import type { Risk } from '../../../../contracts/risk/risk.ts';
import type { ReportData } from '../../../../report/report-data.ts';
import { makeReport } from '../../../../report/report.ts';
import { densityReference } from '../../../../report/words/page-one/density-reference.ts';
import { byAgeAlone, impressionSentences } from '../../../../report/words/page-one/impression.ts';
import { limitsOf } from '../../../../report/words/page-one/limits.ts';
import { rangesText } from '../../../../report/words/level-names.ts';
import { plain } from '../../../../report/words/plain.ts';
import { inLanguage } from '../../../../report/words/strings/phrases.ts';
import { stringsOf } from '../../../../report/words/strings/strings.ts';
import { EVIDENCE } from '../../level-evidence.ts';
import { riskOf } from '../../fixture-risk.ts';
import { AGE_ASSUMED, AGE_NOT_GIVEN, missingThing } from '../../missing-thing.ts';
import { dataOf, VARIANTS } from '../../page-variants.ts';
import { runsOf } from '../../pdf/pdf-runs.ts';

const ENGLISH = stringsOf('en');
const RISK = riskOf(['T12', 'L1', 'L2'], []);
const told = (change: Partial<Risk>): readonly string[] =>
  impressionSentences({ ...RISK, ...change }, ENGLISH);
/** What the fixture's verdict hangs on. */
const BORROWED =
  'The category depends on 10-year thresholds set for another model (FRAX-US); without them: low 0.53.';
const overall = (change: Partial<Risk['overall']>): string =>
  told({ overall: { ...RISK.overall, ...change } })[2]!;

describe('the impression', () => {
  test('names a measured fracture with its loss, and that a reader has to confirm it', () => {
    const fractured = [{ level: 'T12', grade: 2, needsReader: true }] as const;
    const levels = RISK.levels.map((outcome) =>
      outcome.level === 'T12' && outcome.status === 'assessed'
        ? { ...outcome, fracture: { ...outcome.fracture!, grade: 2 as const } }
        : outcome,
    );
    expect(told({ levels, fractures: { ...RISK.fractures, fractured } })[0]).toBe(
      'Grade 2 wedge fracture of T12 (22 % height loss), to be confirmed by the reader.',
    );
    const measured = levels.map((outcome) =>
      outcome.level === 'T12' && outcome.status === 'assessed'
        ? { ...outcome, fracture: { ...outcome.fracture!, evidence: EVIDENCE } }
        : outcome,
    );
    expect(told({ levels: measured, fractures: { ...RISK.fractures, fractured } })[0]).toMatch(
      /^Grade 2 wedge fracture of T12 \(22 % height loss, 95 % interval \d+–\d+\), to be confirmed/,
    );
  });

  test('calls grade 1 possible, what was read or is known as that, and counts beyond four', () => {
    const known = [
      { level: 'T12', grade: 1, needsReader: true },
      { level: 'L1', grade: 0, needsReader: false, known: 'read-fractured' },
      { level: 'L2', grade: null, needsReader: false, known: 'in-history' },
      { level: 'L3', grade: null, needsReader: false, known: 'by-accident' },
      { level: 'L4', grade: 3, needsReader: false },
    ] as const;
    expect(told({ fractures: { ...RISK.fractures, fractured: known } })[0]).toBe(
      'Possible grade 1 wedge fracture of T12 (22 % height loss), fracture of L1, as read, fracture of L2 in the history, traumatic fracture of L3 and 1 more, T12 to be confirmed by the reader.',
    );
    const both = [known[0], { level: 'L4', grade: 2, needsReader: true }] as const;
    expect(told({ fractures: { ...RISK.fractures, fractured: both } })[0]).toMatch(
      / and grade 2 fracture of L4, to be confirmed by the reader\.$/,
    );
  });

  test('gives the grade of the reader, who has no doubt, in the place of the measured one', () => {
    const fractured = [{ level: 'T12', grade: 2, needsReader: false, known: 'read-fractured' }] as const;
    const levels = RISK.levels.map((outcome) =>
      outcome.level === 'T12' ? { ...outcome, readGrade: { grade: 1, shape: 'wedge' } as const } : outcome,
    );
    expect(told({ levels, fractures: { ...RISK.fractures, fractured } })[0]).toBe(
      'Grade 1 wedge fracture of T12, as read.',
    );
  });

  test('says what was looked at where nothing is fractured, and that nothing was', () => {
    expect(told({})[0]).toBe('No vertebral fracture at the evaluated levels (T12–L2).');
    expect(told({ fractures: { ...RISK.fractures, graded: [] } })[0]).toBe(
      'Vertebral fractures were not evaluated.',
    );
  });

  test('gives the category of density, or the most probable one, or none', () => {
    const density = (change: Partial<Risk['density']>): string =>
      told({ density: { ...RISK.density, ...change } })[1]!;
    expect(density({ category: 'normal' })).toMatch(
      /^Trabecular density \(T12, L1\) 103 mg\/cm³ .*: normal range\.$/,
    );
    expect(density({})).toContain('most likely low bone mass (probability 0.80)');
    expect(density({ sides: null })).toMatch(/: no density category\.$/);
    const against = 'contrast agent, which raises the density';
    expect(density({ sides: null, against })).toMatch(/: no density category \(contrast agent, which raises/);
    expect(density({ vbmd: null })).toBe('Trabecular density was not evaluated.');
  });

  test('gives the most probable category and the next, or says that it is uncertain or not determined', () => {
    expect(overall({})).toBe(
      `Overall fracture risk: moderate (probability 0.71); next: high 0.17. ${BORROWED}`,
    );
    const low = { 'very-high': 0.02, high: 0.02, moderate: 0.02, low: 0.94 };
    expect(overall({ category: 'low', probability: 0.94, shares: low, withoutOtherModels: null })).toBe(
      'Overall fracture risk: low (probability 0.94), on the evaluated levels T12–L2.',
    );
    const even = { 'very-high': 0.43, high: 0.1, moderate: 0.05, low: 0.42 };
    expect(overall({ category: 'very-high', probability: 0.43, shares: even })).toBe(
      `Overall fracture risk: uncertain, very high 0.43 or low 0.42. ${BORROWED}`,
    );
    const near = { 'very-high': 0.02, high: 0.52, moderate: 0.44, low: 0.02 };
    expect(overall({ category: 'high', probability: 0.52, shares: near })).toBe(
      `Overall fracture risk: uncertain, high 0.52 or moderate 0.44. ${BORROWED}`,
    );
    expect(overall({ category: null, probability: null, shares: null })).toContain('not determined');
  });
});

describe('of a patient whose age was not given', () => {
  test('ages at which the risk of the age decides are beside the verdict, without a probability', () => {
    const rule = '10-year risk above 30 % (major) or 4.5 % (hip)';
    const of = {
      ...RISK.overall,
      ...({ category: 'very-high', probability: 0.43, shares: even, assumed } as const),
      rules: [{ ...RISK.overall.rules[0]!, category: 'very-high', rule, ofOtherModel: true } as const],
      wouldChangeMost: [
        missingThing('age', [
          ['50 to 59 years', 0.5, 'low', 0.84],
          ['80 years or more', 0.5, 'very-high', 0.999],
        ]),
      ].map((one) => ({ ...one, answers: [one.answers[0]!, { ...one.answers[1]!, decidedBy: rule }] })),
    };
    expect(overall(of)).toBe(
      'Overall fracture risk: depends on the age, which was not provided: 50 to 59 years low 0.84.',
    );
    expect(byAgeAlone(of, ENGLISH)).toBe(
      `From 80 years on the 10-year risk at that age, not density or strength in this CT, would decide: 80 years or more very high. ${BORROWED}`,
    );
    expect(byAgeAlone(of, stringsOf('de'))).toBe(
      'Ab 80 Jahren würde das 10-Jahres-Risiko dieses Alters entscheiden, nicht Dichte oder Festigkeit in dieser CT: 80 Jahre oder mehr sehr hoch. Die Kategorie hängt von 10-Jahres-Schwellen eines anderen Modells (FRAX-US) ab; ohne sie: niedrig 0.53.',
    );
    // Where no age is left, none is named.
    const all = {
      ...of,
      wouldChangeMost: of.wouldChangeMost.map((one) => ({ ...one, answers: one.answers.slice(1) })),
    };
    expect(overall(all)).toBe('Overall fracture risk: depends on the age, which was not provided.');
    expect(byAgeAlone(RISK.overall, ENGLISH)).toBe('');
  });

  const assumed = [AGE_ASSUMED];
  const age = AGE_NOT_GIVEN;
  const even = { 'very-high': 0.43, high: 0.1, moderate: 0.05, low: 0.42 };

  test('an open verdict is given by age', () => {
    const open = { category: 'very-high', probability: 0.43, shares: even, assumed } as const;
    expect(overall({ ...open, wouldChangeMost: [age] })).toBe(
      'Overall fracture risk: depends on the age, which was not provided: 50 to 59 years low 0.84; 80 years or more moderate 0.74.',
    );
    // Where something else would change it more, the age is not what it depends on.
    const first = { ...age, item: 'density of L1 and L2' };
    expect(overall({ ...open, wouldChangeMost: [first, age] })).toBe(
      `Overall fracture risk: uncertain, very high 0.43 or low 0.42 (age not provided, 50 to 90 years assumed). ${BORROWED}`,
    );
  });

  test('a settled verdict says which ages it assumes', () => {
    expect(overall({ assumed, wouldChangeMost: [age] })).toBe(
      `Overall fracture risk: moderate (probability 0.71); next: high 0.17; age not provided, 50 to 90 years assumed. ${BORROWED}`,
    );
  });

  test('in German too', () => {
    const [, , told] = impressionSentences(
      { ...RISK, overall: { ...RISK.overall, shares: even, assumed, wouldChangeMost: [age] } },
      stringsOf('de'),
    );
    expect(told).toBe(
      'Frakturrisiko insgesamt: hängt vom Alter ab, das nicht angegeben ist: 50 bis 59 Jahre niedrig 0.84; 80 Jahre oder mehr mäßig 0.74.',
    );
    expect(inLanguage(stringsOf('de'), AGE_ASSUMED.assumption)).toBe(
      'Alter nicht angegeben, 50 bis 90 Jahre angenommen',
    );
  });
});

test('a density between two categories is told as either', () => {
  const sides = { osteoporosis: 0.5, lowBoneMass: 0.48, normal: 0.02 };
  expect(told({ density: { ...RISK.density, sides } })[1]).toContain(
    ': osteoporotic range (probability 0.50) or low bone mass (probability 0.48).',
  );
});

describe('with a study', () => {
  let data: ReportData;
  beforeAll(async () => {
    data = await dataOf(VARIANTS.whole!);
  });

  test('three limits at most are named, contrast first', () => {
    const limits = limitsOf(data, ENGLISH);
    expect(limits).toHaveLength(3);
    const agent = {
      ...data,
      calibration: { ...data.calibration!, flags: [{ code: 'CONTRAST_ARTERIAL', message: 'x' } as const] },
    };
    expect(limitsOf(agent, ENGLISH)[0]).toContain('contrast agent');
  });

  test('density is held against a band only where age, sex and a reference of its levels are there', () => {
    expect(densityReference(data).band).toBeNull();
    const risk = {
      ...data.risk!,
      subject: { ageYears: 70, ageSource: 'study', sex: 'female', sexSource: 'study' } as const,
    };
    // T12 is fractured in the fixture, and compared with nothing.
    const none = densityReference({ risk });
    expect(none).toEqual({ band: null, reason: 'fractured, made up' });
    // What a reason says of the strength is no reason of the density.
    const levels = risk.levels.map((outcome) =>
      outcome.status === 'assessed'
        ? {
            ...outcome,
            strengthReference: { status: 'none', reason: 'slices of 5 mm; strength not computed' } as const,
          }
        : outcome,
    );
    expect(densityReference({ risk: { ...risk, levels } })).toEqual({ band: null, reason: 'slices of 5 mm' });
    expect(densityReference({ risk: { ...risk, subject: { ...risk.subject, sex: null } } })).toEqual({
      band: null,
      reason: 'sex not available',
    });
    const { band } = densityReference({
      risk: { ...risk, density: { ...risk.density, levels: ['L1', 'L2'], adjusted: null } },
    });
    expect(band?.value.value).toBe(103);
    // Less with age, as in the tables.
    expect(band!.at(80).mean).toBeLessThan(band!.at(40).mean);
  });

  /** No factors, no figures, no reference, one level, no age: each alone, and no page may break. */
  test.each([
    [
      'no strength',
      (risk: Risk): Risk => ({ ...risk, strength: { ...risk.strength, l1Equivalent: null, modelled: null } }),
    ],
    ['no levels', (risk: Risk): Risk => ({ ...risk, levels: [] })],
    ['nothing missing', (risk: Risk): Risk => ({ ...risk, missing: [], flags: [] })],
    [
      'no density',
      (risk: Risk): Risk => ({
        ...risk,
        density: { ...risk.density, vbmd: null, adjusted: null, sides: null },
      }),
    ],
  ] as const)('%s still makes every page, and says so', async (_, change) => {
    const texts = runsOf(
      await makeReport({
        ...data,
        risk: change(data.risk!),
        options: { patientPage: true },
      }),
    ).map(({ text }) => text);
    for (const wanted of [
      'Impression',
      'Comparison with earlier assessments',
      'What this CT shows about your bones',
    ])
      expect(texts).toContain(wanted);
    expect(texts.join(' ')).not.toMatch(/NaN|undefined|\bnull\b/);
  });
});

test('levels are told as runs from three on, across T12 and L1', () => {
  expect(rangesText(['L2', 'T4', 'T5', 'T11', 'T12', 'L1'])).toBe('T4, T5, T11–L2');
  expect(rangesText([])).toBe('');
});

test('plain words have no code, option, file or table', () => {
  expect(plain('not evaluated: LEVEL_TRUNCATED')).toBe('not evaluated: cut off by the image border');
  expect(plain('Count the vertebrae; specify the level with --first-level or --level-at.')).toBe(
    'Count the vertebrae.',
  );
  expect(plain('z-score 0.1 (osteon-modelled-reference-1); assumption')).toBe('z-score 0.1; assumption');
});
