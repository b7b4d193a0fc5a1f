/** The parts of a level's errors, by solving again what is a little different. */
import type { DensityLine } from '../../../../contracts/calibration/calibration.ts';
import type { ErrorPart } from '../../../../contracts/level/strength.ts';
import type { Frame } from '../../../../contracts/segmentation.ts';
import { LevelRefused } from '../../../../contracts/refusals.ts';
import type { Parameters } from '../../../definitions/parameter-sets.ts';
import type { StepLog } from '../../../../contracts/step-log.ts';
import { spacingOf, type Volume } from '../../../grid/volume.ts';

import type { ScaledForces } from '../density-response.ts';
import { heightOf, vertebraGrid, type BodyModel } from '../model/body-model.ts';
import { OUTLINE_BY_PLACE } from '../../../definitions/priors/outline-prior.ts';
import { grownBody, turnedFrame } from '../model/varied-body.ts';
import type { SolveAgain } from '../solves/again.ts';
import type { PlasticStrength } from '../solves/plastic.ts';
import { linearStrength, NEARLY, type LinearStrength } from '../solves/linear.ts';
import { strengthsByBody, strengthsByLine } from './by-energies.ts';
import { calibrationStep, spread, type CalibrationStep, type Line } from './propagation.ts';
import { yieldElasticities } from './yield-elasticities.ts';

export interface ErrorInput {
  readonly ct: Volume<Int16Array>;
  readonly segmented: { readonly level: string };
  readonly calibration: DensityLine;
  readonly sliceThicknessMm: number | null;
  readonly parameters: Parameters;
  readonly log: StepLog;
  readonly model: BodyModel;
  readonly frame: Frame;
  readonly linear: LinearStrength;
  readonly plastic: PlasticStrength | null;
  readonly again: SolveAgain;
  /** The same body with its densities scaled; null where it was not solved so. */
  readonly forces: ScaledForces | null;
  /** The body on a grid along another frame. */
  readonly turned: (frame: Frame) => BodyModel;
}

/** Standard error by the load axis where a body can't be turned: as much as digital and real bodies show at most (0017). */
const UNTURNED = 0.03;

export function strengthErrors(input: ErrorInput): readonly ErrorPart[] {
  const { log, segmented } = input;
  const say = (what: string): void => {
    log.progress(`${segmented.level}: uncertainty, ${what}`);
  };
  say('calibration');
  const calibrated = calibrationPart(input);
  say('outline');
  const sigma = outlineSigma(input);
  const outline = outlinePart(input, sigma);
  say('load axis');
  const tilts = (['left', 'posterior'] as const).map((axis) => tiltPart(input, axis));
  return [calibrated, outline, ...tilts, ...discretisationPart(input)];
}

function tiltPart(input: ErrorInput, axis: 'left' | 'posterior'): ErrorPart {
  const { parameters, calibration, frame, turned, linear, plastic } = input;
  const { tiltDegrees } = parameters.geometryErrors;
  const solved = eitherSide(tiltDegrees).flatMap((degrees) => {
    try {
      return [solve(input, turned(turnedFrame(frame, axis, degrees)), calibration)];
    } catch (error) {
      // A body at the edge of the image may leave it when turned: no reason to refuse the level.
      if (error instanceof LevelRefused) return [];
      throw error;
    }
  });
  const unknown = tiltDegrees !== 0 && solved.length === 0;
  const stiffness = unknown ? UNTURNED : spread(linear.stiffness, ...solved.map((other) => other.stiffness));
  const strength = unknown ? UNTURNED : spread(linear.strength, ...solved.map((other) => other.strength));
  return {
    cause: axis === 'left' ? 'sagittal-tilt' : 'frontal-tilt',
    varied: unknown
      ? 'not varied, the body cannot be rotated within the image; typical value (assumption of this software)'
      : `load axis ±${tiltDegrees} degrees`,
    ...percents({ stiffness, linear: strength }),
    // Not solved again: a turn moves a force at a strain by as much as K, or less (decision 0017).
    plasticPercent: plastic === null ? null : 100 * stiffness,
    offsetPercent: plastic?.offsetStrength == null ? null : 100 * stiffness,
  };
}

/** A part that is known of the elements and not solved for again; none in sets whose elements do not say. */
function discretisationPart({ parameters, plastic }: ErrorInput): readonly ErrorPart[] {
  const { elements } = parameters;
  if (elements === undefined) return [];
  const { discretisation } = elements;
  const forces = 100 * discretisation.plastic;
  return [
    {
      cause: 'discretisation',
      varied: 'elements of 1 mm against 0.5 mm, on other bodies (assumption of this software)',
      ...percents({ stiffness: discretisation.stiffness, linear: discretisation.stiffness }),
      plasticPercent: plastic === null ? null : forces,
      offsetPercent: plastic?.offsetStrength == null ? null : forces,
    },
  ];
}

/** Standard deviation of the outline as a whole, mm. */
export function outlineSigma({
  ct,
  sliceThicknessMm,
  parameters,
}: Pick<ErrorInput, 'ct' | 'sliceThicknessMm' | 'parameters'>): number {
  const { outlineMm, outlinePerSlice } = parameters.geometryErrors;
  return Math.hypot(outlineMm, outlinePerSlice * (sliceThicknessMm ?? coarsest(ct)));
}

function coarsest({ affine }: Volume): number {
  const [x, y, z] = spacingOf(affine);
  return Math.max(x, y, z);
}

function calibrationPart(input: ErrorInput): ErrorPart {
  const { calibration, linear, plastic, model, parameters } = input;
  const strengths = strengthsByLine(linear, model, parameters);
  const step = calibrationStep(calibration, strengths);
  const part = {
    cause: 'calibration' as const,
    varied: `slope and intercept ± one standard error (${calibration.error.basis})`,
    ...percents({ stiffness: step.stiffnessSe / linear.stiffness, linear: step.linearSe / linear.strength }),
  };
  if (plastic === null) return { ...part, plasticPercent: null, offsetPercent: null };
  if (step.stiffnessSe === 0) return { ...part, plasticPercent: 0, offsetPercent: 0 };
  const { slope, intercept } = calibration;
  const scaled = (factor: number): number =>
    strengths({ slope: factor * slope, intercept: factor * intercept }).stiffness;
  const yields = input.forces === null ? null : yieldElasticities(input.forces, scaled);
  if (yields === null) return { ...part, ...yieldingAgain(input, plastic, step) };
  return {
    ...part,
    plasticPercent: yields.strength * part.stiffnessPercent,
    offsetPercent: yields.offset === null ? null : yields.offset * part.stiffnessPercent,
  };
}

function outlinePart(input: ErrorInput, sigma: number): ErrorPart {
  const { calibration, linear, plastic, model, parameters, ct } = input;
  const sides = eitherSide(sigma);
  const strengthsOf = strengthsByBody(linear, model, calibration, parameters);
  const solved = sides.map((mm) => strengthsOf(grownBody(model, ct, mm)));
  const yielded =
    plastic === null
      ? []
      : sides.map((mm, side) =>
          input.again({
            body: (body) => grownBody(body, ct, mm),
            stiffer: solved[side]!.stiffness / linear.stiffness,
          }),
        );
  // An outline that is known exactly is so everywhere.
  const byPlace = sigma === 0 ? 0 : OUTLINE_BY_PLACE;
  const moved = (value: number, ...others: readonly number[]): number =>
    Math.hypot(spread(value, ...others), byPlace);
  const percent = (
    value: number | null | undefined,
    others: readonly (number | null | undefined)[],
  ): number | null => {
    const known = others.filter((other) => other != null);
    return value == null || known.length < others.length ? null : 100 * moved(value, ...known);
  };
  return {
    cause: 'outline',
    varied: `outline ±${sigma.toFixed(2)} mm, and ${(100 * byPlace).toFixed(1)} % for outlines that differ from place to place`,
    ...percents({
      stiffness: moved(linear.stiffness, ...solved.map((other) => other.stiffness)),
      linear: moved(linear.strength, ...solved.map((other) => other.linear)),
    }),
    plasticPercent: percent(
      plastic?.strength,
      yielded.map((other) => other?.strength),
    ),
    offsetPercent: percent(
      plastic?.offsetStrength,
      yielded.map((other) => other?.offsetStrength),
    ),
  };
}

/** By solves a step to either side, where the body was not solved with other densities. */
export function yieldingAgain(
  input: ErrorInput,
  plastic: PlasticStrength,
  step: CalibrationStep,
): Pick<ErrorPart, 'plasticPercent' | 'offsetPercent'> {
  const { slope, intercept } = input.calibration;
  const [up, down] = [1, -1].map((sign) =>
    input.again({
      line: { slope: slope + sign * step.slope, intercept: intercept + sign * step.intercept },
    }),
  );
  const half = (a: number | null | undefined, b: number | null | undefined, value: number | null) =>
    a == null || b == null || value === null ? null : (100 * Math.abs(a - b)) / 2 / value;
  return {
    plasticPercent: half(up?.strength, down?.strength, plastic.strength),
    offsetPercent: half(up?.offsetStrength, down?.offsetStrength, plastic.offsetStrength),
  };
}

/** What is known exactly needs no solve. */
function eitherSide(sigma: number): readonly number[] {
  return sigma === 0 ? [] : [sigma, -sigma];
}

function solve({ parameters }: ErrorInput, model: BodyModel, line: Line): LinearStrength {
  return linearStrength({
    grid: vertebraGrid(model, line),
    heightMm: heightOf(model),
    materials: parameters,
    strain: parameters.linearStrain,
    tolerance: NEARLY,
  });
}

function percents({ stiffness, linear }: { stiffness: number; linear: number }): {
  readonly stiffnessPercent: number;
  readonly linearPercent: number;
} {
  return { stiffnessPercent: 100 * stiffness, linearPercent: 100 * linear };
}
