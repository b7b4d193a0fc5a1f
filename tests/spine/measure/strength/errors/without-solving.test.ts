/** Errors of the calibration that come from solves which are there, against solving again. */
import { describe, expect, test } from 'vitest';

import { PARAMETER_SETS, type Parameters } from '../../../../../spine/definitions/parameter-sets.ts';
import {
  densityResponse,
  type ForcesByDensity,
} from '../../../../../spine/measure/strength/density-response.ts';
import { strengthsByLine } from '../../../../../spine/measure/strength/errors/by-energies.ts';
import { strengthErrors, yieldingAgain } from '../../../../../spine/measure/strength/errors/parts.ts';
import { calibrationStep, type Line } from '../../../../../spine/measure/strength/errors/propagation.ts';
import { yieldElasticities } from '../../../../../spine/measure/strength/errors/yield-elasticities.ts';
import { bodyGrid } from '../../../../../spine/measure/strength/model/body-grid.ts';
import { bodyModel, heightOf, vertebraGrid } from '../../../../../spine/measure/strength/model/body-model.ts';
import { linearStrength } from '../../../../../spine/measure/strength/solves/linear.ts';
import { onOwnElements } from '../../../../../spine/measure/strength/solves/again.ts';
import { plasticStrength } from '../../../../../spine/measure/strength/solves/plastic.ts';

import { surfaceOfMask } from '../../../../../spine/outline/index.ts';
import { block, LABEL } from '../../block.ts';

const SET = PARAMETER_SETS['osteon-default-4'];
const PARAMETERS: Parameters = {
  ...SET,
  elementMm: 2.5,
  geometryErrors: { outlineMm: 0, outlinePerSlice: 0, tiltDegrees: 0 },
};
const LOG = { progress: () => undefined, info: () => undefined, warn: () => undefined };
const NONE = { kind: 'none', reason: 'test' } as const;

/** A body in its shell, whose trabecular bone has some HU, by a line that is known to 10 % and 6 mg/cm3. */
function solved(trabecularHu: number, correlation: number) {
  const { ct, bodies, frame } = block({ trabecularHu });
  const surface = surfaceOfMask(bodies, LABEL)!;
  const model = bodyModel(bodyGrid({ ct, surface, frame, spacingMm: PARAMETERS.elementMm }), 3);
  const error = { slopeSe: 0.07, interceptSe: 6, correlation, basis: 'made up' };
  const calibration = { slope: 0.7, intercept: 2, error };
  const by = (line: Line) => ({
    grid: vertebraGrid(model, line),
    heightMm: heightOf(model),
    materials: PARAMETERS,
  });
  const linear = linearStrength({ ...by(calibration), strain: PARAMETERS.linearStrain });
  const plastic = plasticStrength({
    ...by(calibration),
    plastic: SET.plastic,
    strains: SET.plastic.strains,
  })!;
  const meanHu = { value: trabecularHu, unit: 'HU', uncertainty: NONE } as const;
  const parts = { model, line: calibration, parameters: PARAMETERS };
  const solveAgain = onOwnElements(parts, SET.plastic);
  const { forces } = densityResponse({
    line: calibration,
    trabecular: { meanHu, samplingSe: 1 },
    solved: plastic,
    again: solveAgain,
    against: null,
    level: 'L3',
    log: LOG,
  });
  const input = {
    ct,
    segmented: { level: 'L3' },
    calibration,
    sliceThicknessMm: 1,
    parameters: PARAMETERS,
    log: LOG,
    model,
    frame,
    linear,
    plastic,
    again: solveAgain,
    forces,
    turned: () => model,
  };
  const again = (line: Line) => {
    const { stiffness, strength } = linearStrength({ ...by(line), strain: PARAMETERS.linearStrain });
    return { stiffness, linear: strength };
  };
  return { input, plastic, again };
}

describe.each([
  [60, -0.5],
  [160, 0.1],
])('in a body of %d HU', (hu, correlation) => {
  const { input, plastic, again } = solved(hu, correlation);
  const { calibration, linear, model } = input;
  const resolved = calibrationStep(calibration, again);

  test('stiffness and linear strength have the errors that four solves give, to 0.2 %', () => {
    const step = calibrationStep(calibration, strengthsByLine(linear, model, PARAMETERS));
    for (const key of ['stiffnessSe', 'linearSe', 'slope', 'intercept'] as const)
      expect(Math.abs(step[key] / resolved[key] - 1), key).toBeLessThan(2e-3);
  });

  test('forces at yield have the errors that solves a step to either side give, to 3 %', () => {
    const twin = yieldingAgain(input, plastic, resolved);
    const [part] = strengthErrors(input);
    expect(part!.cause).toBe('calibration');
    expect(Math.abs(part!.plasticPercent! / twin.plasticPercent! - 1)).toBeLessThan(0.03);
    expect(Math.abs(part!.offsetPercent! / twin.offsetPercent! - 1)).toBeLessThan(0.03);
  });

  test('without other densities they are solved a step to either side', () => {
    const [part] = strengthErrors({ ...input, forces: null });
    const twin = yieldingAgain(input, plastic, resolved);
    expect(Math.abs(part!.plasticPercent! / twin.plasticPercent! - 1)).toBeLessThan(2e-3);
  });
});

describe('the elasticity of forces over that of stiffness', () => {
  const at = (density: number): ForcesByDensity => ({
    trabecularMgCc: density,
    strength: 20 * density + 0.1 * density ** 2,
    offsetStrength: 7 * density,
  });
  /** As the square root of density. */
  const stiffness = (factor: number): number => 300 * Math.sqrt(factor);

  test('is that of a parabola, whichever densities were solved', () => {
    // d ln F / d ln rho at 100 is 4000 / 3000, of the offset 1, of stiffness 1/2.
    for (const others of [
      [45, 180],
      [180, 45, 300],
      [60, 45],
      [150, 180],
    ]) {
      const found = yieldElasticities({ own: at(100), others: others.map(at) }, stiffness)!;
      expect(found.strength).toBeCloseTo(8 / 3, 2);
      expect(found.offset).toBeCloseTo(2, 2);
    }
  });

  test('has no offset where a curve has none', () => {
    const others = [at(45), { ...at(180), offsetStrength: null }];
    expect(yieldElasticities({ own: at(100), others }, stiffness)).toMatchObject({ offset: null });
  });

  test('is not known from two densities, nor where stiffness or strength does not grow', () => {
    const others = [at(45), at(180)];
    expect(yieldElasticities({ own: at(100), others: others.slice(1) }, stiffness)).toBeNull();
    expect(yieldElasticities({ own: at(100), others }, () => 300)).toBeNull();
    const falling = others.map((one) => ({ ...one, strength: 1e6 / one.trabecularMgCc }));
    expect(yieldElasticities({ own: { ...at(100), strength: 1e4 }, others: falling }, stiffness)).toBeNull();
  });
});
