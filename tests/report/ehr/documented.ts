/** The fixture's study in the states that documents have to tell apart: whole, with parts missing, refused, failed, reviewed. */
import type { ReportData } from '../../../report/report-data.ts';
import type { Reviewed } from '../../../contracts/review/review.ts';
import { bodiesOf, objectsOf } from '../dicom/cases.ts';
import { dataOf, VARIANTS } from '../page-variants.ts';

export const PDF = new TextEncoder().encode('%PDF-1.7 made up');

/** Headers of a DICOM study, as its scanner wrote them. */
export async function studyData(name: string): Promise<ReportData> {
  const data = await dataOf(VARIANTS[name]!);
  if (data.about === null) return data;
  const { about } = objectsOf(bodiesOf('axial'), 2);
  return {
    ...data,
    about: { ...data.about, study: about.study, patient: about.patient, dicom: about.dicom },
  };
}

export const READER = { name: 'Dr. A & B | ^~\\', role: 'Radiologist' } as const;
const MEANING = {
  preliminary: null,
  final: 'report approved as final',
  addendum: 'addendum approved',
} as const;

/** @param statuses of the reviews, oldest first */
export function reviewedBy(statuses: readonly Reviewed['status'][]): Reviewed {
  const history = statuses.map((status, n) => ({
    revision: n + 1,
    status,
    reader: READER,
    at: `2026-03-0${n + 2}T10:11:12+01:00`,
    meaning: MEANING[status],
    comments: `comment ${n + 1}`,
    review: { key: 'k', schema: 'osteon/review/1', sha256: String(n + 1).repeat(64) },
    of: String(n).repeat(64),
  }));
  return {
    schema: 'osteon/reviewed/1',
    revision: statuses.length,
    status: statuses.at(-1)!,
    ...{ names: [], excluded: [], readings: [], priors: [], history },
  };
}

export async function reviewedData(statuses: readonly Reviewed['status'][]): Promise<ReportData> {
  const data = await studyData('whole');
  return { ...data, input: { ...data.input, revision: statuses.length }, reviewed: reviewedBy(statuses) };
}
