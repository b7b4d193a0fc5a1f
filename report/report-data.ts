/**
 * Everything that the report is made of, read once. Parts are null where the study did not get that far, and volumes
 * where it was refused: a refusal shows no picture, and must not fail for want of one.
 */
import type { z } from 'zod';

import { getBytes, getJson, getVolume } from '../lambdas/shared/artifacts.ts';
import { calibrationSchema, type Calibration } from '../contracts/calibration/calibration.ts';
import { ctSchema, type Ct } from '../contracts/ct.ts';
import { levelResultSchema, type LevelResult } from '../contracts/level/level-result.ts';
import { orderSchema, type Order } from '../contracts/order/order.ts';
import type { ArtifactRef, Refusal } from '../contracts/primitives.ts';
import { riskSchema, type Risk } from '../contracts/risk/risk.ts';
import { segmentationSchema, type Segmentation } from '../contracts/segmentation.ts';
import type { publishReportInputSchema } from '../contracts/states.ts';
import { studyManifestSchema } from '../contracts/study.ts';
import { refusalOf } from '../lambdas/shared/errors.ts';
import { levelIndex, type Level } from '../contracts/levels.ts';
import type { ObjectStore } from '../lambdas/shared/object-store.ts';
import type { Volume } from '../spine/grid/volume.ts';

export type PublishInput = z.output<typeof publishReportInputSchema>;

export interface ReportData {
  readonly input: PublishInput;
  readonly refusal: Refusal | null;
  readonly about: Ct | null;
  readonly ct: Volume<Int16Array> | null;
  readonly segmentation: Segmentation | null;
  readonly bodies: Volume<Uint8Array> | null;
  readonly calibration: Calibration | null;
  /** Reference regions on the image, PNG. */
  readonly calibrationPicture: Uint8Array | null;
  readonly levels: ReadonlyMap<Level, LevelResult>;
  readonly risk: Risk | null;
  readonly order: Order | null;
  /** Where the trabecular density of a level was measured; levels without one are not among them. */
  readonly regions: ReadonlyMap<Level, Volume<Uint8Array>>;
  /** The strain field of `strainLevel`. */
  readonly strain: Volume<Float32Array> | null;
  readonly strainLevel: Level | null;
  readonly artifacts: readonly ArtifactRef[];
}

export async function readReportData(store: ObjectStore, input: PublishInput): Promise<ReportData> {
  const manifest = await getJson(store, input.study, studyManifestSchema);
  const order = manifest.order === null ? null : await getJson(store, manifest.order, orderSchema);
  const about = input.ct === undefined ? null : await getJson(store, input.ct.artifact, ctSchema);
  const segmentation =
    input.segmentation === undefined
      ? null
      : await getJson(store, input.segmentation.artifact, segmentationSchema);
  const calibration =
    input.calibration === undefined
      ? null
      : await getJson(store, input.calibration.artifact, calibrationSchema);
  const risk = input.risk === undefined ? null : await getJson(store, input.risk.artifact, riskSchema);
  const levels = new Map<Level, LevelResult>();
  const solved = (input.levels ?? []).filter((level) => 'artifact' in level);
  for (const { level, artifact } of solved)
    levels.set(level, await getJson(store, artifact, levelResultSchema));
  const refused = input.failure !== undefined;
  const strainLevel = refused ? null : pictured(levels);
  const strainRef = strainLevel === null ? null : levels.get(strainLevel)!.strength.strain;
  return {
    input,
    refusal: input.failure === undefined ? null : refusalOf(input.failure),
    about,
    ct: refused || about === null ? null : ((await getVolume(store, about.volume)) as Volume<Int16Array>),
    segmentation,
    bodies:
      refused || segmentation === null
        ? null
        : ((await getVolume(store, segmentation.bodies)) as Volume<Uint8Array>),
    calibration,
    calibrationPicture:
      refused || calibration?.picture == null ? null : await getBytes(store, calibration.picture),
    levels,
    risk,
    order,
    regions: refused ? new Map() : await regionsOf(store, levels),
    strain: strainRef === null ? null : ((await getVolume(store, strainRef)) as Volume<Float32Array>),
    strainLevel,
    artifacts: [
      input.study,
      ...(manifest.order === null ? [] : [manifest.order]),
      ...(about === null ? [] : [input.ct!.artifact, about.volume]),
      ...(segmentation === null ? [] : [input.segmentation!.artifact, segmentation.bodies]),
      ...(calibration === null ? [] : [input.calibration!.artifact]),
      ...solved.map(({ artifact }) => artifact),
      ...(risk === null ? [] : [input.risk!.artifact]),
    ],
  };
}

async function regionsOf(
  store: ObjectStore,
  levels: ReadonlyMap<Level, LevelResult>,
): Promise<ReadonlyMap<Level, Volume<Uint8Array>>> {
  const regions = new Map<Level, Volume<Uint8Array>>();
  for (const [level, { trabecular }] of levels) {
    if (trabecular?.region == null) continue;
    regions.set(level, (await getVolume(store, trabecular.region)) as Volume<Uint8Array>);
  }
  return regions;
}

/** L1, the level that strength is usually told for, or else the one nearest to it. */
function pictured(levels: ReadonlyMap<Level, LevelResult>): Level | null {
  const off = (level: Level): number => Math.abs(levelIndex(level) - levelIndex('L1'));
  return [...levels.keys()].toSorted((a, b) => off(a) - off(b))[0] ?? null;
}
