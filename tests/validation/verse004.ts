/** The VerSe-004 L2 of spineFE-benchmark (Walle et al., CC BY-SA 2.0), where the shared data lie. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import { readNifti } from '../../spine/grid/nifti.ts';
import type { Volume } from '../../spine/grid/volume.ts';
import type { VertebraGrid } from '../../spine/measure/strength/model/vertebra-model.ts';
import { sharedData } from '../shared-data.ts';

export const LABEL = { trabecular: 1, cortical: 2, bottomCap: 5, topCap: 6 };

/** Density in mg/cm3 K2HPO4-equivalent, and labels, 1 mm voxels. */
export function verse004(): { density: Volume; labels: Volume } {
  return {
    density: read('sub-verse004_0000_vertebra_21_im.nii.gz'),
    labels: read('sub-verse004_0000_vertebra_21_seg.nii.gz'),
  };
}

/** The body between its caps as spine/measure takes it, and H: slices that hold bone. */
export function verse004Body(): { readonly grid: VertebraGrid; readonly heightMm: number } {
  const { density, labels } = verse004();
  const is = (...wanted: number[]): Uint8Array =>
    Uint8Array.from(labels.data, (label) => (wanted.includes(label) ? 1 : 0));
  const body = is(LABEL.trabecular, LABEL.cortical);
  const plane = labels.dims[0] * labels.dims[1];
  const [low, high] = [body.indexOf(1), body.lastIndexOf(1)].map((at) => Math.floor(at / plane)) as [
    number,
    number,
  ];
  return {
    grid: {
      dims: labels.dims,
      spacing: [1, 1, 1],
      densityMgCc: Float64Array.from(density.data),
      body,
      caps: is(LABEL.bottomCap, LABEL.topCap),
    },
    heightMm: high - low + 1,
  };
}

/** The files say neither sform nor qform; only their 1 mm voxels matter here, so an sform is written in. */
function read(name: string): Volume {
  const file = Buffer.from(gunzipSync(readFileSync(sharedData(`verse004-l2/${name}`))));
  file.writeInt16LE(1, 254);
  [0, 5, 10].forEach((entry) => file.writeFloatLE(1, 280 + 4 * entry));
  return readNifti(file).volume;
}
