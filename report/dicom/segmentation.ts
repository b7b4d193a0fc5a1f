/**
 * The vertebral bodies as a Segmentation (PS3.3 A.51), binary, a segment a body, in the planes of the CT's own images.
 *
 * Voxel for voxel the label map: planes, positions and directions are those of its affine, whichever way the series runs.
 */
import type { Segmentation } from '../../contracts/segmentation.ts';
import { extentsOf } from '../../spine/grid/extents.ts';
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
  const present = extentsOf(bodies);
  return levels
    .filter(({ labelValue }) => present.has(labelValue))
    .map(({ level, labelValue }, n) => ({ number: n + 1, level, labelValue }));
}

export function segmentation(
  of: ObjectsOf,
  found: Segmentation,
  bodies: Volume<Uint8Array>,
): Uint8Array | null {
  const segments = segmentsOf(found, bodies);
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
function framesOf(
  { dims, data }: Volume<Uint8Array>,
  grid: Grid,
  segments: readonly Segment[],
): readonly Frame[] {
  const [nx, ny] = dims;
  const seen = new Map(segments.map(({ labelValue }) => [labelValue, new Set<number>()]));
  for (let at = 0; at < data.length; at++) {
    if (data[at] === 0) continue;
    const index = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
    seen.get(data[at]!)?.add(index[grid.plane]!);
  }
  const all = new Set<number>();
  for (const planes of seen.values()) for (const plane of planes) all.add(plane);
  const places = new Map([...all].sort((a, b) => a - b).map((plane, n) => [plane, n + 1]));
  return segments.flatMap((segment) =>
    [...seen.get(segment.labelValue)!]
      .sort((a, b) => a - b)
      .map((plane) => ({ segment, plane, position: places.get(plane)! })),
  );
}

/** PS3.5 8.1.1: one bit a pixel, the first in the lowest bit, frames without a gap. */
function packed(bodies: Volume<Uint8Array>, grid: Grid, frames: readonly Frame[]): Uint8Array {
  const { dims, data } = bodies;
  const stride = [1, dims[0], dims[0] * dims[1]];
  const [columns, rows] = [dims[grid.column], dims[grid.row]];
  const bytes = new Uint8Array(Math.ceil((frames.length * rows * columns) / 8));
  let bit = 0;
  for (const { segment, plane } of frames) {
    for (let row = 0; row < rows; row++) {
      let at = plane * stride[grid.plane]! + row * stride[grid.row]!;
      for (let column = 0; column < columns; column++, bit++, at += stride[grid.column]!)
        if (data[at] === segment.labelValue) bytes[bit >> 3]! |= 1 << (bit & 7);
    }
  }
  return bytes;
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
