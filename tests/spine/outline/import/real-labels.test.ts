/** Every CT with a label map: levels found and named right, bodies where their label is, frames that a spine can have. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

import { describe, expect, test } from 'vitest';

import { assessLevels } from '../../../../spine/outline/assess/assess-levels.ts';
import { importProvider } from '../../../../spine/outline/import/provider.ts';
import type { Level } from '../../../../contracts/levels.ts';
import { readNifti } from '../../../../spine/grid/nifti.ts';
import { toCanonical } from '../../../../spine/grid/orientation.ts';
import type { Volume } from '../../../../spine/grid/volume.ts';
import { lacksSharedData, sharedData } from '../../../shared-data.ts';
import { providerInput } from '../provider-input.ts';

interface Study {
  readonly folder: string;
  readonly ct: string;
  readonly labels: readonly string[];
  readonly recognisedBy: string;
  readonly assessable: readonly Level[];
  readonly truncated: readonly Level[];
}

const LUMBAR: readonly Level[] = ['L1', 'L2', 'L3', 'L4', 'L5'];
const STUDIES: readonly Study[] = [
  {
    folder: 'verse014',
    ct: 'sub-verse014_ct.nii.gz',
    labels: ['sub-verse014_seg-vert_msk.nii.gz'],
    recognisedBy: 'detection',
    assessable: LUMBAR,
    truncated: [],
  },
  {
    folder: 'tptbox-l3',
    ct: 'sub-ct_label-22_ct.nii.gz',
    labels: ['sub-ct_seg-vert_label-22_msk.nii.gz', 'sub-ct_seg-subreg_label-22_msk.nii.gz'],
    recognisedBy: 'detection',
    assessable: ['L3'],
    truncated: ['L2', 'L4'],
  },
  {
    folder: 'totalsegmentator-example',
    ct: 'example_ct.nii.gz',
    labels: ['totalseg.nii.gz'],
    recognisedBy: 'embedded-names',
    assessable: LUMBAR,
    truncated: ['T11', 'T12'],
  },
  {
    folder: 'totalsegmentator-example',
    ct: 'example_ct.nii.gz',
    labels: ['totalseg_vertebrae_pp_refined.nii.gz'],
    recognisedBy: 'embedded-names',
    assessable: LUMBAR,
    truncated: ['T12'],
  },
  {
    folder: 'totalsegmentator-aorta-crop',
    ct: 'ct_cropped.nii.gz',
    labels: ['vertebrae_T12.nii.gz'],
    recognisedBy: 'file-names',
    assessable: ['T12'],
    truncated: [],
  },
];

for (const { folder, ct, labels, recognisedBy, assessable, truncated } of STUDIES) {
  describe.skipIf(lacksSharedData(folder))(`${folder} with ${labels.join(' and ')}`, () => {
    test(`gives ${assessable.join(' ')}, and ${truncated.join(' ') || 'none'} as truncated`, async () => {
      const image = hounsfield(`${folder}/${ct}`);
      const files = labels.map((name) => ({
        name: basename(name),
        bytes: readFileSync(sharedData(`${folder}/${name}`)),
      }));
      const result = await importProvider.segment(providerInput(image, files));
      const { levels } = assessLevels(image, result);
      expect(result.provider.recognisedBy).toBe(recognisedBy);
      expect(levels.filter(({ refusal }) => refusal === null).map(({ level }) => level)).toEqual(assessable);
      expect(levels.filter((level) => level.truncated).map(({ level }) => level)).toEqual(truncated);
      for (const { frame, refusal } of levels) {
        if (refusal !== null) continue;
        // Supine patients: the canal lies below the body, and L5 leans by less than 45 degrees.
        expect(frame!.posterior[1]).toBeGreaterThan(0.7);
        expect(frame!.superior[2]).toBeGreaterThan(0.7);
      }
    });
  });
}

const LIDC = 'lidc-idri-0001/labels_totalsegmentator_v2.nii.gz';
test.skipIf(lacksSharedData(LIDC))(
  'an unnamed TotalSegmentator map of 100 organs is named from T3 to L3',
  async () => {
    const map = toCanonical(readNifti(readFileSync(sharedData(LIDC))).volume);
    const BONE_HU = 300;
    // Zeros would be padding.
    const TISSUE_HU = 40;
    // The CT itself is DICOM: an image made of the labels serves where only names are asked for.
    const image = {
      ...map,
      data: Int16Array.from(map.data, (value) => (value > 25 && value < 51 ? BONE_HU : TISSUE_HU)),
    };
    const files = [{ name: 'labels.nii.gz', bytes: readFileSync(sharedData(LIDC)) }];
    const result = await importProvider.segment(providerInput(image, files));
    const { levels } = assessLevels(image, result);
    expect(result.provider).toMatchObject({ convention: 'totalsegmentator-v2', recognisedBy: 'detection' });
    expect(levels.filter(({ refusal }) => refusal === null).map(({ level }) => level)).toEqual([
    'T4', 'T5', 'T6', 'T7', 'T8', 'T9', 'T10', 'T11', 'T12', 'L1', 'L2',
  ]); // prettier-ignore
    expect(levels.at(-1)).toMatchObject({ level: 'L3', refusal: { code: 'LEVEL_TRUNCATED' } });
  },
);

function hounsfield(path: string): Volume<Int16Array> {
  const volume = toCanonical(readNifti(readFileSync(sharedData(path))).volume);
  return { ...volume, data: Int16Array.from(volume.data) };
}
