/** Finite-element strength of one level, as `osteon/level/2` holds it. */
import { z } from 'zod';

import type { FlagCode } from '../codes/codes.ts';
import { quantity } from '../primitives.ts';
import { densityResponseSchema } from './density-response.ts';
import { VOLUME_SCHEMA, volumeRef } from '../volumes.ts';

/**
 * The standard error of a number, in its own unit, in two independent parts: levels of a study share the first, in the
 * same direction; the second is each level's own.
 */
export const splitErrorSchema = z
  .object({ calibrationSe: z.number().nonnegative(), ownSe: z.number().nonnegative() })
  .readonly();
export type SplitError = z.infer<typeof splitErrorSchema>;

export const ERROR_CAUSES = [
  'calibration',
  'outline',
  'sagittal-tilt',
  'frontal-tilt',
  'discretisation',
] as const;

/** What one cause adds to the standard errors, % of the values; null where the value is not there. */
export const errorPartSchema = z
  .object({
    cause: z.enum(ERROR_CAUSES),
    /** What was varied, and by how much. */
    varied: z.string(),
    stiffnessPercent: z.number().nonnegative(),
    linearPercent: z.number().nonnegative(),
    plasticPercent: z.number().nonnegative().nullable(),
    offsetPercent: z.number().nonnegative().nullable(),
  })
  .readonly();
export type ErrorPart = z.infer<typeof errorPartSchema>;

/** The same of the primary strength alone, as results and visits hold it. */
export const strengthErrorsSchema = z
  .array(z.object({ cause: z.enum(ERROR_CAUSES), percent: z.number().nonnegative() }).readonly())
  .readonly();

/** Compression of an elastic, perfectly plastic body: the primary strength. */
export const plasticSchema = z
  .object({
    /** The force at `readOutPercent` of H, N. */
    strength: quantity('N'),
    readOutPercent: z.number().positive(),
    /** Where the curve meets the elastic line moved by 0.2 % strain, N; null where it does not. */
    offsetStrength: quantity('N').nullable(),
    /** The load curve; the unloaded body is left out. */
    curve: z.array(z.object({ strainPercent: z.number(), forceN: z.number() }).readonly()).readonly(),
    /** Part of the bone's integration points that have flowed at the read-out, %. */
    yieldedPercent: z.number(),
    law: z.string(),
  })
  .readonly();

/** Forward bending: the upper plane turns about the left-right axis through its middle. No cut-off is known for it. */
export const bendingSchema = z
  .object({
    /** The moment at the read-out, N m. */
    moment: quantity('N m'),
    rotationDegrees: z.number(),
    /** What the rotation shortens the foremost bone by, % of H. */
    edgeStrainPercent: z.number(),
  })
  .readonly();

/** What hand formulas say of the same body: checks of the solve, no results. */
export const sanitySchema = z
  .object({
    /** 0.0068 EA, EA the harmonic mean over the slices, and of the weakest slice, N. */
    axialRigidityN: z.number(),
    axialRigidityLeastN: z.number(),
    /** Least sum of yield stress times area over the whole slices, N; null without plasticity. */
    sliceCollapseN: z.number().nullable(),
    /** Linear over plastic strength; 0.8 to 1.4 is usual. */
    linearToPlastic: z.number().nullable(),
    /** Plastic strength over slice collapse; 1.0 to 1.5 is usual. */
    plasticToCollapse: z.number().nullable(),
  })
  .readonly();

/** Flags that say why a level has no strength: one without carries at least one of them. */
export const STRENGTH_WITHHELD: readonly FlagCode[] = ['STRENGTH_SLICES_TOO_THICK'];

/** Axial compression between bonded caps. */
export const strengthSchema = z
  .object({
    /** K, N/mm. */
    stiffness: quantity('N/mm'),
    /** F = 0.0068 K H, N (Crawford et al. 2003). */
    linearStrength: quantity('N'),
    /** H, bone height along the load axis. */
    height: quantity('mm'),
    law: z.string(),
    elements: z.number().int(),
    nodes: z.number().int(),
    solver: z
      .object({
        converged: z.literal(true),
        iterations: z.number().int(),
        relativeResidual: z.number(),
        tolerance: z.number(),
      })
      .readonly(),
    /** Null where the parameter set asks for none, or with a flag that says why. */
    plastic: plasticSchema.nullable(),
    bending: bendingSchema.nullable(),
    sanity: sanitySchema,
    errors: z
      .object({
        stiffness: splitErrorSchema,
        linearStrength: splitErrorSchema,
        plasticStrength: splitErrorSchema.nullable(),
        offsetStrength: splitErrorSchema.nullable(),
        parts: z.array(errorPartSchema).readonly(),
        basis: z.string(),
      })
      .readonly(),
    /** Of artefacts before it absent. */
    densityResponse: densityResponseSchema.optional(),
    /** Effective strain of the elastic body at a shortening of 0.68 % of H, on the grid of the model: not of the plastic read-out. */
    strain: volumeRef(VOLUME_SCHEMA.strain),
  })
  .readonly();
export type Strength = z.infer<typeof strengthSchema>;
