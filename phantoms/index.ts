/** Seeded digital spines: volumes and DICOM series whose densities, heights and fractures are known exactly. */
export { DIGITAL_MINDWAYS_RODS } from './trunk/calibration-phantom.ts';
export { randomSpine, type SpineWishes } from './cohort.ts';
export { writeDicomSeries, type DicomFile } from './dicom/dicom-series.ts';
export { digitalSpine, type DigitalSpine } from './digital-spine.ts';
export {
  demoSpine,
  ImpossibleSpine,
  type CalibrationPhantomSpec,
  type FractureSpec,
  type LevelSpec,
  type ScannerSpec,
  type SpineOptions,
} from './options.ts';
export { truthJson, type LevelTruth, type SpineTruth } from './truth.ts';
