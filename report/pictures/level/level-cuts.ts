/** One vertebral body from the side and from below, with its outline and the region of its trabecular density. */
import type { Frame } from '../../../contracts/segmentation.ts';
import type { Mesh } from '../../../spine/grid/mesh/mesh.ts';
import { axialCut, sagittalCut } from '../views/frame-planes.ts';
import { labelOutlines } from '../views/outlines.ts';
import { surfaceOutline } from '../views/surface-outlines.ts';
import type { PicturePlane } from '../views/plane.ts';
import { sampledCubic } from '../views/sample.ts';
import { windowGrey } from '../kit/window.ts';
import type { Volume } from '../../../spine/grid/volume.ts';

/** Lines in pixels: x1, y1, x2, y2, ... */
type Lines = readonly (readonly number[])[];

export interface LevelCut {
  readonly plane: PicturePlane;
  /** 0 to 255, row by row. */
  readonly grey: Uint8Array;
  readonly outline: Lines;
  readonly region: Lines;
}

export interface LevelCuts {
  readonly sagittal: LevelCut;
  readonly axial: LevelCut;
}

export interface LevelCutsInput {
  readonly ct: Volume<Int16Array>;
  /** Of the body; null where it has no outline. */
  readonly surface: Mesh | null;
  /** 1 in the region; null where no density was measured. */
  readonly region: Volume<Uint8Array> | null;
  readonly frame: Frame;
}

const PIXEL_MM = 0.5;
/** Holds the largest lumbar body with a margin, mm. */
const SAGITTAL = { left: -28, right: 28, top: -23, bottom: 23 } as const;
const AXIAL = { left: -32, right: 32, top: -25, bottom: 21 } as const;
const IN_REGION = 1;

export function levelCuts({ ct, surface, region, frame }: LevelCutsInput): LevelCuts {
  const cut = (plane: PicturePlane): LevelCut => ({
    plane,
    grey: Uint8Array.from(sampledCubic(ct, plane), windowGrey),
    outline: surface === null ? [] : surfaceOutline(surface, plane),
    region: region === null ? [] : (labelOutlines(region, plane).get(IN_REGION) ?? []),
  });
  return {
    sagittal: cut(sagittalCut(frame, SAGITTAL, PIXEL_MM)),
    axial: cut(axialCut(frame, AXIAL, PIXEL_MM)),
  };
}
