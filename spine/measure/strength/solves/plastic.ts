/** The load curve of a vertebral body that yields, and the strengths that are read off it. */
import { applyLoad, reactionOn, type PlasticOptions, type Plates } from '../../../../solver/fe/index.ts';
import { solvePlastic } from '../../../../solver/host/index.ts';
import type { PlasticParameters } from '../../../definitions/parameter-sets.ts';

import { compressed, NEARLY, refusingFaults } from './linear.ts';
import { sectionStrength } from './sections.ts';
import { plasticModel, type Materials, type VertebraGrid } from '../model/vertebra-model.ts';

/** Newton's tolerance where only changes are wanted: forces are then good to 0.2 % (VerSe-004 L2), alike on either side. */
export const ROUGH = 1e-3;

export interface LoadPoint {
  /** Shortening over H. */
  readonly strain: number;
  /** N */
  readonly force: number;
}

export interface PlasticStrengthInput {
  readonly grid: VertebraGrid;
  readonly heightMm: number;
  readonly materials: Materials;
  readonly plastic: PlasticParameters;
  /** Ascending; the last is the read-out. More may lie between (`mostStep` of the parameters). */
  readonly strains: readonly number[];
  /** Of Newton's method, part of the reaction; where absent that of the parameters. */
  readonly tolerance?: number;
  readonly onIncrement?: PlasticOptions['onIncrement'];
}

export interface PlasticStrength {
  readonly curve: readonly LoadPoint[];
  /** Of the same elements as long as none flows, N/mm. */
  readonly stiffness: number;
  /** Force at the last strain, N. */
  readonly strength: number;
  /** N; null where the curve stays above the offset line. */
  readonly offsetStrength: number | null;
  /** Part of the bone's integration points that have flowed. */
  readonly yielded: number;
}

/** Of a body, N. */
export type Forces = Pick<PlasticStrength, 'strength' | 'offsetStrength'>;

/** @returns null where it did not converge; @throws LevelRefused where the model can't be loaded */
export function plasticStrength(input: PlasticStrengthInput): PlasticStrength | null {
  const { grid, heightMm, materials, plastic, onIncrement } = input;
  const tolerance = input.tolerance ?? plastic.tolerance;
  const model = plasticModel(grid, materials, plastic);
  const { stiffness } = compressed(model, input.strains[0]! * heightMm, { tolerance: NEARLY });
  const { collapse } = sectionStrength(grid, materials, plastic);
  // At which the weakest section yields, by hand formula over stiffness.
  const yieldStrain = collapse! / (stiffness * heightMm);
  const strains = withSteps(input.strains, (plastic.mostStep ?? Infinity) * yieldStrain);
  const loadAt = (strain: number, plates?: Plates) =>
    applyLoad(model, { kind: 'compression', shorteningMm: strain * heightMm, sideways: 'held' }, plates);
  const plates = loadAt(0);
  const loads = strains.map((strain) => loadAt(strain, plates));
  const { topNodes, centre } = plates;
  const { increments, converged, yieldedFraction } = refusingFaults(() =>
    solvePlastic(
      model,
      loads.map(({ dirichlet }) => dirichlet),
      {
        ...(tolerance === undefined ? {} : { tolerance }),
        ...(onIncrement === undefined ? {} : { onIncrement }),
      },
    ),
  );
  if (!converged) return null;
  const curve = increments.map(({ force }, n) => ({
    strain: strains[n]!,
    force: -reactionOn(model, force, topNodes, centre).force[2],
  }));
  return {
    curve,
    stiffness,
    strength: curve.at(-1)!.force,
    offsetStrength: offsetForce(curve, stiffness * heightMm, plastic.offsetStrain),
    yielded: meanOver(yieldedFraction, grid),
  };
}

/**
 * Strains with as many more between them, evenly, as keep every step below the most: past its yield strain a body's Newton steps
 * overshoot, and are cut in two after the work is done.
 */
export function withSteps(strains: readonly number[], most: number): readonly number[] {
  return strains.flatMap((to, n) => {
    const from = strains[n - 1] ?? 0;
    const count = Math.max(1, Math.ceil((to - from) / most - 1e-9));
    return Array.from({ length: count }, (_, i) =>
      i + 1 === count ? to : from + ((to - from) * (i + 1)) / count,
    );
  });
}

/**
 * Where the curve, straight between its points, meets the line of slope `modulus` (N per unit strain) through
 * (`offset`, 0); null where it does not.
 */
export function offsetForce(curve: readonly LoadPoint[], modulus: number, offset: number): number | null {
  let from: LoadPoint = { strain: 0, force: 0 };
  const above = ({ strain, force }: LoadPoint): number => force - modulus * (strain - offset);
  for (const to of curve) {
    const [a, b] = [above(from), above(to)];
    if (a > 0 && b <= 0) return from.force + (a / (a - b)) * (to.force - from.force);
    from = to;
  }
  return null;
}

function meanOver(values: Float32Array, { body, part }: VertebraGrid): number {
  let [sum, weights] = [0, 0];
  for (let at = 0; at < body.length; at++) {
    if (body[at] === 0) continue;
    const weight = part?.[at] ?? 1;
    sum += weight * values[at]!;
    weights += weight;
  }
  return sum / weights;
}
