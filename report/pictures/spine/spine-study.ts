/** What the sheet tells of a study; no patient data. */
import type { Segmentation } from '../../../contracts/segmentation.ts';

export type SpineStudy = Pick<Segmentation, 'levels' | 'qc' | 'provider'>;
