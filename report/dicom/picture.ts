/** A picture as a Secondary Capture (PS3.3 A.8.1), for viewers that show neither structured reports nor segmentations. */
import { PNG } from 'pngjs';

import { dcm } from './codes.ts';
import { bytesValue, partTen } from './part-ten.ts';
import { commonAttributes, imageReference, referencedCt, uidsOfObjects, type ObjectsOf } from './study.ts';

const SECONDARY_CAPTURE_STORAGE = '1.2.840.10008.5.1.4.1.1.7';
const RGBA = 4;

/**
 * @param png opaque, of the spine, without a word about the patient: BurnedInAnnotation says so
 * @returns pixel for pixel the picture: of 8-bit colour, or of grey where every pixel is grey
 */
export function capture(of: ObjectsOf, png: Uint8Array): Uint8Array {
  const { dicom } = of.about;
  const { width, height, data } = PNG.sync.read(Buffer.from(png));
  const samples = isGrey(data) ? 1 : 3;
  return partTen({
    ...commonAttributes(of, 'picture'),
    SOPClassUID: SECONDARY_CAPTURE_STORAGE,
    SOPInstanceUID: uidsOfObjects(of)('instance picture'),
    // No paired part, which would have a laterality.
    BodyPartExamined: 'SPINE',
    ConversionType: 'WSD',
    ImageType: ['DERIVED', 'SECONDARY'],
    PatientOrientation: '',
    BurnedInAnnotation: 'NO',
    ImageComments: 'Not cleared for clinical use. Decision support; the report is in the same study.',
    DerivationDescription: 'Views along the curve of the spine, with outlines and names of vertebrae',
    SourceImageSequence: dicom.images.map((uid) => ({
      ...imageReference(dicom, uid),
      PurposeOfReferenceCodeSequence: [dcm('121322', 'Source image for image processing operation')],
    })),
    ReferencedSeriesSequence: referencedCt(of.about),
    SamplesPerPixel: samples,
    PhotometricInterpretation: samples === 1 ? 'MONOCHROME2' : 'RGB',
    ...(samples === 1 ? {} : { PlanarConfiguration: 0 }),
    Rows: height,
    Columns: width,
    BitsAllocated: 8,
    BitsStored: 8,
    HighBit: 7,
    PixelRepresentation: 0,
    PixelData: bytesValue(withoutAlpha(data, samples)),
    _vrMap: { PixelData: 'OB' },
  });
}

function isGrey(rgba: Uint8Array): boolean {
  for (let at = 0; at < rgba.length; at += RGBA)
    if (rgba[at] !== rgba[at + 1] || rgba[at] !== rgba[at + 2]) return false;
  return true;
}

function withoutAlpha(rgba: Uint8Array, samples: 1 | 3): Uint8Array {
  const bytes = new Uint8Array((rgba.length / RGBA) * samples);
  for (let from = 0, to = 0; from < rgba.length; from += RGBA)
    for (let sample = 0; sample < samples; sample++) bytes[to++] = rgba[from + sample]!;
  return bytes;
}
