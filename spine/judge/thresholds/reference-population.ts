/**
 * Means and standard deviations of a quantity by age and sex, bound to the method they were measured with.
 *
 * There is none for this software's strength or density yet, so no z-score is given: means of another engine's newtons
 * are not ours, and none was published for ours.
 */
import type { Subject } from '../subject/subject.ts';

export interface ReferencePopulation {
  readonly id: string;
  readonly methodId: string;
  readonly source: string;
  readonly bands: readonly {
    readonly sex: 'female' | 'male';
    /** Years, from (inclusive) and until (exclusive). */
    readonly fromAge: number;
    readonly untilAge: number;
    readonly mean: number;
    readonly sd: number;
  }[];
}

/** A reference population was asked for by a method that it was not measured with. */
export class ReferenceRefused extends Error {
  override readonly name = 'ReferenceRefused';
  readonly code = 'REFERENCE_OF_ANOTHER_METHOD';
  readonly methodId: string;
  readonly boundTo: string;

  constructor(reference: ReferencePopulation, methodId: string) {
    super(
      `reference population ${reference.id}: requested by ${methodId}, measured with ${reference.methodId}`,
    );
    this.methodId = methodId;
    this.boundTo = reference.methodId;
  }
}

const REFERENCES: readonly ReferencePopulation[] = [];

/** Null where no population was measured with this method. */
export function referenceFor(methodId: string): ReferencePopulation | null {
  return REFERENCES.find((reference) => reference.methodId === methodId) ?? null;
}

/**
 * (value - mean) / sd of the band of the subject; null where age or sex is not known or no band holds them.
 * @throws ReferenceRefused where the reference was measured with another method
 */
export function zScore(
  reference: ReferencePopulation,
  methodId: string,
  { ageYears, sex }: Pick<Subject, 'ageYears' | 'sex'>,
  value: number,
): number | null {
  if (reference.methodId !== methodId) throw new ReferenceRefused(reference, methodId);
  const band = reference.bands.find(
    (other) =>
      other.sex === sex && ageYears !== null && ageYears >= other.fromAge && ageYears < other.untilAge,
  );
  return band === undefined ? null : (value - band.mean) / band.sd;
}
