/** The JSON schemas that are published, made from the contracts that the program itself checks with. */
import { z } from 'zod';

import { modelManifestSchema } from '../spine/outline/index.ts';
import { arrivedStudyMarkerSchema } from '../contracts/arrivals/arrived-study.ts';
import { calibrationSchema } from '../contracts/calibration/calibration.ts';
import { calibrationFileSchema } from '../contracts/calibration/calibration-file.ts';
import { orderSchema } from '../contracts/order/order.ts';
import { phantomCertificateSchema } from '../contracts/calibration/phantom.ts';
import { ctSchema } from '../contracts/ct.ts';
import { levelResultSchema } from '../contracts/level/level-result.ts';
import { resultSchema } from '../contracts/result.ts';
import { reviewSchema } from '../contracts/review/review.ts';
import { riskSchema } from '../contracts/risk/risk.ts';
import { segmentationSchema } from '../contracts/segmentation.ts';
import { studyManifestSchema } from '../contracts/study.ts';

/** Title, and whether people write such a file or the program does. */
const PUBLISHED: Readonly<Record<string, readonly [contract: z.ZodType, title: string, io: 'input' | 'output']>> = {
  'calibration-file.schema.json': [calibrationFileSchema, 'osteon calibration file', 'input'],
  'onnx-model.schema.json': [modelManifestSchema, 'osteon segmentation model', 'input'],
  'order.schema.json': [orderSchema, 'osteon order', 'input'],
  'phantom-certificate.schema.json': [phantomCertificateSchema, 'osteon phantom certificate', 'input'],
  'arrived-study.schema.json': [arrivedStudyMarkerSchema, 'osteon arrived study: the marker in its folder', 'output'],
  'review.schema.json': [reviewSchema, 'osteon review', 'input'],
  'study.schema.json': [studyManifestSchema, 'osteon study: the completion marker', 'input'],
  'result.schema.json': [resultSchema, 'osteon result', 'output'],
  // What one step leaves for the next.
  'artifacts/ct.schema.json': [ctSchema, 'osteon CT', 'output'],
  'artifacts/segmentation.schema.json': [segmentationSchema, 'osteon segmentation', 'output'],
  'artifacts/calibration.schema.json': [calibrationSchema, 'osteon calibration', 'output'],
  'artifacts/level.schema.json': [levelResultSchema, 'osteon level', 'output'],
  'artifacts/risk.schema.json': [riskSchema, 'osteon risk', 'output'],
};

/** Text of each file of this folder, by file name. */
export function publishedSchemas(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(PUBLISHED).map(([name, [contract, title, io]]) => [name, published(contract, title, io)]),
  );
}

function published(contract: z.ZodType, title: string, io: 'input' | 'output'): string {
  const { $schema, ...rest } = z.toJSONSchema(contract, { io });
  const id = z.object({ properties: z.object({ schema: z.object({ const: z.string() }) }) }).parse(rest).properties
    .schema.const;
  return `${JSON.stringify({ $schema, title, $comment: `Schema id: ${id}`, ...rest }, null, 2)}\n`;
}
