/** `results/patients/PSEUDONYM/STUDY-ASSESSMENT-rREVISION.json`: the assessments of a patient, whom only the key's holder can name. */
import {
  patientAssessmentSchema,
  type NamedAssessment,
  type PatientAssessment,
} from '../../../contracts/comparison/patient-index.ts';
import type { Result } from '../../../contracts/result.ts';
import { isSigned } from '../../../contracts/review/review.ts';

import { putJson } from '../artifacts.ts';
import { checked, parsedJson } from '../contract.ts';
import type { ListedStore, ObjectStore } from '../object-store.ts';

/** A report is held against so many earlier studies at most, the latest ones. */
export const MOST_PRIORS = 5;

const prefixOf = (pseudonym: string): string => `results/patients/${pseudonym}/`;

/** Again, it writes the same bytes to the same key. Nothing of what was not assessed. */
export async function putPatientAssessment(
  store: ObjectStore,
  pseudonym: string,
  { outcome, studyId, assessmentId, review, provenance }: Result,
  date: string | null,
): Promise<void> {
  if (outcome !== 'assessed') return;
  const revision = review?.revision ?? 0;
  const key = `${prefixOf(pseudonym)}${studyId}-${assessmentId}-r${revision}.json`;
  await putJson(store, key, patientAssessmentSchema, {
    schema: 'osteon/patient-assessment/1',
    ...{ studyId, assessmentId, revision, date },
    signed: review !== undefined && isSigned(review),
    parameterSet: provenance.parameterSet,
    parameterDigest: provenance.parameterDigest ?? '',
  });
}

export async function patientAssessments(
  store: Pick<ObjectStore, 'get'> & Pick<ListedStore, 'list'>,
  pseudonym: string,
): Promise<readonly PatientAssessment[]> {
  const keys = await store.list(prefixOf(pseudonym));
  return Promise.all(
    keys.map(async (key) => checked(patientAssessmentSchema, parsedJson(await store.get(key), key), key)),
  );
}

/** What is looked for: studies before this one. */
export interface Present {
  readonly studyId: string;
  readonly date: string | null;
  readonly parameterDigest: string;
}

/**
 * One assessment a study, the latest studies first. What a reader has reviewed counts before what none has, whatever its parameters: names
 * that were moved must not come back unseen by way of another parameter set. Then the present parameters, a signature, the later revision.
 */
export function earlierStudies(
  all: readonly PatientAssessment[],
  { studyId, date, parameterDigest }: Present,
  most: number,
): readonly PatientAssessment[] {
  if (date === null) return [];
  const before = all.filter((one) => one.studyId !== studyId && one.date !== null && one.date < date);
  const rank = (one: PatientAssessment): readonly (number | string)[] => [
    one.revision > 0 ? 1 : 0,
    one.parameterDigest === parameterDigest ? 1 : 0,
    one.signed ? 1 : 0,
    one.revision,
    // Of several that are alike any would do: always the same one.
    one.assessmentId,
  ];
  return [...Map.groupBy(before, (one) => one.studyId).values()]
    .map((own) => own.toSorted((a, b) => compared(rank(b), rank(a)))[0]!)
    .toSorted((a, b) => compared([b.date!, b.studyId], [a.date!, a.studyId]))
    .slice(0, most);
}

function compared(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  const at = a.findIndex((value, n) => value !== b[n]);
  return at < 0 ? 0 : a[at]! < b[at]! ? -1 : 1;
}

export function namedOf({ studyId, assessmentId, revision }: NamedAssessment): NamedAssessment {
  return { studyId, assessmentId, revision };
}
