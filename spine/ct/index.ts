/** From the files of a study to one CT volume in HU. */
export { findCt } from './find-ct.ts';
export { kindOf } from './source-files.ts';
