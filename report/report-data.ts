/**
 * Everything that the report is made of. Parts are null where the study did not get that far, and volumes where it was
 * refused: a refusal shows no picture, and must not fail for want of one.
 */
import type { z } from 'zod';

import type { Visit } from '../contracts/comparison/comparison.ts';
import type { Calibration } from '../contracts/calibration/calibration.ts';
import type { Ct } from '../contracts/ct.ts';
import type { Fault } from '../contracts/faults.ts';
import type { LevelResult } from '../contracts/level/level-result.ts';
import type { Level } from '../contracts/levels.ts';
import type { Order } from '../contracts/order/order.ts';
import type { ReportOptions } from '../contracts/order/report-options.ts';
import type { ArtifactRef, Refusal, Software } from '../contracts/primitives.ts';
import type { Reviewed } from '../contracts/review/review.ts';
import type { Risk } from '../contracts/risk/risk.ts';
import type { Segmentation } from '../contracts/segmentation.ts';
import type { publishReportInputSchema } from '../contracts/states.ts';
import type { Mesh } from '../spine/grid/mesh/mesh.ts';
import type { Volume } from '../spine/grid/volume.ts';

export type PublishInput = z.output<typeof publishReportInputSchema>;

export interface ReportData {
  readonly input: PublishInput;
  readonly software: Software;
  readonly refusal: Refusal | null;
  /** With a fault nothing that was measured is here: it must not be taken for a result. */
  readonly fault: Fault | null;
  readonly about: Ct | null;
  readonly ct: Volume<Int16Array> | null;
  readonly segmentation: Segmentation | null;
  readonly bodies: Volume<Uint8Array> | null;
  /** The spine as it was found, PNG; null where no vertebra was seen. */
  readonly spinePicture: Uint8Array | null;
  readonly surfaces: ReadonlyMap<Level, Mesh>;
  readonly calibration: Calibration | null;
  /** Reference regions on the image, PNG. */
  readonly calibrationPicture: Uint8Array | null;
  readonly levels: ReadonlyMap<Level, LevelResult>;
  readonly risk: Risk | null;
  /** Earlier assessments of the patient. */
  readonly priors: readonly Visit[];
  /** Others that have come since the first report, of which this is a revision: told, and not compared. */
  readonly laterPriors: readonly Visit[];
  /** What readers have made of it; null of what the machine measured. */
  readonly reviewed: Reviewed | null;
  readonly order: Order | null;
  /** Where the trabecular density of a level was measured; levels without one are not among them. */
  readonly regions: ReadonlyMap<Level, Volume<Uint8Array>>;
  /** Of every level with a strength. */
  readonly strains: ReadonlyMap<Level, Volume<Float32Array>>;
  readonly options: ReportOptions;
  readonly artifacts: readonly ArtifactRef[];
}
