/** How a report is written, as its operator asks for it. Part of `osteon/study/1`. */
import { z } from 'zod';

export const REPORT_LANGUAGES = ['en', 'de'] as const;
export type ReportLanguage = (typeof REPORT_LANGUAGES)[number];

export const reportOptionsSchema = z
  .strictObject({
    /** Of page 1 and the patient's page; the others are English. Left out: English. */
    language: z.enum(REPORT_LANGUAGES).optional(),
    /** A page in plain language for the patient, the last one. Left out: none. */
    patientPage: z.literal(true).optional(),
    /** Earlier assessments of the patient are not looked for in the store. Left out: they are, at the same site. */
    findPriors: z.literal(false).optional(),
  })
  .readonly();
export type ReportOptions = z.infer<typeof reportOptionsSchema>;
