/** The spine from the side and from the front: curved cuts through every vertebral body, with outlines on top. */
import { PNG } from 'pngjs';

import type { Level } from '../../../contracts/levels.ts';
import type { Segmentation } from '../../../contracts/segmentation.ts';
import type { Mesh } from '../../../spine/grid/mesh/mesh.ts';
import type { Volume } from '../../../spine/grid/volume.ts';

import { curvedPlanes } from './curved-planes.ts';
import { framesToFollow } from './frames-to-follow.ts';
import { labelOutlines, type Outlines } from './outlines.ts';
import { surfaceOutline } from './surface-outlines.ts';
import { croppedPlane, type PicturePlane } from './plane.ts';
import { boxOfNumbers, sampledCubic } from './sample.ts';
import { windowGrey } from '../kit/window.ts';

export interface SpineView {
  readonly plane: PicturePlane;
  /** 0 to 255, row by row. */
  readonly grey: Uint8Array;
  readonly bodies: Outlines;
  /** Empty where whole vertebrae are not known, or not asked for. */
  readonly vertebrae: Outlines;
}

export interface SpineViews {
  readonly sagittal: SpineView;
  readonly coronal: SpineView;
}

export interface ViewedSpine {
  readonly ct: Volume<Int16Array>;
  readonly bodies: Volume<Uint8Array>;
  readonly vertebrae: Volume<Uint8Array> | null;
  /** Of the bodies that are outlined. */
  readonly surfaces: ReadonlyMap<Level, Mesh>;
  readonly levels: Segmentation['levels'];
}

/** The picture ends where the CT ends. @returns null where no vertebra was seen */
export function spineViews({ ct, bodies, vertebrae, surfaces, levels }: ViewedSpine): SpineViews | null {
  const planes = curvedPlanes(framesToFollow(levels, vertebrae ?? bodies));
  if (planes === null) return null;
  const view = (wide: PicturePlane): SpineView | null => {
    const values = sampledCubic(ct, wide);
    const box = boxOfNumbers(values, wide.width);
    if (box === null) return null;
    const plane = croppedPlane(wide, box);
    const grey = new Uint8Array(plane.width * plane.height);
    for (let row = 0, n = 0; row < plane.height; row++) {
      const from = box.left + wide.width * (box.top + row);
      for (let column = 0; column < plane.width; column++, n++) grey[n] = windowGrey(values[from + column]!);
    }
    return {
      plane,
      grey,
      bodies: bodyOutlines(levels, surfaces, plane),
      vertebrae: vertebrae === null ? new Map() : labelOutlines(vertebrae, plane),
    };
  };
  const [sagittal, coronal] = [view(planes.sagittal), view(planes.coronal)];
  return sagittal === null || coronal === null ? null : { sagittal, coronal };
}

function bodyOutlines(
  levels: ViewedSpine['levels'],
  surfaces: ReadonlyMap<Level, Mesh>,
  plane: PicturePlane,
): Outlines {
  const pairs = levels.flatMap(({ level, labelValue }) => {
    const surface = surfaces.get(level);
    const lines = surface === undefined ? [] : surfaceOutline(surface, plane);
    return lines.length === 0 ? [] : [[labelValue, lines] as const];
  });
  return new Map(pairs);
}

/** A view's greys without anything on top. The same greys give the same bytes. */
export function greyPng({ plane: { width, height }, grey }: Pick<SpineView, 'plane' | 'grey'>): Uint8Array {
  const png = new PNG({ width, height });
  png.data = Buffer.from(grey);
  return PNG.sync.write(png, { colorType: 0, inputColorType: 0 });
}
