/** What an archive holds of an assessment, in the study of the CT: the report, the outlines, the numbers, a picture. */
import type { Result } from '../../contracts/result.ts';
import type { ReportData } from '../report-data.ts';

import { encapsulatedPdf } from './encapsulated-pdf.ts';
import { measurementReport } from './measurements.ts';
import { capture } from './picture.ts';
import { bodiesOnImages } from './on-images.ts';
import { segmentation, segmentsOf } from './segmentation.ts';
import type { ObjectsOf } from './study.ts';

export interface DicomObject {
  /** File name. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * None of a CT that is no DICOM, and none where processing failed: a fault says nothing of the study. Of a refused study there
 * is the report alone.
 */
export function dicomObjects(data: ReportData, result: Result, pdf: Uint8Array): readonly DicomObject[] {
  const { about, input, software, fault, refusal, segmentation: found, spinePicture } = data;
  if (fault !== null || about?.dicom === undefined) return [];
  if (about.study.studyInstanceUid === null || about.study.seriesInstanceUid === null) return [];
  const of: ObjectsOf = {
    about: { ...about, dicom: about.dicom },
    software,
    studyId: input.studyId,
    assessmentId: input.assessmentId,
    reviewed: data.reviewed,
  };
  const report = { name: 'report.dcm', bytes: encapsulatedPdf(of, pdf) };
  if (refusal !== null) return [report];
  const bodies = bodiesOnImages(data, about.dicom);
  const segments = found === null || bodies === null ? [] : segmentsOf(found, bodies);
  const outlines = found === null || bodies === null ? null : segmentation(of, found, bodies, segments);
  return [
    report,
    ...(outlines === null ? [] : [{ name: 'segmentation.dcm', bytes: outlines }]),
    { name: 'measurements.dcm', bytes: measurementReport(of, result, segments) },
    ...(spinePicture === null ? [] : [{ name: 'picture.dcm', bytes: capture(of, spinePicture) }]),
  ];
}
