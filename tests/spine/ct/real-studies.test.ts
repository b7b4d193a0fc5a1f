/** Public studies, against their headers as dcmtk prints them, their label maps and a second decoder. */
import { createRequire } from 'node:module';
import { readdirSync, readFileSync } from 'node:fs';

import dicomParser from 'dicom-parser';
import { expect, test } from 'vitest';

import { findCt } from '../../../spine/ct/find-ct.ts';
import { readNifti } from '../../../spine/grid/nifti.ts';
import { toCanonical } from '../../../spine/grid/orientation.ts';
import { sameGrid, type Volume } from '../../../spine/grid/volume.ts';
import { lacksSharedData, sharedData } from '../../shared-data.ts';

const require = createRequire(import.meta.url);
const LOG = { progress: () => undefined, info: () => undefined, warn: () => undefined };
/** Bone is found where the labels are only if no axis is flipped or shifted; vertebrae average 150 to 300 HU. */
const VERTEBRA_HU = 120;
/** How much better the labels fit as they are than turned over. */
const MARGIN_HU = 50;

function load(...paths: string[]) {
  return findCt(
    paths.map((path) => ({ id: path, bytes: readFileSync(sharedData(path)) })),
    LOG,
  );
}

function labelsOf(path: string): Volume {
  return toCanonical(readNifti(readFileSync(sharedData(path))).volume);
}

/** Mean HU under labels low..high, and under the same labels mirrored along each axis. */
function meansUnder(ct: Volume, labels: Volume, low: number, high: number): number[] {
  const [nx, ny, nz] = ct.dims;
  const sums = [0, 0, 0, 0];
  let count = 0;
  for (let k = 0, at = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, at++) {
        if (labels.data[at]! < low || labels.data[at]! > high) continue;
        count++;
        sums[0]! += ct.data[at]!;
        sums[1]! += ct.data[nx - 1 - i + nx * (j + ny * k)]!;
        sums[2]! += ct.data[i + nx * (ny - 1 - j + ny * k)]!;
        sums[3]! += ct.data[i + nx * (j + ny * (nz - 1 - k))]!;
      }
    }
  }
  return sums.map((sum) => sum / count);
}

function expectBoneUnder(ct: Volume, labels: Volume, low: number, high: number): void {
  expect(sameGrid(ct, labels, 0.05)).toBe(true);
  const [asTheyAre, ...mirrored] = meansUnder(ct, labels, low, high);
  expect(asTheyAre).toBeGreaterThan(VERTEBRA_HU);
  // Left and right of a spine look alike: only the other two tell.
  for (const mean of mirrored.slice(1)) expect(asTheyAre! - mean).toBeGreaterThan(MARGIN_HU);
}

test.skipIf(lacksSharedData('lidc-idri-0001'))(
  'LIDC-IDRI-0001: the CT lies on the grid of its label map, bone under the vertebrae',
  async () => {
    const { volume, about } = await load('lidc-idri-0001/dicom.zip');
    expect(about).toMatchObject({
      kvp: 120,
      kernel: 'STANDARD',
      contrastAgent: 'IV',
      patient: { sex: null, ageYears: null },
      flags: [],
    });
    expectBoneUnder(volume, labelsOf('lidc-idri-0001/labels_totalsegmentator_v2.nii.gz'), 30, 43);
  },
  30_000,
);

test.skipIf(lacksSharedData('lidc-idri-0314'))(
  'LIDC-IDRI-0314: the grid is that of its headers',
  async () => {
    const { volume, about } = await load('lidc-idri-0314/dicom.zip');
    expect(volume.dims).toEqual([512, 512, 275]);
    const { affine: a } = volume;
    expect([a[0], a[5], a[10]].map((mm) => mm.toFixed(5))).toEqual(['0.78125', '0.78125', '1.00000']);
    expect([a[3], a[7], a[11]].map((mm) => mm.toFixed(2))).toEqual(['-201.00', '-59.00', '-679.80']);
    expect(about).toMatchObject({ kernel: 'D', contrastAgent: null, patient: { sex: 'female' }, flags: [] });
  },
  30_000,
);

test.skipIf(lacksSharedData('tcga-de-a4ma'))(
  'TCGA-DE-A4MA: overlapping thick slices lie 2.5 mm apart and are called thick',
  async () => {
    const { volume, about } = await load('tcga-de-a4ma/dicom.zip');
    expect(volume.dims).toEqual([512, 512, 269]);
    const { affine: a } = volume;
    expect([a[0], a[5], a[10]]).toEqual([0.9765625, 0.9765625, 2.5]);
    expect([a[3], a[7], a[11]]).toEqual([-249.51171875, -465.51171875, -1468]);
    expect(about).toMatchObject({
      kernel: 'B30f',
      sliceThicknessMm: 5,
      patient: { sex: 'female', ageYears: 52 },
      flags: [{ code: 'SLICES_THICK' }],
    });
  },
  30_000,
);

interface J2kDecoder {
  getEncodedBuffer(length: number): Uint8Array;
  decode(): void;
  getDecodedBuffer(): Uint8Array;
}

test.skipIf(lacksSharedData('totalsegmentator-example'))(
  'TotalSegmentator example: 20 JPEG 2000 slices decode as by another decoder, bone under the labels',
  async () => {
    const folder = 'totalsegmentator-example/dicom';
    const paths = readdirSync(sharedData(folder)).map((name) => `${folder}/${name}`);
    const { volume } = await load(...paths);
    expect(volume.dims).toEqual([512, 512, 20]);
    const labels = labelsOf('totalsegmentator-example/example_seg_dicom.nii.gz');
    expect(sameGrid(volume, labels, 0.05)).toBe(true);
    expect(meansUnder(volume, labels, 26, 50)[0]).toBeGreaterThan(VERTEBRA_HU);

    const factory = require('@cornerstonejs/codec-openjpeg') as () => Promise<{
      J2KDecoder: new () => J2kDecoder;
    }>;
    const decoder = new (await factory()).J2KDecoder();
    for (const path of paths.slice(0, 4)) {
      const dataSet = dicomParser.parseDicom(readFileSync(sharedData(path)));
      const element = dataSet.elements.x7fe00010!;
      const count = element.fragments!.length;
      const stream = dicomParser.readEncapsulatedPixelDataFromFragments(dataSet, element, 0, count);
      decoder.getEncodedBuffer(stream.length).set(stream);
      decoder.decode();
      const bytes = Uint8Array.from(decoder.getDecodedBuffer());
      const stored =
        dataSet.uint16('x00280103') === 1 ? new Int16Array(bytes.buffer) : new Uint16Array(bytes.buffer);
      const intercept = dataSet.floatString('x00281052')!;
      const wanted = Int16Array.from(stored, (value) => Math.max(-1024, value + intercept));
      const k = Math.round((dataSet.floatString('x00200032', 2)! - volume.affine[11]) / 2);
      const slice = volume.data.subarray(k * 512 * 512, (k + 1) * 512 * 512);
      expect(slice).toEqual(wanted);
    }
  },
  30_000,
);

test.skipIf(lacksSharedData('verse014'))(
  'VerSe-014: CT and mask in different axis orders meet on one grid, bone under the vertebrae',
  async () => {
    const { volume } = await load('verse014/sub-verse014_ct.nii.gz');
    const labels = labelsOf('verse014/sub-verse014_seg-vert_msk.nii.gz');
    expectBoneUnder(volume, labels, 20, 24);
    const { affine: a } = volume;
    expect([a[0] > 0, a[5] > 0, a[10] > 0]).toEqual([true, true, true]);
  },
);

test.skipIf(lacksSharedData('tptbox-l3') || lacksSharedData('totalsegmentator-aorta-crop'))(
  'crops of a CT are taken for what they are, and label maps and densities are not',
  async () => {
    for (const path of [
      'tptbox-l3/sub-ct_label-22_ct.nii.gz',
      'totalsegmentator-aorta-crop/ct_cropped.nii.gz',
      'totalsegmentator-example/example_ct.nii.gz',
    ])
      expect((await load(path)).about.source).toBe('nifti');
    for (const path of [
      'tptbox-l3/sub-ct_seg-vert_label-22_msk.nii.gz',
      'totalsegmentator-example/totalseg.nii.gz',
    ])
      await expect(load(path)).rejects.toThrow('NOT_HU');
  },
);
