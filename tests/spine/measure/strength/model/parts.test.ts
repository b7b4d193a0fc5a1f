/** Elements by the part of them that lies within the outline: what they are made of, and what a body's strength owes to its grid. */
import { describe, expect, test } from 'vitest';

import type { Frame } from '../../../../../contracts/segmentation.ts';
import { parametersOf } from '../../../../../spine/definitions/parameter-sets.ts';
import type { Mesh } from '../../../../../spine/grid/mesh/mesh.ts';
import type { Volume } from '../../../../../spine/grid/volume.ts';
import {
  heightOf,
  modelledBody,
  vertebraGrid,
} from '../../../../../spine/measure/strength/model/body-model.ts';
import { columnsWithin, partsOf } from '../../../../../spine/measure/strength/model/parts.ts';
import { plasticModel, vertebraModel } from '../../../../../spine/measure/strength/model/vertebra-model.ts';
import { grownBody } from '../../../../../spine/measure/strength/model/varied-body.ts';
import { plasticStrength } from '../../../../../spine/measure/strength/solves/plastic.ts';
import { sectionStrength } from '../../../../../spine/measure/strength/solves/sections.ts';

test('an element is bone where its columns are, cement where more of them are, and as much as there is of both', () => {
  // Two elements side by side, two columns along each side: x runs first.
  const dims = [2, 1, 1] as const;
  const inside = Uint8Array.from([1, 0, 0, 1, 1, 0, 0, 0]);
  const caps = Uint8Array.from([0, 0, 1, 0, 0, 0, 1, 0]);
  const { body, caps: cement, part } = partsOf(dims, { across: 2, inside }, caps);
  expect([...body]).toEqual([1, 0]);
  expect([...cement]).toEqual([0, 1]);
  expect([...part]).toEqual([0.5, 0.75]);
  // As many of both: bone.
  const even = partsOf(dims, { across: 2, inside }, Uint8Array.from([0, 0, 1, 0, 0, 0, 0, 0]));
  expect([...even.body]).toEqual([1, 1]);
});

test('columns of an element that is left out are left out', () => {
  const inside = Uint8Array.from([1, 0, 1, 1, 1, 0, 0, 1]);
  const { inside: kept } = columnsWithin([2, 1, 1], { across: 2, inside }, Uint8Array.from([1, 0]));
  expect([...kept]).toEqual([1, 0, 0, 0, 1, 0, 0, 0]);
});

const SIDES = 96;
const FRAME: Frame = { origin: [0, 0, 0], left: [1, 0, 0], posterior: [0, 1, 0], superior: [0, 0, 1] };
const HALF_HEIGHT = 9;
const LINE = { slope: 0.7, intercept: 0 };
/** 126 mg/cm3 throughout. */
const ct: Volume<Int16Array> = {
  dims: [41, 41, 41],
  affine: [1, 0, 0, -20, 0, 1, 0, -20, 0, 0, 1, -20],
  data: new Int16Array(41 ** 3).fill(180),
};

/** A prism over a regular polygon, standing on its end: flat ends, round walls. */
function drum(radius: number): Mesh {
  const ring = (z: number) =>
    Array.from({ length: SIDES }, (_, n) => {
      const angle = (2 * Math.PI * (n + 0.3)) / SIDES;
      return [radius * Math.cos(angle), radius * Math.sin(angle), z];
    });
  const vertices = [ring(-HALF_HEIGHT), ring(HALF_HEIGHT), [[0, 0, -HALF_HEIGHT]], [[0, 0, HALF_HEIGHT]]];
  const triangles = Array.from({ length: SIDES }, (_, n) => {
    const next = (n + 1) % SIDES;
    const [bottom, top] = [2 * SIDES, 2 * SIDES + 1];
    return [n, next, next + SIDES, n, next + SIDES, n + SIDES, bottom, next, n, top, n + SIDES, next + SIDES];
  });
  return { vertices: Float32Array.from(vertices.flat(2)), triangles: Int32Array.from(triangles.flat()) };
}

/** mm2 */
const areaOf = (radius: number) => (SIDES / 2) * radius ** 2 * Math.sin((2 * Math.PI) / SIDES);
const RADII = [9, 9.15, 9.3, 9.45, 9.6, 9.75, 9.9];

function bodyOf(set: 'osteon-default-3' | 'osteon-default-4', radius: number, spacingMm?: number) {
  const parameters = parametersOf(set);
  const model = modelledBody({ ct, surface: drum(radius), frame: FRAME }, parameters, spacingMm);
  const { plastic } = parameters;
  if (plastic === null) throw new Error('wanted a plastic set');
  return { model, parameters, plastic, grid: vertebraGrid(model, LINE), heightMm: heightOf(model) };
}

/** Of the greatest over the least. */
const scatter = (values: readonly number[]) => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted.at(-1)! / sorted[0]! - 1;
};

describe('a drum that grows by less than an element', () => {
  const areas = (set: 'osteon-default-3' | 'osteon-default-4') =>
    RADII.map((radius) => {
      const { model, grid, parameters, plastic } = bodyOf(set, radius);
      const { collapse } = sectionStrength(grid, parameters, plastic);
      const volume =
        model.body.reduce((sum, inside, at) => sum + inside * model.part[at]!, 0) * model.spacing[2];
      return { area: volume / (2 * HALF_HEIGHT) / areaOf(radius), collapse: collapse! / areaOf(radius) };
    });

  test('grows in area as its surface does; elements that are in or out by their middle jump', () => {
    const own = areas('osteon-default-4');
    own.forEach(({ area }) => {
      expect(Math.abs(area - 1)).toBeLessThan(0.005);
    });
    expect(scatter(own.map(({ collapse }) => collapse))).toBeLessThan(0.008);
    expect(scatter(areas('osteon-default-3').map(({ area }) => area))).toBeGreaterThan(0.02);
  });

  test('grows as evenly in strength, in elements of 1 and of 2 mm', () => {
    const strengths = (set: 'osteon-default-3' | 'osteon-default-4', spacingMm: number) =>
      RADII.filter((_, n) => n % 2 === 0).map((radius) => {
        const { grid, heightMm, parameters, plastic } = bodyOf(set, radius, spacingMm);
        const solved = plasticStrength({
          grid,
          heightMm,
          materials: parameters,
          plastic,
          strains: plastic.strainsAgain,
        });
        return solved!.strength / areaOf(radius);
      });
    const [fine, coarse] = [strengths('osteon-default-4', 1), strengths('osteon-default-4', 2)];
    // Wider drums of one height are held more by their ends: 1.2 % from the first to the last.
    fine.slice(1).forEach((force, n) => {
      expect(force / fine[n]!).toBeGreaterThan(1);
    });
    expect(scatter(fine)).toBeLessThan(0.013);
    expect(scatter([...fine, ...coarse])).toBeLessThan(0.022);
    expect(scatter(strengths('osteon-default-3', 1))).toBeGreaterThan(0.04);
  });
});

test('an element at the outline is as stiff and as strong as the part of it', () => {
  const { model, grid, parameters, plastic } = bodyOf('osteon-default-4', 9.3);
  const elastic = vertebraModel(grid, parameters);
  const { modulus, strength } = plasticModel(grid, parameters, plastic);
  const rho = LINE.slope * 0.18;
  let partial = 0;
  model.body.forEach((inside, at) => {
    if (inside === 0) return;
    const part = model.part[at]!;
    if (part < 1) partial += 1;
    expect(elastic.modulus[at]! / part).toBeCloseTo(-34.7 + 3230 * rho, 6);
    expect(modulus[at]).toBe(elastic.modulus[at]);
    expect(strength[at]! / part).toBeCloseTo(-0.75 + 24.9 * rho, 6);
  });
  expect(partial).toBeGreaterThan(500);
});

test('an outline that is moved stretches the body by its own extent, not by that of its elements', () => {
  const { model } = bodyOf('osteon-default-4', 9.3);
  const grown = grownBody(model, ct, 0.5);
  // The polygon is as wide as its radius to within the width of a column and of its corners.
  expect(grown.spacing[0] / model.spacing[0]).toBeCloseTo(1 + 0.5 / 9.3, 3);
  expect(grown.spacing[2] / model.spacing[2]).toBeCloseTo(1 + 0.5 / HALF_HEIGHT, 9);
});
