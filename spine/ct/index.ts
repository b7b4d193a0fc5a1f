/** From the files of a study to one CT volume in HU. */
export { findCt, patientIn, requireCt } from './find-ct.ts';
export { kindOf } from './source-files.ts';
export { readDataSet, textOf, type DataSet } from './dicom/data-set.ts';
export { canDecode } from './dicom/pixel-codec.ts';
export { CT_CLASSES } from './dicom/dicom-image.ts';
export { objectHead, type ObjectHead } from './dicom/object-head.ts';
export { nameGroups } from './dicom/header-facts.ts';
