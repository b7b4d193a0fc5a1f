/**
 * A digital spine on a calibration phantom whose scanner, beam and tissues deviate from what a calibration assumes.
 *
 * Every deviation is drawn from the distribution that is declared here; the interval of a method can hold what it says
 * only as far as these are like the world's. Slopes are those of four real scanners; the rest are design values.
 */
import { TABLE_PHANTOM_TYPES, type TablePhantomType } from '../../contracts/calibration/phantom.ts';
import { demoSpine, type SpineOptions } from '../../phantoms/index.ts';
import { DENSITY_SLOPE } from '../../phantoms/options.ts';
import { slabOf } from '../../phantoms/trunk/calibration-phantom.ts';
import { normalNumbers, uniformNumbers } from '../../phantoms/random.ts';
import { k2hpo4PerApatite } from '../../spine/definitions/calibration.ts';
import { APATITE_SLOPES_SEEN } from '../../spine/definitions/priors/slope-prior.ts';

export type Phase = 'none' | 'portal' | 'arterial';

export interface DrawnCase {
  readonly seed: number;
  readonly options: SpineOptions;
  readonly phase: Phase;
  readonly phantom: TablePhantomType;
  /** What the header says of the scanner's maker: one whose scanner was seen, or one that nobody knows. */
  readonly manufacturer: string;
}

/** Standard deviations unless said otherwise. */
export const DEVIATIONS = {
  /** Density per HU at the spine against that of the scanner drawn, a share: the patient. And of other voltages than 120 kVp. */
  slope: 0.03,
  voltage: 0.03,
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

/**
 * Slopes of real scanners, each with and without the fat ring, as likely as another (priors/slope-prior.ts), mg K2HPO4/cm3 per HU at 120 kVp: what
 * was seen, and not the prior that is held against it.
 */
const SLOPES = APATITE_SLOPES_SEEN.flatMap(({ vendor, large, small }) =>
  [large, small].map((apatite) => ({ vendor, slope: k2hpo4PerApatite(120) * apatite })),
);
const UNKNOWN_MAKER = 'maker unknown';
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
  const phantom = one(TABLE_PHANTOM_TYPES);
  const phase = phaseOf(uniform());
  const scanner = drawScanner(seed, kvp);
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
      slopeFactor: scanner.slopeFactor,
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
  return { seed, options, phase, phantom, manufacturer: scanner.manufacturer };
}

/** Numbers of their own, so that all else of a seed stays as it was. Half of the headers name a maker that was seen. */
function drawScanner(
  seed: number,
  kvp: (typeof KVP)[number],
): { readonly slopeFactor: number; readonly manufacturer: string } {
  const uniform = uniformNumbers(seed + 2_000_000);
  const normal = normalNumbers(seed + 3_000_000);
  const { vendor, slope } = SLOPES[Math.floor(uniform() * SLOPES.length)]!;
  const patient = 1 + DEVIATIONS.slope * normal();
  const conversion = 1 + DEVIATIONS.conversion * normal();
  const voltage = kvp === 120 ? 1 : 1 + DEVIATIONS.voltage * normal();
  return {
    slopeFactor: (slope / DENSITY_SLOPE[120]) * patient * conversion * voltage,
    manufacturer: uniform() < 0.5 ? vendor : UNKNOWN_MAKER,
  };
}

function phaseOf(at: number): Phase {
  if (at < AGENT.portal.share) return 'portal';
  return at < AGENT.portal.share + AGENT.arterial.share ? 'arterial' : 'none';
}
