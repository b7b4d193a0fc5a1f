/** Who has signed a report, and which report a revision takes the place of (PS3.3 C.17.2, SR Document General Module). */
import { signatureOf } from '../words/signature.ts';

import { uidsOfObjects, type ObjectsOf } from './study.ts';

/** Verified is what a reader has signed, by name and time. */
export function verification({ reviewed }: ObjectsOf): Readonly<Record<string, unknown>> {
  const signed = signatureOf(reviewed);
  if (signed === null) return { VerificationFlag: 'UNVERIFIED', PreliminaryFlag: 'PRELIMINARY' };
  return {
    VerificationFlag: 'VERIFIED',
    PreliminaryFlag: 'FINAL',
    VerifyingObserverSequence: [
      {
        VerifyingObserverName: signed.reader.name,
        VerifyingObserverIdentificationCodeSequence: [],
        VerifyingOrganization: 'not recorded',
        VerificationDateTime: dicomTime(signed.at),
      },
    ],
  };
}

export function predecessor(of: ObjectsOf, sopClassUid: string): Readonly<Record<string, unknown>> {
  if (of.reviewed === null) return {};
  const before = uidsOfObjects(of, of.reviewed.revision - 1);
  return {
    PredecessorDocumentsSequence: [
      {
        StudyInstanceUID: of.about.study.studyInstanceUid,
        ReferencedSeriesSequence: [
          {
            SeriesInstanceUID: before('series measurements'),
            ReferencedSOPSequence: [
              {
                ReferencedSOPClassUID: sopClassUid,
                ReferencedSOPInstanceUID: before('instance measurements'),
              },
            ],
          },
        ],
      },
    ],
  };
}

/** `2026-11-30T13:11:59.716+01:00` as `20261130131159+0100` (PS3.5, DT; HL7 v2 writes its times so, too). */
export function dicomTime(iso: string): string {
  const [, day = '', time = '', zone = ''] = /^(.{10})T(.{8})(?:\.\d+)?(.*)$/.exec(iso) ?? [];
  const offset = zone === 'Z' ? '+0000' : zone.replace(':', '');
  return `${day.replaceAll('-', '')}${time.replaceAll(':', '')}${offset}`;
}
