/**
 * An asynchronous calibration: a phantom that was scanned by itself, on one scanner, at one voltage, with one kernel.
 * Written by the site. `osteon/calibration-file/1`
 */
import { z } from 'zod';

import { PHANTOM_TYPES, TWO_ROD_TYPES } from './phantom.ts';

const rodSchema = z
  .strictObject({
    name: z.string().min(1),
    /** mg/cm3, of the phantom's own mineral. */
    densityMgCc: z.number().min(-200).max(2000),
    /** Water-equivalent density of a solution, mg/cm3; null for solid rods. */
    waterMgCc: z.number().min(500).max(1500).nullable(),
    meanHu: z.number().min(-1100).max(4000),
    /** Standard error of the mean, HU. */
    seHu: z.number().positive().max(50),
  })
  .readonly();

export const calibrationFileSchema = z
  .strictObject({
    schema: z.literal('osteon/calibration-file/1'),
    /** As the headers of the scanner's images have it. */
    scanner: z
      .strictObject({
        manufacturer: z.string().min(1),
        model: z.string().min(1),
        /** DeviceSerialNumber; null where the images do not hold it. */
        deviceSerial: z.string().min(1).nullable(),
      })
      .readonly(),
    kvp: z.number().min(80).max(140),
    kernel: z.string().min(1),
    /** When the phantom was scanned. */
    scannedOn: z.iso.date(),
    /** TableHeight of that scan, mm; null where it is not known. */
    tableHeightMm: z.number().nullable(),
    /** What was scanned. */
    phantom: z
      .strictObject({
        type: z.enum(PHANTOM_TYPES),
        serial: z.string().min(1).nullable(),
      })
      .readonly(),
    /** A line that was fitted elsewhere, for K2HPO4 with water at 0; or the rods, and the line is fitted here. */
    measured: z.discriminatedUnion('kind', [
      z
        .strictObject({
          kind: z.literal('line'),
          /** mg/cm3 per HU, and its standard error. */
          slope: z.number().min(0.3).max(1.5),
          slopeSe: z.number().positive().max(0.5),
          /** mg/cm3, and its standard error. */
          intercept: z.number().min(-60).max(60),
          interceptSe: z.number().positive().max(60),
          correlation: z.number().min(-1).max(1),
        })
        .readonly(),
      z
        .strictObject({ kind: z.literal('rods'), rods: z.array(rodSchema).min(2).max(8).readonly() })
        .readonly(),
    ]),
  })
  .refine(
    ({ phantom, measured }) =>
      measured.kind === 'line' || measured.rods.length > 2 || TWO_ROD_TYPES.includes(phantom.type),
    { path: ['measured', 'rods'], error: 'two rods of a phantom that has more' },
  )
  .readonly();
export type CalibrationFile = z.infer<typeof calibrationFileSchema>;
