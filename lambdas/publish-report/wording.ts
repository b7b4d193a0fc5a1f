/** Numbers and findings in words, the same everywhere in the report. */
import type { Density, Quantity } from '../shared/contracts/primitives.ts';
import type { LevelOutcome, Risk } from '../shared/contracts/risk.ts';

const CATEGORY_WORDS = { 'very-high': 'VERY HIGH', high: 'HIGH', moderate: 'MODERATE', low: 'LOW' } as const;
const DENSITY_WORDS = {
  osteoporosis: 'osteoporosis range',
  'low-bone-mass': 'low bone mass',
  normal: 'normal range',
} as const;
const DASH = '–';
export const NOT_KNOWN = 'not known';

/** A number at the precision that it deserves: N to 10, mg/cm3 to 1, mm to 0.1. */
export function numberText(value: number, unit: Quantity['unit']): string {
  if (unit === 'N') return grouped(10 * Math.round(value / 10));
  if (unit === 'N/mm') return grouped(10 * Math.round(value / 10));
  if (unit === 'mm' || unit === 'N m' || unit === 'deg') return value.toFixed(1);
  return value.toFixed(0);
}

export function intervalText({ unit, uncertainty }: Quantity | Density): string {
  if (uncertainty.kind === 'none') return 'interval not known';
  return `${numberText(uncertainty.low, unit)}${DASH}${numberText(uncertainty.high, unit)}`;
}

export function unitText(unit: Quantity['unit']): string {
  return unit.replace('cm3', 'cm³').replace('mm3', 'mm³');
}

export function quantityText(quantity: Quantity | Density): string {
  return `${numberText(quantity.value, quantity.unit)} ${unitText(quantity.unit)} (${intervalText(quantity)})`;
}

/** Of the grading: the interval of the loss reaches into another grade. */
const GRADE_UNCERTAIN = 'GRADE_UNCERTAIN';
type Assessed = Extract<LevelOutcome, { status: 'assessed' }>;

/** "2 wedge", "1 wedge possible", "0" for none, "0 uncertain" where a fracture can't be told from none. */
export function gradeText(outcome: Pick<Assessed, 'fracture' | 'flags'>): string {
  const { fracture } = outcome;
  if (fracture === null) return 'not graded';
  const shape = fracture.shape === null ? '' : ` ${fracture.shape}`;
  if (fracture.grade === 0) return maybeFractured(outcome) ? '0 uncertain' : '0';
  return fracture.needsReader ? `${fracture.grade}${shape} possible` : `${fracture.grade}${shape}`;
}

/** Grade 0, but the measurement can't rule a fracture out. */
function maybeFractured({ fracture, flags }: Pick<Assessed, 'fracture' | 'flags'>): boolean {
  return fracture?.grade === 0 && flags.some(({ code }) => code === GRADE_UNCERTAIN);
}

export function overallText({ category, atLeast }: Risk['overall']): string {
  if (category === null) return 'NOT DETERMINED';
  return atLeast ? `AT LEAST ${CATEGORY_WORDS[category]}` : CATEGORY_WORDS[category];
}

export function densityCategoryText({ category }: Risk['density']): string {
  return category === null ? 'no category' : DENSITY_WORDS[category];
}

/** The fractures of a study in one sentence. */
export function fracturesText(levels: readonly LevelOutcome[]): string {
  const graded = levels.filter((outcome) => outcome.status === 'assessed' && outcome.fracture !== null);
  if (graded.length === 0) return 'No level could be graded.';
  const found = graded.flatMap((outcome) => {
    if (outcome.status !== 'assessed' || (outcome.fracture?.grade ?? 0) === 0) return [];
    const { grade, shape, needsReader } = outcome.fracture!;
    const words = `${outcome.level}: Genant grade ${grade}${shape === null ? '' : `, ${shape}`}`;
    return [needsReader ? `${words} (possible, needs a reader)` : words];
  });
  const [first, last] = [graded[0]!.level, graded.at(-1)!.level];
  const count =
    graded.length === 1
      ? `1 level graded (${first})`
      : `${graded.length} levels graded (${first} to ${last})`;
  const unsure = graded
    .filter((outcome) => outcome.status === 'assessed' && maybeFractured(outcome))
    .map(({ level }) => level);
  const open =
    unsure.length === 0
      ? ''
      : ` Grade 0, but too coarsely measured to rule a fracture out (needs a reader): ${unsure.join(', ')}.`;
  const words = found.length === 0 ? `None of grade 1 or more; ${count}.` : `${found.join('; ')}. ${count}.`;
  return words + open;
}

/** Thousands apart by a narrow space that no line breaks at. */
function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}
