/** Who the patient may be: age and sex of every draw. What is known is the same in all of them. */
import { AGE_NOT_GIVEN } from '../../../definitions/priors/verdict-prior.ts';
import type { Draws } from '../../../math/random/latin-hypercube.ts';
import { TABLE_ANCHOR, type Sex } from '../../risk/parameters.ts';
import { drawnModel, type DrawnModel } from '../../risk/table/drawn-risk.ts';
import type { Subject } from '../../subject/subject.ts';

export interface DrawnSubject {
  /** Else every draw has one of its own. */
  readonly isAgeGiven: boolean;
  readonly ageYears: (draw: number) => number;
  readonly sex: (draw: number) => Sex;
  readonly model: (draw: number) => DrawnModel;
}

const { lowest, highest } = TABLE_ANCHOR.value.ageRange;

/** Ages as they are told where nobody gave one: decades, the last of them open. */
export const AGE_BANDS = ['50 to 59 years', '60 to 69 years', '70 to 79 years', '80 years or more'] as const;

/** Which of `AGE_BANDS`. @param ageYears of a draw without a given age */
export function ageBandOf(ageYears: number): number {
  const [youngest] = AGE_NOT_GIVEN;
  return Math.min(AGE_BANDS.length - 1, Math.floor((ageYears - youngest) / 10));
}

export function drawSubject(
  { ageYears, sex }: Pick<Subject, 'ageYears' | 'sex'>,
  draws: Draws,
): DrawnSubject {
  const [youngest, oldest] = AGE_NOT_GIVEN;
  const ages = ageYears === null ? draws.uniform('age') : null;
  const sexes = sex === null ? draws.uniform('sex') : null;
  const ageOf = (n: number): number => ageYears ?? Math.round(youngest + (oldest - youngest) * ages![n]!);
  const sexOf = (n: number): Sex => sex ?? (sexes![n]! < 0.5 ? 'female' : 'male');
  const models = new Map<number, DrawnModel>();
  return {
    isAgeGiven: ageYears !== null,
    ageYears: ageOf,
    sex: sexOf,
    model: (n) => {
      // Beyond the model's ages its last one stands in: too high below 40, too low above 90.
      const years = Math.min(Math.max(ageOf(n), lowest), highest);
      const key = sexOf(n) === 'female' ? years : -years;
      let model = models.get(key);
      if (model === undefined) {
        model = drawnModel(years, sexOf(n));
        models.set(key, model);
      }
      return model;
    },
  };
}
