/** Trabecular density of a vertebral body: mean over the CT's own voxels in its central region. */
import type { Calibration } from '../shared/contracts/calibration.ts';
import { densityAt, densityLineSe } from '../shared/density-line.ts';
import type { LevelResult } from '../shared/contracts/level-result.ts';
import type { Flag, Uncertainty } from '../shared/contracts/primitives.ts';
import type { Frame } from '../shared/contracts/segmentation.ts';
import { dot } from '../shared/vector.ts';
import { indexToWorld, invertAffine, voxelVolume, type Volume } from '../shared/volume.ts';

import { labelMask } from './body-in-frame.ts';
import { trabecularRegion, type Region } from './trabecular-region.ts';

export interface TrabecularInput {
  /** HU. */
  readonly ct: Volume<Int16Array>;
  /** On the grid of the CT. */
  readonly bodies: Volume<Uint8Array>;
  readonly labelValue: number;
  readonly frame: Frame;
  readonly calibration: Calibration;
}

export interface TrabecularMeasurement {
  /** Null where the region is too small; `flags` says so. */
  readonly trabecular: LevelResult['trabecular'];
  readonly flags: readonly Flag[];
}

/** Below this a mean says little of the body (design value), mm3. */
const LEAST_VOLUME_MM3 = 2000;
const MM3_PER_CM3 = 1000;
/** Noise and trabecular texture agree over about 2 mm: so much volume counts as one independent sample, mm3 (design value). */
const INDEPENDENT_MM3 = 8;
/** Half-width of a 95 % interval in standard errors. */
const Z95 = 1.96;

interface Moments {
  readonly count: number;
  readonly mean: number;
  readonly standardDeviation: number;
}

export function measureTrabecularDensity(input: TrabecularInput): TrabecularMeasurement {
  const { ct, bodies, labelValue, frame, calibration } = input;
  const mask = labelMask(bodies, labelValue);
  if (mask === null) return tooSmall(0);
  const { count, mean, standardDeviation } = moments(ct, mask, frame, trabecularRegion(mask, frame));
  const volumeMm3 = count * voxelVolume(ct.affine);
  if (volumeMm3 < LEAST_VOLUME_MM3) return tooSmall(volumeMm3);
  const marginHu = (Z95 * standardDeviation) / Math.sqrt(Math.max(1, volumeMm3 / INDEPENDENT_MM3));
  const vbmd = densityAt(calibration, mean);
  const margin = Math.hypot(Z95 * densityLineSe(calibration, mean), calibration.slope * marginHu);
  const sampling = `spread in the region, one independent sample per ${INDEPENDENT_MM3} mm3`;
  const trabecular = {
    vbmd: {
      value: vbmd,
      unit: 'mg/cm3',
      mineralBasis: 'K2HPO4',
      uncertainty: interval(vbmd, margin, `calibration (${calibration.statement}) and ${sampling}`),
    },
    standardDeviation: calibration.slope * standardDeviation,
    meanHu: { value: mean, unit: 'HU', uncertainty: interval(mean, marginHu, sampling) },
    volume: {
      value: volumeMm3 / MM3_PER_CM3,
      unit: 'cm3',
      uncertainty: { kind: 'none', reason: 'a chosen region, not a measured one' },
    },
  } as const;
  return { trabecular, flags: [] };
}

/** Over the voxels whose centres lie in the region. Two passes: no cancellation. */
function moments(ct: Volume<Int16Array>, mask: Volume<Uint8Array>, frame: Frame, region: Region): Moments {
  const hu: number[] = [];
  const toCt = invertAffine(ct.affine);
  const offset = [frame.left, frame.posterior, frame.superior].map((axis) => dot(axis, frame.origin));
  const [nx, ny, nz] = mask.dims;
  // The mask's voxels are the CT's, moved by whole steps.
  const [i0, j0, k0] = indexToWorld(toCt, ...indexToWorld(mask.affine, 0, 0, 0)).map(Math.round) as [
    number,
    number,
    number,
  ];
  for (let k = 0, at = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, at++) {
        if (mask.data[at] === 0) continue;
        const p = indexToWorld(mask.affine, i, j, k);
        const u = dot(frame.left, p) - offset[0]!;
        const v = dot(frame.posterior, p) - offset[1]!;
        const w = dot(frame.superior, p) - offset[2]!;
        if (region(u, v, w)) hu.push(ct.data[i0 + i + ct.dims[0] * (j0 + j + ct.dims[1] * (k0 + k))]!);
      }
    }
  }
  const count = hu.length;
  const mean = hu.reduce((sum, value) => sum + value, 0) / count;
  const squares = hu.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { count, mean, standardDeviation: Math.sqrt(squares / Math.max(1, count - 1)) };
}

function interval(value: number, margin: number, basis: string): Uncertainty {
  return { kind: 'interval95', low: value - margin, high: value + margin, basis };
}

function tooSmall(volumeMm3: number): TrabecularMeasurement {
  const saw = (volumeMm3 / MM3_PER_CM3).toFixed(1);
  return {
    trabecular: null,
    flags: [
      {
        code: 'TRABECULAR_REGION_SMALL',
        message: `the trabecular region holds ${saw} cm3; wanted at least ${LEAST_VOLUME_MM3 / MM3_PER_CM3} cm3: no density is given`,
      },
    ],
  };
}
