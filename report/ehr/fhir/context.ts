/** What every resource of a bundle shares. */
import type { Reference } from 'fhir/r4.js';

import type { Result } from '../../../contracts/result.ts';
import type { ReviewedBy } from '../../../contracts/review/review.ts';

import type { ReportData } from '../../report-data.ts';
import { stateOf, type ReportState } from '../conclusion.ts';
import { signatureOf } from '../../words/signature.ts';
import { idsOf, type IdOf } from './ids.ts';

export interface Context {
  readonly data: ReportData;
  readonly result: Result;
  readonly state: ReportState;
  readonly signed: ReviewedBy | null;
  readonly id: IdOf;
  /** Of the CT; null where the study does not say. */
  readonly date: string | null;
  /** Null where nobody knows whose study it is: it failed before its headers were read. */
  readonly patient: Reference | null;
  /** Null where the CT has no UIDs. */
  readonly imaging: Reference | null;
  readonly device: Reference;
}

export function contextOf(data: ReportData, result: Result): Context {
  const id = idsOf(data);
  const { about } = data;
  const hasUids = about?.study.studyInstanceUid != null;
  return {
    data,
    result,
    state: stateOf(data),
    signed: signatureOf(data.reviewed),
    id,
    date: about?.study.date ?? null,
    patient: about === null ? null : referenceTo(id, 'patient'),
    imaging: hasUids ? referenceTo(id, 'imaging study') : null,
    device: referenceTo(id, 'device'),
  };
}

/** To another resource of the same bundle. */
export function referenceTo(id: IdOf, thing: string): Reference {
  return { reference: `urn:uuid:${id(thing)}` };
}

/** Of a revision's reader; who reads twice is one person. */
export function practitionerThing({ reader }: Pick<ReviewedBy, 'reader'>): string {
  return `practitioner ${reader.name} ${reader.role ?? ''}`;
}
