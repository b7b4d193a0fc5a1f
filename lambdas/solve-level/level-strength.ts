/** The strength part of a level's result: model made, solved, and its uncertainty stated. */
import type { Calibration } from '../shared/contracts/calibration.ts';
import type { LevelResult } from '../shared/contracts/level-result.ts';
import type { Quantity, Uncertainty } from '../shared/contracts/primitives.ts';
import type { SegmentedLevel } from '../shared/contracts/segmentation.ts';
import { LevelRefused } from '../shared/errors.ts';
import type { StepLog } from '../shared/ports.ts';
import type { Affine, Volume } from '../shared/volume.ts';
import { indexToWorld, spacingOf } from '../shared/volume.ts';
import { largestComponent } from '../../solver/voxel/index.ts';

import { bodyGrid, type BodyGrid } from './body-grid.ts';
import { withEndplateCaps, type CappedBody } from './endplate-caps.ts';
import { linearStrength, TOLERANCE, type LinearStrength } from './strength.ts';
import { LAW } from './vertebra-model.ts';

export interface LevelStrength {
  readonly strength: Omit<LevelResult['strength'], 'strain'>;
  /** Effective strain at the read-out, in place over the CT. */
  readonly strain: Volume<Float32Array>;
}

export interface LevelStrengthInput {
  readonly ct: Volume<Int16Array>;
  readonly bodies: Volume<Uint8Array>;
  readonly segmented: SegmentedLevel;
  readonly calibration: Calibration;
  /** Edge of a finite element, mm. */
  readonly elementMm: number;
  readonly log: StepLog;
}

/** Less bone makes no vertebral body, even a child's, mm3 (design value). */
const LEAST_VOLUME = 2000;
/** A body whose largest piece is less than this part of it is broken up (design value). */
const WHOLE = 0.9;
/** Standard normal deviate of a 95 % interval. */
const Z95 = 1.96;
const REPORT_EVERY = 5;

/** @throws LevelRefused where the body can't be modelled; SolveNotConverged */
export function levelStrength({
  ct,
  bodies,
  segmented,
  calibration,
  elementMm,
  log,
}: LevelStrengthInput): LevelStrength {
  const { frame, labelValue, level } = segmented;
  if (frame === null)
    throw refused('BODY_NOT_FRAMED', 'a body without a frame', 'a body with both endplates');
  const grid = bodyGrid({ ct, bodies, labelValue, frame, calibration, spacingMm: elementMm });
  const body = wholeBody(grid);
  const capped = withEndplateCaps(body, grid.dims, elementMm);
  const densityMgCc = shiftSlices(grid.densityMgCc, grid.dims, capped);
  const elements = sum(capped.body) + sum(capped.caps);
  const solved = linearStrength(
    { dims: capped.dims, spacingMm: elementMm, densityMgCc, body: capped.body, caps: capped.caps },
    capped.boneSlices,
    ({ iteration, relativeResidual }) => {
      if (iteration % REPORT_EVERY === 0) {
        log.progress(
          `${level}: ${elements.toLocaleString('en')} elements, iteration ${iteration}, residual ${relativeResidual.toExponential(0)}`,
        );
      }
    },
  );
  const affine = shiftedAffine(grid.affine, capped.slicesBelow);
  return {
    strength: inContract(solved, calibration, elementMm, axialSpacing(ct.affine, frame.superior)),
    strain: { dims: capped.dims, affine, data: solved.effectiveStrain },
  };
}

/** The largest piece; the crumbs that resampling leaves are dropped. */
function wholeBody({ body, dims, outside, spacingMm }: BodyGrid): Uint8Array {
  const count = sum(body);
  if (outside > 0)
    throw refused('BODY_OUTSIDE_CT', `${outside} of ${count} voxels beyond the CT`, 'a body within the CT');
  const volume = count * spacingMm ** 3;
  if (volume < LEAST_VOLUME)
    throw refused('BODY_TOO_SMALL', `${Math.round(volume)} mm3 of bone`, `${LEAST_VOLUME} mm3 or more`);
  const piece = largestComponent(body, dims);
  const kept = sum(piece);
  if (kept < WHOLE * count) {
    throw refused(
      'BODY_FRAGMENTED',
      `a largest piece of ${Math.round((100 * kept) / count)} %`,
      `${100 * WHOLE} % or more`,
    );
  }
  return piece;
}

function inContract(
  solved: LinearStrength,
  calibration: Calibration,
  elementMm: number,
  ctSpacingMm: number,
): LevelStrength['strength'] {
  const { stiffness, strength, heightMm, densitySensitivity } = solved;
  const relativeSlope = (Z95 * calibration.error.slopeSe) / calibration.slope;
  const fromDensity = Math.abs(densitySensitivity) * relativeSlope;
  // A rectangular error of half a voxel, of the grid and of the CT, at either end.
  const heightSd = Math.sqrt((2 * (elementMm ** 2 + ctSpacingMm ** 2)) / 12);
  const fromHeight = (Z95 * heightSd) / heightMm;
  const basis =
    'calibration, by the energy of deformation; not included: outline of the body, alignment, the elastic law itself';
  return {
    stiffness: quantity(stiffness, 'N/mm', relative(stiffness, fromDensity, basis)),
    linearStrength: quantity(
      strength,
      'N',
      relative(strength, Math.hypot(fromDensity, fromHeight), `${basis}; height included`),
    ),
    height: quantity(
      heightMm,
      'mm',
      relative(heightMm, fromHeight, 'voxels of the model and slices of the CT'),
    ),
    law: LAW,
    elements: solved.elements,
    nodes: solved.nodes,
    solver: {
      converged: true,
      iterations: solved.iterations,
      relativeResidual: solved.relativeResidual,
      tolerance: TOLERANCE,
    },
  };
}

function quantity(value: number, unit: Quantity['unit'], uncertainty: Uncertainty): Quantity {
  return { value, unit, uncertainty };
}

function relative(value: number, halfWidth: number, basis: string): Uncertainty {
  return { kind: 'interval95', low: value * (1 - halfWidth), high: value * (1 + halfWidth), basis };
}

/** mm between CT voxels along a direction: the axis of the array that runs closest to it. */
function axialSpacing(affine: Affine, direction: readonly [number, number, number]): number {
  const spacing = spacingOf(affine);
  const along = [0, 1, 2].map((axis) =>
    Math.abs(
      (affine[axis]! * direction[0] + affine[4 + axis]! * direction[1] + affine[8 + axis]! * direction[2]) /
        spacing[axis]!,
    ),
  );
  return spacing[along.indexOf(Math.max(along[0]!, along[1]!, along[2]!))]!;
}

/** The density on the taller grid of the capped body; 0 where that has slices of its own. */
function shiftSlices(
  density: Float64Array,
  [nx, ny, nz]: BodyGrid['dims'],
  { dims, slicesBelow }: CappedBody,
): Float64Array {
  const out = new Float64Array(dims[0] * dims[1] * dims[2]);
  const plane = nx * ny;
  for (let k = 0; k < dims[2]; k++) {
    const from = k - slicesBelow;
    if (from >= 0 && from < nz) out.set(density.subarray(from * plane, (from + 1) * plane), k * plane);
  }
  return out;
}

function shiftedAffine(affine: Affine, slicesBelow: number): Affine {
  const first = indexToWorld(affine, 0, 0, -slicesBelow);
  return affine.map((value, n) => (n % 4 === 3 ? first[Math.floor(n / 4)]! : value)) as unknown as Affine;
}

function sum(mask: Uint8Array): number {
  return mask.reduce((total, value) => total + value, 0);
}

function refused(code: string, saw: string, wanted: string): LevelRefused {
  return new LevelRefused({ code, saw, wanted });
}
