/**
 * A digital spine on a calibration phantom whose scanner, beam and tissues deviate from what a calibration assumes.
 *
 * Every deviation is drawn from the distribution that is declared here; the interval of a method can hold what it says
 * only as far as these are like the world's. They are design values: no study gave them to us.
 */
import { PHANTOM_TYPES, type PhantomType } from '../../contracts/calibration/phantom.ts';
import { demoSpine, type SpineOptions } from '../../phantoms/index.ts';
import { slabOf } from '../../phantoms/trunk/calibration-phantom.ts';
import { normalNumbers, uniformNumbers } from '../../phantoms/random.ts';

export type Phase = 'none' | 'portal' | 'arterial';

export interface DrawnCase {
  readonly seed: number;
  readonly options: SpineOptions;
  readonly phase: Phase;
  readonly phantom: PhantomType;
}

/** Standard deviations unless said otherwise. */
export const DEVIATIONS = {
  /** Density per HU at the spine against the nominal of the voltage, a share. */
  slope: 0.05,
  /** Density per HU at the rods against that at the spine, a share. */
  rodSlope: 0.02,
  /** K2HPO4 per apatite against the nominal, a share. */
  conversion: 0.015,
  /** Density of a rod against what is stated, a share; water-equivalent density of a K2HPO4 rod, mg/cm3. */
  rodDensity: 0.01,
  rodWaterMgCc: 1,
  /** Drift of air and of water, HU. */
  airHu: 5,
  waterHu: 4,
  /** Cupping: uniform from 0, HU. */
  cuppingHu: 6,
  /** Blood without agent, and fat, about 40 and about its value at the voltage, HU. */
  bloodHu: 5,
  fatHu: 6,
  /** What agent adds to trabecular bone, about the mean of its phase, HU. */
  trabecularHu: 4,
} as const;

/** mg/cm3, uniform; levels within 8 % of the person's. */
const VBMD = [30, 200] as const;
/** HU, uniform. */
const NOISE = [8, 25] as const;
const KVP = [80, 100, 120, 140] as const;
const CONVERSION = { 80: 0.86, 100: 0.845, 120: 0.83, 140: 0.81 } as const;
/** By voltage: NIST attenuation of adipose tissue (0.95 g/cm3) at the effective energies of the nominal slopes, HU. */
const FAT = { 80: -114, 100: -104, 120: -100, 140: -97 } as const;
/** Shares of the cases; mean HU of aorta and cava, and added to trabecular bone (Pompe 2015). */
const AGENT = {
  portal: { share: 0.15, aorta: 130, cava: 125, trabecular: 18.2 },
  arterial: { share: 0.1, aorta: 280, cava: 70, trabecular: 13.5 },
} as const;
const LEVELS = ['L1', 'L2'] as const;

export function drawCase(seed: number): DrawnCase {
  const uniform = uniformNumbers(seed);
  const normal = normalNumbers(seed + 1_000_000);
  const between = ([low, high]: readonly [number, number]): number => low + (high - low) * uniform();
  const one = <T>(of: readonly T[]): T => of[Math.floor(uniform() * of.length)]!;
  const kvp = one(KVP);
  const phantom = one(PHANTOM_TYPES);
  const phase = phaseOf(uniform());
  const agent = phase === 'none' ? null : AGENT[phase];
  const density = between(VBMD);
  const blood = 40 + DEVIATIONS.bloodHu * normal();
  const rods = slabOf({ type: phantom }).rods.map((rod) => ({
    ...rod,
    densityMgCc: rod.densityMgCc * (1 + DEVIATIONS.rodDensity * normal()),
    waterMgCc: rod.waterMgCc === null ? null : rod.waterMgCc + DEVIATIONS.rodWaterMgCc * normal(),
  }));
  const options: SpineOptions = {
    ...demoSpine,
    seed,
    levels: LEVELS.map((level) => ({ level, vbmdMgCc: density * between([0.92, 1.08]), fracture: null })),
    aortaHu: agent === null ? blood : agent.aorta * between([0.9, 1.1]),
    cavaHu: agent === null ? blood : agent.cava * between([0.9, 1.1]),
    fatHu: FAT[kvp] + DEVIATIONS.fatHu * normal(),
    trabecularContrastHu: agent === null ? 0 : agent.trabecular + DEVIATIONS.trabecularHu * normal(),
    scanner: {
      pixelMm: 1.5,
      sliceSpacingMm: 2,
      sliceThicknessMm: 2,
      psfSigmaMm: 0.6,
      noiseHu: between(NOISE),
      kvp,
      fieldOfViewMm: [315, 280],
      fieldOfViewCentreMm: [0, 25],
      slopeFactor: 1 + DEVIATIONS.slope * normal(),
      drift: { airHu: DEVIATIONS.airHu * normal(), waterHu: DEVIATIONS.waterHu * normal() },
      cuppingHu: between([0, DEVIATIONS.cuppingHu]),
    },
    calibrationPhantom: {
      type: phantom,
      rods,
      lateralMm: between([-15, 15]),
      rollDegrees: between([-4, 4]),
      skewDegrees: uniform() < 0.2 ? between([-4, 4]) : 0,
      slopeFactor: 1 + DEVIATIONS.rodSlope * normal(),
      conversion: CONVERSION[kvp] * (1 + DEVIATIONS.conversion * normal()),
    },
  };
  return { seed, options, phase, phantom };
}

function phaseOf(at: number): Phase {
  if (at < AGENT.portal.share) return 'portal';
  return at < AGENT.portal.share + AGENT.arterial.share ? 'arterial' : 'none';
}
