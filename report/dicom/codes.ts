/**
 * Codes of the DICOM objects, and of FHIR and HL7 after them: standard ones where there are any, and for the rest a scheme of our own, `99OSTEON`
 * (docs/dicom.md lists it).
 *
 * @remarks Vertebrae: SNOMED CT as in the code set of 3D Slicer's DICOM master list; DCM and UCUM: PS3.16.
 */
import type { NamedLevel } from '../../contracts/levels.ts';

export interface Code {
  readonly CodeValue: string;
  readonly CodingSchemeDesignator: string;
  readonly CodeMeaning: string;
}

export const SCHEME = '99OSTEON';

export const dcm = (value: string, meaning: string): Code => code('DCM', value, meaning);
export const sct = (value: string, meaning: string): Code => code('SCT', value, meaning);
/** A unit. */
export const ucum = (value: string, meaning = value): Code => code('UCUM', value, meaning);
/** Of our own scheme: no coding scheme has the concept. */
export const own = (value: OwnCode): Code => code(SCHEME, value, OWN_CODES[value]);

export type OwnCode = keyof typeof OWN_CODES;

/** What our own codes mean. */
export const OWN_CODES = {
  strength: 'Vertebral compressive strength by finite elements',
  vbmd: 'Trabecular volumetric bone mineral density (K2HPO4 basis)',
  'anterior-height': 'Anterior height of vertebral body',
  'middle-height': 'Middle height of vertebral body',
  'posterior-height': 'Posterior height of vertebral body',
  'height-loss': 'Loss of height for the fracture grade',
  'interval-low': 'Lower limit of 95 % interval',
  'interval-high': 'Upper limit of 95 % interval',
  'no-uncertainty': 'Reason why the number has no uncertainty',
  'genant-grade': 'Semiquantitative fracture grade (Genant), by computer',
  'grade-0': 'Grade 0, not fractured by loss of height',
  'grade-1': 'Grade 1, mild',
  'grade-2': 'Grade 2, moderate',
  'grade-3': 'Grade 3, severe',
  'not-assessed': 'Reason why the level was not assessed',
  'possible-names': 'Level names that are possible, with probabilities',
  'overall-category': 'Overall fracture risk',
  'study-strength': 'L1 equivalent strength',
  'study-density': 'Trabecular vBMD of the study (K2HPO4 basis)',
  'level-quality': 'Quality of the level: green, amber or red',
  'not-cleared': 'Regulatory status',
  'known-fracture': 'Fracture status of the vertebra by a reader or in the history',
  'reader-grade': 'Semiquantitative fracture grade (Genant), by reader',
  'fracture-shape': 'Shape of the fractured vertebral body',
  'deformity-index': 'Spinal deformity index',
  'range-low': 'Least possible value',
  'range-high': 'Greatest possible value',
  'study-density-adjusted': 'Trabecular vBMD of the study, adjusted (K2HPO4 basis)',
  'density-osteoporosis': 'Trabecular density in the osteoporotic range',
  'density-low-bone-mass': 'Trabecular density in the range of low bone mass',
  'density-normal': 'Trabecular density in the normal range',
  'risk-very-high': 'Overall fracture risk very high',
  'risk-high': 'Overall fracture risk high',
  'risk-moderate': 'Overall fracture risk moderate',
  'risk-low': 'Overall fracture risk low',
  'risk-uncertain': 'Overall fracture risk uncertain: open between categories',
  'fracture-probability': 'Probability of a fracture within a number of years',
  'fracture-probability-at-age': 'Probability of a fracture in a number of years, at the age named',
  'span-low': 'Lower end over all possible patients, no confidence interval',
  'span-high': 'Upper end over all possible patients, no confidence interval',
} as const;

function code(scheme: string, value: string, meaning: string): Code {
  return { CodeValue: value, CodingSchemeDesignator: scheme, CodeMeaning: meaning };
}

const VERTEBRAE: Partial<Record<NamedLevel, string>> = {
  C1: '14806007', C2: '39976000', C3: '113205007', C4: '5329002', C5: '36978003', C6: '36054005', C7: '87391001',
  T1: '64864005', T2: '53733008', T3: '1626008', T4: '73071006', T5: '56401006', T6: '45296009',
  T7: '62487009', T8: '11068009', T9: '82687006', T10: '7610001', T11: '12989004', T12: '23215003',
  L1: '66794005', L2: '14293000', L3: '36470004', L4: '11994002', L5: '49668003', sacrum: '54735007',
}; // prettier-ignore

/** A vertebra by its name; the spine where it has none that is sure, or one that SNOMED CT lacks (T13, L6). */
export function vertebra(level: string): Code {
  const value = Object.entries(VERTEBRAE).find(([name]) => name === level)?.[1];
  if (value === undefined) return sct('421060004', 'Spine');
  return sct(value, level === 'sacrum' ? 'Sacrum' : `${level} vertebra`);
}
