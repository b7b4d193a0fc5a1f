/**
 * One smooth shell laid through all voxels about an endplate at once (`endplate-model.ts` says what they see of it).
 *
 * A slice thicker than the shell hides where in it the shell lies. A surface that crosses slices somewhere is held there, and
 * carried on by the least change of its curvature; across a narrow disc the next vertebra's endplate is fitted with it.
 *
 * @remarks Levenberg-Marquardt (Marquardt DW, J Soc Ind Appl Math 11:431, 1963) on voxels weighed by Tukey's biweight.
 */
import {
  backSolve,
  choleskyFactor,
  clear,
  forwardSolve,
  normalEquations,
} from '../../../math/normal-equations.ts';

import { cutOf, scaleOf, tukeyCost, weightOf } from './biweight.ts';
import {
  endplateModel,
  layoutOf,
  type EndplateModel,
  type Layout,
  type Residuals,
} from './endplate-model.ts';
import { priorsOf, type Priors } from './endplate-priors.ts';
import { compactHu, firstGuess, rectangleOf } from './first-guess.ts';
import type { Footprint } from './footprint.ts';
import { emptyWeights, SPLINE_TERMS, weighted, weightsInto } from '../../../math/spline-grid.ts';
import type { Voxels } from './voxels-near.ts';

export interface EndplateFit {
  /** Of the outer surface, mm. */
  w(u: number, v: number): number;
  /** Standard error of w by the voxels' scatter and the priors, mm; a hundred times as dear as w. */
  se(u: number, v: number): number;
}

const FEWEST_COLUMNS = 20;
const FEWEST_VOXELS = 200;
const MAX_ITERATIONS = 25;
const MAX_ATTEMPTS = 6;
const CONVERGED_MM = 0.01;
/** The first rounds listen to more. */
const LOOSE = [4, 3, 2, 1.5, 1] as const;
const LEAST_THICKNESS_MM = 0.1;

/** @returns null where the footprint holds too little to fit */
export function fitEndplate(footprint: Footprint, voxels: Voxels): EndplateFit | null {
  if (footprint.columns.length < FEWEST_COLUMNS || voxels.hu.length < FEWEST_VOXELS) return null;
  const layout = layoutOf(rectangleOf(footprint));
  const x = firstGuess(footprint, voxels, layout);
  if (x === null) return null;
  const priors = priorsOf(layout, footprint, x.slice());
  const model = endplateModel(voxels, layout, footprint.outward, compactHu(voxels));
  const residuals = minimised(model, priors, layout, x);
  if (residuals === null) return null;
  const scale = scaleOf(residuals.hu);
  const equations = normalEquations(layout.size);
  priors.add(equations, x);
  model.addRows(equations, residuals, weightOf(scale, cutOf(scale)));
  const L = choleskyFactor(equations);
  if (L === null) return null;
  const weights = emptyWeights();
  return {
    w(u, v) {
      weightsInto(weights, layout.surface, u, v);
      return weighted(weights, weights.value, x);
    },
    se(u, v) {
      weightsInto(weights, layout.surface, u, v);
      const row = new Float64Array(layout.size);
      for (let n = 0; n < SPLINE_TERMS; n++) row[weights.index[n]!] = weights.value[n]!;
      const y = forwardSolve(L, row);
      return Math.sqrt(y.reduce((s, value) => s + value * value, 0));
    },
  };
}

/** Moves x to the least cost. @returns what is left there */
function minimised(model: EndplateModel, priors: Priors, layout: Layout, x: Float64Array): Residuals | null {
  const equations = normalEquations(layout.size);
  let residuals = model.residuals(x);
  let damping = 0.01;
  for (let iterations = 0; iterations < MAX_ITERATIONS; iterations++) {
    const scale = scaleOf(residuals.hu);
    const cut = cutOf(scale) * LOOSE[Math.min(iterations, LOOSE.length - 1)]!;
    clear(equations);
    priors.add(equations, x);
    model.addRows(equations, residuals, weightOf(scale, cut));
    const cost = priors.cost(x) + tukeyCost(residuals.hu, scale, cut);
    let moved = Infinity;
    for (let attempt = 0; attempt < MAX_ATTEMPTS && moved === Infinity; attempt++) {
      const L = choleskyFactor(equations, damping);
      if (L === null) return null;
      const step = backSolve(L, equations.right);
      const trial = x.map((value, i) => value + step[i]!);
      for (let i = layout.t; i < layout.y0; i++) trial[i] = Math.max(trial[i]!, LEAST_THICKNESS_MM);
      const next = model.residuals(trial);
      if (priors.cost(trial) + tukeyCost(next.hu, scale, cut) > cost) {
        damping *= 8;
        continue;
      }
      moved = 0;
      for (let i = 0; i < layout.n; i++) moved = Math.max(moved, Math.abs(step[i]!));
      x.set(trial);
      residuals = next;
      damping = Math.max(damping / 5, 1e-6);
    }
    if (moved === Infinity || (moved < CONVERGED_MM && iterations >= LOOSE.length)) break;
  }
  return residuals;
}
