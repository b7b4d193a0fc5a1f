/** Numbers of the solves in the contract's words: quantities with intervals, checks, flags. */
import type { FlagCode } from '../../../contracts/codes/codes.ts';
import type { Strength as StoredStrength } from '../../../contracts/level/strength.ts';
import type { Flag, Quantity, Unit } from '../../../contracts/primitives.ts';
import type { ErrorPart, SplitError } from '../../../contracts/level/strength.ts';
import type { Parameters } from '../../definitions/parameter-sets.ts';
import { Z95 } from '../../math/normal.ts';

import type { ForwardBending } from './solves/bending.ts';
import type { PlasticStrength } from './solves/plastic.ts';
import type { SectionStrength } from './solves/sections.ts';
import { TOLERANCE, type LinearStrength } from './solves/linear.ts';
import { splitError } from './errors/propagation.ts';
import { lawText, plasticLawText } from './model/vertebra-model.ts';

export interface StrengthResultInput {
  readonly linear: LinearStrength;
  /** Null where it was not asked for, or did not converge. */
  readonly plastic: PlasticStrength | null;
  readonly bending: ForwardBending | null;
  readonly errors: readonly ErrorPart[];
  readonly heightMm: number;
  readonly heightSe: number;
  readonly section: SectionStrength;
  readonly parameters: Parameters;
  /** Why a strength has no interval, whatever its causes add up to; null where it has one. */
  readonly against: string | null;
}

type Strength = Omit<StoredStrength, 'strain'>;

const PERCENT = 100;
const DEGREES = 180 / Math.PI;
/**
 * F_lin / F_1.9 and F_1.9 / F_collapse of usual bodies (design values; VerSe-004 L2: 1.10 and 1.26, eight thoracic bodies
 * of an adult: 0.86-0.91 and 1.29-1.41).
 */
const LINEAR_TO_PLASTIC = [0.8, 1.4] as const;
const PLASTIC_TO_COLLAPSE = [1, 1.5] as const;
const BENDING_REASON = 'not evaluated: no cut-off applies to the moment';

function basisOf({ elements }: Parameters): string {
  const size = elements === undefined ? '' : ', and size of the elements';
  return `calibration, outline and load axis, each varied by one standard error${size}; not included: material law and model`;
}

export function strengthResult(input: StrengthResultInput): {
  readonly strength: Strength;
  readonly flags: readonly Flag[];
} {
  const { linear, plastic, bending, errors, heightMm, heightSe, parameters, against } = input;
  const basis = basisOf(parameters);
  const told = <U extends Unit>(value: number, unit: U, error: SplitError | null): Quantity<U> =>
    against === null
      ? quantity(value, unit, error, basis)
      : { value, unit, uncertainty: { kind: 'none', reason: against } };
  const sanity = sanityOf(input);
  const stiffnessError = splitError(linear.stiffness, errors, (part) => part.stiffnessPercent);
  const linearError = splitError(linear.strength, errors, (part) => part.linearPercent);
  const plasticError =
    plastic === null ? null : known(plastic.strength, errors, (part) => part.plasticPercent);
  const offsetError =
    plastic?.offsetStrength == null
      ? null
      : known(plastic.offsetStrength, errors, (part) => part.offsetPercent);
  const wanted = parameters.plastic;
  const strength: Strength = {
    stiffness: told(linear.stiffness, 'N/mm', stiffnessError),
    linearStrength: told(linear.strength, 'N', linearError),
    height: quantity(heightMm, 'mm', { calibrationSe: 0, ownSe: heightSe }, 'outline of the body'),
    law: lawText(parameters),
    elements: linear.solution.elements,
    nodes: linear.solution.nodes,
    solver: {
      converged: true,
      iterations: linear.solution.iterations,
      relativeResidual: linear.solution.relativeResidual,
      tolerance: TOLERANCE,
    },
    plastic:
      plastic === null || wanted === null
        ? null
        : {
            strength: told(plastic.strength, 'N', plasticError),
            readOutPercent: PERCENT * wanted.strains.at(-1)!,
            offsetStrength:
              plastic.offsetStrength === null ? null : told(plastic.offsetStrength, 'N', offsetError),
            curve: plastic.curve.map(({ strain, force }) => ({
              strainPercent: PERCENT * strain,
              forceN: force,
            })),
            yieldedPercent: PERCENT * plastic.yielded,
            law: plasticLawText(parameters, wanted),
          },
    bending:
      bending === null || wanted?.bendingEdgeStrains == null
        ? null
        : {
            moment: {
              value: bending.moment,
              unit: 'N m',
              uncertainty: { kind: 'none', reason: BENDING_REASON },
            },
            rotationDegrees: DEGREES * bending.angleRad,
            edgeStrainPercent: PERCENT * wanted.bendingEdgeStrains.at(-1)!,
          },
    sanity,
    errors: {
      stiffness: stiffnessError,
      linearStrength: linearError,
      plasticStrength: plasticError,
      offsetStrength: offsetError,
      parts: errors,
      basis,
    },
  };
  return { strength, flags: [...notConverged(input), ...discordant(sanity)] };
}

function sanityOf({ linear, plastic, section, parameters }: StrengthResultInput): Strength['sanity'] {
  return {
    axialRigidityN: parameters.linearStrain * section.rigidity,
    axialRigidityLeastN: parameters.linearStrain * section.leastRigidity,
    sliceCollapseN: section.collapse,
    linearToPlastic: plastic === null ? null : linear.strength / plastic.strength,
    plasticToCollapse:
      plastic === null || section.collapse === null ? null : plastic.strength / section.collapse,
  };
}

/** Null where a cause could not be solved for. */
function known(
  value: number,
  errors: readonly ErrorPart[],
  percentOf: (part: ErrorPart) => number | null,
): SplitError | null {
  return errors.every((part) => percentOf(part) !== null) ? splitError(value, errors, percentOf) : null;
}

function quantity<U extends Unit>(
  value: number,
  unit: U,
  error: SplitError | null,
  basis: string,
): Quantity<U> {
  if (error === null) {
    const reason = 'a repeated solve with a varied calibration or outline did not converge';
    return { value, unit, uncertainty: { kind: 'none', reason } };
  }
  const margin = Z95 * Math.hypot(error.calibrationSe, error.ownSe);
  return {
    value,
    unit,
    uncertainty: { kind: 'interval95', low: Math.max(0, value - margin), high: value + margin, basis },
  };
}

function notConverged({ plastic, bending, parameters }: StrengthResultInput): Flag[] {
  const wanted = parameters.plastic;
  const flag = (what: string): Flag => ({
    code: 'PLASTIC_NOT_CONVERGED',
    message: `${what}: solve not converged`,
  });
  return [
    ...(wanted !== null && plastic === null ? [flag('load curve')] : []),
    ...(wanted?.bendingEdgeStrains != null && bending === null ? [flag('forward bending')] : []),
  ];
}

function discordant({ linearToPlastic, plasticToCollapse }: Strength['sanity']): Flag[] {
  return [
    ...outside(
      'STRENGTH_MODELS_DISCORDANT',
      'linear over plastic strength',
      linearToPlastic,
      LINEAR_TO_PLASTIC,
    ),
    ...outside(
      'STRENGTH_SECTION_DISCORDANT',
      'plastic strength over slice collapse',
      plasticToCollapse,
      PLASTIC_TO_COLLAPSE,
    ),
  ];
}

function outside(
  code: FlagCode,
  what: string,
  value: number | null,
  [low, high]: readonly [number, number],
): Flag[] {
  if (value === null || (value >= low && value <= high)) return [];
  return [{ code, message: `${what} ${value.toFixed(2)} (usual: ${low} to ${high})` }];
}
