/** An uploaded study: the completion marker that is written last. `osteon/study/1` */
import { z } from 'zod';

import { PARAMETER_SET_IDS } from './parameter-set-ids.ts';
import { siteSchema } from './calibration/registry.ts';
import { TABLE_PHANTOM_TYPES } from './calibration/phantom.ts';
import { reportOptionsSchema } from './order/report-options.ts';
import { artifactRefSchema, namedLevelSchema, vec3Schema } from './primitives.ts';

/** Schema id of a file of a study, whatever it is: DICOM, a zip, NIfTI. */
export const SOURCE_FILE_SCHEMA = 'osteon/source-file/1';

/** Numberings of public label maps that a map can be declared to follow, and how each counts. */
export const LABEL_CONVENTIONS = {
  verse: 'VerSe, SPINEPS, TPTBox, TotalSegmentator vertebrae_pp: C1 = 1 ... L5 = 24',
  'totalsegmentator-v1': 'TotalSegmentator 1 total: L5 = 18 ... C1 = 41',
  'totalsegmentator-v2': 'TotalSegmentator 2 total: S1 = 26, L5 = 27 ... C1 = 50',
  'totalsegmentator-v3': 'TotalSegmentator total_v3: L6 = 26, L5 = 27 ... C1 = 50',
  'totalsegmentator-mr': 'TotalSegmentator vertebrae_mr: sacrum = 1, L5 = 2 ... C1 = 25',
  totalspineseg: 'totalspineseg: C1 = 11, T1 = 21, L1 = 41 ... sacrum = 50',
  fhofmann: 'VertebralBodiesCT (fhofmann): T1 = 1 ... L5 = 17, L6 = 18, sacrum = 19, T13 = 21',
} as const;
export type ConventionId = keyof typeof LABEL_CONVENTIONS;

/** The sacrum is a landmark, not a number that could be one off. */
const numberedLevelSchema = namedLevelSchema.exclude(['sacrum']);

/** What an operator says of one vertebra; all others are renamed with it. */
export const levelOverrideSchema = z.discriminatedUnion('kind', [
  /** The most cranial vertebra that is outlined, complete or cut by the image. */
  z.object({ kind: z.literal('first-level'), level: numberedLevelSchema }).readonly(),
  /** The vertebra at a point in patient LPS, mm. */
  z.object({ kind: z.literal('level-at'), pointMm: vec3Schema, level: numberedLevelSchema }).readonly(),
]);
export type LevelOverride = z.infer<typeof levelOverrideSchema>;

/** Which of several studies or series is assessed: its number in the list of series, or its UID. */
const selectorSchema = z.string().regex(/^[0-9.]{1,64}$/);
export const seriesSelectionSchema = z
  .object({ study: selectorSchema.optional(), series: selectorSchema.optional() })
  .readonly();
export type SeriesSelection = z.infer<typeof seriesSelectionSchema>;

/** What a label file may say of its content. */
export const LABEL_CONTENTS = ['vertebrae_body', 'subreg', 'seg-spine'] as const;

/** The first 16 hex digits of a SHA-256 over what the study's files hold. */
export const studyIdSchema = z.string().regex(/^[0-9a-f]{16}$/);

export const studyManifestSchema = z
  .object({
    schema: z.literal('osteon/study/1'),
    studyId: studyIdSchema,
    /** Who sent it. Left out: nobody's, and no scanner of a site is watched by it. */
    site: siteSchema.optional(),
    /** The files in a fixed order; keys hold no patient data (file names may, and are not kept). */
    files: z.array(artifactRefSchema).readonly(),
    /** Left out: the best series of the only study of the only patient. */
    select: seriesSelectionSchema.optional(),
    /** A label map, or one mask a file. `name` says what a file is ("vertebrae_L3.nii.gz"), and nothing else: no file name of a site's. */
    labels: z
      .object({
        files: z
          .array(z.object({ name: z.string(), file: artifactRefSchema }).readonly())
          .min(1)
          .readonly(),
        convention: z.string().nullable(),
      })
      .readonly()
      .nullable(),
    /** A site's own segmentation model: `model.onnx` and its `manifest.json`. Left out: none. */
    model: z.object({ onnx: artifactRefSchema, manifest: artifactRefSchema }).readonly().optional(),
    /** A label map's or a model's outlines are taken as they are drawn. Left out: they are fitted to the image. */
    keepOutlines: z.literal(true).optional(),
    /** Left out: levels as they are found. */
    levelOverride: levelOverrideSchema.optional(),
    /** A calibration phantom in the field of view, as the operator says, or that there is none. Left out: nothing is known. */
    phantom: z
      .union([
        z.literal('none'),
        z
          .object({
            type: z.enum(TABLE_PHANTOM_TYPES),
            /** Of the one type whose rods are serial-specific. */
            certificate: artifactRefSchema.nullable(),
          })
          .readonly(),
      ])
      .optional(),
    /** A phantom that was scanned by itself: `osteon/calibration-file/1`. Left out: none. */
    calibrationFile: artifactRefSchema.optional(),
    /** What the site has registered for its scanners: `osteon/calibration-registry/1`. Left out: nothing. */
    calibrations: artifactRefSchema.optional(),
    /** Earlier assessments of the patient, `osteon/visit/1` each. Left out: none. */
    priors: z.array(artifactRefSchema).readonly().optional(),
    order: artifactRefSchema.nullable(),
    /** How the report is written. Left out: English, without a page for the patient. */
    report: reportOptionsSchema.optional(),
    /** Left out: the default. */
    parameterSet: z.enum(PARAMETER_SET_IDS).optional(),
  })
  .readonly();
export type StudyManifest = z.infer<typeof studyManifestSchema>;
