/**
 * The CT that are evaluated, and what each is held against.
 *
 * References are read by the import provider's own reader, without refit: values are named, mirrored maps refused. Where a
 * reference holds whole vertebrae, the body is cut out of it by that provider's rule (`import/split-body.ts`: core deeper
 * than 7 mm, grown back, cut by a surface along the canal's front wall), the same for every case.
 */
export interface EvaluationCase {
  readonly name: string;
  /** Below the shared data: a zip or a folder of DICOM, or a NIfTI. */
  readonly ct: string;
  /** Label files that together are the reference; empty where there is none. */
  readonly reference: readonly string[];
  readonly convention: string | null;
  /** The reference has every vertebra in view: what is found elsewhere is not there. */
  readonly complete: boolean;
  /** How far the reference can be trusted. */
  readonly about: string;
  /** Label maps, other than the reference, that the import provider is tried with. */
  readonly maps: Readonly<Record<string, readonly string[]>>;
  /** The reference itself is tried made worse on purpose: not where its own voxels are as coarse as that. */
  readonly degrade: boolean;
}

const EXAMPLE = 'totalsegmentator-example';

export const CASES: readonly EvaluationCase[] = [
  {
    name: 'verse014',
    ct: 'verse014/sub-verse014_ct.nii.gz',
    reference: ['verse014/sub-verse014_seg-vert_msk.nii.gz'],
    convention: null,
    complete: false,
    about: 'whole vertebrae, by hand; bodies cut by our rule',
    maps: {},
    degrade: true,
  },
  {
    name: 'tptbox-l3',
    ct: 'tptbox-l3/sub-ct_label-22_ct.nii.gz',
    reference: [
      'tptbox-l3/sub-ct_seg-vert_label-22_msk.nii.gz',
      'tptbox-l3/sub-ct_seg-subreg_label-22_msk.nii.gz',
    ],
    convention: null,
    complete: true,
    about: 'bodies (corpus and its border), curated',
    maps: { whole: ['tptbox-l3/sub-ct_seg-vert_label-22_msk.nii.gz'] },
    degrade: true,
  },
  {
    name: 'aorta-crop',
    ct: 'totalsegmentator-aorta-crop/ct_cropped.nii.gz',
    reference: ['totalsegmentator-aorta-crop/vertebrae_T12.nii.gz'],
    convention: null,
    complete: false,
    about: 'T12 alone, whole vertebra, automatic; body cut by our rule',
    maps: {},
    degrade: true,
  },
  {
    name: 'lidc-idri-0001',
    ct: 'lidc-idri-0001/dicom.zip',
    reference: ['lidc-idri-0001/labels_totalsegmentator_v2.nii.gz'],
    convention: 'totalsegmentator-v2',
    complete: true,
    about: 'whole vertebrae, automatic; bodies cut by our rule',
    maps: {},
    degrade: true,
  },
  {
    // `vertebrae_pp_refined` ends 2-3 mm inside the bone: `vertebrae_body` is the better one, parted by `totalseg`.
    name: EXAMPLE,
    ct: `${EXAMPLE}/example_ct.nii.gz`,
    reference: [`${EXAMPLE}/totalseg.nii.gz`, `${EXAMPLE}/totalseg_vertebrae_body.nii.gz`],
    convention: null,
    complete: true,
    about: 'bodies, automatic, parted into levels by the map of whole vertebrae',
    maps: {
      whole: [`${EXAMPLE}/totalseg.nii.gz`],
      'pp-refined': [`${EXAMPLE}/totalseg_vertebrae_pp_refined.nii.gz`],
    },
    degrade: false,
  },
  withoutReference('tcga-de-a4ma'),
  withoutReference('lidc-idri-0314'),
];

function withoutReference(name: string): EvaluationCase {
  return {
    name,
    ct: `${name}/dicom.zip`,
    reference: [],
    convention: null,
    complete: false,
    about: 'no reference',
    maps: {},
    degrade: false,
  };
}
