/** Which vertebrae are there, where their bodies lie and how far to trust that. `osteon/segmentation/1` */
import { z } from 'zod';

import { flagSchema, levelSchema, namedLevelSchema, refusalSchema, vec3Schema } from './primitives.ts';
import { surfaceRefSchema } from './surfaces.ts';
import { VOLUME_SCHEMA, volumeRef } from './volumes.ts';

const labelsRef = volumeRef(VOLUME_SCHEMA.labels);

/**
 * A vertebral body's own frame in patient LPS: origin at the body's centre (mm), unit axes
 * left, posterior and superior, right-handed; superior is the mean of both endplate normals.
 */
export const frameSchema = z
  .object({ origin: vec3Schema, left: vec3Schema, posterior: vec3Schema, superior: vec3Schema })
  .readonly();
export type Frame = z.infer<typeof frameSchema>;

export const TRAFFIC_LIGHTS = ['green', 'amber', 'red'] as const;
export const qcSchema = z
  .object({ light: z.enum(TRAFFIC_LIGHTS), flags: z.array(flagSchema).readonly() })
  .readonly();

const probabilitySchema = z.number().min(0).max(1);

/** A name that a vertebra may have; "sacrum": it may be a segment of it. */
export const candidateSchema = z
  .object({ level: namedLevelSchema, probability: probabilitySchema })
  .readonly();
export type Candidate = z.infer<typeof candidateSchema>;

/** Names that are not settled: levels are then positions, V1 the lowest complete body. */
const unsettledSchema = z
  .object({
    statement: z.string(),
    /** How to settle them, as a reader or an operator is told. */
    advice: z.string(),
    /** Ways to settle them, likeliest first: the option as it is typed, and the levels of the column by it. */
    options: z
      .array(
        z
          .object({
            option: z.string(),
            position: levelSchema,
            names: z.string(),
            probability: probabilitySchema,
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();

/** How the vertebrae of a built-in segmentation got their names. */
export const numberingSchema = z
  .object({
    /** Of the names given, against every other way of naming, 0 to 1. */
    probability: z.number().min(0).max(1),
    /** What was clearly seen: sacrum, last rib, first rib. */
    anchors: z.array(z.string()).readonly(),
    /** The next likeliest way: its most cranial and most caudal level. */
    runnerUp: z
      .object({ first: levelSchema, last: levelSchema, probability: z.number().min(0).max(1) })
      .readonly()
      .nullable(),
    /** Of all ways with L6, T13, or one vertebra too few, together. */
    transitionalProbability: z.number().min(0).max(1),
    /**
     * Ways of naming with a probability of 0.01 and more, likeliest first; levels caudal to cranial, of the same vertebrae.
     * Left out where an operator named them, and in artefacts before it.
     */
    namings: z
      .array(
        z.object({ levels: z.array(namedLevelSchema).readonly(), probability: probabilitySchema }).readonly(),
      )
      .readonly()
      .optional(),
    /** Left out where levels have names. */
    unsettled: unsettledSchema.optional(),
  })
  .readonly();
export type Numbering = z.infer<typeof numberingSchema>;

/** The narrowest section of a pedicle: where a vertebra is cut into body and posterior elements. */
const pedicleCutSchema = z
  .object({
    side: z.enum(['left', 'right']),
    /** Centre of the section, patient LPS, mm. */
    point: vec3Schema,
    /** Unit, backwards along the pedicle, patient LPS. */
    normal: vec3Schema,
    areaMm2: z.number().positive(),
  })
  .readonly();
export type PedicleCut = z.infer<typeof pedicleCutSchema>;

/** CT and bodies near one body, cut out of their grids: all that its measurement reads. */
const surroundingsSchema = z
  .object({
    ct: volumeRef(VOLUME_SCHEMA.ct),
    bodies: labelsRef,
    /** From the voxel index of both to patient LPS, mm, three rows of four; a NIfTI's header holds it to seven digits. */
    affine: z.array(z.number()).length(12).readonly(),
  })
  .readonly();

/** One vertebra. `refusal` is null where the level can be assessed. */
export const segmentedLevelSchema = z
  .object({
    level: levelSchema,
    /** Where `level` is a position: the names that it may have, likeliest first. */
    candidates: z.array(candidateSchema).readonly().optional(),
    /** Its voxel value in `bodies` and `vertebrae`. */
    labelValue: z.number().int().positive(),
    /** Null where the body can't be framed (a sliver at the edge of the field of view). */
    frame: frameSchema.nullable(),
    /** Within `surface`; of a body that the image cuts, the part in the image. */
    bodyVolumeMm3: z.number(),
    /**
     * The body's outline, finer than voxels: model, region, heights and pictures are cut from it, and its voxels in `bodies` are
     * those whose centres lie within. Left out where there is no body, and in artefacts before it.
     */
    surface: surfaceRefSchema.optional(),
    /** How far to trust outline and name together, 0 to 1; left out where the provider does not say. */
    confidence: z.number().min(0).max(1).optional(),
    /** One a side; none where that pedicle was not found. Left out where posterior elements are not known. */
    pedicleCuts: z.array(pedicleCutSchema).readonly().optional(),
    /** Bone in `osteophytes`, mm3: a lower bound of what there is. Left out where it was not looked for. */
    osteophyteMm3: z.number().nonnegative().optional(),
    /** Left out where the level is not assessed, and in artefacts before it. */
    surroundings: surroundingsSchema.optional(),
    truncated: z.boolean(),
    refusal: refusalSchema.nullable(),
    qc: qcSchema,
  })
  .readonly();
export type SegmentedLevel = z.infer<typeof segmentedLevelSchema>;

export const segmentationSchema = z
  .object({
    schema: z.literal('osteon/segmentation/1'),
    provider: z
      .object({
        id: z.enum(['import', 'automatic', 'onnx']),
        version: z.string(),
        /** Import: the numbering convention of the map, and how it was recognised. */
        convention: z.string().nullable(),
        recognisedBy: z.enum(['embedded-names', 'file-names', 'option', 'detection']).nullable(),
        /** Onnx: the site's model, and which bytes it was. */
        model: z
          .object({ name: z.string(), version: z.string(), licence: z.string(), sha256: z.string() })
          .readonly()
          .optional(),
      })
      .readonly(),
    /** Vertebral bodies without posterior elements, on the grid of the CT. */
    bodies: labelsRef,
    /** Whole vertebrae where they are known, on the grid of the CT. */
    vertebrae: labelsRef.nullable(),
    /**
     * The voxels of `bodies` that stand out beyond a body's own flare, in the same values: bony lips. Bodies without any
     * have up to 5 % there. Null where none was found, left out where the provider has no surfaces.
     */
    osteophytes: labelsRef.nullable().optional(),
    /** Cranial to caudal; every vertebra that was seen, assessable or not. */
    levels: z.array(segmentedLevelSchema).readonly(),
    /** Left out where the names came with the label map or the model. */
    numbering: numberingSchema.optional(),
    qc: qcSchema,
  })
  .readonly();
export type Segmentation = z.infer<typeof segmentationSchema>;
