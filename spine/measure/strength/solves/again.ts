/**
 * Forces of a body that is a little different, or whose densities are: solved on elements of twice the size, and told by their ratio
 * to the body itself on the same elements. What such elements get wrong of a force they get wrong of both.
 *
 * Where it is wrong: decision 0061 holds ratios against those of the body's own elements.
 */
import { LevelRefused } from '../../../../contracts/refusals.ts';
import type { DensityLine } from '../../../../contracts/calibration/calibration.ts';
import type { Parameters, PlasticParameters } from '../../../definitions/parameter-sets.ts';

import { heightOf, vertebraGrid, type BodyModel } from '../model/body-model.ts';
import { linearStrength } from './linear.ts';
import { plasticStrength, ROUGH, type Forces, type PlasticStrength } from './plastic.ts';

/** Edge of the elements against that of the body's own. */
export const COARSER = 2;

type Line = Pick<DensityLine, 'slope' | 'intercept'>;

/** What is not as the body was solved; left out, as it was. */
export interface Variation {
  readonly line?: Line;
  readonly body?: (model: BodyModel) => BodyModel;
  /** How many times as stiff that makes the body on its own elements, where it is known: larger ones are put right by it. */
  readonly stiffer?: number;
}

/** Null where the solve does not converge. */
export type SolveAgain = (varied: Variation) => Forces | null;

export interface SolvingAgainInput {
  readonly model: BodyModel;
  /** The same body on elements `COARSER` times as large; may be refused, as at the edge of the CT. */
  readonly coarser: () => BodyModel;
  /** The line that the body was solved with. */
  readonly line: Line;
  /** By plasticity where the set has it; null where that did not converge. */
  readonly solved: Forces | null;
  readonly parameters: Parameters;
}

export function solvingAgain(input: SolvingAgainInput): SolveAgain {
  const { plastic } = input.parameters;
  if (plastic === null) return linearly(input);
  let made: SolveAgain | null = null;
  return (varied) => (made ??= byRatio(input, plastic) ?? onOwnElements(input, plastic))(varied);
}

/** On the elements of `model`, by a short curve: eight times the work, and what a test holds ratios against. */
export function onOwnElements(
  { model, line, parameters }: Pick<SolvingAgainInput, 'model' | 'line' | 'parameters'>,
  plastic: PlasticParameters,
): (varied: Variation) => PlasticStrength | null {
  return (varied) => {
    const body = varied.body?.(model) ?? model;
    return plasticStrength({
      grid: vertebraGrid(body, varied.line ?? line),
      heightMm: heightOf(body),
      materials: parameters,
      plastic,
      strains: plastic.strainsAgain,
      tolerance: ROUGH,
    });
  };
}

/** Null where the body cannot be had so, or does not converge. */
function byRatio(input: SolvingAgainInput, plastic: PlasticParameters): SolveAgain | null {
  const { solved } = input;
  const model = solved === null ? null : unlessRefused(input.coarser);
  if (solved === null || model === null) return null;
  const coarse = onOwnElements({ ...input, model }, plastic);
  const own = coarse({});
  if (own === null) return null;
  return (varied) => {
    const found = coarse(varied);
    if (found === null) return null;
    const { stiffer } = varied;
    const right = stiffer === undefined ? 1 : (stiffer * own.stiffness) / found.stiffness;
    const ratio = (a: number | null, b: number | null) => (a === null || b === null ? null : (right * a) / b);
    const offset = ratio(found.offsetStrength, own.offsetStrength);
    return {
      strength: (solved.strength * right * found.strength) / own.strength,
      offsetStrength:
        offset === null || solved.offsetStrength === null ? null : solved.offsetStrength * offset,
    };
  };
}

function linearly({ model, line, parameters }: SolvingAgainInput): SolveAgain {
  return (varied) => {
    const body = varied.body?.(model) ?? model;
    const { strength } = linearStrength({
      grid: vertebraGrid(body, varied.line ?? line),
      heightMm: heightOf(body),
      materials: parameters,
      strain: parameters.linearStrain,
    });
    return { strength, offsetStrength: null };
  };
}

function unlessRefused(make: () => BodyModel): BodyModel | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof LevelRefused) return null;
    throw error;
  }
}
