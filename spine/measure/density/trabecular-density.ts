/** Trabecular density of a vertebral body: mean over the CT's own voxels in its central region. */
import type { Calibration } from '../../../contracts/calibration/calibration.ts';
import { densityAt, densityLineSe } from '../../calibrate/index.ts';
import type { LevelResult } from '../../../contracts/level/level-result.ts';
import type { Trabecular } from '../../../contracts/level/trabecular.ts';
import type { Flag, Uncertainty } from '../../../contracts/primitives.ts';
import type { Frame } from '../../../contracts/segmentation.ts';
import { isThoracic, type Level } from '../../../contracts/levels.ts';
import type { TrabecularParameters } from '../../definitions/parameter-sets.ts';
import { effectiveSliceMm } from '../../grid/thick-slices.ts';
import type { Mesh } from '../../grid/mesh/mesh.ts';
import { spacingOf, type Volume } from '../../grid/volume.ts';
import { Z95 } from '../../math/normal.ts';

import { bodyInFrame } from '../body-in-frame.ts';
import { trimmedMean, type TrimmedMean } from '../../math/robust.ts';
import {
  INDEPENDENT_MM,
  INDEPENDENT_MM3,
  MOST_CHANGE_ALONG,
  MOST_SPREAD,
  MOST_TRIMMED_PERCENT,
  THICK_SLICES_SE,
  WHOLE_SLICES_MM,
} from '../../definitions/regions.ts';
import { SLICE_ROUNDING_MM, THICK_SLICES_MM } from '../../definitions/slices.ts';
import { huIn, voxelsOf, type RegionVoxels } from './region-voxels.ts';
import { trabecularRegions, type Region } from './trabecular-region.ts';

export interface TrabecularInput {
  /** HU. */
  readonly ct: Volume<Int16Array>;
  readonly surface: Mesh;
  readonly frame: Frame;
  readonly calibration: Pick<Calibration, 'slope' | 'intercept' | 'error' | 'statement'>;
  readonly level: Level;
  /** mm; the distance between slices stands in where it is not known or smaller. */
  readonly sliceThicknessMm: number | null;
  readonly parameters: TrabecularParameters;
}

export interface TrabecularMeasurement {
  /** Null where the region is too small; `flags` says so. */
  readonly trabecular: LevelResult['trabecular'];
  /** The voxels that were averaged, cut out of the CT's grid. */
  readonly region: Volume<Uint8Array> | null;
  readonly flags: readonly Flag[];
}

const MM3_PER_CM3 = 1000;
const PERCENT = 100;

interface Chosen {
  readonly erosionMm: number;
  readonly voxels: RegionVoxels;
  readonly statistics: TrimmedMean;
  readonly volumeMm3: number;
}

/** The region so far from the edge, moved up; `only` what of it the region where it belongs holds as well. */
type At = (erosionMm: number, upMm?: number, only?: boolean) => Chosen;

export function measureTrabecularDensity(input: TrabecularInput): TrabecularMeasurement {
  const { ct, surface, frame, calibration, level, sliceThicknessMm, parameters } = input;
  const least = leastVolume(level, parameters);
  const sliceMm = effectiveSliceMm({ spacingMm: spacingOf(ct.affine), sliceThicknessMm });
  const body = bodyInFrame(surface, frame);
  const thick = sliceMm > THICK_SLICES_MM + SLICE_ROUNDING_MM;
  const wholeUpToMm = thick ? Infinity : WHOLE_SLICES_MM + SLICE_ROUNDING_MM;
  const regions = trabecularRegions(body, sliceMm);
  const at: At = (erosionMm, upMm = 0, only = false) => {
    const moved = regions(erosionMm, upMm);
    const own = only ? regions(erosionMm) : null;
    const region: Region =
      own === null ? moved : (u, v, w, middle) => own(u, v, w, middle) && moved(u, v, w, middle);
    const voxels = voxelsOf(ct, body, frame, region, wholeUpToMm);
    return {
      erosionMm,
      voxels,
      statistics: trimmedMean(huIn(ct, voxels), parameters.trimAt),
      volumeMm3: voxels.volumeMm3,
    };
  };
  let chosen = at(parameters.erosionsMm[0]!);
  for (const erosionMm of parameters.erosionsMm.slice(1)) {
    // What is usual is kept where it is large enough by the lumbar measure: a smaller distance is for small bodies.
    if (chosen.volumeMm3 < parameters.leastVolumeMm3.lumbar) chosen = at(erosionMm);
  }
  if (chosen.volumeMm3 < least) return tooSmall(chosen.volumeMm3, least);
  const { mean, standardDeviation, trimmed } = chosen.statistics;
  const { erosionMm, voxels, volumeMm3 } = chosen;
  const alongHu = thick ? changeAlong(chosen, at, sliceMm / 2) : 0;
  const doubt = thick ? mixedWith(calibration.slope * alongHu, calibration.slope * standardDeviation) : null;
  if (doubt !== null) return notTold(doubt);
  const independentMm3 = thick ? INDEPENDENT_MM3 * (sliceMm / INDEPENDENT_MM) : INDEPENDENT_MM3;
  const samplingHu = standardDeviation / Math.sqrt(Math.max(1, volumeMm3 / independentMm3));
  const vbmd = densityAt(calibration, mean);
  const lineSe = densityLineSe(calibration, mean);
  const textureHu = thick ? (THICK_SLICES_SE * Math.abs(vbmd)) / calibration.slope : 0;
  const ownHu = Math.hypot(samplingHu, placement(chosen, at), alongHu / 2, textureHu);
  const samplingSe = calibration.slope * ownHu;
  const own = `variation within the region (one independent sample per ${Number(independentMm3.toFixed(1))} mm3) and position of its border${thick ? `; ${PERCENT * THICK_SLICES_SE} % for slices above ${THICK_SLICES_MM} mm` : ''}`;
  const trimmedPercent = PERCENT * trimmed;
  const trabecular = {
    vbmd: {
      value: vbmd,
      unit: 'mg/cm3',
      mineralBasis: 'K2HPO4',
      uncertainty: interval(
        vbmd,
        Z95 * Math.hypot(lineSe, samplingSe),
        `calibration (${calibration.statement}) and ${own}`,
      ),
    },
    lineSe,
    samplingSe,
    standardDeviation: calibration.slope * standardDeviation,
    meanHu: { value: mean, unit: 'HU', uncertainty: interval(mean, Z95 * ownHu, own) },
    volume: {
      value: volumeMm3 / MM3_PER_CM3,
      unit: 'cm3',
      uncertainty: { kind: 'none', reason: 'size of a defined region, not a measurement' },
    },
    method: `central third of the height, anterior two thirds, ${erosionMm} mm from the edge of the body`,
    trimmedPercent,
  } as const;
  return { trabecular, region: voxels.region, flags: heterogeneous(trimmedPercent) };
}

function leastVolume(level: Level, { leastVolumeMm3 }: TrabecularInput['parameters']): number {
  return leastVolumeMm3[isThoracic(level) ? 'thoracic' : 'lumbar'];
}

/** Why a density that was measured under another name is none of this level; null where it is one. */
export function tooSmallFor(
  level: Level,
  { volume }: Pick<Trabecular, 'volume'>,
  parameters: TrabecularInput['parameters'],
): Flag | null {
  const [own, least] = [volume.value * MM3_PER_CM3, leastVolume(level, parameters)];
  return own < least ? tooSmall(own, least).flags[0]! : null;
}

/** Standard error of the mean from where the region's edge lies: half of what 1 mm further in changes; HU. */
function placement({ erosionMm, statistics }: Chosen, at: At): number {
  const inner = at(erosionMm + 1);
  return inner.voxels.count === 0 ? 0 : Math.abs(inner.statistics.mean - statistics.mean) / 2;
}

/** By how much the mean changes at most where the region lies higher or lower, or is cut there, HU. */
function changeAlong({ erosionMm, statistics }: Chosen, at: At, byMm: number): number {
  let most = 0;
  for (const upMm of [byMm, -byMm]) {
    for (const only of [false, true]) {
      const { voxels, statistics: moved } = at(erosionMm, upMm, only);
      if (voxels.count > 0) most = Math.max(most, Math.abs(moved.mean - statistics.mean));
    }
  }
  return most;
}

function interval(value: number, margin: number, basis: string): Uncertainty {
  return { kind: 'interval95', low: value - margin, high: value + margin, basis };
}

function heterogeneous(trimmedPercent: number): Flag[] {
  if (trimmedPercent <= MOST_TRIMMED_PERCENT) return [];
  const saw = `${trimmedPercent.toFixed(0)} % outliers in the trabecular region`;
  return [{ code: 'TRABECULAR_HETEROGENEOUS', message: `${saw} (usual: at most ${MOST_TRIMMED_PERCENT} %)` }];
}

/** What shows that the region holds more than trabecular bone, mg/cm3; null where nothing does. */
function mixedWith(changeMgCc: number, spreadMgCc: number): string | null {
  if (changeMgCc > MOST_CHANGE_ALONG)
    return `density changes by ${changeMgCc.toFixed(0)} mg/cm3 over half a slice (allowed: ${MOST_CHANGE_ALONG})`;
  if (spreadMgCc > MOST_SPREAD)
    return `density has a standard deviation of ${spreadMgCc.toFixed(0)} mg/cm3 (allowed: ${MOST_SPREAD})`;
  return null;
}

function notTold(saw: string): TrabecularMeasurement {
  const message = `${saw} in the trabecular region; an endplate or a disc may lie in it; density not measured`;
  return { trabecular: null, region: null, flags: [{ code: 'TRABECULAR_REGION_UNSURE', message }] };
}

function tooSmall(volumeMm3: number, leastMm3: number): TrabecularMeasurement {
  const [saw, wanted] = [volumeMm3, leastMm3].map((volume) => (volume / MM3_PER_CM3).toFixed(1)) as [
    string,
    string,
  ];
  return {
    trabecular: null,
    region: null,
    flags: [
      {
        code: 'TRABECULAR_REGION_SMALL',
        message: `trabecular region of ${saw} cm3 (required: at least ${wanted} cm3); density not measured`,
      },
    ],
  };
}
