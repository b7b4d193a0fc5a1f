/** The strength part of a level's result: model made, solved in compression and in bending, and its errors propagated. */
import type { Calibration, DensityLine } from '../../../contracts/calibration/calibration.ts';
import type { LevelResult } from '../../../contracts/level/level-result.ts';
import type { Flag } from '../../../contracts/primitives.ts';
import type { SegmentedLevel } from '../../../contracts/segmentation.ts';
import { LevelRefused } from '../../../contracts/refusals.ts';
import type { Parameters, PlasticParameters } from '../../definitions/parameter-sets.ts';
import type { StepLog } from '../../../contracts/step-log.ts';
import type { Volume } from '../../grid/volume.ts';

import { bodyGrid } from './body-grid.ts';
import { labelMask } from '../body-in-frame.ts';
import { bodyModel, heightOf, vertebraGrid, type BodyModel } from './body-model.ts';
import { outlineSigma, strengthErrors } from './error-parts.ts';
import { forwardBending } from './forward-bending.ts';
import { plasticStrength, type PlasticStrengthInput } from './plastic-strength.ts';
import { sectionStrength } from './section-strength.ts';
import { boneStrain, linearStrength } from './strength.ts';
import { strengthCalibration } from './strength-calibration.ts';
import { strengthResult } from './strength-result.ts';

export interface LevelStrength {
  readonly strength: Omit<LevelResult['strength'], 'strain'>;
  /** Effective strain at the strength read-out, in place over the CT. */
  readonly strain: Volume<Float32Array>;
  readonly flags: readonly Flag[];
}

export interface LevelStrengthInput {
  readonly ct: Volume<Int16Array>;
  readonly bodies: Volume<Uint8Array>;
  readonly segmented: SegmentedLevel;
  readonly calibration: Calibration;
  /** mm; null where it is not known, and voxels must do. */
  readonly sliceThicknessMm: number | null;
  readonly parameters: Parameters;
  readonly log: StepLog;
}

const REPORT_EVERY = 5;

/** @throws LevelRefused where the body can't be modelled; SolveNotConverged */
export function levelStrength(input: LevelStrengthInput): LevelStrength {
  const { ct, bodies, segmented, parameters, log } = input;
  const { line, against, flags: agentFlags } = strengthCalibration(input.calibration);
  const { frame, labelValue, level } = segmented;
  if (frame === null)
    throw refused('BODY_NOT_FRAMED', 'a body without a frame', 'a body with both endplates');
  const mask = labelMask(bodies, labelValue);
  if (mask === null) throw refused('BODY_TOO_SMALL', 'no voxel of this level', 'a body');
  const modelOf = (turned: typeof frame): BodyModel =>
    bodyModel(
      bodyGrid({ ct, mask, frame: turned, spacingMm: parameters.elementMm }),
      parameters.caps.thicknessMm,
    );
  const model = modelOf(frame);
  const grid = vertebraGrid(model, line);
  const heightMm = heightOf(model);
  const elements = count(model.body) + count(model.caps);
  const linear = linearStrength({
    grid,
    heightMm,
    materials: parameters,
    strain: parameters.linearStrain,
    onIteration: ({ iteration, relativeResidual }) => {
      if (iteration % REPORT_EVERY !== 0) return;
      const at = `iteration ${iteration}, residual ${relativeResidual.toExponential(0)}`;
      log.progress(`${level}: ${elements.toLocaleString('en')} elements, ${at}`);
    },
  });
  const { plastic: wanted } = parameters;
  const curve =
    wanted === null
      ? null
      : plasticStrength({
          ...plasticInput(model, line, parameters, wanted),
          strains: wanted.strains,
          onIncrement: ({ increment, of }) => {
            log.progress(`${level}: load curve, ${increment} of ${of}`);
          },
        });
  const bending =
    wanted?.bendingEdgeStrains == null
      ? null
      : forwardBending({
          ...plasticInput(model, line, parameters, wanted),
          strains: wanted.bendingEdgeStrains,
        });
  const errors = strengthErrors({
    ...input,
    calibration: line,
    model,
    linear,
    plastic: curve,
    turned: modelOf,
    frame,
  });
  const { strength, flags } = strengthResult({
    linear,
    plastic: curve,
    bending,
    errors,
    heightMm,
    heightSe: heightSe(input),
    section: sectionStrength(grid, parameters, wanted),
    parameters,
    against,
  });
  return {
    strength,
    strain: { dims: model.dims, affine: model.affine, data: boneStrain(linear, model.body) },
    flags: [...agentFlags, ...flags],
  };
}

function plasticInput(
  model: BodyModel,
  line: DensityLine,
  parameters: Parameters,
  plastic: PlasticParameters,
): Omit<PlasticStrengthInput, 'strains'> {
  return {
    grid: vertebraGrid(model, line),
    heightMm: heightOf(model),
    materials: parameters,
    plastic,
  };
}

/** Both ends end on a slice of the grid (a rectangular error each), and move with the outline. */
function heightSe(input: LevelStrengthInput): number {
  return Math.hypot(input.parameters.elementMm / Math.sqrt(6), 2 * outlineSigma(input));
}

function count(mask: Uint8Array): number {
  return mask.reduce((total, value) => total + value, 0);
}

function refused(code: string, saw: string, wanted: string): LevelRefused {
  return new LevelRefused({ code, saw, wanted });
}
