/**
 * Every code of a refusal, a flag or a prompt, with what it means and what to do about it, for whoever reads it.
 *
 * `docs/codes.md` is written from here (`npm run schemas`). The text beside a code in a report says what was seen in the
 * study at hand; this says what stands behind it.
 */
import { z } from 'zod';

import { API_ERRORS } from './api-errors.ts';
import { CALIBRATION_FLAGS } from './calibration-flags.ts';
import { CALIBRATION_REFUSALS } from './calibration-refusals.ts';
import { INTAKE_FLAGS } from './intake-flags.ts';
import { INTAKE_REFUSALS } from './intake-refusals.ts';
import { JUDGEMENT_FLAGS, PROMPTS } from './judgement-flags.ts';
import { LEVEL_REFUSALS } from './level-refusals.ts';
import { MEASUREMENT_FLAGS } from './measurement-flags.ts';
import { OUTLINE_FLAGS } from './outline-flags.ts';
import { OUTLINE_REFUSALS } from './outline-refusals.ts';
import { TECHNICAL_FAULTS } from './technical-faults.ts';

export interface CodeEntry {
  readonly meaning: string;
  readonly whatToDo: string;
}

const REFUSALS = { ...INTAKE_REFUSALS, ...OUTLINE_REFUSALS, ...CALIBRATION_REFUSALS, ...LEVEL_REFUSALS };
const FLAGS = {
  ...INTAKE_FLAGS,
  ...OUTLINE_FLAGS,
  ...CALIBRATION_FLAGS,
  ...MEASUREMENT_FLAGS,
  ...JUDGEMENT_FLAGS,
};

export type RefusalCode = keyof typeof REFUSALS;
export type FlagCode = keyof typeof FLAGS;
export type FaultCode = keyof typeof TECHNICAL_FAULTS;
export type PromptCode = keyof typeof PROMPTS;
export type ApiErrorCode = keyof typeof API_ERRORS;

/** The groups as documentation tells them, in order. */
export const CODE_GROUPS: readonly {
  readonly title: string;
  readonly codes: Readonly<Record<string, CodeEntry>>;
}[] = [
  { title: 'Study refused: files, series and order', codes: INTAKE_REFUSALS },
  { title: 'Study refused: spine, labels, models and levels', codes: OUTLINE_REFUSALS },
  { title: 'Study refused: calibration', codes: CALIBRATION_REFUSALS },
  { title: 'Level refused', codes: LEVEL_REFUSALS },
  { title: 'Not assessed: technical fault', codes: TECHNICAL_FAULTS },
  { title: 'Remarks on the images', codes: INTAKE_FLAGS },
  { title: 'Remarks on outlines and levels', codes: OUTLINE_FLAGS },
  { title: 'Remarks on calibration and contrast agent', codes: CALIBRATION_FLAGS },
  { title: 'Remarks on heights, density and strength', codes: MEASUREMENT_FLAGS },
  { title: 'Remarks on grades, categories and risks', codes: JUDGEMENT_FLAGS },
  { title: 'Endplate findings for the reader to review', codes: PROMPTS },
  { title: 'Requests that the API does not carry out', codes: API_ERRORS },
];

// The ids make published schemas tell each list once.
export const refusalCodeSchema = z.enum(keysOf(REFUSALS)).meta({ id: 'RefusalCode' });
export const flagCodeSchema = z.enum(keysOf(FLAGS)).meta({ id: 'FlagCode' });
export const faultCodeSchema = z.enum(keysOf(TECHNICAL_FAULTS)).meta({ id: 'FaultCode' });
export const promptCodeSchema = z.enum(keysOf(PROMPTS));
export const apiErrorCodeSchema = z.enum(keysOf(API_ERRORS)).meta({ id: 'ApiErrorCode' });

function keysOf<K extends string>(table: Readonly<Record<K, CodeEntry>>): K[] {
  // Object.keys says string[]: a value may have more keys than its type. These are literals of this folder.
  return Object.keys(table) as K[];
}
