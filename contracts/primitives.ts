/** The small records that every state's input and output is built from. */
import { z } from 'zod';

import { flagCodeSchema, refusalCodeSchema } from './codes/codes.ts';
import { LEVELS, POSITIONS } from './levels.ts';

/** A vertebral level by its usual name, C1 to L6, or the sacrum. */
export const namedLevelSchema = z.enum(LEVELS);
/** The same, or the vertebra's position (V1: the lowest whole body) where names are not settled. */
export const levelSchema = z.enum([...LEVELS, ...POSITIONS]);

/** A point or a direction in patient LPS; points in mm, directions of unit length. */
export const vec3Schema = z.tuple([z.number(), z.number(), z.number()]);
export type Vec3 = Readonly<[number, number, number]>;

/** What states pass instead of voxels: where an artefact lies and which bytes it must hold. */
export const artifactRefSchema = z
  .object({
    key: z.string().min(1),
    schema: z.string().min(1),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  })
  .readonly();
export type ArtifactRef = z.infer<typeof artifactRefSchema>;

/** Why a study or a level can't be assessed. `saw` and `wanted` never hold patient data. */
export const refusalSchema = z
  .object({
    code: refusalCodeSchema,
    saw: z.string(),
    wanted: z.string(),
  })
  .readonly();
export type Refusal = z.infer<typeof refusalSchema>;

/** A remark on quality that does not stop the assessment. */
export const flagSchema = z.object({ code: flagCodeSchema, message: z.string() }).readonly();
export type Flag = z.infer<typeof flagSchema>;

/** How far a number can be trusted, or why that is not known. */
export const uncertaintySchema = z.discriminatedUnion('kind', [
  z
    .object({ kind: z.literal('interval95'), low: z.number(), high: z.number(), basis: z.string() })
    .readonly(),
  z.object({ kind: z.literal('none'), reason: z.string() }).readonly(),
]);
export type Uncertainty = z.infer<typeof uncertaintySchema>;

/** Of measured numbers. */
export type Unit = 'mm' | 'deg' | 'cm3' | 'N' | 'N/mm' | 'N m' | 'mg/cm3' | 'HU' | '%';

/**
 * A measured number: its unit and its uncertainty travel with it, the unit in its type as well, so that newtons don't
 * pass where millimetres are wanted. Code that takes any unit says `Quantity`.
 */
export interface Quantity<U extends Unit = Unit> {
  readonly value: number;
  readonly unit: U;
  readonly uncertainty: Uncertainty;
}

export function quantity<U extends Unit>(unit: U) {
  return z.object({ value: z.number(), unit: z.literal(unit), uncertainty: uncertaintySchema }).readonly();
}

/** A density in mg/cm3; the mineral basis travels with it. */
export const densitySchema = z
  .object({
    value: z.number(),
    unit: z.literal('mg/cm3'),
    mineralBasis: z.literal('K2HPO4'),
    uncertainty: uncertaintySchema,
  })
  .readonly();
export type Density = z.infer<typeof densitySchema>;

/** Which program made something: its version says which commit. */
export const softwareSchema = z.object({ name: z.string(), version: z.string() }).readonly();
export type Software = z.infer<typeof softwareSchema>;

/** Where a number comes from. */
export const provenanceSchema = z
  .object({
    software: softwareSchema,
    parameterSet: z.string(),
    /** sha256 of the parameter set's canonical JSON, where the step depends on it. */
    parameterDigest: z.string().optional(),
    /** sha256 of every artefact that went in, in the order of use. */
    inputs: z.array(z.string()).readonly(),
  })
  .readonly();
