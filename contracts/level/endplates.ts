/** The endplates of one vertebral body: planes, tilt between them, how far they are sunk in. Part of `osteon/level/2`. */
import { z } from 'zod';

import { quantity, vec3Schema } from '../primitives.ts';

export const ENDPLATE_SIDES = ['superior', 'inferior'] as const;

export const endplateSchema = z
  .object({
    /** Where the plane meets the axis through the middle of the footprint, patient LPS, mm. */
    centre: vec3Schema,
    /** Of the plane, out of the body, unit length, patient LPS. */
    normal: vec3Schema,
    /** 95 % half-width of the normal's direction, degrees. */
    normalMarginDegrees: z.number(),
    /** Greatest depth below the line from the anterior to the posterior rim in the mid-sagittal plane, mm. */
    concavity: quantity('mm'),
    /** Where that is: patient LPS, mm; and as a part of the depth from the anterior to the posterior wall, 0 to 1. */
    deepest: vec3Schema,
    deepestAt: z.number(),
    /** The deepest place below the endplate's own smooth bowl, as a median over 6 mm; null where too little of it is seen. */
    depression: z
      .object({
        depth: quantity('mm'),
        /** What lies deeper than half of it, in one piece, mm2. */
        areaMm2: z.number(),
        at: vec3Schema,
      })
      .readonly()
      .nullable(),
    /** Of the whole endplate as measured, mm2. */
    areaMm2: z.number(),
    /** Share of its points that the CT shows, 0 to 1; the others are the mask's. */
    seen: z.number().min(0).max(1),
  })
  .readonly();
export type Endplate = z.infer<typeof endplateSchema>;

export const endplatesSchema = z
  .object({
    superior: endplateSchema,
    inferior: endplateSchema,
    /** Angle between both planes: sagittal is positive where the body is taller behind (wedge), coronal where on the left. */
    sagittalTilt: quantity('deg'),
    coronalTilt: quantity('deg'),
    method: z.string(),
  })
  .readonly();
export type Endplates = z.infer<typeof endplatesSchema>;
