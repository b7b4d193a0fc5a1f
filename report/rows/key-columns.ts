/** What all tables have, and are joined by. */
import { column, type Column } from './column.ts';
import type { AssessmentSource } from './row-source.ts';

export const KEY_COLUMNS: readonly Column<AssessmentSource>[] = [
  column('study_id', 'text', 'The study, from what its files hold', ({ result }) => result.studyId),
  column(
    'assessment_id',
    'text',
    'The assessment: software, parameters and order',
    ({ result }) => result.assessmentId,
  ),
  column('revision', 'integer', '0 as measured; 1, 2, ... after a review', ({ revision }) => revision),
  column(
    'patient',
    'text',
    "Keyed pseudonym of the patient's ID with its issuer, where the headers name one (before edition 3: of the ID alone); null without an ID of the patient's own, or a key. The view persons says which studies are one person's",
    ({ patient }) => patient?.ofIssuer,
  ),
  column('study_date', 'date', 'Date of the study', ({ ct }) => ct?.study.date),
];
