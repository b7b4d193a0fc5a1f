/** Calibration phantoms that can be named, and the certificate of the one whose densities are serial-specific. */
import { z } from 'zod';

/** Rods in a row under a patient, or scanned alone. */
export const TABLE_PHANTOM_TYPES = [
  'mindways',
  'qrm-bdc3',
  'qrm-bdc6',
  'image-analysis',
  'b-mas200',
  'siemens-osteo',
] as const;
export type TablePhantomType = (typeof TABLE_PHANTOM_TYPES)[number];
/** Takes the patient's place: for calibration files only. */
export const LONE_PHANTOM_TYPES = ['qrm-cci'] as const;
/** Have no third rod that would show whether a line fits. */
export const TWO_ROD_TYPES: readonly PhantomType[] = ['siemens-osteo', 'qrm-cci'];
export const PHANTOM_TYPES = [...TABLE_PHANTOM_TYPES, ...LONE_PHANTOM_TYPES] as const;
export type PhantomType = (typeof PHANTOM_TYPES)[number];

export function liesUnderPatients(type: PhantomType): type is TablePhantomType {
  return TABLE_PHANTOM_TYPES.some((known) => known === type);
}

/** Two unknowns, and one rod more to show whether a line fits. */
const FEWEST_RODS = 3;
const MOST_RODS = 8;

const certifiedRodSchema = z
  .strictObject({
    name: z.string().min(1),
    /** K2HPO4, mg/cm3; negative where the rod attenuates less than its water does. */
    k2hpo4MgCc: z.number().min(-200).max(1000),
    /** Water-equivalent density, mg/cm3. */
    waterMgCc: z.number().min(500).max(1500),
  })
  .readonly();

/** What a Mindways phantom's paper says, written down by the site. `osteon/phantom-certificate/1` */
export const phantomCertificateSchema = z
  .strictObject({
    schema: z.literal('osteon/phantom-certificate/1'),
    type: z.literal('mindways'),
    model: z.string().min(1),
    serial: z.string().min(1),
    issued: z.iso.date().nullable(),
    /** In the order in which they lie, from either side. */
    rods: z
      .array(certifiedRodSchema)
      .min(FEWEST_RODS)
      .max(MOST_RODS)
      .refine((rods) => new Set(rods.map(({ name }) => name)).size === rods.length, 'two rods of one name')
      .readonly(),
  })
  .readonly();
export type PhantomCertificate = z.infer<typeof phantomCertificateSchema>;
