/**
 * What of an image's header leaves the house, and as what. Whatever is not listed is left out, private elements and sequences
 * among them: names, numbers, places, people, descriptions and comments.
 *
 * @remarks After DICOM PS3.15 E.1, Basic Application Level Confidentiality Profile, with its options Retain Patient
 * Characteristics (age, sex, size, weight) and Retain Longitudinal Temporal Information with Modified Dates. Departures: more is
 * left out than the profile lists; the contrast agent's and the kernel's names are kept as they are, as density depends on them;
 * times of day of images are kept, as phases are told apart by them. Pixels are not looked at: a face can be made of a head CT.
 */

/** `uid`: another, the same for the same. `date`: earlier by a number of days that only the key knows. */
export type Action = 'keep' | 'uid' | 'date' | 'datetime';

export interface KeptElement {
  /** Value representation, as it is written. */
  readonly vr: string;
  readonly action: Action;
}

const keep = (vr: string): KeptElement => ({ vr, action: 'keep' });
const uid: KeptElement = { vr: 'UI', action: 'uid' };
const date: KeptElement = { vr: 'DA', action: 'date' };

/** By "xGGGGEEEE". US stands for US or SS: 16 bits either way, whose sign PixelRepresentation tells. */
export const KEPT_ELEMENTS: Readonly<Record<string, KeptElement>> = {
  x00080005: keep('CS'), // SpecificCharacterSet
  x00080008: keep('CS'), // ImageType
  x00080016: keep('UI'), // SOPClassUID
  x00080018: uid, // SOPInstanceUID
  x00080020: date, // StudyDate
  x00080021: date, // SeriesDate
  x00080022: date, // AcquisitionDate
  x00080023: date, // ContentDate
  x0008002a: { vr: 'DT', action: 'datetime' }, // AcquisitionDateTime
  x00080032: keep('TM'), // AcquisitionTime
  x00080033: keep('TM'), // ContentTime
  x00080060: keep('CS'), // Modality
  x00080070: keep('LO'), // Manufacturer
  x00081090: keep('LO'), // ManufacturerModelName
  x00101020: keep('DS'), // PatientSize
  x00101030: keep('DS'), // PatientWeight
  x00180010: keep('LO'), // ContrastBolusAgent
  x00180015: keep('CS'), // BodyPartExamined
  x00180022: keep('CS'), // ScanOptions
  x00180050: keep('DS'), // SliceThickness
  x00180060: keep('DS'), // KVP
  x00180088: keep('DS'), // SpacingBetweenSlices
  x00180090: keep('DS'), // DataCollectionDiameter
  x00181060: keep('DS'), // TriggerTime
  x00181100: keep('DS'), // ReconstructionDiameter
  x00181120: keep('DS'), // GantryDetectorTilt
  x00181130: keep('DS'), // TableHeight
  x00181150: keep('IS'), // ExposureTime
  x00181151: keep('IS'), // XRayTubeCurrent
  x00181152: keep('IS'), // Exposure
  x00181160: keep('SH'), // FilterType
  x00181210: keep('SH'), // ConvolutionKernel
  x00185100: keep('CS'), // PatientPosition
  x0020000d: uid, // StudyInstanceUID
  x0020000e: uid, // SeriesInstanceUID
  x00200011: keep('IS'), // SeriesNumber
  x00200012: keep('IS'), // AcquisitionNumber
  x00200013: keep('IS'), // InstanceNumber
  x00200032: keep('DS'), // ImagePositionPatient
  x00200037: keep('DS'), // ImageOrientationPatient
  x00200052: uid, // FrameOfReferenceUID
  x00200100: keep('IS'), // TemporalPositionIdentifier
  x00201041: keep('DS'), // SliceLocation
  x00280002: keep('US'), // SamplesPerPixel
  x00280004: keep('CS'), // PhotometricInterpretation
  x00280008: keep('IS'), // NumberOfFrames
  x00280010: keep('US'), // Rows
  x00280011: keep('US'), // Columns
  x00280030: keep('DS'), // PixelSpacing
  x00280100: keep('US'), // BitsAllocated
  x00280101: keep('US'), // BitsStored
  x00280102: keep('US'), // HighBit
  x00280103: keep('US'), // PixelRepresentation
  x00280120: keep('US'), // PixelPaddingValue
  x00280121: keep('US'), // PixelPaddingRangeLimit
  x00281050: keep('DS'), // WindowCenter
  x00281051: keep('DS'), // WindowWidth
  x00281052: keep('DS'), // RescaleIntercept
  x00281053: keep('DS'), // RescaleSlope
  x00281054: keep('LO'), // RescaleType
  x00282110: keep('CS'), // LossyImageCompression
};

/** Emptied: an image must have them, though they may say nothing (type 2 of PS3.3). By tag, their value representation. */
export const EMPTIED_ELEMENTS: Readonly<Record<string, string>> = {
  x00080030: 'TM', // StudyTime
  x00080050: 'SH', // AccessionNumber
  x00080090: 'PN', // ReferringPhysicianName
  x00100030: 'DA', // PatientBirthDate
  x00200010: 'SH', // StudyID
  x00200012: 'IS', // AcquisitionNumber, where the image has none
  x00201040: 'LO', // PositionReferenceIndicator
};

/** Ages above are told as this one: so few people have them that they identify (45 CFR 164.514(b)(2)). */
export const OLDEST_TOLD_YEARS = 90;
