/** Small made-up findings for the tests of this step. */
import type { Calibration } from '../../../contracts/calibration/calibration.ts';
import type { Ct } from '../../../contracts/ct.ts';
import type { Heights, LevelResult } from '../../../contracts/level/level-result.ts';
import type { Order } from '../../../contracts/order/order.ts';
import type { Density, Quantity } from '../../../contracts/primitives.ts';
import type { Facts, TableFactor } from '../../../spine/judge/risk/clinical-facts.ts';
import { VOLUME_SCHEMA } from '../../../contracts/volumes.ts';
import type { SegmentedLevel } from '../../../contracts/segmentation.ts';
import { LABEL_VALUE, type Level } from '../../../contracts/levels.ts';

/** Anterior, middle and posterior heights of intact bodies, mm: of the size and trend of a small adult. */
export const INTACT = {
  T10: [20.9, 20.0, 21.8],
  T11: [22.0, 21.2, 23.0],
  T12: [23.6, 22.6, 24.5],
  L1: [25.2, 24.0, 26.0],
  L2: [26.4, 24.9, 26.6],
  L3: [27.0, 25.2, 26.6],
  L4: [27.2, 25.0, 26.0],
} as const;
type Triple = readonly [number, number, number];

export const PATIENT: Ct['patient'] = { name: null, id: null, birthDate: null, sex: null, ageYears: null };
/** Calibrated by a phantom, no contrast agent. */
export const CALIBRATION: Pick<Calibration, 'method' | 'contrast' | 'flags' | 'statement'> = {
  method: 'phantom',
  contrast: { phase: 'none', aortaHu: 40, correctionMgCc: 0, basis: 'test' },
  flags: [],
  statement: 'calibrated in the test',
};
export const STUDY: Ct['study'] = {
  studyInstanceUid: null,
  seriesInstanceUid: null,
  frameOfReferenceUid: null,
  date: '2024-06-15',
  description: null,
  accessionNumber: null,
  referringPhysician: null,
  institution: null,
};

export function mm(value: number, margin: number | null = 0.3): Quantity<'mm'> {
  const uncertainty =
    margin === null
      ? ({ kind: 'none', reason: 'test' } as const)
      : ({ kind: 'interval95', low: value - margin, high: value + margin, basis: 'test' } as const);
  return { value, unit: 'mm', uncertainty };
}

export function heights([anterior, middle, posterior]: Triple, margin: number | null = 0.3): Heights {
  const at = [0, 0, 0] as [number, number, number];
  return {
    anterior: mm(anterior, margin),
    middle: mm(middle, margin),
    posterior: mm(posterior, margin),
    points: {
      anteriorSuperior: at,
      anteriorInferior: at,
      middleSuperior: at,
      middleInferior: at,
      posteriorSuperior: at,
      posteriorInferior: at,
    },
    method: 'test',
  };
}

/** Intact bodies of `levels`, cranial to caudal, each with the shares of its heights that `left` keeps. */
export function spine(
  levels: readonly (keyof typeof INTACT)[],
  left: Partial<Record<Level, Triple>> = {},
  margin: number | null = 0.3,
): { level: Level; heights: Heights }[] {
  return levels.map((level) => {
    const [a, m, p] = INTACT[level];
    const [ka, km, kp] = left[level] ?? [1, 1, 1];
    return { level, heights: heights([a * ka, m * km, p * kp], margin) };
  });
}

export function density(value: number, margin = 1): Density {
  return {
    value,
    unit: 'mg/cm3',
    mineralBasis: 'K2HPO4',
    uncertainty: { kind: 'interval95', low: value - margin, high: value + margin, basis: 'test' },
  };
}

export function levelResult(level: Level, found: Heights | null, vbmd: Density | null): LevelResult {
  const none = { kind: 'none', reason: 'test' } as const;
  return {
    schema: 'osteon/level/2',
    level,
    trabecular:
      vbmd === null
        ? null
        : {
            vbmd,
            lineSe: 3,
            samplingSe: 1,
            standardDeviation: 30,
            meanHu: { value: 100, unit: 'HU', uncertainty: none },
            volume: { value: 3, unit: 'cm3', uncertainty: none },
            method: 'test',
            trimmedPercent: 0,
          },
    heights: found,
    strength: {
      stiffness: { value: 10_000, unit: 'N/mm', uncertainty: none },
      linearStrength: { value: 2000, unit: 'N', uncertainty: none },
      height: { value: 29, unit: 'mm', uncertainty: none },
      law: 'test',
      elements: 1,
      nodes: 8,
      solver: { converged: true, iterations: 1, relativeResidual: 0, tolerance: 1e-6 },
      plastic: null,
      bending: null,
      sanity: {
        axialRigidityN: 2000,
        axialRigidityLeastN: 1800,
        sliceCollapseN: 1500,
        linearToPlastic: null,
        plasticToCollapse: null,
      },
      errors: {
        stiffness: { calibrationSe: 0, ownSe: 0 },
        linearStrength: { calibrationSe: 0, ownSe: 0 },
        plasticStrength: null,
        offsetStrength: null,
        parts: [],
        basis: 'test',
      },
      strain: { key: 'strain', schema: VOLUME_SCHEMA.strain, sha256: '0'.repeat(64) },
    },
    flags: [],
    provenance: { software: { name: 'osteon', version: '0' }, parameterSet: 'test', inputs: [] },
  };
}

/** The same level as slices of 5 mm leave it. */
export function densityOnly(result: LevelResult): LevelResult {
  return { ...result, heights: null, endplates: null, strength: null, flags: THICK_FLAGS };
}

export const THICK_FLAGS: LevelResult['flags'] = [
  { code: 'STRENGTH_SLICES_TOO_THICK', message: 'slices of 5 mm; strength not computed' },
  { code: 'HEIGHTS_SLICES_TOO_THICK', message: 'slices of 5 mm; heights not measured' },
];

export function segmentedLevel(level: Level, refusal: SegmentedLevel['refusal'] = null): SegmentedLevel {
  return {
    level,
    labelValue: LABEL_VALUE[level],
    frame: null,
    bodyVolumeMm3: 20_000,
    truncated: false,
    refusal,
    qc: { light: 'green', flags: [] },
  };
}

export function order(part: Omit<Order, 'schema' | 'indication'> = {}): Order {
  return { schema: 'osteon/order/1', indication: 'test', ...part };
}

/** An order that answers every question with no. */
export const ANSWERED_NO: NonNullable<Order['riskFactors']> = {
  priorFractures: [],
  glucocorticoids: false,
  currentSmoking: false,
  alcohol3UnitsADay: false,
  rheumatoidArthritis: false,
  parentalHipFracture: false,
};

/** What the table model makes of such an order. */
export const NO_FACTOR: Facts<TableFactor> = {
  parentalHipFracture: false,
  currentSmoking: false,
  alcohol3UnitsADay: false,
  rheumatoidArthritis: false,
  glucocorticoids: false,
  priorFracture: false,
};
