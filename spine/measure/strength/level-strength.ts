/** The strength part of a level's result: model made, solved in compression and in bending, and its errors propagated. */
import type { RefusalCode } from '../../../contracts/codes/codes.ts';
import type { Calibration, DensityLine } from '../../../contracts/calibration/calibration.ts';
import type { Strength } from '../../../contracts/level/strength.ts';
import type { Trabecular } from '../../../contracts/level/trabecular.ts';
import type { Flag } from '../../../contracts/primitives.ts';
import type { SegmentedLevel } from '../../../contracts/segmentation.ts';
import { LevelRefused } from '../../../contracts/refusals.ts';
import type { Parameters, PlasticParameters } from '../../definitions/parameter-sets.ts';
import type { StepLog } from '../../../contracts/step-log.ts';
import { shiftedLine } from '../../calibrate/index.ts';
import { agentEffect } from '../../definitions/contrast.ts';
import type { Mesh } from '../../grid/mesh/mesh.ts';
import type { Volume } from '../../grid/volume.ts';
import { Z95 } from '../../math/normal.ts';

import { densityResponse } from './density-response.ts';
import { heightOf, modelledBody, vertebraGrid, type BodyModel } from './model/body-model.ts';
import { outlineSigma, strengthErrors } from './errors/parts.ts';
import { forwardBending } from './solves/bending.ts';
import { COARSER, solvingAgain } from './solves/again.ts';
import { plasticStrength, type PlasticStrengthInput } from './solves/plastic.ts';
import { sectionStrength } from './solves/sections.ts';
import { boneStrain, linearStrength } from './solves/linear.ts';
import { strengthResult } from './strength-result.ts';

export interface LevelStrength {
  readonly strength: Omit<Strength, 'strain'>;
  /** Effective strain at the strength read-out, in place over the CT. */
  readonly strain: Volume<Float32Array>;
  readonly flags: readonly Flag[];
}

export interface LevelStrengthInput {
  readonly ct: Volume<Int16Array>;
  readonly surface: Mesh;
  readonly segmented: SegmentedLevel;
  readonly calibration: Calibration;
  /** Of this body; null where it was not measured. */
  readonly trabecular: Trabecular | null;
  /** mm; null where it is not known, and voxels must do. */
  readonly sliceThicknessMm: number | null;
  readonly parameters: Parameters;
  readonly log: StepLog;
}

/** The line that strength is solved with: that of the calibration, less what a contrast agent adds. */
interface StrengthCalibration {
  readonly line: DensityLine;
  /** Why a strength has no interval and is not to be used; null where it may be. */
  readonly against: string | null;
  readonly flags: readonly Flag[];
}

const REPORT_EVERY = 5;
const CONTRAST_CODE = 'STRENGTH_CONTRAST';

/** @throws LevelRefused where the body can't be modelled; SolveNotConverged */
export function levelStrength(input: LevelStrengthInput): LevelStrength {
  const { ct, surface, segmented, parameters, log } = input;
  const { line, against, flags: agentFlags } = strengthCalibration(input.calibration);
  const { frame, level } = segmented;
  if (frame === null)
    throw refused('BODY_NOT_FRAMED', 'a vertebral body without axes', 'a vertebral body with both endplates');
  const modelOf = (turned: typeof frame, spacingMm?: number): BodyModel =>
    modelledBody({ ct, surface, frame: turned }, parameters, spacingMm);
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
  const solved = wanted === null ? { strength: linear.strength, offsetStrength: null } : curve;
  const again = solvingAgain({
    model,
    coarser: () => modelOf(frame, COARSER * parameters.elementMm),
    line,
    solved,
    parameters,
  });
  const { response, forces } = densityResponse({ ...input, level, line, solved, again, against });
  const errors = strengthErrors({
    ...input,
    calibration: line,
    model,
    linear,
    plastic: curve,
    again,
    forces,
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
    strength: { ...strength, densityResponse: response },
    strain: { dims: model.dims, affine: model.affine, data: boneStrain(linear, model.body) },
    flags: [...agentFlags, ...flags],
  };
}

/**
 * In the portal phase all bone is solved as much less dense as the trabecular mean is (design value: what agent does to the shell is
 * not known, and matters little there), and how sure that is joins the error that all levels share.
 */
function strengthCalibration(calibration: Calibration): StrengthCalibration {
  const { slope, intercept, error } = calibration;
  const { against, correctionMgCc, correctionSe } = agentEffect(calibration);
  if (against !== null) {
    const message = `${against}: strength may be overestimated and should not be used`;
    return { line: { slope, intercept, error }, against, flags: [{ code: CONTRAST_CODE, message }] };
  }
  if (correctionMgCc === 0) return { line: { slope, intercept, error }, against, flags: [] };
  const taken = `${correctionMgCc.toFixed(0)} ± ${(Z95 * correctionSe).toFixed(0)} mg/cm3`;
  const why = `reduced by ${taken} (95 %, assumption of this software) for the portal venous phase`;
  return {
    line: shiftedLine(calibration, { mgCc: -correctionMgCc, se: correctionSe, why }),
    against,
    flags: [{ code: CONTRAST_CODE, message: `strength solved with densities ${why}` }],
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

/** Both ends move with the outline. */
function heightSe(input: LevelStrengthInput): number {
  return 2 * outlineSigma(input);
}

function count(mask: Uint8Array): number {
  return mask.reduce((total, value) => total + value, 0);
}

function refused(code: RefusalCode, saw: string, wanted: string): LevelRefused {
  return new LevelRefused({ code, saw, wanted });
}
