import { expect, test } from 'vitest';

import { LevelRefused } from '../../../../../contracts/refusals.ts';
import { PARAMETER_SETS, type Parameters } from '../../../../../spine/definitions/parameter-sets.ts';
import { bodyGrid } from '../../../../../spine/measure/strength/model/body-grid.ts';
import { bodyModel, heightOf, vertebraGrid } from '../../../../../spine/measure/strength/model/body-model.ts';
import { OUTLINE_BY_PLACE } from '../../../../../spine/definitions/priors/outline-prior.ts';
import { grownBody } from '../../../../../spine/measure/strength/model/varied-body.ts';
import { outlineSigma, strengthErrors } from '../../../../../spine/measure/strength/errors/parts.ts';
import { splitError, spread } from '../../../../../spine/measure/strength/errors/propagation.ts';
import { linearStrength } from '../../../../../spine/measure/strength/solves/linear.ts';

import { block } from '../../block.ts';

/** Linear, and coarse: the parts matter here, not the numbers. */
const parameters: Parameters = { ...PARAMETER_SETS['osteon-default-1'], elementMm: 3 };
const { ct, surface, frame } = block();
const modelOf = (turned: typeof frame) =>
  bodyModel(bodyGrid({ ct, surface, frame: turned, spacingMm: 3 }), 3);

function input(error: { slopeSe: number; interceptSe: number; correlation: number }) {
  const line = { slope: 0.7, intercept: 0 };
  const model = modelOf(frame);
  const linear = linearStrength({
    grid: vertebraGrid(model, line),
    heightMm: heightOf(model),
    materials: parameters,
    strain: parameters.linearStrain,
  });
  return {
    ct,
    segmented: { level: 'L3' },
    calibration: { ...line, error: { ...error, basis: 'made up' } },
    sliceThicknessMm: 1,
    parameters,
    log: { progress: () => undefined, info: () => undefined, warn: () => undefined },
    model,
    frame,
    linear,
    plastic: null,
    again: () => null,
    forces: null,
    turned: modelOf,
  };
}

test('a body that leaves the image when it is turned keeps its strength, with a usual error for the load axis', () => {
  const parts = strengthErrors({
    ...input({ slopeSe: 0.01, interceptSe: 0, correlation: 0 }),
    turned: () => {
      throw new LevelRefused({ code: 'BODY_OUTSIDE_CT', saw: '1 voxel', wanted: 'none' });
    },
  });
  expect(parts.slice(2).map(({ stiffnessPercent }) => stiffnessPercent)).toEqual([3, 3]);
  expect(parts[2]!.varied).toMatch(/cannot be rotated/);
});

test('another fault of a turned body is not swallowed', () => {
  const fault = (): never => {
    throw new RangeError('made up');
  };
  expect(() => strengthErrors({ ...input({ slopeSe: 0, interceptSe: 0, correlation: 0 }), turned: fault })).toThrow('made up'); // prettier-ignore
});

test('errors of slope and intercept that go against each other leave less than either', () => {
  const percent = (slopeSe: number, interceptSe: number, correlation: number): number =>
    strengthErrors({
      ...input({ slopeSe, interceptSe, correlation }),
      parameters: { ...parameters, geometryErrors: { outlineMm: 0, outlinePerSlice: 0, tiltDegrees: 0 } },
    })[0]!.stiffnessPercent;
  // At 150 HU and more in the shell, a slope 0.01 off is 1.5 mg/cm3 and more.
  const [slope, intercept] = [percent(0.01, 0, 0), percent(0, 2, 0)];
  expect(percent(0.01, 2, 0)).toBeCloseTo(Math.hypot(slope, intercept), 9);
  expect(percent(0.01, 2, 1)).toBeCloseTo(slope + intercept, 9);
  expect(percent(0.01, 2, -1)).toBeCloseTo(Math.abs(slope - intercept), 9);
});

test('the outline is less sure in thick slices, and in coarse voxels where no thickness is known', () => {
  expect(outlineSigma({ ct, sliceThicknessMm: 3, parameters })).toBeCloseTo(Math.hypot(0.3, 0.3), 12);
  expect(outlineSigma({ ct, sliceThicknessMm: null, parameters })).toBeCloseTo(Math.hypot(0.3, 0.1), 12);
});

test('an outline has the error of one moved evenly and that of one that differs from place to place; an exact one has neither', () => {
  const asked = input({ slopeSe: 0, interceptSe: 0, correlation: 0 });
  const outline = strengthErrors(asked)[1]!;
  const evenly = [0.3, -0.3].map((mm) => {
    const body = grownBody(asked.model, ct, Math.sign(mm) * outlineSigma(asked));
    return linearStrength({
      grid: vertebraGrid(body, asked.calibration),
      heightMm: heightOf(body),
      materials: parameters,
      strain: parameters.linearStrain,
    });
  });
  const moved = spread(asked.linear.stiffness, ...evenly.map(({ stiffness }) => stiffness));
  // By energies in place of solves.
  const told = Math.sqrt((outline.stiffnessPercent / 100) ** 2 - OUTLINE_BY_PLACE ** 2);
  expect(Math.abs(told / moved - 1)).toBeLessThan(0.02);
  const geometryErrors = { outlineMm: 0, outlinePerSlice: 0, tiltDegrees: 0 };
  expect(strengthErrors({ ...asked, parameters: { ...parameters, geometryErrors } })[1]!.stiffnessPercent).toBe(0); // prettier-ignore
});

test('a split error keeps what levels share apart from what is their own', () => {
  const part = { varied: '', linearPercent: 0, plasticPercent: null, offsetPercent: null };
  const parts = [
    { ...part, cause: 'calibration' as const, stiffnessPercent: 5 },
    { ...part, cause: 'outline' as const, stiffnessPercent: 3 },
    { ...part, cause: 'sagittal-tilt' as const, stiffnessPercent: 4 },
  ];
  const split = splitError(2000, parts, ({ stiffnessPercent }) => stiffnessPercent);
  expect(split.calibrationSe).toBeCloseTo(100, 12);
  expect(split.ownSe).toBeCloseTo(100, 12);
});

test('the spread of changes counts an even response as well as an odd one', () => {
  expect(spread(100, 110, 90)).toBeCloseTo(0.1, 12);
  expect(spread(100, 110, 110)).toBeCloseTo(0.1, 12);
  expect(spread(100)).toBe(0);
});

test('each part says what was varied, and by how much', () => {
  const said: string[] = [];
  const asked = input({ slopeSe: 0.01, interceptSe: 0, correlation: 0 });
  const log = { ...asked.log, progress: (what: string) => said.push(what) };
  const parts = strengthErrors({ ...asked, log });
  expect(parts.map(({ cause, varied }) => [cause, varied])).toEqual([
    ['calibration', 'slope and intercept ± one standard error (made up)'],
    ['outline', 'outline ±0.32 mm, and 4.6 % for outlines that differ from place to place'],
    ['sagittal-tilt', 'load axis ±2 degrees'],
    ['frontal-tilt', 'load axis ±2 degrees'],
  ]);
  expect(said).toEqual(['calibration', 'outline', 'load axis'].map((what) => `L3: uncertainty, ${what}`));
  for (const { stiffnessPercent, linearPercent, plasticPercent, offsetPercent } of parts) {
    expect(stiffnessPercent).toBeGreaterThan(0);
    expect(linearPercent).toBeGreaterThan(0);
    expect([plasticPercent, offsetPercent]).toEqual([null, null]);
  }
});

test('what the elements leave open is told where a set says so, of forces only where there are some', () => {
  const discretisation = { stiffness: 0.02, plastic: 0.03 };
  const asked = input({ slopeSe: 0, interceptSe: 0, correlation: 0 });
  const exact = { outlineMm: 0, outlinePerSlice: 0, tiltDegrees: 0 };
  const sized = {
    ...parameters,
    geometryErrors: exact,
    elements: { ...parameters.elements, discretisation },
  };
  expect(strengthErrors({ ...asked, parameters: sized as Parameters }).at(-1)).toEqual({
    cause: 'discretisation',
    varied: 'elements of 1 mm against 0.5 mm, on other bodies (assumption of this software)',
    stiffnessPercent: 2,
    linearPercent: 2,
    plasticPercent: null,
    offsetPercent: null,
  });
  expect(
    strengthErrors({ ...asked, parameters: { ...parameters, geometryErrors: exact } }).at(-1)!.cause,
  ).toBe('frontal-tilt');
});
