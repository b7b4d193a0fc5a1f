/**
 * What is known of a site's scanners over time: one point a study, one chart a scanner and quantity.
 * `osteon/control-point/1` and `osteon/control-chart/1`
 */
import { z } from 'zod';

import { calibrationFileSchema } from './calibration-file.ts';
import { siteSchema } from './registry.ts';

const scannerSchema = calibrationFileSchema.unwrap().shape.scanner;

/** `calibrations/SITE/points/STUDY-ASSESSMENT.json`. Of no patient: no age, no identifier. */
export const controlPointSchema = z
  .object({
    schema: z.literal('osteon/control-point/1'),
    scanner: scannerSchema,
    kvp: z.number(),
    /** Of the study. */
    date: z.iso.date(),
    /** Means in HU; null where not found, not accepted, or, of blood, with a contrast agent in it or perhaps in it. */
    airHu: z.number().nullable(),
    bloodHu: z.number().nullable(),
    fatHu: z.number().nullable(),
    /** mg/cm3 per HU by air and blood of this patient; null without either. */
    slope: z.number().nullable(),
  })
  .readonly();
export type ControlPoint = z.infer<typeof controlPointSchema>;

/** What is charted, and its unit. The last is one value a registered phantom scan, the others one a study. */
export const CONTROL_QUANTITIES = {
  air: 'HU',
  blood: 'HU',
  fat: 'HU',
  slope: 'mg/cm3 per HU',
  'phantom slope': 'mg/cm3 per HU',
} as const;
export type ControlQuantity = keyof typeof CONTROL_QUANTITIES;

export const controlSeriesSchema = z
  .object({
    scanner: scannerSchema,
    kvp: z.number(),
    quantity: z.enum(['air', 'blood', 'fat', 'slope', 'phantom slope']),
    unit: z.enum(['HU', 'mg/cm3 per HU']),
    /** `learning`: too few for limits. `drift`: the moving average is beyond them at the last point. */
    status: z.enum(['learning', 'in control', 'drift']),
    /** Of the first points; null while learning. */
    baseline: z.object({ count: z.number().int(), mean: z.number(), sd: z.number() }).readonly().nullable(),
    /** First of the points in a row, up to the last, whose moving average is beyond its limits; null where the last is within. */
    driftSince: z.iso.date().nullable(),
    points: z
      .array(
        z
          .object({
            date: z.iso.date(),
            value: z.number(),
            /** Exponentially weighted moving average and its limits; null in the baseline. */
            average: z.number().nullable(),
            low: z.number().nullable(),
            high: z.number().nullable(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();
export type ControlSeries = z.infer<typeof controlSeriesSchema>;

/** `calibrations/SITE/chart.json` */
export const controlChartSchema = z
  .object({
    schema: z.literal('osteon/control-chart/1'),
    site: siteSchema,
    method: z.string(),
    series: z.array(controlSeriesSchema).readonly(),
  })
  .readonly();
export type ControlChart = z.infer<typeof controlChartSchema>;
