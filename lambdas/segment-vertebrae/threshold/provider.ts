/**
 * The built-in provider for studies that come without a label map: threshold and shape. Preliminary: it is validated
 * on digital spines only, says so on every study, and refuses where the image does not look like one.
 */
import { StudyRefused } from '../../shared/errors.ts';
import { LABEL_VALUE, type Level } from '../../shared/levels.ts';
import type { Flag } from '../../shared/contracts/primitives.ts';
import { spacingOf } from '../../shared/volume.ts';
import type { ProviderInput, ProviderResult, SegmentationProvider } from '../provider.ts';

import { findCanal } from './canal.ts';
import { findColumn, type Column } from './column.ts';
import { nameLevels } from './name-levels.ts';
import { outlineBody, type Outline } from './outline.ts';
import { rasterise } from './rasterise.ts';
import { lateralReach, ribVerdict } from './rib-anchor.ts';
import { brokenShape, COARSE_SLICE_MM, doubtfulShape } from './shape-checks.ts';
import { samplerOf, workImage } from './work-image.ts';

const VERSION = '1';
/** A path through the image with less than this is no canal; digital spines have 0.4. */
const LEAST_CANAL_SCORE = 0.2;
/** Longer than a vertebra and its discs: beyond the last endplate something was missed, mm. */
const LONGEST_UNEXPLAINED_MM = 55;
/** A single body has no neighbour to be checked against. */
const FEWEST_BODIES = 2;

const PRELIMINARY: Flag = {
  code: 'PRELIMINARY_SEGMENTATION',
  message: 'outlines by threshold and shape, validated on digital spines only; check every outline',
};

export const thresholdProvider: SegmentationProvider = { id: 'threshold', segment: segmentByThreshold };

/** @throws StudyRefused BUILTIN_SEGMENTATION_FAILED, LEVELS_UNANCHORED */
async function segmentByThreshold({ ct, log }: ProviderInput): Promise<ProviderResult> {
  const sample = samplerOf(ct);
  const image = workImage(ct, sample);
  log.progress('looking for the spinal canal', 0.1);
  const canal = findCanal(image);
  if (canal === null || canal.meanScore < LEAST_CANAL_SCORE)
    throw failed(
      `no spinal canal (score ${(canal?.meanScore ?? 0).toFixed(2)}, at least ${LEAST_CANAL_SCORE})`,
    );
  log.progress('looking for vertebral bodies', 0.3);
  const column = findColumn(image, canal, sample);
  if (column.bodies.length < FEWEST_BODIES)
    throw failed(`${column.bodies.length} whole vertebral bodies, at least ${FEWEST_BODIES} needed`);
  if (column.unexplainedMm > LONGEST_UNEXPLAINED_MM)
    throw failed(
      `${column.bodies.length} bodies, then ${column.unexplainedMm.toFixed(0)} mm of the column without one ` +
        `(a vertebra that the field of view cuts takes ${LONGEST_UNEXPLAINED_MM} mm at most)`,
    );
  const sliceMm = spacingOf(ct.affine)[2];
  const outlines = column.bodies.map((seed, n) => {
    log.progress(
      `outlining body ${n + 1} of ${column.bodies.length}`,
      0.4 + (0.5 * n) / column.bodies.length,
    );
    const outline = outlineBody(seed, sample, sliceMm);
    const broken = outline === null ? 'no closed shell of bone' : brokenShape(outline, sliceMm);
    if (outline === null || broken !== null)
      throw failed(`${broken} at body ${n + 1} of ${column.bodies.length}, counted from the head`);
    return outline;
  });
  const levels = nameLevels(outlines.map((outline) => ribVerdict(lateralReach(outline, image))));
  const bodies = { dims: ct.dims, affine: ct.affine, data: new Uint8Array(ct.data.length) };
  outlines.forEach((outline, n) => rasterise(outline, LABEL_VALUE[levels[n]!], bodies));
  return await Promise.resolve({
    provider: { id: 'threshold', version: VERSION, convention: null, recognisedBy: null },
    bodies,
    vertebrae: null,
    studyFlags: [PRELIMINARY, ...coarseFlags(sliceMm), ...cutFlags(column)],
    levelFlags: levelFlags(levels, outlines),
  });
}

function levelFlags(
  levels: readonly Level[],
  outlines: readonly Outline[],
): ReadonlyMap<Level, readonly Flag[]> {
  const doubts = outlines.map((outline, n) => {
    const neighbours = [outlines[n - 1], outlines[n + 1]].filter((other) => other !== undefined);
    // Each level says it too: no outline of a preliminary method is green.
    return [levels[n]!, [PRELIMINARY, ...doubtfulShape(outline, neighbours)]] as const;
  });
  return new Map(doubts);
}

function coarseFlags(sliceMm: number): readonly Flag[] {
  if (sliceMm < COARSE_SLICE_MM) return [];
  return [
    {
      code: 'COARSE_SLICES',
      message: `slices ${sliceMm.toFixed(1)} mm apart: endplates and heights to about 1 mm only`,
    },
  ];
}

function cutFlags({ cut }: Column): readonly Flag[] {
  const sides = [cut.above ? ['first'] : [], cut.below ? ['last'] : []].flat();
  return sides.map((side) => ({
    code: 'PARTIAL_VERTEBRA_NOT_OUTLINED',
    message: `a vertebra beyond the ${side} outlined one is cut by the field of view`,
  }));
}

function failed(saw: string): StudyRefused {
  return new StudyRefused({
    code: 'BUILTIN_SEGMENTATION_FAILED',
    saw,
    wanted: 'a closed column of vertebral bodies before the canal, or a label map (--labels)',
  });
}
