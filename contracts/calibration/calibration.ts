/** How HU become mg/cm3, and what the image says for and against trusting that. `osteon/calibration/2` */
import { z } from 'zod';

import { artifactRefSchema, flagSchema, provenanceSchema, vec3Schema } from '../primitives.ts';

/** In the order of trust; the five-tissue method is computed for comparison and never used. */
export const CALIBRATION_METHODS = [
  'phantom',
  'asynchronous-phantom',
  'air-blood',
  'air-fat',
  'kvp-slope',
] as const;

export const REFERENCE_TISSUES = ['air', 'blood', 'fat', 'muscle', 'cortical-bone', 'rod'] as const;

/** A part of the image whose material is known. */
export const referenceRegionSchema = z
  .object({
    tissue: z.enum(REFERENCE_TISSUES),
    /** Rods by the letter or the density of their certificate; the vessel; else null. */
    name: z.string().nullable(),
    meanHu: z.number(),
    /** Over its voxels, HU. */
    sdHu: z.number(),
    volumeMm3: z.number(),
    centreMm: vec3Schema,
    /** False where it fails its gate; `remark` says what was seen and wanted. */
    accepted: z.boolean(),
    remark: z.string().nullable(),
  })
  .readonly();
export type ReferenceRegion = z.infer<typeof referenceRegionSchema>;

/** density = slope HU + intercept with the standard errors of both, correlated. */
export const densityLineSchema = z
  .object({
    /** mg/cm3 per HU. */
    slope: z.number().positive(),
    /** mg/cm3. */
    intercept: z.number(),
    error: z
      .object({
        /** Standard errors: mg/cm3 per HU, mg/cm3, and their correlation, -1 to 1. */
        slopeSe: z.number().nonnegative(),
        interceptSe: z.number().nonnegative(),
        correlation: z.number().min(-1).max(1),
        basis: z.string(),
      })
      .readonly(),
  })
  .readonly();
export type DensityLine = z.infer<typeof densityLineSchema>;

/** Least squares through the rods of a phantom. */
export const lineFitSchema = z
  .object({
    r2: z.number(),
    points: z
      .array(
        z
          .object({ name: z.string(), hu: z.number(), densityMgCc: z.number(), residualMgCc: z.number() })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();
export type LineFit = z.infer<typeof lineFitSchema>;

export const CONTRAST_PHASES = ['none', 'arterial', 'portal', 'unknown'] as const;

/** Whether a contrast agent is in the blood: header and image together. */
export const contrastSchema = z
  .object({
    phase: z.enum(CONTRAST_PHASES),
    /** Mean of the lumen; null where no aorta was found. */
    aortaHu: z.number().nullable(),
    /** To be taken off a density in the portal phase, mg/cm3; 0 in the others. */
    correctionMgCc: z.number().nonnegative(),
    basis: z.string(),
  })
  .readonly();

export const calibrationSchema = z
  .object({
    schema: z.literal('osteon/calibration/2'),
    method: z.enum(CALIBRATION_METHODS),
    mineralBasis: z.literal('K2HPO4'),
    ...densityLineSchema.unwrap().shape,
    /** Printed beside every density that rests on this. */
    statement: z.string(),
    source: z.string(),
    /** Which of the site's registered calibrations this is; left out where it is none of them. */
    registered: z.object({ id: z.string(), scannedOn: z.iso.date() }).readonly().optional(),
    /** Null where no line was fitted. */
    fit: lineFitSchema.nullable(),
    /** What was measured in the image, whether or not the method used it. */
    regions: z.array(referenceRegionSchema).readonly(),
    /** The other methods that could be computed, for comparison: never used for a density of the report. */
    alternatives: z
      .array(
        z
          .object({
            method: z.enum([...CALIBRATION_METHODS, 'five-tissue']),
            slope: z.number(),
            intercept: z.number(),
            statement: z.string(),
          })
          .readonly(),
      )
      .readonly(),
    /**
     * Errors that the line would have with a calibration file of this scanner, voltage and kernel: what a phantom scan would gain. Null
     * where a phantom was used, or where nothing tells which scanner it was.
     */
    withPhantomScan: densityLineSchema.unwrap().shape.error.nullable(),
    contrast: contrastSchema,
    /** Standard deviation in homogeneous soft tissue, HU; null where none was found. */
    noiseHu: z.number().nullable(),
    /** Regions drawn on the image, `image/png`; null where there is none. */
    picture: artifactRefSchema.nullable(),
    /** What keeps a density from being put into a category, and what makes it less sure. */
    flags: z.array(flagSchema).readonly(),
    provenance: provenanceSchema,
  })
  .readonly();
export type Calibration = z.infer<typeof calibrationSchema>;
