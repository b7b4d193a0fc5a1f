/** Numbers and findings in words, the same everywhere in the report. */
import type { Density, Quantity, Unit } from '../../contracts/primitives.ts';
import type { LevelOutcome, Risk } from '../../contracts/risk/risk.ts';
import { knownWords } from '../../spine/judge/index.ts';

const DENSITY_WORDS = {
  osteoporosis: 'osteoporotic range',
  'low-bone-mass': 'low bone mass',
  normal: 'normal range',
} as const;
const DASH = '–';
export const NOT_KNOWN = 'not available';

/** A number at the precision that it deserves: N to 10, mg/cm3 to 1, mm to 0.1. */
export function numberText(value: number, unit: Unit): string {
  if (unit === 'N') return grouped(10 * Math.round(value / 10));
  if (unit === 'N/mm') return grouped(10 * Math.round(value / 10));
  return unsignedZero(value.toFixed(unit === 'mm' || unit === 'N m' || unit === 'deg' ? 1 : 0));
}

/** "-0" and "-0.0" are no numbers to print. */
function unsignedZero(text: string): string {
  return Number(text) === 0 ? text.replace('-', '') : text;
}

export function intervalText({ unit, uncertainty }: Quantity | Density): string {
  if (uncertainty.kind === 'none') return 'interval not available';
  return `${numberText(uncertainty.low, unit)}${DASH}${numberText(uncertainty.high, unit)}`;
}

export function unitText(unit: Unit): string {
  return unit.replace('cm3', 'cm³');
}

export function quantityText(quantity: Quantity | Density): string {
  return `${numberText(quantity.value, quantity.unit)} ${unitText(quantity.unit)} (${intervalText(quantity)})`;
}

type Graded = Pick<Extract<LevelOutcome, { status: 'assessed' }>, 'fracture' | 'known' | 'readGrade'>;

/** The fracture status of a level, and the measured grade where a known fracture or a reading overrides it. */
export interface GradeWords {
  readonly text: string;
  /** "measured 2 wedge"; null where nothing overrides the measurement. */
  readonly measured: string | null;
  readonly weight: 'none' | 'possible' | 'fracture';
}

export function gradeWords({ fracture, known, readGrade }: Graded): GradeWords {
  if (known !== undefined) {
    const measured = fracture === null ? 'not measured' : `measured ${measuredGrade(fracture)}`;
    return {
      text: knownWords(known, readGrade),
      measured,
      weight: known === 'read-intact' ? 'none' : 'fracture',
    };
  }
  if (fracture === null) return { text: 'not graded', measured: null, weight: 'none' };
  const text = measuredGrade(fracture);
  const { grade, needsReader } = fracture;
  if (grade === 0)
    return needsReader
      ? { text: `${text} uncertain`, measured: null, weight: 'possible' }
      : { text, measured: null, weight: 'none' };
  return needsReader
    ? { text: `${text} possible`, measured: null, weight: 'possible' }
    : { text, measured: null, weight: 'fracture' };
}

/** "2 wedge", "1 wedge possible", "0", "0 uncertain", "read as intact (measured 2 wedge)" */
export function gradeText(outcome: Graded): string {
  const { text, measured } = gradeWords(outcome);
  return measured === null ? text : `${text} (${measured})`;
}

function measuredGrade({ grade, shape }: NonNullable<Graded['fracture']>): string {
  return shape === null ? String(grade) : `${grade} ${shape}`;
}

export function densityCategoryText({ category }: Risk['density']): string {
  return category === null ? 'no category' : DENSITY_WORDS[category];
}

/** "+1.2", "\u22124.1", "0.0": a change in %. */
export function signedPercent(value: number): string {
  const text = unsignedZero(value.toFixed(1));
  return value > 0 && Number(text) !== 0 ? `+${text}` : text.replace('-', '\u2212');
}

/** Thousands apart by a narrow space that no line breaks at. */
function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}
