/** The made-up findings of the risk step, every figure another. */
import type { Level } from '../../contracts/levels.ts';
import type { Quantity, Unit } from '../../contracts/primitives.ts';
import type { Risk } from '../../contracts/risk/risk.ts';
import type { StrengthReference, StudyStrengthReference } from '../../contracts/risk/strength-reference.ts';

import { missingThing } from './missing-thing.ts';

export const PROVENANCE = { software: { name: 'osteon', version: '0' }, parameterSet: 'test', inputs: [] };
export const REFUSAL = {
  code: 'LEVEL_TRUNCATED',
  saw: 'a body at the last slice',
  wanted: 'a whole body',
} as const;

export function quantity<U extends Unit>(value: number, unit: U): Quantity<U> {
  return {
    value,
    unit,
    uncertainty: { kind: 'interval95', low: 0.85 * value, high: 1.15 * value, basis: 'made up' },
  };
}

export const density = (value: number) => ({
  ...quantity(value, 'mg/cm3'),
  mineralBasis: 'K2HPO4' as const,
});

/** The first level is fractured, and compared with nothing. */
function referenceOf(level: Level, n: number): StrengthReference {
  if (n === 0) return { status: 'none', reason: 'fractured, made up' };
  return {
    status: 'modelled',
    referenceId: 'made-up-reference',
    level,
    densityMgCc: { own: 103 - n, average: 117 + n, standardDeviation: 29, youngAdult: 163 + n },
    averageN: 3310 + 120 * n,
    youngAdultN: 5130 + 120 * n,
    shareOfAverage: quantity(83 + n, '%'),
    shareOfYoungAdult: quantity(53 + n, '%'),
    z: { value: -0.64 - n, sharedSe: 0.4, ownSe: 0.3, low: -1.62 - n, high: 0.34 - n },
  };
}

function studyReference(level: Level): StudyStrengthReference {
  return {
    referenceId: 'made-up-reference',
    levels: [level],
    shareOfAverage: quantity(84, '%'),
    shareOfYoungAdult: quantity(54, '%'),
    z: { value: -0.64, sharedSe: 0.4, ownSe: 0.3, low: -1.62, high: 0.34 },
  };
}

export function riskOf(levels: readonly Level[], refused: readonly Level[]): Risk {
  return {
    schema: 'osteon/risk/3',
    levels: [
      ...levels.map((level, n) => ({
        status: 'assessed' as const,
        level,
        fracture: {
          grade: n === 0 ? (1 as const) : (0 as const),
          shape: n === 0 ? ('wedge' as const) : null,
          needsReader: n === 0,
          lossPercent: { wedge: n === 0 ? 22 : 3 + n, biconcave: 11 + n, crush: n === 0 ? null : 7 + n },
          reference: 'made up',
        },
        strengthReference: referenceOf(level, n),
        flags: [],
      })),
      ...refused.map((level) => ({ status: 'refused' as const, level, refusal: REFUSAL })),
    ],
    fractures: {
      graded: levels,
      notGraded: [],
      fractured: [],
      deformityIndex: {
        value: 1,
        low: 0,
        high: 2,
        measured: 1,
        complete: true,
        missing: [],
        statement: 'sum of grades 1 (range 0 to 2 with uncertain grades) over all 13 levels from T4 to L4',
      },
      prompts: [],
      table: { id: 'made-up', statement: 'Made up.' },
      statement: 'A fracture, possible, needs a reader.',
      flags: [],
    },
    density: {
      vbmd: levels.length === 0 ? null : density(103),
      levels: levels.slice(0, 2),
      adjusted: null,
      adjustment: null,
      sides: { osteoporosis: 0.1, lowBoneMass: 0.8, normal: 0.1 },
      category: null,
      statement: 'No category: made up.',
      leftOut: [],
    },
    overall: {
      category: 'moderate',
      probability: 0.71,
      shares: { 'very-high': 0.06, high: 0.17, moderate: 0.71, low: 0.06 },
      draws: 10_000,
      shareSe: 0.005,
      withoutOtherModels: { category: 'low', probability: 0.53 },
      statement: 'Moderate: made up.',
      rules: [
        {
          category: 'moderate',
          rule: 'vBMD of 120 and less',
          probability: 0.93,
          decides: 0.71,
          detail: '101',
          source: 'made up',
        },
        {
          category: 'high',
          rule: 'another rule',
          probability: 0.19,
          decides: 0.17,
          detail: 'the order does not say',
          source: 'made up elsewhere',
          ofOtherModel: true,
        },
        {
          category: 'moderate',
          rule: 'strength',
          probability: null,
          decides: 0,
          detail: 'not in force',
          source: 'made up',
        },
      ],
      ifDxa: [
        { answer: 'above -2.5', category: 'high', probability: 0.81 },
        { answer: '-2.5 to -3.0', category: 'high', probability: 0.9 },
        { answer: 'below -3.0', category: 'very-high', probability: 1 },
      ],
      wouldChangeMost: [
        missingThing(
          'current smoking',
          [
            ['no', 0.9, 'moderate', 0.78],
            ['yes', 0.1, 'high', 0.69],
          ],
          { gain: 0.214, expectedProbability: 0.77 },
        ),
      ],
    },
    strength: {
      status: 'informational',
      l1Equivalent: levels.length === 0 ? null : quantity(2890, 'N'),
      levels: levels.slice(0, 1),
      methodId: 'made-up',
      zScore: null,
      modelled: levels.length < 2 ? null : studyReference(levels.at(-1)!),
      statement: 'For information: no category rests on it.',
    },
    absolute: {
      model: {
        status: 'evaluated',
        id: 'made-up',
        title: 'A made-up model with a name longer than a label beside a picture',
        shortTitle: 'United Kingdom, made up here',
        figures: [
          { outcome: 'major-osteoporotic', years: 5, probability: quantity(5.3, '%') },
          { outcome: 'major-osteoporotic', years: 10, probability: quantity(12.7, '%') },
          { outcome: 'hip', years: 5, probability: quantity(1.9, '%') },
          { outcome: 'hip', years: 10, probability: quantity(3.7, '%') },
        ],
        statement: 'Made up.',
        source: 'made up',
        parameters: { id: 'made-up', version: 1, sha256: '0'.repeat(64) },
      },
      handling: [
        {
          factor: 'current smoking',
          state: 'missing',
          statement: 'current smoking: not known; counted as present with a probability of 15 %',
          whatIf: { absent: 11.8, present: 12.9 },
        },
      ],
      crossChecks: [
        {
          estimate: {
            status: 'not-evaluated',
            id: 'made-up-2',
            title: 'Another',
            reason: 'height is missing',
          },
          agreement: null,
          handling: [],
        },
      ],
      populationAverage: { status: 'not-evaluated', id: 'made-up-3', title: 'Average', reason: 'no age' },
      importedFrax: null,
      flags: [],
    },
    thresholds: [
      {
        id: 'qct-trabecular-80-120',
        title: 'QCT density cut-offs',
        use: 'applied',
        methods: ['made-up'],
        methodId: 'made-up',
        population: 'made up',
        values: { osteoporosisBelow: 81, normalAbove: 119 },
        statement: 'QCT density cut-offs: applied.',
        source: 'made up',
      },
      {
        id: 'made-up',
        title: 'Cut-offs of another method',
        use: 'refused',
        methods: ['another'],
        methodId: 'made-up',
        population: 'made up',
        statement: 'Cut-offs of another method: literature only.',
        source: 'made up',
      },
    ],
    subject: { ageYears: null, ageSource: null, sex: null, sexSource: null },
    missing: ['smoking'],
    flags: [],
    provenance: PROVENANCE,
  };
}
