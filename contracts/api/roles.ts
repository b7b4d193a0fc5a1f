/** Who may do what: roles as tokens carry them. A site sees its own uploads and studies only, whatever the role. */
import { z } from 'zod';

export const ROLES = ['uploader', 'reader', 'analyst', 'operator'] as const;
export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;

/** What a request does, as far as rights are concerned, and the roles that may. */
export const RIGHTS = {
  /** Open, read, complete and cancel uploads. */
  upload: ['uploader', 'operator'],
  /** List studies, and read the state of their assessments, without anything of a patient. */
  follow: ['uploader', 'reader', 'analyst', 'operator'],
  /** Reports, results and pictures: a patient's data. */
  read: ['reader', 'operator'],
  /** Review an assessment, and sign its report. */
  sign: ['reader'],
  /** Run named queries over the site's rows: pseudonyms, ages and dates. */
  query: ['analyst'],
  /** Register and withdraw calibrations. */
  calibrate: ['operator'],
  /** Stop an assessment, or start one again. */
  control: ['uploader', 'operator'],
  /** Assess a site's studies again, and say that what changed may. */
  campaign: ['operator'],
  /** Read what a campaign changed: studies by their ids, nothing of a patient. */
  compare: ['analyst', 'operator'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;
export type Right = keyof typeof RIGHTS;
