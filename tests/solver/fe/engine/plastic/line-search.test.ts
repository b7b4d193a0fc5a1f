/** Newton steps in bodies with marrow that flows at next to no load. */
import { describe, expect, test } from 'vitest';

import { shorten } from '../../../../../solver/fe/engine/plastic/line-search.ts';
import { applyLoad, type PlasticModel } from '../../../../../solver/fe/index.ts';
import { solvePlastic } from '../../../../../solver/host/index.ts';
import { uniformNumbers } from '../../../../../phantoms/random.ts';
import { blockOf } from '../../../../validation/blocks.ts';

/** Searches a step along which the imbalance's work is as given; where it ends, and how often it was told to go. */
function searched(workAt: (part: number) => number, left: (part: number) => number = () => 1) {
  const gone = [1];
  const goTo = (part: number): number => {
    gone.push(part);
    return left(part);
  };
  shorten({ work: workAt(0), goTo, workAt }, left(1));
  return { part: gone.at(-1)!, tries: gone.length - 1 };
}

describe('a step is as long as its imbalance does work along it', () => {
  test('whole where little is left of imbalance or work, or where it stops short', () => {
    expect(searched((t) => 1 - 5 * t, () => 0.4).tries).toBe(0); // prettier-ignore
    expect(searched((t) => 1 - 1.2 * t).tries).toBe(0);
    expect(searched((t) => 1 - 0.1 * t).tries).toBe(0);
  });

  test('cut to the root, also of a step that is far too long, and of one that flips from one side to the other', () => {
    expect(searched((t) => 1 - 4 * t).part).toBeCloseTo(0.25, 1);
    for (const root of [0.6, 0.03, 0.002]) {
      const work = (t: number): number => Math.tanh((2 * (root - t)) / root);
      const { part, tries } = searched(work);
      expect(Math.abs(work(part))).toBeLessThanOrEqual(0.3 * work(0));
      expect(tries).toBeLessThanOrEqual(11);
    }
  });

  test('cut no further than where the imbalance is small', () => {
    expect(searched((t) => 1 - 4 * t, (t) => (t < 0.9 ? 0.1 : 1)).tries).toBe(1); // prettier-ignore
  });
});

/** Bone with a pocket of marrow at one edge, whose outer elements are slivers: a fraction inside, or none. */
function withMarrow(seed: number): PlasticModel {
  const next = uniformNumbers(seed);
  const inside: number[] = [];
  const density: number[] = [];
  const block = blockOf([8, 8, 8], [1, 1, 1], (i, j, k) => {
    const edge = i === 0 || j === 0;
    const part = edge ? (next() < 0.3 ? 0 : (1 + Math.floor(4 * next())) / 16) : 1;
    const marrow = i < 5 && j < 5 && k > 1 && k < 6;
    const rho = marrow ? 0.01 + 0.03 * next() : 0.15 + 0.1 * next();
    inside.push(part);
    density.push(rho);
    return part * Math.max(-34.7 + 3230 * rho, 10);
  });
  const strength = Float64Array.from(density, (rho, e) => {
    const part = inside[e]!;
    return part === 0 ? 1 : part * Math.max(-0.75 + 24.9 * rho, 0.02);
  });
  return { ...block, strength, dilatation: 'mean' };
}

test.each([7, 9, 20, 21])('marrow that flows at once does not lead a load step astray (%i)', (seed) => {
  const model = withMarrow(seed);
  const loads = [0.002, 0.004, 0.006, 0.01, 0.014, 0.019].map(
    (strain) =>
      applyLoad(model, { kind: 'compression', shorteningMm: 8 * strain, sideways: 'held' }).dirichlet,
  );
  const { increments, converged } = solvePlastic(model, loads, { tolerance: 3e-4 });
  expect(converged).toBe(true);
  expect(increments.map(({ parts }) => parts)).toEqual(loads.map(() => 1));
});
