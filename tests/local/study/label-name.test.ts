import { expect, test } from 'vitest';

import { labelName } from '../../../local/study/label-name.ts';

test.each([
  ['Mueller_Hans_vertebrae_L3.nii.gz', 'vertebrae_L3.nii.gz'],
  ['Th12.nii', 'vertebrae_T12.nii.gz'],
  ['sacrum.nii.gz', 'vertebrae_sacrum.nii.gz'],
  ['Mueller_vertebrae_body.nii.gz', 'vertebrae_body.nii.gz'],
  ['sub-Mueller_seg-spine_msk.nii.gz', 'seg-spine.nii.gz'],
  ['Mueller^Hans 1950.nii.gz', 'labels.nii.gz'],
])('%s goes into the marker as %s', (name, neutral) => {
  expect(labelName(name)).toBe(neutral);
  expect(labelName(neutral)).toBe(neutral);
});
