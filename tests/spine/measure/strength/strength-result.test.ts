import { expect, test } from 'vitest';

import { PARAMETER_SETS } from '../../../../spine/definitions/parameter-sets.ts';
import {
  strengthResult,
  type StrengthResultInput,
} from '../../../../spine/measure/strength/strength-result.ts';

const PARAMETERS = PARAMETER_SETS['osteon-default-4'];
// Solutions without their fields of displacement, which no result holds.
const USUAL: StrengthResultInput = {
  linear: {
    stiffness: 10_000,
    strength: 2000,
    solution: { elements: 1, nodes: 8, iterations: 1, relativeResidual: 1e-7 },
  } as unknown as StrengthResultInput['linear'],
  plastic: {
    curve: [{ strain: 0.019, force: 1900 }],
    stiffness: 9000,
    strength: 1900,
    offsetStrength: 1600,
    yielded: 0.7,
  },
  bending: { moment: 20, angleRad: 0.03, curve: [] } as unknown as StrengthResultInput['bending'],
  errors: [],
  heightMm: 29.4,
  heightSe: 0.5,
  section: { rigidity: 300_000, leastRigidity: 250_000, collapse: 1500 },
  parameters: PARAMETERS,
  against: null,
};
const codes = (change: Partial<StrengthResultInput>): string[] =>
  strengthResult({ ...USUAL, ...change }).flags.map(({ code }) => code);
const linear = (strength: number) => ({ ...USUAL.linear, strength });

test('usual ratios of the models raise no flag', () => {
  expect(codes({})).toEqual([]);
});

test.each([
  [0.79, true],
  [0.81, false],
  [1.39, false],
  [1.41, true],
])(
  'linear over plastic strength of %d is discordant: %s (0.8 to 1.4, docs/method.md#read-outs)',
  (ratio, discordant) => {
    expect(codes({ linear: linear(1900 * ratio) })).toEqual(discordant ? ['STRENGTH_MODELS_DISCORDANT'] : []);
  },
);

test.each([
  [0.99, true],
  [1.01, false],
  [1.49, false],
  [1.51, true],
])('plastic strength over slice collapse of %d is discordant: %s', (ratio, discordant) => {
  const section = { ...USUAL.section, collapse: 1900 / ratio };
  expect(codes({ section })).toEqual(discordant ? ['STRENGTH_SECTION_DISCORDANT'] : []);
});

test('a load curve or a bending that did not converge is flagged and left out', () => {
  const { strength, flags } = strengthResult({ ...USUAL, plastic: null, bending: null });
  expect(strength).toMatchObject({ plastic: null, bending: null });
  expect(flags.map(({ code, message }) => [code, message.split(':')[0]])).toEqual([
    ['PLASTIC_NOT_CONVERGED', 'load curve'],
    ['PLASTIC_NOT_CONVERGED', 'forward bending'],
  ]);
  // A set that asks for neither misses neither.
  expect(codes({ plastic: null, bending: null, parameters: PARAMETER_SETS['osteon-default-1'] })).toEqual([]);
});

test('what speaks against a strength takes the interval of each', () => {
  const { stiffness, linearStrength, plastic, height } = strengthResult({
    ...USUAL,
    against: 'a reason',
  }).strength;
  for (const { uncertainty } of [stiffness, linearStrength, plastic!.strength, plastic!.offsetStrength!])
    expect(uncertainty).toEqual({ kind: 'none', reason: 'a reason' });
  expect(height.uncertainty.kind).toBe('interval95');
});
