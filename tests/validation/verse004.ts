/** The VerSe-004 L2 of spineFE-benchmark (Walle et al., CC BY-SA 2.0), where the shared data lie. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import { readNifti } from '../../lambdas/shared/nifti.ts';
import type { Volume } from '../../lambdas/shared/volume.ts';
import { sharedData } from '../shared-data.ts';

export const LABEL = { trabecular: 1, cortical: 2, bottomCap: 5, topCap: 6 };

/** Density in mg/cm3 K2HPO4-equivalent, and labels, 1 mm voxels. */
export function verse004(): { density: Volume; labels: Volume } {
  return {
    density: read('sub-verse004_0000_vertebra_21_im.nii.gz'),
    labels: read('sub-verse004_0000_vertebra_21_seg.nii.gz'),
  };
}

/** The files say neither sform nor qform; only their 1 mm voxels matter here, so an sform is written in. */
function read(name: string): Volume {
  const file = Buffer.from(gunzipSync(readFileSync(sharedData(`verse004-l2/${name}`))));
  file.writeInt16LE(1, 254);
  [0, 5, 10].forEach((entry) => file.writeFloatLE(1, 280 + 4 * entry));
  return readNifti(file).volume;
}
