/** The JSON schemas that are published, made from the contracts that the program itself checks with. */
import { z } from 'zod';

import { modelManifestSchema } from '../spine/outline/index.ts';
import { calibrationFileSchema } from '../contracts/calibration/calibration-file.ts';
import { orderSchema } from '../contracts/order/order.ts';
import { phantomCertificateSchema } from '../contracts/calibration/phantom.ts';
import { resultSchema } from '../contracts/result.ts';

/** Text of each file of this folder, by file name. */
export function publishedSchemas(): Readonly<Record<string, string>> {
  return {
    'calibration-file.schema.json': published(
      calibrationFileSchema,
      'osteon calibration file',
      'osteon/calibration-file/1',
      'input',
    ),
    'onnx-model.schema.json': published(
      modelManifestSchema,
      'osteon segmentation model',
      'osteon/onnx-model/1',
      'input',
    ),
    'order.schema.json': published(orderSchema, 'osteon order', 'osteon/order/1', 'input'),
    'phantom-certificate.schema.json': published(
      phantomCertificateSchema,
      'osteon phantom certificate',
      'osteon/phantom-certificate/1',
      'input',
    ),
    'result.schema.json': published(resultSchema, 'osteon result', 'osteon/result/3', 'output'),
  };
}

/** @param io a schema of what people write, or of what the program writes */
function published(contract: z.ZodType, title: string, id: string, io: 'input' | 'output'): string {
  const { $schema, ...rest } = z.toJSONSchema(contract, { io });
  return `${JSON.stringify({ $schema, title, $comment: `Schema id: ${id}`, ...rest }, null, 2)}\n`;
}
