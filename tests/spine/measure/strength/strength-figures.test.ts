/** Every figure of a strength result is its own: all inputs differ, and each interval comes of its own causes. */
import { expect, test } from 'vitest';

import { PARAMETER_SETS } from '../../../../spine/definitions/parameter-sets.ts';
import {
  strengthResult,
  type StrengthResultInput,
} from '../../../../spine/measure/strength/strength-result.ts';
import type { Quantity } from '../../../../contracts/primitives.ts';

const part = { varied: 'test' } as const;
const ERRORS: StrengthResultInput['errors'] = [
  {
    ...part,
    cause: 'calibration',
    stiffnessPercent: 1,
    linearPercent: 2,
    plasticPercent: 3,
    offsetPercent: 4,
  },
  { ...part, cause: 'outline', stiffnessPercent: 5, linearPercent: 6, plasticPercent: 7, offsetPercent: 8 },
];
const INPUT: StrengthResultInput = {
  // As much of a solve as the result looks at.
  linear: {
    stiffness: 10_000,
    strength: 2000,
    solution: { elements: 11, nodes: 22, iterations: 33, relativeResidual: 4e-7 },
  } as unknown as StrengthResultInput['linear'],
  plastic: {
    curve: [
      { strain: 0.01, force: 1500 },
      { strain: 0.019, force: 1900 },
    ],
    stiffness: 9000,
    strength: 1900,
    offsetStrength: 1600,
    yielded: 0.7,
  },
  bending: { moment: 20, angleRad: 0.03 },
  errors: ERRORS,
  heightMm: 29.4,
  heightSe: 0.5,
  section: { rigidity: 300_000, leastRigidity: 250_000, collapse: 1500 },
  parameters: PARAMETER_SETS['osteon-default-4'],
  against: null,
};
const result = (change: Partial<StrengthResultInput> = {}) =>
  strengthResult({ ...INPUT, ...change }).strength;

function expectInterval({ value, uncertainty }: Quantity, wanted: number, half: number): void {
  expect(value).toBe(wanted);
  if (uncertainty.kind !== 'interval95') throw new Error(uncertainty.reason);
  expect(uncertainty.high - value).toBeCloseTo(half, 6);
  expect(value - uncertainty.low).toBeCloseTo(half, 6);
}

test('stiffness, linear, plastic and offset strength have each their value, unit and error', () => {
  const { stiffness, linearStrength, plastic, height, errors } = result();
  expectInterval(stiffness, 10_000, 1.96 * 100 * Math.hypot(1, 5));
  expectInterval(linearStrength, 2000, 1.96 * 20 * Math.hypot(2, 6));
  expectInterval(plastic!.strength, 1900, 1.96 * 19 * Math.hypot(3, 7));
  expectInterval(plastic!.offsetStrength!, 1600, 1.96 * 16 * Math.hypot(4, 8));
  expectInterval(height, 29.4, 1.96 * 0.5);
  expect([stiffness, linearStrength, plastic!.strength, plastic!.offsetStrength!, height].map(({ unit }) => unit)).toEqual(['N/mm', 'N', 'N', 'N', 'mm']); // prettier-ignore
  expect(errors.plasticStrength!.calibrationSe).toBeCloseTo(57, 9);
  expect(errors.plasticStrength!.ownSe).toBeCloseTo(133, 9);
  expect(errors.stiffness.calibrationSe).toBeCloseTo(100, 9);
  expect(errors.linearStrength.ownSe).toBeCloseTo(120, 9);
  expect(errors.offsetStrength!.calibrationSe).toBeCloseTo(64, 9);
});

test('curve, bending, solver and checks are told in the contract’s units', () => {
  const { plastic, bending, solver, elements, nodes, sanity } = result();
  expect(plastic).toMatchObject({ readOutPercent: 1.9, yieldedPercent: 70 });
  expect(plastic!.curve).toEqual([
    { strainPercent: 1, forceN: 1500 },
    { strainPercent: 1.9, forceN: 1900 },
  ]);
  expect(bending!.moment).toMatchObject({ value: 20, unit: 'N m' });
  expect(bending!.rotationDegrees).toBeCloseTo((0.03 * 180) / Math.PI, 12);
  expect(bending!.edgeStrainPercent).toBeCloseTo(
    100 * INPUT.parameters.plastic!.bendingEdgeStrains!.at(-1)!,
    12,
  );
  expect({ elements, nodes }).toEqual({ elements: 11, nodes: 22 });
  expect(solver).toEqual({ converged: true, iterations: 33, relativeResidual: 4e-7, tolerance: 1e-6 });
  const strain = INPUT.parameters.linearStrain;
  expect(sanity.axialRigidityN).toBeCloseTo(strain * 300_000, 9);
  expect(sanity.axialRigidityLeastN).toBeCloseTo(strain * 250_000, 9);
  expect(sanity.sliceCollapseN).toBe(1500);
  expect(sanity.linearToPlastic).toBeCloseTo(2000 / 1900, 12);
  expect(sanity.plasticToCollapse).toBeCloseTo(1900 / 1500, 12);
});

test('one cause that could not be solved for takes the interval of what hangs on it alone', () => {
  const [first, second] = ERRORS as [(typeof ERRORS)[number], (typeof ERRORS)[number]];
  const lacking = result({ errors: [first, { ...second, plasticPercent: null }] });
  expect(lacking.plastic!.strength.uncertainty.kind).toBe('none');
  expect(lacking.errors.plasticStrength).toBeNull();
  expect(lacking.plastic!.offsetStrength!.uncertainty.kind).toBe('interval95');
  expect(lacking.stiffness.uncertainty.kind).toBe('interval95');
});

test('a curve that does not meet the offset line has no offset strength', () => {
  const { plastic, errors } = result({ plastic: { ...INPUT.plastic!, offsetStrength: null } });
  expect(plastic!.offsetStrength).toBeNull();
  expect(errors.offsetStrength).toBeNull();
});

test('an interval ends at 0', () => {
  const wide = ERRORS.map((one) => ({ ...one, linearPercent: 80 }));
  const { uncertainty } = result({ errors: wide }).linearStrength;
  expect(uncertainty).toMatchObject({ kind: 'interval95', low: 0 });
});

test('an interval says what it covers, and a quantity without one why', () => {
  const { stiffness, bending, height, errors } = result();
  const basis = (more: string): string =>
    `calibration, outline and load axis, each varied by one standard error${more}; not included: material law and model`;
  const sized = basis(', and size of the elements');
  expect(stiffness.uncertainty).toMatchObject({ kind: 'interval95', basis: sized });
  expect(errors.basis).toBe(sized);
  expect(errors.parts).toEqual(ERRORS);
  expect(height.uncertainty).toMatchObject({ kind: 'interval95', basis: 'outline of the body' });
  expect(bending!.moment.uncertainty).toEqual({
    kind: 'none',
    reason: 'not evaluated: no cut-off applies to the moment',
  });
  // The first set says nothing of its elements.
  expect(result({ parameters: PARAMETER_SETS['osteon-default-1'] }).errors.basis).toBe(basis(''));
  const lacking = ERRORS.map((one) => ({ ...one, plasticPercent: null }));
  expect(result({ errors: lacking }).plastic!.strength.uncertainty).toEqual({
    kind: 'none',
    reason: 'a repeated solve with a varied calibration or outline did not converge',
  });
});

test('flags say what is discordant, by how much, and what is usual', () => {
  const messages = (change: Partial<StrengthResultInput>) =>
    strengthResult({ ...INPUT, ...change }).flags.map(({ message }) => message);
  expect(messages({ linear: { ...INPUT.linear, strength: 1900 * 0.75 } })).toEqual([
    'linear over plastic strength 0.75 (usual: 0.8 to 1.4)',
  ]);
  expect(messages({ section: { ...INPUT.section, collapse: 1900 / 1.6 } })).toEqual([
    'plastic strength over slice collapse 1.60 (usual: 1 to 1.5)',
  ]);
  expect(messages({ section: { ...INPUT.section, collapse: null } })).toEqual([]);
  expect(messages({ plastic: null })).toEqual(['load curve: solve not converged']);
  expect(messages({ bending: null })).toEqual(['forward bending: solve not converged']);
});
