/**
 * Anterior, middle and posterior height of a vertebral body in its mid-sagittal slab, and its endplates.
 *
 *      at parts of the depth (`HEIGHT_POSITIONS`), from the anterior to the posterior wall of the core
 *      ___|______|______|___
 *     |   Ha     Hm     Hp  |      along the frame's superior axis, between the outer edges of the endplates,
 *     |___|______|______|___|      each read off one shell laid through all voxels about the endplate
 *
 * Where it is wrong: bone that grows upwards from a rim (a claw) lifts the end of the anterior height; an endplate
 * without a visible shell is taken from the mask.
 */
import type { FlagCode } from '../../../contracts/codes/codes.ts';
import type { Endplates } from '../../../contracts/level/endplates.ts';
import type { Heights } from '../../../contracts/level/level-result.ts';
import type { Flag, Quantity, Vec3 } from '../../../contracts/primitives.ts';
import type { Frame } from '../../../contracts/segmentation.ts';
import type { Mesh } from '../../grid/mesh/mesh.ts';
import { spacingOf, type Volume } from '../../grid/volume.ts';
import { Z95 } from '../../math/normal.ts';

import { frameToWorld } from '../body-in-frame.ts';
import { HEIGHT_POSITIONS, positionsText, type HeightPosition } from '../../definitions/heights.ts';
import { THICK_SLICES_MM, WIDEST_SLICES_MM } from '../../definitions/slices.ts';
import { endpointError, SHELL_SIGMA_MM } from './endplate-error.ts';
import { endplateField, surfaceAt, type EndplateField } from './endplate-field.ts';
import { fittedField } from './endplate-fit/fitted-field.ts';
import { endplatesOf } from './endplates.ts';
import { surfacesOf } from './mid-sagittal-surface.ts';
import { wallsOf } from './walls.ts';

export interface HeightsInput {
  /** HU. */
  readonly ct: Volume<Int16Array>;
  readonly surface: Mesh;
  /** On the grid of the CT: where the neighbours lie. */
  readonly bodies: Volume<Uint8Array>;
  readonly labelValue: number;
  readonly frame: Frame;
  /** mm; the distance between slices stands in where it is not known or smaller. */
  readonly sliceThicknessMm: number | null;
}

export interface HeightsMeasurement {
  /** Null where slices are too thick or the body has no mid-sagittal plane in the image; `flags` says which. */
  readonly heights: Heights | null;
  /** Null with the heights, or where the CT and the mask show too little of either. */
  readonly endplates: Endplates | null;
  readonly flags: readonly Flag[];
}

const METHOD =
  `distance between the outer endplate edges along the body axis at ${positionsText()} of the mid-sagittal depth of the ` +
  'core; each endplate is one smooth thin shell, fitted to all voxels of the native CT about it and its disc';

interface Endpoint {
  readonly w: number;
  readonly se: number;
  readonly fromMask: boolean;
}

type Points = Heights['points'];

export function measureHeights(input: HeightsInput): HeightsMeasurement {
  const { ct, surface, bodies, labelValue, frame } = input;
  const sliceMm = Math.max(input.sliceThicknessMm ?? 0, spacingOf(ct.affine)[2]);
  if (sliceMm > WIDEST_SLICES_MM) return none('HEIGHTS_SLICES_TOO_THICK', `slice thickness ${mm(sliceMm)}`);
  const surfaces = surfacesOf(ct, surface, frame, sliceMm);
  const walls = wallsOf(surfaces);
  if (walls === null) return none('HEIGHTS_NO_MIDLINE', 'no vertebral body in the mid-sagittal plane');
  const scan = { ct, bodies, labelValue, frame, sliceMm };
  const superior = fittedField(endplateField(surfaces, 'superior', walls), scan);
  const inferior = fittedField(endplateField(surfaces, 'inferior', walls), scan);

  const heights: Partial<Record<HeightPosition, Quantity<'mm'>>> = {};
  const points: Partial<Record<keyof Points, Vec3>> = {};
  const margins: Partial<Record<keyof Points, number>> = {};
  const weak: string[] = [];
  for (const [name, part] of Object.entries(HEIGHT_POSITIONS) as [HeightPosition, number][]) {
    const v = walls.anterior + part * (walls.posterior - walls.anterior);
    const top = endpoint(superior, v, sliceMm);
    const bottom = endpoint(inferior, v, sliceMm);
    if (top === null || bottom === null)
      return none('HEIGHTS_NO_ENDPLATE', `no endplate at the ${name} height`);
    if (top.fromMask) weak.push(`${name} superior`);
    if (bottom.fromMask) weak.push(`${name} inferior`);
    heights[name] = distance(top, bottom);
    points[`${name}Superior`] = frameToWorld(frame, 0, v, top.w);
    points[`${name}Inferior`] = frameToWorld(frame, 0, v, bottom.w);
    margins[`${name}Superior`] = Z95 * Math.hypot(top.se, SHELL_SIGMA_MM);
    margins[`${name}Inferior`] = Z95 * Math.hypot(bottom.se, SHELL_SIGMA_MM);
  }
  return {
    heights: {
      ...(heights as Record<HeightPosition, Quantity<'mm'>>),
      points: points as Points,
      pointMarginsMm: margins as NonNullable<Heights['pointMarginsMm']>,
      method: METHOD,
    },
    endplates: endplatesOf({ frame, walls, superior, inferior, sliceMm }),
    flags: flagsOf(sliceMm, weak),
  };
}

function flagsOf(sliceMm: number, weak: readonly string[]): readonly Flag[] {
  const flags: Flag[] = [];
  if (sliceMm > THICK_SLICES_MM)
    flags.push({
      code: 'HEIGHTS_LOW_PRECISION',
      message: `slice thickness ${mm(sliceMm)}: reduced precision of heights`,
    });
  if (weak.length > 0)
    flags.push({
      code: 'HEIGHTS_FROM_MASK',
      message: `endplate not clearly visible on CT, edge of the outline used (${weak.join(', ')})`,
    });
  return flags;
}

/** w of an endplate at (0, v), with its standard error. */
function endpoint(field: EndplateField, v: number, sliceMm: number): Endpoint | null {
  const found = surfaceAt(field, 0, v);
  if (found === null) return null;
  const { w, fromMask } = found;
  return { w, se: endpointError(found, field, sliceMm), fromMask };
}

function distance(top: Endpoint, bottom: Endpoint): Quantity<'mm'> {
  const value = top.w - bottom.w;
  const margin = Z95 * Math.hypot(top.se, bottom.se, 2 * SHELL_SIGMA_MM);
  return {
    value,
    unit: 'mm',
    uncertainty: {
      kind: 'interval95',
      low: value - margin,
      high: value + margin,
      basis: 'scatter about both surfaces, slice thickness, and assumed HU of compact bone',
    },
  };
}

function none(code: FlagCode, saw: string): HeightsMeasurement {
  return { heights: null, endplates: null, flags: [{ code, message: `${saw}; heights not measured` }] };
}

function mm(value: number): string {
  return `${Number(value.toFixed(2))} mm`;
}
