/**
 * One digital person scanned twice on one scanner within a day: another position on the table, another noise, the same bone. Each scan is
 * outlined and measured from its image alone, by the scanner's true line: what is left is how far outline, axes, elements and noise repeat.
 */
import { demoSpine, digitalSpine, type SpineOptions } from '../../phantoms/index.ts';
import { DENSITY_SLOPE } from '../../phantoms/options.ts';
import { normalNumbers, uniformNumbers } from '../../phantoms/random.ts';
import type { Frame } from '../../contracts/segmentation.ts';
import type { Level } from '../../contracts/levels.ts';
import { DEFAULT_PARAMETER_SET } from '../../contracts/parameter-set-ids.ts';
import { PARAMETER_SETS, type Parameters } from '../../spine/definitions/parameter-sets.ts';
import type { Mesh } from '../../spine/grid/mesh/mesh.ts';
import { distance } from '../../spine/math/vector.ts';
import type { Volume } from '../../spine/grid/volume.ts';
import { measureTrabecularDensity } from '../../spine/measure/density/trabecular-density.ts';
import { heightOf, modelledBody, vertebraGrid } from '../../spine/measure/strength/model/body-model.ts';
import { plasticStrength } from '../../spine/measure/strength/solves/plastic.ts';
import { aboutCt, SILENT } from '../../tests/spine/outline/provider-input.ts';

import { timed } from '../evaluate/run-case.ts';

/** Two readings of one vertebra. */
export interface Pair {
  readonly seed: number;
  readonly sliceMm: number;
  readonly level: Level;
  /** mg/cm3 */
  readonly density: readonly [number, number] | null;
  /** N */
  readonly strength: readonly [number, number];
}

const LEVELS = ['T12', 'L1', 'L2', 'L3'] as const;
/** mg/cm3, uniform; levels within 8 % of the person's. */
const VBMD = [40, 160] as const;
/** How a person lies another time: standard deviation of the turn about each axis, and the most that the place differs by. */
const TURN_DEGREES = 2;
const SHIFT_MM = 3;
/** HU in slices of 1 mm, uniform; thicker ones average it. */
const NOISE_HU = [10, 25] as const;
/** A body that is found this near to where one is, is that one. */
const SAME_BODY_MM = 12;

interface Reading {
  readonly strength: number;
  readonly density: number | null;
}

export async function rescanned(seed: number, sliceMm: number): Promise<readonly Pair[]> {
  const uniform = uniformNumbers(seed);
  const between = ([low, high]: readonly [number, number]): number => low + (high - low) * uniform();
  const person = between(VBMD);
  const noiseHu = between(NOISE_HU) / Math.sqrt(sliceMm);
  const levels = LEVELS.map((level) => ({ level, vbmdMgCc: person * between([0.92, 1.08]), fracture: null }));
  const normal = normalNumbers(seed + 1_000_000);
  const scan = async (visit: number): Promise<ReadonlyMap<Level, Reading>> => {
    const turn = (): number => TURN_DEGREES * normal();
    const shift = (): number => between([-SHIFT_MM, SHIFT_MM]);
    return await readings({
      ...demoSpine,
      seed: 2 * seed + visit,
      levels,
      pose: { rotationDegrees: [turn(), turn(), turn()], shiftMm: [shift(), shift(), shift()] },
      scanner: {
        ...demoSpine.scanner,
        sliceSpacingMm: sliceMm,
        sliceThicknessMm: sliceMm,
        noiseHu,
        fieldOfViewMm: [200, 170],
      },
    });
  };
  const [first, second] = [await scan(0), await scan(1)];
  return LEVELS.flatMap((level) => {
    const [a, b] = [first.get(level), second.get(level)];
    if (a === undefined || b === undefined) return [];
    const density = a.density === null || b.density === null ? null : ([a.density, b.density] as const);
    return [{ seed, sliceMm, level, density, strength: [a.strength, b.strength] as const }];
  });
}

async function readings(options: SpineOptions): Promise<ReadonlyMap<Level, Reading>> {
  const { ct, truth } = digitalSpine(options);
  const { sliceThicknessMm, kvp } = options.scanner;
  const about = { ...aboutCt(ct), sliceThicknessMm };
  const run = await timed({ ct, about, labels: null, model: null, log: SILENT }, 'automatic');
  const out = new Map<Level, Reading>();
  if (run.refusal !== null) return out;
  const { result, assessed } = run.found;
  for (const { level, frame } of truth.levels) {
    const own = assessed.levels.find(
      (one) =>
        one.refusal === null && one.frame !== null && distance(one.frame.origin, frame.origin) < SAME_BODY_MM,
    );
    const surface = own === undefined ? undefined : result.surfaces?.get(own.level);
    if (own?.frame == null || surface === undefined) continue;
    out.set(
      level,
      readingOf({ ct, surface, frame: own.frame, level, slope: DENSITY_SLOPE[kvp], sliceThicknessMm }),
    );
  }
  return out;
}

interface Body {
  readonly ct: Volume<Int16Array>;
  readonly surface: Mesh;
  readonly frame: Frame;
  readonly level: Level;
  readonly slope: number;
  readonly sliceThicknessMm: number;
}

/** Strength on the short load curve, which differs by 0.2 % from the long one (0017). */
function readingOf({ ct, surface, frame, level, slope, sliceThicknessMm }: Body): Reading {
  const parameters: Parameters = PARAMETER_SETS[DEFAULT_PARAMETER_SET];
  const line = { slope, intercept: 0 };
  const model = modelledBody({ ct, surface, frame }, parameters);
  const plastic = parameters.plastic!;
  const { strength } = plasticStrength({
    grid: vertebraGrid(model, line),
    heightMm: heightOf(model),
    materials: parameters,
    plastic,
    strains: plastic.strainsAgain,
  })!;
  const { trabecular } = measureTrabecularDensity({
    ct,
    surface,
    frame,
    level,
    sliceThicknessMm,
    calibration: {
      ...line,
      error: { slopeSe: 0, interceptSe: 0, correlation: 0, basis: 'the true line' },
      statement: 'true',
    },
    parameters: parameters.trabecular,
  });
  return { strength, density: trabecular?.vbmd.value ?? null };
}
