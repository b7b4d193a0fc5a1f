/** Public studies, against what is known of them and against their label maps. */
import { readdirSync, readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { findCt } from '../../../lambdas/load-ct/find-ct.ts';
import { readNifti } from '../../../lambdas/shared/nifti.ts';
import { toCanonical } from '../../../lambdas/shared/orientation.ts';
import { sameGrid } from '../../../lambdas/shared/volume.ts';
import { lacksSharedData, sharedData } from '../../shared-data.ts';

const LOG = { progress: () => undefined, info: () => undefined, warn: () => undefined };

function load(...paths: string[]) {
  return findCt(
    paths.map((path) => ({ id: path, bytes: readFileSync(sharedData(path)) })),
    LOG,
  );
}

/** Bone lies where the labels say, which no flip or shift would survive. */
function meanHuOf(data: Int16Array, labels: ArrayLike<number>, low: number, high: number): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < data.length; i++) {
    if (labels[i]! < low || labels[i]! > high) continue;
    sum += data[i]!;
    count++;
  }
  return sum / count;
}

test.skipIf(lacksSharedData('lidc-idri-0001'))(
  'LIDC-IDRI-0001: the CT lies on the grid of its label map, bone under the vertebrae',
  async () => {
    const { volume, about } = await load('lidc-idri-0001/dicom.zip');
    expect(about).toMatchObject({ kvp: 120, kernel: 'STANDARD', contrastAgent: 'IV' });
    const file = readNifti(
      readFileSync(sharedData('lidc-idri-0001/labels_totalsegmentator_v2.nii.gz')),
    ).volume;
    const labels = toCanonical(file);
    expect(sameGrid(volume, labels, 0.05)).toBe(true);
    expect(meanHuOf(volume.data, labels.data, 30, 43)).toBeGreaterThan(150);
  },
);

test.skipIf(lacksSharedData('totalsegmentator-example'))(
  'TotalSegmentator example: 20 JPEG 2000 slices decode to plausible HU',
  async () => {
    const names = readdirSync(sharedData('totalsegmentator-example/dicom'));
    const { volume } = await load(...names.map((name) => `totalsegmentator-example/dicom/${name}`));
    expect(volume.dims).toEqual([512, 512, 20]);
    const labels = toCanonical(
      readNifti(readFileSync(sharedData('totalsegmentator-example/example_seg_dicom.nii.gz'))).volume,
    );
    expect(sameGrid(volume, labels, 0.05)).toBe(true);
    expect(meanHuOf(volume.data, labels.data, 26, 50)).toBeGreaterThan(120);
  },
);

test.skipIf(lacksSharedData('verse014'))(
  'VerSe-014: CT and mask in different axis orders meet on one grid',
  async () => {
    const { volume } = await load('verse014/sub-verse014_ct.nii.gz');
    const labels = toCanonical(
      readNifti(readFileSync(sharedData('verse014/sub-verse014_seg-vert_msk.nii.gz'))).volume,
    );
    expect(sameGrid(volume, labels, 0.05)).toBe(true);
    expect(meanHuOf(volume.data, labels.data, 20, 24)).toBeGreaterThan(120);
  },
);
