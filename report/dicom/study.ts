/** What every object of an assessment shares: it lies in the study of the CT, as that study's headers have it. */
import type { Ct, DicomSource } from '../../contracts/ct.ts';
import type { Reviewed } from '../../contracts/review/review.ts';
import type { Software } from '../../contracts/primitives.ts';

import { uidsOf, type UidOf } from './part-ten.ts';

export interface ObjectsOf {
  readonly about: Ct & { readonly dicom: DicomSource };
  readonly software: Software;
  readonly studyId: string;
  readonly assessmentId: string;
  /** Null of what the machine measured. */
  readonly reviewed: Pick<Reviewed, 'revision' | 'status' | 'history'> | null;
}

/** Series numbers far above those that scanners give, of a revision ten higher than those before it. */
const SERIES_NUMBER = { report: 9901, segmentation: 9902, measurements: 9903, picture: 9904 } as const;
const DESCRIPTION = {
  report: 'Bone strength and fracture risk, report',
  segmentation: 'Vertebral bodies',
  measurements: 'Bone strength, density and fractures',
  picture: 'Spine as found, picture',
} as const;
/** A picture is "other": PS3.3 C.7.3.1.1.1 has no term for captures, and CT would have viewers read its greys as HU. */
const MODALITY = { report: 'DOC', segmentation: 'SEG', measurements: 'SR', picture: 'OT' } as const;
export type ObjectKind = keyof typeof MODALITY;

const REVISION_STEP = 10;

/** Of what is the same in every revision. */
export function uidsOfAssessment({ studyId, assessmentId }: ObjectsOf): UidOf {
  return uidsOf(`osteon ${studyId} ${assessmentId}`);
}

/** A revision's objects stand beside those before it. @param revision 0: as the machine measured it */
export function uidsOfObjects(
  { studyId, assessmentId, reviewed }: ObjectsOf,
  revision: number = reviewed?.revision ?? 0,
): UidOf {
  return uidsOf(`osteon ${studyId} ${assessmentId}${revision === 0 ? '' : ` revision ${revision}`}`);
}

/**
 * Modules of patient, study, series and equipment. An object is dated as the CT is: the same result gives the same bytes, and
 * when it was made is the archive's to say.
 */
export function commonAttributes(of: ObjectsOf, kind: ObjectKind): Readonly<Record<string, unknown>> {
  const { about, software, reviewed } = of;
  const { patient, study, dicom } = about;
  const uid = uidsOfObjects(of);
  const revision = reviewed === null ? '' : `, revision ${reviewed.revision}`;
  return {
    SpecificCharacterSet: 'ISO_IR 192',
    PatientName: dicom.patientName ?? '',
    PatientID: patient.id ?? '',
    PatientBirthDate: compact(patient.birthDate),
    PatientSex: patient.sex === null ? '' : patient.sex === 'female' ? 'F' : 'M',
    StudyInstanceUID: study.studyInstanceUid,
    StudyDate: compact(study.date),
    StudyTime: dicom.studyTime ?? '',
    StudyID: dicom.studyId ?? '',
    StudyDescription: study.description ?? '',
    AccessionNumber: study.accessionNumber ?? '',
    ReferringPhysicianName: dicom.referringPhysician ?? '',
    Modality: MODALITY[kind],
    SeriesInstanceUID: uid(`series ${kind}`),
    SeriesNumber: String(SERIES_NUMBER[kind] + REVISION_STEP * (reviewed?.revision ?? 0)),
    SeriesDescription: `${DESCRIPTION[kind]}${revision}`,
    InstanceNumber: '1',
    ContentDate: contentDate(about),
    ContentTime: dicom.studyTime ?? '000000',
    Manufacturer: 'osteon (open source, not cleared for clinical use)',
    ManufacturerModelName: software.name,
    DeviceSerialNumber: 'none',
    SoftwareVersions: software.version,
  };
}

/** The CT's images as a series that is referred to. */
export function referencedCt({
  dicom,
  study,
}: ObjectsOf['about']): readonly Readonly<Record<string, unknown>>[] {
  return [
    {
      SeriesInstanceUID: study.seriesInstanceUid,
      ReferencedInstanceSequence: dicom.images.map((uid) => imageReference(dicom, uid)),
    },
  ];
}

export function imageReference({ sopClassUid }: DicomSource, uid: string): Readonly<Record<string, unknown>> {
  return { ReferencedSOPClassUID: sopClassUid, ReferencedSOPInstanceUID: uid };
}

/** Of a CT without a date, the first day that DICOM dates can tell. */
function contentDate({ study }: Ct): string {
  return compact(study.date) || '19000101';
}

function compact(date: string | null): string {
  return date?.replaceAll('-', '') ?? '';
}
