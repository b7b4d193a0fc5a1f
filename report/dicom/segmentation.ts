/**
 * The vertebral bodies as a Segmentation (PS3.3 A.51), binary, a segment a body, in the planes of the CT's own images.
 *
 * Voxel for voxel the label map: planes, positions and directions are those of its affine, whichever way the series runs.
 */
import type { Segmentation } from '../../contracts/segmentation.ts';
import { extentsOf, type Extent } from '../../spine/grid/extents.ts';
import { indexToWorld, type Affine, type Volume } from '../../spine/grid/volume.ts';
import { cross, dot, tripleFrom } from '../../spine/math/vector.ts';

import { sct, vertebra } from './codes.ts';
import { bytesValue, partTen } from './part-ten.ts';
import {
  commonAttributes,
  imageReference,
  referencedCt,
  uidsOfAssessment,
  uidsOfObjects,
  type ObjectKind,
  type ObjectsOf,
} from './study.ts';

export const SEGMENTATION_STORAGE = '1.2.840.10008.5.1.4.1.1.66.4';
const KIND: ObjectKind = 'segmentation';

/** One body in the object. */
export interface Segment {
  readonly number: number;
  readonly level: string;
  readonly labelValue: number;
  readonly extent: Extent;
}

interface Frame {
  readonly segment: Segment;
  /** Index along the axis across which the images lie. */
  readonly plane: number;
  /** From 1, among all planes of the object. */
  readonly position: number;
}

/** The bodies that have voxels, cranial to caudal. */
export function segmentsOf({ levels }: Pick<Segmentation, 'levels'>, bodies: Volume): readonly Segment[] {
  const extents = extentsOf(bodies);
  return levels
    .flatMap(({ level, labelValue }) => {
      const extent = extents.get(labelValue);
      return extent === undefined ? [] : { level, labelValue, extent };
    })
    .map((segment, n) => ({ number: n + 1, ...segment }));
}

/** @param segments `segmentsOf` the same, where they are known already */
export function segmentation(
  of: ObjectsOf,
  found: Segmentation,
  bodies: Volume<Uint8Array>,
  segments = segmentsOf(found, bodies),
): Uint8Array | null {
  if (segments.length === 0) return null;
  const { about } = of;
  const uid = uidsOfObjects(of);
  const grid = gridOf(bodies, about.dicom.planeAxis);
  const frames = framesOf(bodies, grid, segments);
  const hasPlaneImages = about.dicom.images.length === bodies.dims[grid.plane];
  return partTen({
    ...commonAttributes(of, KIND),
    SOPClassUID: SEGMENTATION_STORAGE,
    SOPInstanceUID: uid(`instance ${KIND}`),
    FrameOfReferenceUID: about.study.frameOfReferenceUid ?? uid('frame of reference'),
    PositionReferenceIndicator: '',
    ImageType: ['DERIVED', 'PRIMARY'],
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    NumberOfFrames: String(frames.length),
    Rows: bodies.dims[grid.row],
    Columns: bodies.dims[grid.column],
    BitsAllocated: 1,
    BitsStored: 1,
    HighBit: 0,
    PixelRepresentation: 0,
    LossyImageCompression: '00',
    SegmentationType: 'BINARY',
    ContentLabel: 'VERTEBRAE',
    ContentDescription: 'Vertebral bodies without posterior elements',
    ContentCreatorName: 'osteon',
    DimensionOrganizationSequence: [{ DimensionOrganizationUID: uid('dimensions') }],
    DimensionIndexSequence: [
      dimension(uid('dimensions'), 0x0062000b, 0x0062000a, 'Segment'),
      dimension(uid('dimensions'), 0x00200032, 0x00209113, 'Position'),
    ],
    ReferencedSeriesSequence: referencedCt(about),
    // A label map: a voxel is of one body.
    SegmentsOverlap: 'NO',
    SegmentSequence: segments.map((segment) => segmentItem(segment, found, uidsOfAssessment(of))),
    SharedFunctionalGroupsSequence: [
      {
        PixelMeasuresSequence: [
          {
            PixelSpacing: [grid.rowMm, grid.columnMm].map(decimal),
            SliceThickness: decimal(grid.planeMm),
            SpacingBetweenSlices: decimal(grid.planeMm),
          },
        ],
        PlaneOrientationSequence: [
          { ImageOrientationPatient: [...grid.alongRow, ...grid.alongColumn].map(decimal) },
        ],
      },
    ],
    PerFrameFunctionalGroupsSequence: frames.map(({ segment, plane, position }) => ({
      FrameContentSequence: [{ DimensionIndexValues: [segment.number, position] }],
      PlanePositionSequence: [{ ImagePositionPatient: originOf(bodies.affine, grid, plane).map(decimal) }],
      SegmentIdentificationSequence: [{ ReferencedSegmentNumber: segment.number }],
      ...(hasPlaneImages
        ? {
            DerivationImageSequence: [
              {
                DerivationCodeSequence: [
                  { CodeValue: '113076', CodingSchemeDesignator: 'DCM', CodeMeaning: 'Segmentation' },
                ],
                SourceImageSequence: [
                  {
                    ...imageReference(about.dicom, about.dicom.images[plane]!),
                    PurposeOfReferenceCodeSequence: [
                      {
                        CodeValue: '121322',
                        CodingSchemeDesignator: 'DCM',
                        CodeMeaning: 'Source image for image processing operation',
                      },
                    ],
                  },
                ],
              },
            ],
          }
        : {}),
    })),
    PixelData: bytesValue(packed(bodies, grid, frames)),
    _vrMap: { PixelData: 'OB' },
  });
}

function segmentItem(
  { number, level, labelValue }: Segment,
  { levels, provider }: Segmentation,
  uid: (what: string) => string,
): object {
  const { refusal } = levels.find((one) => one.labelValue === labelValue)!;
  return {
    SegmentNumber: number,
    SegmentLabel: `${level} vertebral body`,
    SegmentDescription: refusal === null ? 'assessed' : 'seen, not assessed',
    SegmentAlgorithmType: 'AUTOMATIC',
    SegmentAlgorithmName: `osteon ${provider.id} ${provider.version}`,
    SegmentedPropertyCategoryCodeSequence: [sct('123037004', 'Anatomical Structure')],
    SegmentedPropertyTypeCodeSequence: [vertebra(level)],
    TrackingID: `vertebral body ${level}`,
    TrackingUID: trackingUid(uid, level),
  };
}

export function trackingUid(uid: (what: string) => string, level: string): string {
  return uid(`tracking ${level}`);
}

/** The axes of the volume as planes of images: across them, along a row (growing column), along a column (growing row). */
interface Grid {
  readonly plane: 0 | 1 | 2;
  readonly column: 0 | 1 | 2;
  readonly row: 0 | 1 | 2;
  readonly alongRow: readonly number[];
  readonly alongColumn: readonly number[];
  /** Between columns, rows and planes. */
  readonly columnMm: number;
  readonly rowMm: number;
  readonly planeMm: number;
}

function gridOf({ affine }: Volume, plane: 0 | 1 | 2): Grid {
  const column = plane === 0 ? 1 : 0;
  const row = plane === 2 ? 1 : 2;
  const vector = (axis: number): number[] => [affine[axis]!, affine[4 + axis]!, affine[8 + axis]!];
  const length = (axis: number): number => Math.hypot(affine[axis]!, affine[4 + axis]!, affine[8 + axis]!);
  const unit = (axis: number): [number, number, number] =>
    tripleFrom(vector(axis).map((value) => value / length(axis)));
  return {
    plane,
    column,
    row,
    alongRow: unit(column),
    alongColumn: unit(row),
    columnMm: length(column),
    rowMm: length(row),
    // Between the planes themselves: a tilted gantry moves images sideways as well.
    planeMm: Math.abs(dot(tripleFrom(vector(plane)), cross(unit(column), unit(row)))),
  };
}

function originOf(affine: Affine, { plane }: Grid, at: number): readonly number[] {
  const index: [number, number, number] = [0, 0, 0];
  index[plane] = at;
  return indexToWorld(affine, ...index);
}

/** A frame for every plane in which a body has voxels, segment by segment. */
function framesOf(bodies: Volume<Uint8Array>, grid: Grid, segments: readonly Segment[]): readonly Frame[] {
  const seen = segments.map((segment) => ({ segment, planes: planesOf(bodies, segment, grid) }));
  const all = new Set(seen.flatMap(({ planes }) => planes));
  const places = new Map([...all].sort((a, b) => a - b).map((plane, n) => [plane, n + 1]));
  return seen.flatMap(({ segment, planes }) =>
    planes.map((plane) => ({ segment, plane, position: places.get(plane)! })),
  );
}

/** Ascending. */
function planesOf(bodies: Volume<Uint8Array>, segment: Segment, grid: Grid): readonly number[] {
  const [first, last] = [segment.extent.low[grid.plane], segment.extent.high[grid.plane]];
  const all = Array.from({ length: last - first + 1 }, (_, n) => first + n);
  return all.filter((plane) => pixelsOf(bodies, segment, grid, plane).next().done !== true);
}

/** PS3.5 8.1.1: one bit a pixel, the first in the lowest bit, frames without a gap. */
function packed(bodies: Volume<Uint8Array>, grid: Grid, frames: readonly Frame[]): Uint8Array {
  const perFrame = bodies.dims[grid.column] * bodies.dims[grid.row];
  const bytes = new Uint8Array(Math.ceil((frames.length * perFrame) / 8));
  frames.forEach(({ segment, plane }, n) => {
    for (const pixel of pixelsOf(bodies, segment, grid, plane)) {
      const bit = n * perFrame + pixel;
      bytes[bit >> 3]! |= 1 << (bit & 7);
    }
  });
  return bytes;
}

/** Pixels of one plane that a body has, from 0, by row: looked for where the body lies. */
function* pixelsOf(
  { dims, data }: Volume<Uint8Array>,
  { labelValue, extent: { low, high } }: Segment,
  grid: Grid,
  plane: number,
): Generator<number> {
  const stride = [1, dims[0], dims[0] * dims[1]];
  for (let row = low[grid.row]; row <= high[grid.row]; row++)
    for (let column = low[grid.column]; column <= high[grid.column]; column++) {
      const at = plane * stride[grid.plane]! + row * stride[grid.row]! + column * stride[grid.column]!;
      if (data[at] === labelValue) yield column + dims[grid.column] * row;
    }
}

function dimension(organisation: string, pointer: number, group: number, label: string): object {
  return {
    DimensionOrganizationUID: organisation,
    DimensionIndexPointer: tag(pointer),
    FunctionalGroupPointer: tag(group),
    DimensionDescriptionLabel: label,
  };
}

/** An attribute tag as a value: dcmjs takes eight hexadecimal digits. */
function tag(value: number): string {
  return value.toString(16).padStart(8, '0').toUpperCase();
}

/** A decimal string of at most 16 characters. */
function decimal(value: number): string {
  const text = String(Number(value.toPrecision(9)));
  return text.length <= 16 ? text : value.toExponential(8);
}
