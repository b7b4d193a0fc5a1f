/** Digital people whom the reference of strength and density fits: drawn at its mean for their age and sex, and about it as people scatter. */
import { demoSpine, type SpineOptions } from '../../phantoms/index.ts';
import { referenceDensity } from '../../spine/judge/strength/reference/reference-density.ts';
import { normalCdf } from '../../spine/math/normal.ts';

export interface DigitalPerson {
  readonly sex: 'female' | 'male';
  readonly ageYears: number;
  /** That the person has at every level. */
  readonly z: number;
  readonly options: SpineOptions;
}

export const DRAWN_LEVELS = ['L1', 'L2', 'L3'] as const;
/**
 * Years, and which twelfth of a normal distribution the woman of that age stands for, from the lowest; the man stands for the same one
 * from the highest. Neither age nor sex goes with z that way.
 */
const WOMEN = [
  [25, 11],
  [45, 4],
  [55, 2],
  [65, 6],
  [75, 1],
  [85, 8],
] as const;
const TWELFTHS = 12;
/** A normal distribution ends here, for a search. */
const FARTHEST = 8;
const HALVINGS = 60;

/** Twelve: a woman and a man of each age, each with the middle of a twelfth for the z. */
export function digitalPeople(): readonly DigitalPerson[] {
  const pairs = WOMEN.flatMap(([ageYears, twelfth]) => [
    { ageYears, sex: 'female' as const, twelfth },
    { ageYears, sex: 'male' as const, twelfth: TWELFTHS - 1 - twelfth },
  ]);
  return pairs.map(({ ageYears, sex, twelfth }, n) => {
    const z = normalQuantile((twelfth + 0.5) / TWELFTHS);
    const levels = DRAWN_LEVELS.map((level) => {
      const { mean, sd } = referenceDensity(level, sex, ageYears)!;
      return { level, vbmdMgCc: mean + z * sd, fracture: null };
    });
    return { sex, ageYears, z, options: { ...demoSpine, seed: n + 1, levels } };
  });
}

/** What their headers say in the place of the invented patient's. */
export function attributesOf({ sex, ageYears }: DigitalPerson): Readonly<Record<string, string>> {
  return {
    PatientSex: sex === 'female' ? 'F' : 'M',
    PatientAge: `${String(ageYears).padStart(3, '0')}Y`,
    PatientBirthDate: '',
  };
}

function normalQuantile(probability: number): number {
  let [low, high] = [-FARTHEST, FARTHEST];
  for (let n = 0; n < HALVINGS; n++) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
