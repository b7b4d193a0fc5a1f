/** The parts of FHIR R4 resources that an order is read from. Other fields may stand there and are not looked at. */
import { z } from 'zod';

const codingSchema = z.object({
  system: z.string().optional(),
  code: z.string().optional(),
  display: z.string().optional(),
});
const conceptSchema = z.object({ text: z.string().optional(), coding: z.array(codingSchema).optional() });
export type Concept = z.infer<typeof conceptSchema>;
const referenceSchema = z.object({ reference: z.string().optional(), display: z.string().optional() });
const identifierSchema = z.object({
  system: z.string().optional(),
  value: z.string().optional(),
  type: conceptSchema.optional(),
});

export const serviceRequestSchema = z.object({
  resourceType: z.literal('ServiceRequest'),
  status: z.enum(['draft', 'active', 'on-hold', 'revoked', 'completed', 'entered-in-error', 'unknown']),
  intent: z.enum([
    'proposal',
    'plan',
    'directive',
    'order',
    'original-order',
    'reflex-order',
    'filler-order',
    'instance-order',
    'option',
  ]),
  doNotPerform: z.boolean().optional(),
  identifier: z.array(identifierSchema).optional(),
  subject: referenceSchema,
  authoredOn: z.string().optional(),
  requester: referenceSchema.optional(),
  reasonCode: z.array(conceptSchema).optional(),
  reasonReference: z.array(referenceSchema).optional(),
  note: z.array(z.object({ text: z.string() })).optional(),
});
export type ServiceRequest = z.infer<typeof serviceRequestSchema>;

export const patientSchema = z.object({
  resourceType: z.literal('Patient'),
  gender: z.enum(['male', 'female', 'other', 'unknown']).optional(),
});

export const practitionerSchema = z.object({
  resourceType: z.literal('Practitioner'),
  name: z.array(
    z.object({
      text: z.string().optional(),
      family: z.string().optional(),
      given: z.array(z.string()).optional(),
      prefix: z.array(z.string()).optional(),
    }),
  ),
});

export const observationSchema = z.object({
  resourceType: z.literal('Observation'),
  status: z.string(),
  code: conceptSchema,
  subject: referenceSchema.optional(),
  effectiveDateTime: z.string().optional(),
  valueQuantity: z
    .object({
      value: z.number(),
      system: z.string().optional(),
      code: z.string().optional(),
      comparator: z.string().optional(),
    })
    .optional(),
  valueCodeableConcept: conceptSchema.optional(),
});
export type Observation = z.infer<typeof observationSchema>;

export const conditionSchema = z.object({
  resourceType: z.literal('Condition'),
  clinicalStatus: conceptSchema.optional(),
  verificationStatus: conceptSchema.optional(),
  code: conceptSchema.optional(),
  subject: referenceSchema.optional(),
});

export const bundleSchema = z.object({
  resourceType: z.literal('Bundle'),
  entry: z
    .array(
      z.object({
        fullUrl: z.string().optional(),
        resource: z.looseObject({ resourceType: z.string(), id: z.string().optional() }),
      }),
    )
    .min(1),
});
export type Entry = z.infer<typeof bundleSchema>['entry'][number];

export function hasCode(concept: Concept | undefined, system: string, codes: readonly string[]): boolean {
  return (concept?.coding ?? []).some((one) => one.system === system && codes.includes(one.code ?? ''));
}

/** Words for a person; null where the concept has none. */
export function wordsOf({ text, coding }: Concept): string | null {
  return text ?? coding?.find(({ display }) => display !== undefined)?.display ?? null;
}
