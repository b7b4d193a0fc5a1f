/**
 * Earlier assessments that a report finds by itself, by the patient's pseudonym. What the first report has found, or that it found none, is
 * kept beside it: a revision is held against the same, whatever has come into the store meanwhile, so that nobody signs what was not seen. It
 * says what has come.
 */
import {
  foundPriorsSchema,
  type NamedAssessment,
  type PatientAssessment,
} from '../../../contracts/comparison/patient-index.ts';
import { visitSchema, type Visit } from '../../../contracts/comparison/comparison.ts';
import { ctSchema, type Ct } from '../../../contracts/ct.ts';
import type { ArtifactRef } from '../../../contracts/primitives.ts';
import { resultSchema } from '../../../contracts/result.ts';
import { sha256 } from '../../../spine/host/digest.ts';
import { otherPatient, visitOf } from '../../../spine/judge/index.ts';

import { assessmentKey, getJson, putJson, unlessMissing, type AssessmentKey } from '../artifacts.ts';
import { checked, parsedJson } from '../contract.ts';
import type { ListedStore, ObjectStore } from '../object-store.ts';
import type { Pseudonyms } from '../rows/pseudonym.ts';

import { earlierStudies, MOST_PRIORS, namedOf, patientAssessments, type Present } from './patient-index.ts';

/** Who finds a patient's assessments: with the key of the pseudonyms, and a list of what lies below one of them. */
export interface PatientPorts {
  readonly pseudonym: Pseudonyms;
  readonly list: ListedStore['list'];
}

export interface Asked extends Present {
  readonly assessment: AssessmentKey;
  readonly site: string | null;
  /** Null where the study was refused before that was known. */
  readonly patient: Ct['patient'] | null;
}

/** Studies that are read: others may have the ID as well, and theirs must not take the places of the patient's own. */
const MOST_READ = 30;

export interface FoundPriors {
  readonly visits: readonly Visit[];
  /** The list as it is kept, empty where none was found; null where none was looked for. */
  readonly ref: ArtifactRef | null;
}

/** @param portsOf null: only what was found before counts; not asked for where nobody is to be found */
export async function foundPriors(
  store: ObjectStore,
  asked: Asked,
  portsOf: (() => PatientPorts) | null,
): Promise<FoundPriors> {
  const { studyId, assessmentId } = asked.assessment;
  const key = assessmentKey({ studyId, assessmentId }, 'priors.json');
  return keptPriors(store, asked, portsOf, key, ({ own, others }) => [...own, ...others]);
}

/**
 * Of a revision: earlier studies of the patient that have come into the store since the first report. They are told and not compared, as
 * whoever signs has not seen a comparison; kept as well, so that a retry says the same.
 *
 * @param seen studies that the report is held against
 */
export async function laterPriors(
  store: ObjectStore,
  asked: Asked,
  portsOf: (() => PatientPorts) | null,
  seen: ReadonlySet<string>,
): Promise<FoundPriors> {
  if (asked.assessment.revision === undefined) return { visits: [], ref: null };
  const key = assessmentKey(asked.assessment, 'later-priors.json');
  return keptPriors(store, asked, portsOf, key, ({ own }) => own.filter(({ studyId }) => !seen.has(studyId)));
}

/** @param chosen of those that are found, the ones that are kept at `key` */
async function keptPriors(
  store: ObjectStore,
  asked: Asked,
  portsOf: (() => PatientPorts) | null,
  key: string,
  chosen: (earlier: EarlierVisits) => readonly Visit[],
): Promise<FoundPriors> {
  const kept = await unlessMissing(store, key);
  if (kept !== null) {
    const { schema, priors } = checked(foundPriorsSchema, parsedJson(kept, key), key);
    return { visits: await visitsOf(store, priors), ref: { key, schema, sha256: sha256(kept) } };
  }
  if (portsOf === null || asked.patient?.id == null) return { visits: [], ref: null };
  const ports = portsOf();
  const pseudonym = await ports.pseudonym(asked.site, asked.patient.id);
  if (pseudonym === null) return { visits: [], ref: null };
  const indexed = await patientAssessments({ get: (at) => store.get(at), list: ports.list }, pseudonym);
  const visits = chosen(await earlierVisits(store, indexed, { ...asked, patient: asked.patient }));
  const priors = visits.map(namedOf);
  const ref = await putJson(store, key, foundPriorsSchema, { schema: 'osteon/found-priors/1', priors });
  return { visits, ref };
}

interface EarlierVisits {
  readonly own: readonly Visit[];
  readonly others: readonly Visit[];
}

/** The latest ones that may be the patient's, and the latest of others: of these the report says why they are not compared. */
export async function earlierVisits(
  store: ObjectStore,
  indexed: readonly PatientAssessment[],
  now: Present & Pick<Visit, 'patient'>,
): Promise<EarlierVisits> {
  const read = await visitsOf(store, earlierStudies(indexed, now, MOST_READ).map(namedOf));
  const [own, others] = [true, false].map((wanted) =>
    read.filter((visit) => (otherPatient(visit, now) === null) === wanted).slice(0, MOST_PRIORS),
  );
  return { own: own!, others: others! };
}

/** What has been deleted since it was indexed is passed over. */
async function visitsOf(store: ObjectStore, priors: readonly NamedAssessment[]): Promise<readonly Visit[]> {
  const visits = await Promise.all(
    priors.map(async ({ studyId, assessmentId, revision }) => {
      const at = assessmentKey(
        { studyId, assessmentId, ...(revision === 0 ? {} : { revision }) },
        'result.json',
      );
      const bytes = await unlessMissing(store, at);
      if (bytes === null) return [];
      const result = checked(resultSchema, parsedJson(bytes, at), at);
      const ct = result.artifacts.find(({ schema }) => schema === 'osteon/ct/1');
      if (ct === undefined || (await unlessMissing(store, ct.key)) === null) return [];
      return [checked(visitSchema, visitOf(result, await getJson(store, ct, ctSchema)), at)];
    }),
  );
  return visits.flat();
}
