/**
 * A digital spine as a DICOM CT series: CT Image Storage, explicit little endian, one file a slice.
 *
 * The patient is plainly invented. Every identifier is a hash of the options, dates are fixed: the same spine
 * gives the same bytes. File names and instance numbers do not follow the slices, as on many media.
 */
import { createHash } from 'node:crypto';

import { data as dcmjs } from 'dcmjs';

import type { DigitalSpine } from '../digital-spine.ts';
import type { SpineOptions } from '../options.ts';
import { ENHANCED_ABOVE_HU } from '../../spine/definitions/contrast.ts';
import { indexToWorld } from '../../spine/grid/volume.ts';

export interface DicomFile {
  /** Base name. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

const CT_IMAGE_STORAGE = '1.2.840.10008.5.1.4.1.1.2';
const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
/** Stored value = HU + 1024, in 12 unsigned bits. */
const INTERCEPT = -1024;
const LARGEST_STORED = 4095;
/** The share of the series by which neighbours in file order are apart. */
const GOLDEN = 0.618;

/** @param attributes by their names in the dictionary, in place of the invented patient's or beside them */
export function* writeDicomSeries(
  { ct }: Pick<DigitalSpine, 'ct'>,
  options: SpineOptions,
  attributes: Readonly<Record<string, string>> = {},
): Generator<DicomFile> {
  const [nx, ny, nz] = ct.dims;
  const uid = uidsOf(JSON.stringify(options));
  const common = { ...commonAttributes(ct, options, uid), ...attributes };
  const step = coprimeStep(nz);
  for (let n = 0; n < nz; n++) {
    const k = (n * step) % nz;
    const instance = uid(`image ${k}`);
    const dataset = {
      ...common,
      SOPInstanceUID: instance,
      InstanceNumber: String(n + 1),
      ImagePositionPatient: indexToWorld(ct.affine, 0, 0, k).map(decimal),
      SliceLocation: decimal(ct.affine[11] + k * ct.affine[10]),
      PixelData: [storedPixels(ct.data.subarray(k * nx * ny, (k + 1) * nx * ny))],
      _vrMap: { PixelData: 'OW' },
    };
    yield { name: `IM${String(n + 1).padStart(4, '0')}.dcm`, bytes: partTen(dataset, instance, uid) };
  }
}

function commonAttributes(
  ct: DigitalSpine['ct'],
  options: SpineOptions,
  uid: (what: string) => string,
): object {
  const { scanner } = options;
  return {
    SpecificCharacterSet: 'ISO_IR 100',
    ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
    SOPClassUID: CT_IMAGE_STORAGE,
    StudyDate: '20250102',
    SeriesDate: '20250102',
    AcquisitionDate: '20250102',
    ContentDate: '20250102',
    StudyTime: '120000',
    SeriesTime: '120000',
    AcquisitionTime: '120000',
    ContentTime: '120000',
    AccessionNumber: 'OSTEON-DEMO',
    Modality: 'CT',
    Manufacturer: 'osteon digital spine',
    InstitutionName: 'None (synthetic data)',
    ReferringPhysicianName: 'Nobody^Synthetic',
    StudyDescription: 'Digital spine, synthetic data',
    SeriesDescription: 'Axial, soft kernel',
    ManufacturerModelName: 'phantoms/digital-spine',
    PatientName: 'Spine^Digital',
    PatientID: 'OSTEON-DEMO',
    PatientBirthDate: '19520601',
    PatientSex: 'F',
    PatientAge: '072Y',
    BodyPartExamined: 'SPINE',
    SliceThickness: decimal(scanner.sliceThicknessMm),
    KVP: String(scanner.kvp),
    SpacingBetweenSlices: decimal(scanner.sliceSpacingMm),
    DataCollectionDiameter: '500',
    ConvolutionKernel: 'SOFT (SYNTHETIC)',
    PatientPosition: 'HFS',
    StudyInstanceUID: uid('study'),
    SeriesInstanceUID: uid('series'),
    StudyID: '1',
    SeriesNumber: '2',
    AcquisitionNumber: '1',
    ImageOrientationPatient: ['1', '0', '0', '0', '1', '0'],
    FrameOfReferenceUID: uid('frame of reference'),
    PositionReferenceIndicator: '',
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: ct.dims[1],
    Columns: ct.dims[0],
    PixelSpacing: [decimal(scanner.pixelMm), decimal(scanner.pixelMm)],
    BitsAllocated: 16,
    BitsStored: 12,
    HighBit: 11,
    PixelRepresentation: 0,
    WindowCenter: '200',
    WindowWidth: '1000',
    RescaleIntercept: String(INTERCEPT),
    RescaleSlope: '1',
    RescaleType: 'HU',
    ...(options.aortaHu > ENHANCED_ABOVE_HU ? { ContrastBolusAgent: 'CONTRAST (SYNTHETIC)' } : {}),
  };
}

function partTen(dataset: object, instance: string, uid: (what: string) => string): Uint8Array {
  const file = new dcmjs.DicomDict(
    dcmjs.DicomMetaDictionary.denaturalizeDataset({
      FileMetaInformationVersion: new Uint8Array([0, 1]).buffer,
      MediaStorageSOPClassUID: CT_IMAGE_STORAGE,
      MediaStorageSOPInstanceUID: instance,
      TransferSyntaxUID: EXPLICIT_LITTLE_ENDIAN,
      ImplementationClassUID: uid('implementation'),
      ImplementationVersionName: 'OSTEON',
    }),
  );
  file.dict = dcmjs.DicomMetaDictionary.denaturalizeDataset({ ...dataset });
  return new Uint8Array(file.write());
}

/** Little endian whatever the machine. */
function storedPixels(hu: Int16Array): ArrayBuffer {
  const bytes = new ArrayBuffer(2 * hu.length);
  const view = new DataView(bytes);
  for (let i = 0; i < hu.length; i++) {
    view.setUint16(2 * i, Math.min(LARGEST_STORED, Math.max(0, hu[i]! - INTERCEPT)), true);
  }
  return bytes;
}

/** UIDs of form 2.25.N (DICOM PS3.5 B.2), N the first 128 bits of a hash. */
function uidsOf(seed: string): (what: string) => string {
  return (what) => {
    const digest = createHash('sha256').update(`${seed}\n${what}`).digest('hex');
    return `2.25.${BigInt(`0x${digest.slice(0, 32)}`)}`;
  };
}

/** A decimal string of at most 16 characters. */
function decimal(value: number): string {
  return String(Number(value.toFixed(6)));
}

/** A step through 0 ... n-1 that meets each number once and leaves none beside its neighbour. */
function coprimeStep(n: number): number {
  let step = Math.max(1, Math.round(GOLDEN * n));
  while (gcd(step, n) !== 1) step += 1;
  return step;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
