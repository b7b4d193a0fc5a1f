/**
 * What slices make of the layers across a disc, and which layers explain a profile best.
 *
 *      upper marrow   plate   disc   plate   lower marrow      d, mm towards the head
 *      ------------|=======|       |=======|------------       plates stand at the ends of the disc
 *                       middle +- gap / 2
 *
 * A slice averages over its whole thickness, so a plate shows its area (HU mm) and not its HU: for a given middle and gap the profile
 * is linear in both marrows, the disc and both plates' areas.
 */
import { solveDense } from '../../math/normal-equations.ts';
import { responseInto } from '../../grid/slice-response.ts';

/** HU at `first + n step`, mm along the normal from the seed; a sample without voxels has no weight. */
export interface DiscProfile {
  readonly hu: Float64Array;
  /** 0 to 1. */
  readonly weight: Float64Array;
  readonly first: number;
  readonly step: number;
}

/** What a slice shows of a step at 0 (share) and of a thin plate at 0 (1/mm), each at -REACH, -REACH + GRID, ..., REACH. */
export interface Responses {
  readonly step: Float64Array;
  readonly plate: Float64Array;
}

export interface Layers {
  /** mm */
  readonly middle: number;
  readonly gap: number;
}

export interface LayersFit extends Layers {
  /** Weighted squares of what is left, with what was expected of the layers. */
  readonly cost: number;
  /** HU of the upper and lower marrow and of the disc, HU mm of the upper and lower plate. */
  readonly levels: readonly number[];
}

/** Middles and halves of gaps are whole numbers of this, mm. */
export const GRID_MM = 0.125;
const REACH_MM = 24;
/** Middle of a plate beyond the end of the disc: half of 0.7 mm, on the grid. */
const PLATE_MM = 0.375;
/** Of a sample of half a millimetre: trabeculae, lips and bowls, more than noise, HU. */
const SAMPLE_SD_HU = 60;
/** What is expected of marrow and disc (HU) and of a plate of 0.7 mm (HU mm), and how far each is off: design values. */
const EXPECTED = [
  [200, 1000],
  [200, 1000],
  [85, 50],
  [500, 250],
  [500, 250],
] as const;
const UNKNOWNS = EXPECTED.length;
/** The same of the logarithm of the gap, mm: narrow thoracic to high lumbar discs. */
const GAP = { mm: 5, logSd: 0.6 } as const;
/** A disc shows between its plates where this part of the lower plate is missing there. */
const LEAST_VALLEY = 0.05;

/** @param widthMm of a slice along the normal @param sigmaMm of the blur along it */
export function responsesOf(widthMm: number, sigmaMm: number): Responses {
  const count = Math.round((2 * REACH_MM) / GRID_MM) + 1;
  const [step, plate] = [new Float64Array(count), new Float64Array(count)];
  const response = { share: 0, slope: 0 };
  for (let n = 0; n < count; n++) {
    responseInto(response, n * GRID_MM - REACH_MM, widthMm, sigmaMm);
    step[n] = response.share;
    plate[n] = response.slope;
  }
  return { step, plate };
}

/** The layers of such a middle and gap. @returns null where a plate would be darker than its surroundings */
export function fitLayers(
  { hu, weight, first, step }: DiscProfile,
  { middle, gap }: Layers,
  responses: Responses,
): LayersFit | null {
  const matrix = EXPECTED.map(([, sd], i) => EXPECTED.map((_, j) => (i === j ? sd ** -2 : 0)));
  const right = EXPECTED.map(([mean, sd]) => mean / sd ** 2);
  let squares = EXPECTED.reduce((sum, [mean, sd]) => sum + (mean / sd) ** 2, 0);
  const row = new Float64Array(UNKNOWNS);
  for (let n = 0; n < hu.length; n++) {
    const w = weight[n]! / SAMPLE_SD_HU ** 2;
    if (w === 0) continue;
    rowInto(row, responses, first + n * step - middle, gap / 2);
    for (let i = 0; i < UNKNOWNS; i++) {
      const scaled = w * row[i]!;
      right[i]! += scaled * hu[n]!;
      for (let j = 0; j <= i; j++) matrix[i]![j]! += scaled * row[j]!;
    }
    squares += w * hu[n]! ** 2;
  }
  for (let i = 0; i < UNKNOWNS; i++) for (let j = i + 1; j < UNKNOWNS; j++) matrix[i]![j] = matrix[j]![i]!;
  const levels = solveDense(matrix, right);
  if (levels[3]! < 0 || levels[4]! < 0) return null;
  const explained = levels.reduce((sum, level, i) => sum + level * right[i]!, 0);
  return { middle, gap, levels, cost: squares - explained + (Math.log(gap / GAP.mm) / GAP.logSd) ** 2 };
}

/** Whether slices leave a darker disc between both plates. */
export function showsDisc({ gap, levels }: LayersFit, responses: Responses): boolean {
  const row = new Float64Array(UNKNOWNS);
  const at = (d: number): number => {
    rowInto(row, responses, d, gap / 2);
    return levels.reduce((sum, level, i) => sum + level * row[i]!, 0);
  };
  const end = gap / 2 + PLATE_MM;
  let lowest = Infinity;
  for (let d = -end; d <= end; d += 2 * GRID_MM) lowest = Math.min(lowest, at(d));
  return lowest < (1 - LEAST_VALLEY) * Math.min(at(-end), at(end));
}

function rowInto(row: Float64Array, { step, plate }: Responses, d: number, half: number): void {
  const up = sampleOf(d - half);
  const down = sampleOf(-d - half);
  const [upper, lower] = [step[up]!, step[down]!];
  row[0] = upper;
  row[1] = lower;
  row[2] = 1 - upper - lower;
  row[3] = plate[sampleOf(d - half - PLATE_MM)]!;
  row[4] = plate[sampleOf(-d - half - PLATE_MM)]!;
}

function sampleOf(mm: number): number {
  return Math.round((mm + REACH_MM) / GRID_MM);
}
