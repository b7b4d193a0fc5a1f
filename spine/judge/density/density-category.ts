/**
 * The density category of a study: mean trabecular density of two vertebrae against 80 and 120 mg/cm3
 * (postmenopausal women and older men; no T-score is made of it).
 *
 * A category is given only where the whole 95 % interval lies on one side of a cut-off; where it does not, how likely
 * each side is. Without a calibration from the image the density must lie 15 % off a cut-off as well.
 */
import type { Calibration } from '../../../contracts/calibration/calibration.ts';
import type { Level } from '../../../contracts/levels.ts';
import type { Density, Flag } from '../../../contracts/primitives.ts';
import type { DensitySides, Risk } from '../../../contracts/risk/risk.ts';

import { contrastGate } from './contrast-gate.ts';
import { densityEvidence, type DensityEvidence } from './density-evidence.ts';
import { densityLevels, ungradedAmong, type LevelsInput } from './density-levels.ts';
import { adjustedDensity, densitySides } from './density-mean.ts';
import {
  densityMethod,
  ThresholdRefused,
  thresholdsFor,
} from '../../definitions/thresholds/threshold-tables.ts';
import type { OutOfLine } from './level-agreement.ts';
import {
  DENSITY_CUT_OFFS,
  MOST_LEVEL_DIFFERENCE,
  UNCALIBRATED_MARGIN,
  WANTED_DENSITY_LEVELS,
} from '../../definitions/cut-offs.ts';

export type DensityResult = Risk['density'];
export type DensityCalibration = Pick<Calibration, 'method' | 'contrast' | 'flags' | 'statement'>;

export interface DensityJudgement {
  readonly result: DensityResult;
  /** What may be held against the cut-offs; null where nothing may. */
  readonly judged: Density | null;
  /** What the verdict draws from; null where nothing was measured that may be believed. */
  readonly evidence: DensityEvidence | null;
  readonly flags: readonly Flag[];
  /** Levels whose density goes with no other's. */
  readonly outOfLine: ReadonlySet<Level>;
}

/** mg/cm3, conventional QCT scale, water = 0. */
export const { osteoporosisBelow: OSTEOPOROSIS_BELOW, normalAbove: NORMAL_ABOVE } = thresholdsFor(
  DENSITY_CUT_OFFS,
  densityMethod('phantom'),
  ['osteoporosisBelow', 'normalAbove'],
).values;

/** Flags of the calibration after which the cut-offs may not be used, and why. */
const WITHHELD: Readonly<Record<string, string>> = {
  KVP_UNKNOWN: 'the tube voltage is not known',
  CALIBRATION_FILE_UNTRACEABLE: 'the calibration file cannot be matched to this scan',
  HU_SCALE_DOUBTED: 'the HU scale is doubtful',
};
/** Why densities of this calibration are held against nothing, its contrast agent apart; null where they may be. */
export function densityDoubt({ flags }: Pick<Calibration, 'flags'>): string | null {
  return flags.flatMap(({ code }) => WITHHELD[code] ?? [])[0] ?? null;
}
const NO_DENSITY = {
  category: null,
  statement: 'Not evaluated: none of L1, L2, L3 and T12 is suitable.',
} as const;

export function densityCategory(input: LevelsInput, calibration: DensityCalibration): DensityJudgement {
  const found = densityLevels(input);
  const { vbmd, levels, leftOut, fromThoracic, outOfLine, disagreement } = found;
  const contrast = contrastGate(calibration);
  const { density, adjustment } = adjusted(vbmd, fromThoracic, contrast);
  const against =
    reasonAgainst(levels.length, fromThoracic !== null, contrast.against, calibration) ??
    (disagreement === null ? null : `the densities of ${levels.join(' and ')} do not agree`);
  const judged = density === null || against !== null ? null : held(density, calibration);
  const sides =
    judged === null || density === null
      ? null
      : densitySides(density, { osteoporosisBelow: OSTEOPOROSIS_BELOW, normalAbove: NORMAL_ABOVE });
  const ungraded = ungradedAmong(levels, input);
  const { category, statement } =
    density === null ? NO_DENSITY : verdict(judged, against, sides, calibration);
  const thoracicFlags =
    fromThoracic === null
      ? []
      : [
          {
            code: 'DENSITY_FROM_THORACIC' as const,
            message: `${fromThoracic.adjustment}; the interval is widened accordingly`,
          },
        ];
  return {
    result: {
      vbmd,
      levels,
      adjusted: adjustment === null ? null : density,
      adjustment,
      sides,
      category,
      ...(density === null || against === null ? {} : { against }),
      statement:
        ungraded.length === 0
          ? statement
          : `${statement} Fracture not excluded at ${ungraded.join(', ')}: density of a fractured level is too high.`,
      leftOut,
    },
    judged,
    evidence: densityEvidence(found, input.sex, input.densities, calibration),
    flags:
      vbmd === null
        ? []
        : [...contrast.flags, ...thoracicFlags, ...differenceFlags(levels, disagreement, outOfLine)],
    outOfLine: new Set(outOfLine.keys()),
  };
}

const UNSETTLED =
  'Not evaluated: the density category applies to L1-L3, and the level names are not settled. Densities are reported by position.';

/** Of levels that are positions: which of them the cut-offs apply to is not known. */
export function densityUnsettled(): DensityJudgement {
  const nothing = { vbmd: null, adjusted: null, adjustment: null, sides: null, category: null };
  return {
    result: { ...nothing, levels: [], leftOut: [], statement: UNSETTLED },
    judged: null,
    evidence: null,
    flags: [],
    outOfLine: new Set(),
  };
}

function differenceFlags(
  levels: readonly Level[],
  disagreement: number | null,
  outOfLine: ReadonlyMap<Level, OutOfLine>,
): Flag[] {
  const usual = `usual: up to ${MOST_LEVEL_DIFFERENCE}`;
  const odd = [...outOfLine].map(
    ([level, { own, expected }]) =>
      `${level} ${own.toFixed(0)} mg/cm3 where its neighbours give ${expected.toFixed(0)} (${usual} apart); left out of the mean`,
  );
  const messages =
    disagreement === null
      ? odd
      : [
          ...odd,
          `${levels.join(', ')} differ by up to ${disagreement.toFixed(0)} mg/cm3 (${usual}); no category`,
        ];
  return messages.map((message) => ({ code: 'DENSITY_LEVELS_DIFFER', message: `density: ${message}` }));
}

function adjusted(
  vbmd: Density | null,
  fromThoracic: { readonly density: Density; readonly adjustment: string } | null,
  { correctionMgCc, correctionSe }: ReturnType<typeof contrastGate>,
): { density: Density | null; adjustment: string | null } {
  const density = fromThoracic?.density ?? vbmd;
  const done = fromThoracic?.adjustment ?? null;
  if (density === null || correctionMgCc === 0) return { density, adjustment: done };
  const contrast = `minus ${correctionMgCc.toFixed(0)} mg/cm3 for the contrast agent`;
  const adjustment = done === null ? contrast : `${done}, ${contrast}`;
  return {
    density: adjustedDensity(density, { shift: -correctionMgCc, se: correctionSe }, adjustment),
    adjustment,
  };
}

/** Why the cut-offs may not be used at all. */
function reasonAgainst(
  count: number,
  thoracic: boolean,
  contrast: string | null,
  { method, flags }: DensityCalibration,
): string | null {
  if (contrast !== null) return contrast;
  const doubt = densityDoubt({ flags });
  if (doubt !== null) return doubt;
  if (!thoracic && count < WANTED_DENSITY_LEVELS)
    return `the cut-offs apply to the mean of two levels; only ${count} is suitable`;
  try {
    thresholdsFor(DENSITY_CUT_OFFS, densityMethod(method), []);
    return null;
  } catch (cause) {
    if (cause instanceof ThresholdRefused) return 'the cut-offs do not apply to this calibration method';
    throw cause;
  }
}

/** The density with the interval that is held against cut-offs. */
function held(density: Density, { method }: DensityCalibration): Density {
  const { value, uncertainty } = density;
  if (method !== 'kvp-slope' || uncertainty.kind === 'none' || value <= 0) return density;
  // |value - cut-off| <= 15 % of the cut-off, expressed in the value.
  const low = Math.min(uncertainty.low, value / (1 + UNCALIBRATED_MARGIN));
  const high = Math.max(uncertainty.high, value / (1 - UNCALIBRATED_MARGIN));
  return { ...density, uncertainty: { ...uncertainty, low, high } };
}

function verdict(
  judged: Density | null,
  against: string | null,
  sides: DensitySides | null,
  { statement }: DensityCalibration,
): Pick<DensityResult, 'category' | 'statement'> {
  const none = (reason: string): Pick<DensityResult, 'category' | 'statement'> => ({
    category: null,
    statement: `Density: ${statement}. No category: ${reason}.`,
  });
  if (against !== null) return none(against);
  if (judged === null) return NO_DENSITY;
  if (judged.uncertainty.kind === 'none') return none(`no interval (${judged.uncertainty.reason})`);
  const { low, high } = judged.uncertainty;
  const touched = [OSTEOPOROSIS_BELOW, NORMAL_ABOVE].filter((cutOff) => low <= cutOff && cutOff <= high);
  if (touched.length > 0) {
    const range = `${low.toFixed(0)} to ${high.toFixed(0)} mg/cm3`;
    return none(
      `the 95 % interval ${range} includes the cut-off ${touched.join(' and ')} mg/cm3${likely(sides)}`,
    );
  }
  const given = (category: NonNullable<DensityResult['category']>, where: string) => ({
    category,
    statement: `Density: ${statement}. The 95 % interval lies entirely ${where} mg/cm3${likely(sides)}.`,
  });
  if (high < OSTEOPOROSIS_BELOW) return given('osteoporosis', `below ${OSTEOPOROSIS_BELOW}`);
  if (low > NORMAL_ABOVE) return given('normal', `above ${NORMAL_ABOVE}`);
  return given('low-bone-mass', `between ${OSTEOPOROSIS_BELOW} and ${NORMAL_ABOVE}`);
}

function likely(sides: DensitySides | null): string {
  if (sides === null) return '';
  const percent = (share: number): string => `${Math.round(100 * share)} %`;
  return ` (probability below ${OSTEOPOROSIS_BELOW}: ${percent(sides.osteoporosis)}, between: ${percent(sides.lowBoneMass)}, above ${NORMAL_ABOVE}: ${percent(sides.normal)})`;
}
