/**
 * The calibrations that a site has registered for its scanners. One object a calibration, never written over; an
 * assessment sees a snapshot of all of them, so that it can be repeated whatever is registered later.
 */
import { z } from 'zod';

import { calibrationFileSchema } from './calibration-file.ts';

/** A site's name in keys and tokens: nothing of a patient's. */
export const siteSchema = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/);

/** From the digest of the calibration file: the same file has the same id. */
export const calibrationIdSchema = z.string().regex(/^[0-9a-f]{12}$/);

/** `calibrations/SITE/registered/ID.json` */
export const registeredCalibrationSchema = z
  .object({
    schema: z.literal('osteon/registered-calibration/1'),
    id: calibrationIdSchema,
    file: calibrationFileSchema,
  })
  .readonly();
export type RegisteredCalibration = z.infer<typeof registeredCalibrationSchema>;

/** `calibrations/SITE/withdrawn/ID.json`: no later study is calibrated with it. */
export const withdrawnCalibrationSchema = z
  .object({
    schema: z.literal('osteon/withdrawn-calibration/1'),
    id: registeredCalibrationSchema.unwrap().shape.id,
  })
  .readonly();

/** `calibrations/SITE/snapshots/DIGEST.json`: those in force when a study was completed, in the order of their ids. */
export const calibrationRegistrySchema = z
  .object({
    schema: z.literal('osteon/calibration-registry/1'),
    site: siteSchema,
    calibrations: z.array(registeredCalibrationSchema).max(2000).readonly(),
  })
  .readonly();
