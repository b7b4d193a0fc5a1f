import { describe, expect, test } from 'vitest';

import type { DensityLine } from '../../../../contracts/calibration/calibration.ts';
import { PARAMETER_SETS } from '../../../../spine/definitions/parameter-sets.ts';
import { densityResponse } from '../../../../spine/measure/strength/density-response.ts';
import {
  heightOf,
  vertebraGrid,
  type BodyModel,
} from '../../../../spine/measure/strength/model/body-model.ts';
import { NO_SPREAD } from '../../../../spine/measure/strength/model/density-spread.ts';
import { withEndplateCaps } from '../../../../spine/measure/strength/model/endplate-caps.ts';
import { linearStrength } from '../../../../spine/measure/strength/solves/linear.ts';
import { onOwnElements, solvingAgain } from '../../../../spine/measure/strength/solves/again.ts';
import { plasticStrength } from '../../../../spine/measure/strength/solves/plastic.ts';

const LOG = { progress: () => undefined, info: () => undefined, warn: () => undefined };
const LINE: DensityLine = {
  slope: 0.7,
  intercept: 0,
  error: { slopeSe: 0.07, interceptSe: 0, correlation: 0, basis: 'test' },
};
const PLASTIC = PARAMETER_SETS['osteon-default-4'];
const LINEAR = PARAMETER_SETS['osteon-default-1'];
const HU = 150;
const OWN = 0.7 * HU;

/** A block of 8 x 8 x 10 mm, soft in its upper half, between its caps. */
function block(): BodyModel {
  const dims = [10, 10, 12] as const;
  const body = new Uint8Array(dims[0] * dims[1] * dims[2]);
  const at = (x: number, y: number, z: number): number => x + dims[0] * (y + dims[1] * z);
  for (let z = 1; z <= 10; z++)
    for (let y = 1; y <= 8; y++) for (let x = 1; x <= 8; x++) body[at(x, y, z)] = 1;
  const capped = withEndplateCaps(body, dims, 1, 3);
  const [nx, ny] = capped.dims;
  const hu = Float64Array.from(capped.body, (inside, n) =>
    inside === 0 ? 0 : Math.floor(n / (nx * ny)) > 8 ? 0.9 * HU : 1.1 * HU,
  );
  return {
    dims: capped.dims,
    spacing: [1, 1, 1],
    affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0],
    hu,
    spread: NO_SPREAD,
    columns: { across: 1, inside: capped.body },
    part: Float64Array.from(capped.body, (inside, n) => inside + capped.caps[n]!),
    body: capped.body,
    caps: capped.caps,
    boneSlices: capped.boneSlices,
  };
}

const NONE = { kind: 'none', reason: 'test' } as const;
const TRABECULAR = { meanHu: { value: HU, unit: 'HU', uncertainty: NONE }, samplingSe: 1.5 } as const;
const MODEL = block();
const OF_BODY = { model: MODEL, line: LINE };
/** Of the linear strength; never made coarser. */
const LINEARLY = solvingAgain({
  ...OF_BODY,
  parameters: LINEAR,
  solved: null,
  coarser: () => {
    throw new Error('a linear strength is solved on the elements that it has');
  },
});
const INPUT = {
  line: LINE,
  trabecular: TRABECULAR,
  solved: { strength: 5000, offsetStrength: null },
  again: onOwnElements({ ...OF_BODY, parameters: PLASTIC }, PLASTIC.plastic),
  against: null,
  level: 'L1',
  log: LOG,
};

describe('strength by density', () => {
  test('is that of the same body with another calibration line', () => {
    const found = densityResponse(INPUT).response;
    if (found.status !== 'solved') throw new Error(found.reason);
    // 100 mg/cm3 is too close to its own 105 to be solved for.
    expect(found.points.map(({ trabecularMgCc }) => trabecularMgCc)).toEqual([45, OWN, 180]);
    expect(found.points[1]!.strengthN).toBe(5000);
    const again = plasticStrength({
      grid: vertebraGrid(MODEL, { slope: (0.7 * 180) / OWN, intercept: 0 }),
      heightMm: heightOf(MODEL),
      materials: PLASTIC,
      plastic: PLASTIC.plastic,
      strains: PLASTIC.plastic.strainsAgain,
    })!;
    // Newton's tolerance is 1e-3 and 1e-4: forces differ by 0.2 % at most.
    expect(Math.abs(found.points[2]!.strengthN / again.strength - 1)).toBeLessThan(2e-3);
  });

  test('carries the errors of its density: of the line, and of the region', () => {
    expect(densityResponse(INPUT).response).toMatchObject({
      lineSe: 0.07 * HU,
      samplingSe: 1.5,
      trabecularMgCc: OWN,
    });
  });

  test('says for which densities it solves, and keeps their forces', () => {
    const said: string[] = [];
    const log = { ...LOG, progress: (what: string) => void said.push(what) };
    const { forces } = densityResponse({ ...INPUT, again: LINEARLY, log });
    expect(said).toEqual([45, 180].map((density) => `L1: with a trabecular density of ${density} mg/cm3`));
    expect(forces!.own).toEqual({ trabecularMgCc: OWN, strength: 5000, offsetStrength: null });
    expect(
      forces!.others.map(({ trabecularMgCc, offsetStrength }) => [trabecularMgCc, offsetStrength]),
    ).toEqual(
      [[45, null], [180, null]], // prettier-ignore
    );
    expect(forces!.others[0]!.strength).toBeLessThan(forces!.others[1]!.strength);
  });

  test('is of the linear strength where the set has no other', () => {
    const found = densityResponse({ ...INPUT, again: LINEARLY }).response;
    if (found.status !== 'solved') throw new Error(found.reason);
    const { strength } = linearStrength({
      grid: vertebraGrid(MODEL, { slope: (0.7 * 45) / OWN, intercept: 0 }),
      heightMm: heightOf(MODEL),
      materials: LINEAR,
      strain: LINEAR.linearStrain,
    });
    expect(found.points[0]!.strengthN).toBeCloseTo(strength, 6);
  });

  test('leaves out densities that it would have to be scaled too far for', () => {
    const solvedAt = (value: number): number[] => {
      const meanHu = { ...TRABECULAR.meanHu, value };
      const found = densityResponse({
        ...INPUT,
        trabecular: { ...TRABECULAR, meanHu },
        again: LINEARLY,
      }).response;
      if (found.status !== 'solved') throw new Error(found.reason);
      return found.points.map(({ trabecularMgCc }) => Math.round(trabecularMgCc));
    };
    expect(solvedAt(40)).toEqual([28, 45, 100]);
    // A dense body: too close to 180 mg/cm3.
    expect(solvedAt(285)).toEqual([45, 100, 200]);
    expect(solvedAt(430)).toEqual([100, 180, 301]);
  });

  test.each([
    ['a contrast agent', { against: 'arterial contrast phase' }, 'arterial contrast phase'],
    ['no trabecular density', { trabecular: null }, 'trabecular density not measured'],
    ['no load curve', { solved: null }, 'load curve not converged'],
    [
      'hardly any density',
      { line: { ...LINE, slope: 0.1 } },
      'trabecular density too far from any reference',
    ],
    [
      'a density below none',
      { line: { ...LINE, intercept: -200 } },
      'trabecular density too far from any reference',
    ],
  ] as const)('is withheld with %s', (_, part, reason) => {
    const found = densityResponse({ ...INPUT, ...part });
    expect(found).toEqual({ response: { status: 'withheld', reason }, forces: null });
  });
});
