/** What makes a level unfit for an assessment of strength, and what makes it doubtful. */
import type { RefusalCode } from '../../../contracts/codes/codes.ts';
import { components } from '../../../solver/voxel/index.ts';
import type { Flag, Refusal } from '../../../contracts/primitives.ts';
import type { Level } from '../../../contracts/levels.ts';
import { voxelVolume, type Volume, coarsestSpacing } from '../../grid/volume.ts';

import type { FramedBody } from './body-frame.ts';
import { metalBehind } from './metal.ts';
import { distanceTo } from '../../grid/distance.ts';
import type { Side } from '../../grid/edge-contact.ts';
import type { Piece } from '../../grid/extents.ts';
import { isSupported } from '../../definitions/supported-levels.ts';
import {
  CEMENT_HU,
  LEAST_CEMENT_MM3,
  LEAST_METAL_MM3,
  METAL_BEHIND,
  METAL_HU,
  NEAR_METAL_MM,
} from '../../definitions/hounsfield.ts';
import { COARSE_MASK_MM } from '../../definitions/slices.ts';

/** One vertebra as the checks see it. */
export interface CheckedBody {
  readonly level: Level;
  /** With a margin of empty voxels, of at least `NEAR_METAL_MM.assessed`; null where there is no body. */
  readonly piece: Piece | null;
  readonly framed: FramedBody | null;
  readonly volumeMm3: number;
  readonly touches: readonly Side[];
}

/** Deeper than the cortical shell and its blur, mm. */
const BELOW_SHELL_MM = 4;
/** Beyond these a mask is no vertebral body of an adult, T4 to L6, fractured ones included. */
const PLAUSIBLE = { volumeMm3: [3000, 110_000], heightMm: [5, 50], acrossMm: [13, 75] } as const;
/** Endplates further apart than this are no two endplates of one body, degrees; a severe wedge has 30. */
const STEEPEST_WEDGE_DEGREES = 40;

/** @returns the first reason why the level can't be assessed, or null */
export function refusalFor(body: CheckedBody, ct: Volume<Int16Array>): Refusal | null {
  const { level, piece, framed, volumeMm3, touches } = body;
  if (touches.length > 0)
    return refusal(
      'LEVEL_TRUNCATED',
      `a vertebral body truncated at the ${touches.join(' and ')} border of the image`,
      'the complete vertebral body in the field of view',
    );
  if (!isSupported(level)) return refusal('LEVEL_NOT_SUPPORTED', level, 'T4 to L5 (T13 and L6 included)');
  if (piece === null || framed === null)
    return refusal(
      'BODY_NOT_FOUND',
      'no vertebral body with two endplates in the label',
      'a vertebral body with two endplates',
    );
  const metal = metalVolume(piece, ct);
  if (metal > LEAST_METAL_MM3)
    return refusal(
      'METAL',
      `${metal.toFixed(0)} mm3 above ${METAL_HU} HU within ${NEAR_METAL_MM.assessed} mm`,
      'no metal in or near the vertebral body',
    );
  const { behindMm3 } = metalBehind(framed, ct);
  if (behindMm3 > METAL_BEHIND.leastMm3)
    return refusal(
      'METAL',
      `${behindMm3.toFixed(0)} mm3 above ${METAL_HU} HU within ${METAL_BEHIND.reachMm} mm behind the vertebral body`,
      'a vertebra without instrumentation',
    );
  const cement = cementVolume(piece, ct);
  if (cement > LEAST_CEMENT_MM3)
    return refusal(
      'CEMENT',
      `${cement.toFixed(0)} mm3 above ${CEMENT_HU} HU in the vertebral body`,
      'a vertebral body without cement',
    );
  const odd = implausible(framed, volumeMm3);
  return odd === null ? null : refusal('BODY_IMPLAUSIBLE', odd, 'the size of an adult vertebral body');
}

export function doubtsAbout(
  { framed }: CheckedBody,
  provider: string,
  ct: Volume<Int16Array>,
): readonly Flag[] {
  const coarsest = coarsestSpacing(ct.affine);
  const metalMm3 = framed === null ? 0 : metalBehind(framed, ct).aroundMm3;
  return [
    ...(metalMm3 > LEAST_METAL_MM3
      ? [
          {
            code: 'METAL_NEARBY' as const,
            message: `${metalMm3.toFixed(0)} mm3 above ${METAL_HU} HU posterior to this or the adjacent level`,
          },
        ]
      : []),
    ...(framed !== null && framed.endplateAngleDegrees > STEEPEST_WEDGE_DEGREES
      ? [
          {
            code: 'ENDPLATES_STEEP' as const,
            message: `angle between the endplates ${framed.endplateAngleDegrees.toFixed(0)} degrees`,
          },
        ]
      : []),
    ...(provider === 'import' && coarsest > COARSE_MASK_MM
      ? [
          {
            code: 'VOXELS_COARSE' as const,
            message: `voxel size of the imported mask ${coarsest.toFixed(1)} mm; verify the outline`,
          },
        ]
      : []),
  ];
}

function implausible({ heightMm, widthMm, depthMm }: FramedBody, volumeMm3: number): string | null {
  const checks = [
    [volumeMm3, PLAUSIBLE.volumeMm3, 'volume', 'mm3'],
    [heightMm, PLAUSIBLE.heightMm, 'height', 'mm'],
    [widthMm, PLAUSIBLE.acrossMm, 'width', 'mm'],
    [depthMm, PLAUSIBLE.acrossMm, 'depth', 'mm'],
  ] as const;
  const odd = checks.find(([value, [low, high]]) => value < low || value > high);
  return odd === undefined ? null : `${odd[2]} ${odd[0].toFixed(1)} ${odd[3]}`;
}

function metalVolume(piece: Piece, ct: Volume<Int16Array>): number {
  const metal = brighter(piece, ct, METAL_HU);
  if (metal.length === 0) return 0;
  const away = distanceTo(piece, 1);
  return metal.filter((at) => away[at]! <= NEAR_METAL_MM.assessed).length * voxelVolume(ct.affine);
}

function cementVolume(piece: Piece, ct: Volume<Int16Array>): number {
  const voxel = voxelVolume(ct.affine);
  const bright = brighter(piece, ct, CEMENT_HU).filter((at) => piece.data[at] !== 0);
  if (bright.length * voxel <= LEAST_CEMENT_MM3) return 0;
  const depth = distanceTo(piece, 0);
  const inside = new Uint8Array(piece.data.length);
  for (const at of bright) if (depth[at]! > BELOW_SHELL_MM) inside[at] = 1;
  const { sizes } = components(inside, piece.dims);
  return sizes.slice(1).reduce((most, size) => Math.max(most, size), 0) * voxel;
}

/** Indices into the piece of voxels above `hu`. */
function brighter(piece: Piece, ct: Volume<Int16Array>, hu: number): readonly number[] {
  const [nx, ny, nz] = ct.dims;
  const [px, py, pz] = piece.dims;
  const [ox, oy, oz] = piece.offset;
  const found: number[] = [];
  for (let k = Math.max(0, -oz); k < Math.min(pz, nz - oz); k++) {
    for (let j = Math.max(0, -oy); j < Math.min(py, ny - oy); j++) {
      for (let i = Math.max(0, -ox); i < Math.min(px, nx - ox); i++) {
        if (ct.data[i + ox + nx * (j + oy + ny * (k + oz))]! > hu) found.push(i + px * (j + py * k));
      }
    }
  }
  return found;
}

function refusal(code: RefusalCode, saw: string, wanted: string): Refusal {
  return { code, saw, wanted };
}
