/** What LoadCt found: the chosen CT volume and what its headers say. `osteon/ct/1` */
import { z } from 'zod';

import { flagSchema } from './primitives.ts';
import { VOLUME_SCHEMA, volumeRef } from './volumes.ts';

/** Null means: the study does not say. Never filled with a default. */
export const patientSchema = z
  .object({
    name: z.string().nullable(),
    id: z.string().nullable(),
    /** Who gave the id; left out where the headers do not say. */
    idIssuer: z.string().optional(),
    birthDate: z.iso.date().nullable(),
    sex: z.enum(['female', 'male']).nullable(),
    /** At the date of the study. */
    ageYears: z.number().nullable(),
  })
  .readonly();

export const seriesChoiceSchema = z
  .object({
    /** Series of the study in the order of their first image: "1", "2", ... */
    number: z.number().int().positive(),
    description: z.string().nullable(),
    modality: z.string().nullable(),
    images: z.number().int(),
    chosen: z.boolean(),
    /** Why this one was chosen, or why not. */
    reasons: z.array(z.string()).readonly(),
  })
  .readonly();

/** What objects made of the CT need to lie in its study beside it, as its headers have it; from DICOM alone. */
const dicomSourceSchema = z
  .object({
    /** Person names with their carets and groups. */
    patientName: z.string().nullable(),
    referringPhysician: z.string().nullable(),
    studyTime: z.string().nullable(),
    studyId: z.string().nullable(),
    sopClassUid: z.string().nullable(),
    /** SOPInstanceUIDs in the order of the volume's planes along `planeAxis`; of a file of many frames the one it has. */
    images: z.array(z.string()).readonly(),
    /** The axis of the volume across which the images lie: 0, 1 or 2. */
    planeAxis: z.union([z.literal(0), z.literal(1), z.literal(2)]),
    /**
     * The grid of the images as they were scanned, where a tilted gantry sheared their stack and the volume is a straight one: axes in the
     * volume's order, `affine` the 3 x 4 matrix from voxel index to patient LPS, mm, row-major. Left out of all others.
     */
    asScanned: z
      .object({
        dims: z.tuple([z.number().int(), z.number().int(), z.number().int()]).readonly(),
        affine: z.array(z.number()).length(12).readonly(),
      })
      .readonly()
      .optional(),
  })
  .readonly();
export type DicomSource = z.infer<typeof dicomSourceSchema>;

export const ctSchema = z
  .object({
    schema: z.literal('osteon/ct/1'),
    source: z.enum(['dicom', 'nifti']),
    volume: volumeRef(VOLUME_SCHEMA.ct),
    dims: z.tuple([z.number().int(), z.number().int(), z.number().int()]),
    /** mm between voxel centres along left, posterior, superior. */
    spacingMm: z.tuple([z.number(), z.number(), z.number()]),
    sliceThicknessMm: z.number().nullable(),
    kvp: z.number().nullable(),
    kernel: z.string().nullable(),
    manufacturer: z.string().nullable(),
    scannerModel: z.string().nullable(),
    /** DeviceSerialNumber and TableHeight (mm); left out where the header does not say. */
    deviceSerial: z.string().optional(),
    tableHeightMm: z.number().optional(),
    /** ContrastBolusAgent as the header has it; null where the header does not say. */
    contrastAgent: z.string().nullable(),
    patient: patientSchema,
    study: z
      .object({
        studyInstanceUid: z.string().nullable(),
        seriesInstanceUid: z.string().nullable(),
        frameOfReferenceUid: z.string().nullable(),
        date: z.iso.date().nullable(),
        description: z.string().nullable(),
        accessionNumber: z.string().nullable(),
        referringPhysician: z.string().nullable(),
        institution: z.string().nullable(),
      })
      .readonly(),
    /** Left out of a NIfTI, and in artefacts before it. */
    dicom: dicomSourceSchema.optional(),
    series: z.array(seriesChoiceSchema).readonly(),
    flags: z.array(flagSchema).readonly(),
  })
  .readonly();
export type Ct = z.infer<typeof ctSchema>;
