/**
 * Earlier assessments that a report finds by itself, by the patient's pseudonym. What the first report has found, or that it found none, is
 * kept beside it: a revision is held against the same, whatever has come into the store meanwhile, so that nobody signs what was not seen.
 */
import { foundPriorsSchema, type NamedAssessment } from '../../../contracts/comparison/patient-index.ts';
import { visitSchema, type Visit } from '../../../contracts/comparison/comparison.ts';
import { ctSchema } from '../../../contracts/ct.ts';
import type { ArtifactRef } from '../../../contracts/primitives.ts';
import { resultSchema } from '../../../contracts/result.ts';
import { sha256 } from '../../../spine/host/digest.ts';
import { visitOf } from '../../../spine/judge/index.ts';

import { assessmentKey, getJson, putJson, unlessMissing, type AssessmentKey } from '../artifacts.ts';
import { checked, parsedJson } from '../contract.ts';
import type { ListedStore, ObjectStore } from '../object-store.ts';
import type { Pseudonyms } from '../rows/pseudonym.ts';

import { earlierStudies, namedOf, patientAssessments, type Present } from './patient-index.ts';

/** Who finds a patient's assessments: with the key of the pseudonyms, and a list of what lies below one of them. */
export interface PatientPorts {
  readonly pseudonym: Pseudonyms;
  readonly list: ListedStore['list'];
}

export interface Asked extends Present {
  readonly assessment: AssessmentKey;
  readonly site: string | null;
  readonly patientId: string | null;
}

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
  const kept = await unlessMissing(store, key);
  if (kept !== null) {
    const { schema, priors } = checked(foundPriorsSchema, parsedJson(kept, key), key);
    return { visits: await visitsOf(store, priors), ref: { key, schema, sha256: sha256(kept) } };
  }
  if (portsOf === null || asked.patientId === null) return { visits: [], ref: null };
  const ports = portsOf();
  const pseudonym = await ports.pseudonym(asked.site, asked.patientId);
  if (pseudonym === null) return { visits: [], ref: null };
  const indexed = await patientAssessments({ get: (at) => store.get(at), list: ports.list }, pseudonym);
  const priors = earlierStudies(indexed, asked).map(namedOf);
  const ref = await putJson(store, key, foundPriorsSchema, { schema: 'osteon/found-priors/1', priors });
  return { visits: await visitsOf(store, priors), ref };
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
