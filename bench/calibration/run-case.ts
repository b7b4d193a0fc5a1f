/** One case through the calibration's own modules and the density of a level, each method by itself; bodies are the truth's. */
import { surfaceOfMask } from '../../spine/outline/surface/with-surfaces.ts';
import { contrastOf } from '../../spine/calibrate/contrast.ts';
import { byVoltage } from '../../spine/calibrate/methods/by-voltage.ts';
import { phantomless } from '../../spine/calibrate/methods/phantomless.ts';
import { calibrateByPhantom } from '../../spine/calibrate/phantom/calibrate-by-phantom.ts';
import { phantomOf } from '../../spine/calibrate/phantom/phantom.ts';
import { findRegions } from '../../spine/calibrate/regions/find-regions.ts';
import { contrastGate } from '../../spine/judge/density/contrast-gate.ts';
import type { DensityLine } from '../../contracts/calibration/calibration.ts';
import type { PhantomCertificate } from '../../contracts/calibration/phantom.ts';
import { densityAt, densityLineSe, shiftedLine } from '../../spine/calibrate/density-line.ts';
import { StudyRefused } from '../../contracts/refusals.ts';
import { DEFAULT_PARAMETER_SET } from '../../contracts/parameter-set-ids.ts';
import { PARAMETER_SETS } from '../../spine/definitions/parameter-sets.ts';
import { measureTrabecularDensity } from '../../spine/measure/density/trabecular-density.ts';
import {
  DIGITAL_MINDWAYS_RODS,
  digitalSpine,
  type DigitalSpine,
  type LevelTruth,
} from '../../phantoms/index.ts';
import { Z95 } from '../../spine/math/normal.ts';
import { needsCertificate } from '../../spine/definitions/calibration-phantoms.ts';
import { drawCase, type Phase } from './draw-case.ts';
import { METHODS, type Method, type Reading } from './readings.ts';
import { strengthReadings, trueLine } from './strength.ts';

export interface CaseResult {
  readonly seed: number;
  readonly kvp: number;
  readonly phantom: string;
  readonly phase: Phase;
  readonly seenPhase: string;
  readonly manufacturer: string;
  readonly readings: readonly Reading[];
  /** Strength of the first level, N. */
  readonly strengths: readonly Reading[];
  /** Methods that gave no line. */
  readonly missing: readonly { readonly method: Method; readonly why: string }[];
  /** Mean HU of rods and tissues that failed their gates. */
  readonly failedGates: readonly string[];
}

/** As the digital phantom is stated to be, not as it was drawn. */
const CERTIFICATE: PhantomCertificate = {
  schema: 'osteon/phantom-certificate/1',
  type: 'mindways',
  model: 'digital',
  serial: 'digital',
  issued: null,
  rods: DIGITAL_MINDWAYS_RODS.map(({ name, densityMgCc, waterMgCc }) => ({
    name,
    k2hpo4MgCc: densityMgCc,
    waterMgCc: waterMgCc!,
  })),
};

const HU_SCALE = {
  slope: 1,
  intercept: 0,
  error: { slopeSe: 0, interceptSe: 0, correlation: 0, basis: 'HU themselves' },
  statement: 'HU',
} as const;

export function runCase(seed: number): CaseResult {
  const { options, phase, phantom, manufacturer } = drawCase(seed);
  const { ct, bodies, truth } = digitalSpine(options);
  const { kvp } = options.scanner;
  const regions = findRegions(ct, bodies);
  const found = regions?.found ?? [];
  const blood = found.find(({ region }) => region.tissue === 'blood')?.region;
  const { contrast } = contrastOf({
    source: 'dicom',
    named: false,
    aortaHu: blood?.meanHu ?? null,
    cavaHu: regions?.cavaHu ?? null,
  });
  const { correctionMgCc, correctionSe } = contrastGate({ contrast, flags: [] });
  const missing: { method: Method; why: string }[] = [];
  const lineOf: Readonly<Record<Method, () => DensityLine | null>> = {
    phantom: () => {
      const named = phantomOf(phantom, needsCertificate(phantom) ? CERTIFICATE : null);
      const spine = truth.levels.map(({ frame }) => frame.origin);
      return calibrateByPhantom({ ct, phantom: named, spine, kvp }).line;
    },
    'air-blood': () => phantomless('air-blood', found, kvp, manufacturer),
    'air-fat': () => phantomless('air-fat', found, kvp, manufacturer),
    'kvp-slope': () => byVoltage(kvp, manufacturer),
  };
  const levels = truth.levels.flatMap((level) => {
    const seen = levelHu(ct, bodies, level);
    return seen === null ? [] : [{ ...level, ...seen }];
  });
  const lines = METHODS.flatMap((method) => {
    const line = lineOr(lineOf[method], (why) => missing.push({ method, why }));
    return line === null ? [] : [{ method, line }];
  });
  const readings = lines.flatMap(({ method, line }) =>
    levels.map(({ level, meanHu, samplingHu, trabecularVbmdMgCc }) => {
      const value = densityAt(line, meanHu) - correctionMgCc;
      const half = Z95 * Math.hypot(densityLineSe(line, meanHu), line.slope * samplingHu, correctionSe);
      return { method, level, truth: trabecularVbmdMgCc, value, low: value - half, high: value + half };
    }),
  );
  const [first] = levels;
  const strengths =
    first === undefined
      ? []
      : strengthReadings({
          ct,
          bodies,
          truth: first,
          trueLine: trueLine(options.scanner, first),
          lines: lines.map(({ method, line }) => ({
            method,
            line: shiftedLine(line, { mgCc: -correctionMgCc, se: correctionSe, why: 'agent' }),
          })),
        });
  return {
    seed,
    kvp,
    phantom,
    phase,
    seenPhase: contrast.phase,
    manufacturer,
    readings,
    strengths,
    missing,
    failedGates: found.filter(({ region }) => !region.accepted).map(({ region }) => region.tissue),
  };
}

/** The region of a level is the same for every line: measured once, on the scale of HU. */
function levelHu(
  ct: DigitalSpine['ct'],
  bodies: DigitalSpine['bodies'],
  { level, labelValue, frame }: LevelTruth,
): { readonly meanHu: number; readonly samplingHu: number } | null {
  const { trabecular } = measureTrabecularDensity({
    sliceThicknessMm: null,
    ct,
    surface: surfaceOfMask(bodies, labelValue)!,
    frame,
    level,
    calibration: HU_SCALE,
    parameters: PARAMETER_SETS[DEFAULT_PARAMETER_SET].trabecular,
  });
  return trabecular === null ? null : { meanHu: trabecular.meanHu.value, samplingHu: trabecular.samplingSe };
}

function lineOr(line: () => DensityLine | null, miss: (why: string) => void): DensityLine | null {
  try {
    const found = line();
    if (found === null) miss('a material is missing or fails its gate');
    return found;
  } catch (error) {
    if (!(error instanceof StudyRefused)) throw error;
    miss(error.refusal.code);
    return null;
  }
}
