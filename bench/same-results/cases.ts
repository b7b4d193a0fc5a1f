/** The studies that two trees are compared on: the digital spine, and every study of `../shared/data`. */

export interface StudyCase {
  readonly name: string;
  /** Below `../shared/data`; left out: the digital spine. */
  readonly study?: string;
  /** `DATA/...` stands for a path below `../shared/data`, `ORDER` for the file of `ORDER`. */
  readonly options?: readonly string[];
}

const LIDC_LABELS = 'DATA/lidc-idri-0001/labels_totalsegmentator_v2.nii.gz';
const TPTBOX = 'DATA/tptbox-l3/sub-ct_seg';
const PP_REFINED = 'DATA/totalsegmentator-example/totalseg_vertebrae_pp_refined.nii.gz';

export const CASES: readonly StudyCase[] = [
  { name: 'demo' },
  { name: 'lidc-idri-0314', study: 'lidc-idri-0314/dicom.zip' },
  {
    name: 'lidc-idri-0314-order',
    study: 'lidc-idri-0314/dicom.zip',
    options: ['--order', 'ORDER', '--first-level', 'T1'],
  },
  { name: 'lidc-idri-0001', study: 'lidc-idri-0001/dicom.zip' },
  { name: 'lidc-idri-0001-labels', study: 'lidc-idri-0001/dicom.zip', options: ['--labels', LIDC_LABELS] },
  { name: 'tcga-de-a4ma', study: 'tcga-de-a4ma/dicom.zip' },
  { name: 'verse014', study: 'verse014/sub-verse014_ct.nii.gz' },
  {
    name: 'verse014-labels',
    study: 'verse014/sub-verse014_ct.nii.gz',
    options: ['--labels', 'DATA/verse014/sub-verse014_seg-vert_msk.nii.gz'],
  },
  {
    name: 'tptbox-l3-labels',
    study: 'tptbox-l3/sub-ct_label-22_ct.nii.gz',
    options: [
      '--labels',
      `${TPTBOX}-vert_label-22_msk.nii.gz`,
      '--labels',
      `${TPTBOX}-subreg_label-22_msk.nii.gz`,
      '--keep-outlines',
    ],
  },
  { name: 'totalsegmentator-example', study: 'totalsegmentator-example/example_ct.nii.gz' },
  {
    name: 'totalsegmentator-example-labels',
    study: 'totalsegmentator-example/example_ct.nii.gz',
    options: ['--labels', PP_REFINED, '--parameters', 'osteon-default-1'],
  },
  { name: 'totalsegmentator-dicom', study: 'totalsegmentator-example/dicom' },
  { name: 'totalsegmentator-aorta-crop', study: 'totalsegmentator-aorta-crop/ct_cropped.nii.gz' },
  { name: 'qrm-thorax-ct', study: 'qrm-thorax-ct/dicom.zip' },
  { name: 'gantry-tilt-head', study: 'gantry-tilt-head/dicom.zip' },
  { name: 'highdicom-samples', study: 'highdicom-samples' },
];

/** Factors of every kind, for a patient whose CT does not say an age. */
export const ORDER = {
  schema: 'osteon/order/1',
  indication: 'Height loss of 5 cm',
  patient: { heightCm: 158, weightKg: 61, ageYears: 72, sex: 'female' },
  riskFactors: {
    priorFractures: [{ site: 'wrist' }],
    glucocorticoids: false,
    currentSmoking: true,
    alcohol3UnitsADay: false,
    rheumatoidArthritis: false,
    parentalHipFracture: true,
  },
  dxa: { site: 'femoral-neck', tScore: -2.1 },
} as const;
