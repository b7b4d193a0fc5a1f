/** What a case is held against: bodies, whole vertebrae, heights, volumes. Read from label maps, or known of a digital spine. */
import { surfaceOfMask } from '../../spine/outline/surface/with-surfaces.ts';
import { assessLevels } from '../../spine/outline/assess/assess-levels.ts';
import { sidesTouched } from '../../spine/grid/edge-contact.ts';
import { extentsOf } from '../../spine/grid/extents.ts';
import type { ProviderInput, ProviderResult } from '../../spine/outline/provider.ts';
import type { Vec3 } from '../../contracts/primitives.ts';
import type { Frame } from '../../contracts/segmentation.ts';
import { levelOfValue, type Level } from '../../contracts/levels.ts';
import { voxelVolume, type Volume } from '../../spine/grid/volume.ts';
import { measureHeights } from '../../spine/measure/heights/heights.ts';
import type { DigitalSpine } from '../../phantoms/index.ts';

import { rawImport } from './providers.ts';
import type { HeightTriple } from './results.ts';

export interface Reference {
  readonly bodies: Volume<Uint8Array>;
  /** Null where the reference has bodies only. */
  readonly vertebrae: Volume<Uint8Array> | null;
  /** Every vertebra in view is in it. */
  readonly complete: boolean;
  /** Cranial to caudal. */
  readonly levels: readonly ReferenceLevel[];
}

export interface ReferenceLevel {
  readonly level: Level;
  /** Mean voxel centre of the body, patient LPS, mm. */
  readonly centre: Vec3;
  readonly truncated: boolean;
  readonly volumeMm3: number;
  /** Null where heights can't be measured on it. */
  readonly heights: HeightTriple | null;
}

/** @param input the CT, and as its labels the files of the reference */
export async function referenceFrom(input: ProviderInput, complete: boolean): Promise<Reference> {
  const result = await rawImport.segment(input);
  const { bodies, vertebrae } = result;
  const centres = centresOf(bodies);
  const levels = assessLevels(input.ct, result).levels.flatMap((level): ReferenceLevel[] => {
    const centre = centres.get(level.level);
    if (centre === undefined) return [];
    const heights = heightsOf(input, bodies, level.labelValue, level.frame);
    return [
      {
        level: level.level,
        centre,
        truncated: level.truncated,
        volumeMm3: level.bodyVolumeMm3,
        heights: level.truncated ? null : heights,
      },
    ];
  });
  return { bodies, vertebrae, complete, levels };
}

/** The exact truth of a digital spine. */
export function referenceOf({ bodies, vertebrae, truth }: DigitalSpine): Reference {
  const centres = centresOf(bodies);
  const extents = extentsOf(bodies);
  const levels = truth.levels.map(({ level, labelValue, bodyVolumeMm3, heightsMm }): ReferenceLevel => {
    const extent = extents.get(labelValue);
    return {
      level,
      centre: centres.get(level)!,
      truncated: extent === undefined || sidesTouched(extent, bodies).length > 0,
      volumeMm3: bodyVolumeMm3,
      heights: heightsMm,
    };
  });
  return { bodies, vertebrae, complete: true, levels };
}

/** Mean voxel centre of each level, patient LPS, mm. */
export function centresOf(bodies: Volume<Uint8Array>): ReadonlyMap<Level, Vec3> {
  const pairs = [...extentsOf(bodies)].map(
    ([value, { centroid }]) => [levelOfValue(value), centroid] as const,
  );
  return new Map(pairs.filter((pair): pair is readonly [Level, Vec3] => pair[0] !== undefined));
}

/** Volume of each level's voxels, mm3. */
export function volumesOf(bodies: ProviderResult['bodies']): ReadonlyMap<Level, number> {
  const voxel = voxelVolume(bodies.affine);
  const pairs = [...extentsOf(bodies)].map(
    ([value, { voxels }]) => [levelOfValue(value), voxels * voxel] as const,
  );
  return new Map(pairs.filter((pair): pair is readonly [Level, number] => pair[0] !== undefined));
}

/** Anterior, middle, posterior, mm, by the product's own module. */
export function heightsOf(
  { ct, about }: Pick<ProviderInput, 'ct' | 'about'>,
  bodies: Volume<Uint8Array>,
  labelValue: number,
  frame: Frame | null,
): HeightTriple | null {
  if (frame === null) return null;
  const { sliceThicknessMm } = about;
  const surface = surfaceOfMask(bodies, labelValue);
  if (surface === null) return null;
  const { heights } = measureHeights({ ct, surface, bodies, labelValue, frame, sliceThicknessMm });
  if (heights === null) return null;
  const { anterior, middle, posterior } = heights;
  return { anterior: anterior.value, middle: middle.value, posterior: posterior.value };
}
