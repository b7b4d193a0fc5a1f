import { expect, test } from 'vitest';

import { VOLUME_SCHEMA } from '../../../contracts/volumes.ts';
import { getVolume, putVolume } from '../../../lambdas/shared/artifacts.ts';
import { keepLargestVolume } from '../../../lambdas/shared/kept-volume.ts';
import { affineFrom } from '../../../spine/grid/volume.ts';
import { memoryStore } from '../../report/fixture.ts';

const { ct: CT, labels: LABELS } = VOLUME_SCHEMA;
/** Not to be held in single precision. */
const AFFINE = affineFrom([0.7, 0, 0.1, -100.3, 0, 0.8, 0, -50.1, 0.05, 0, 2.5, 300.7]);

const ctOf = (...hu: number[]) =>
  ({ dims: [hu.length, 1, 1], affine: AFFINE, data: Int16Array.from(hu) }) as const;

function keeping() {
  const store = memoryStore();
  keepLargestVolume(store);
  return store;
}

test('the CT that was written is handed out as it reads back, to the last bit of its place', async () => {
  const [kept, plain] = [keeping(), memoryStore()];
  const volume = ctOf(-1000, 40, 300);
  const ref = await putVolume(kept, 'ct.nii.gz', CT, volume);
  await putVolume(plain, 'ct.nii.gz', CT, volume);
  expect(await getVolume(kept, ref)).toEqual(await getVolume(plain, ref));
  expect((await getVolume(kept, ref)).data).toBe(volume.data);
  expect((await getVolume(plain, ref)).data).not.toBe(volume.data);
});

test('a CT that was read is not unpacked again', async () => {
  const store = memoryStore();
  const ref = await putVolume(store, 'ct.nii.gz', CT, ctOf(1, 2));
  keepLargestVolume(store);
  const { data } = await getVolume(store, ref);
  expect((await getVolume(store, ref)).data).toBe(data);
});

test('a CT that a step wrote into is read from its file', async () => {
  const store = keeping();
  const volume = ctOf(-1000, 40, 300);
  const ref = await putVolume(store, 'ct.nii.gz', CT, volume);
  volume.data[1] = 41;
  expect([...(await getVolume(store, ref)).data]).toEqual([-1000, 40, 300]);
});

test('crops and label maps do not take the place of the CT, and another CT as large does', async () => {
  const store = keeping();
  const volume = ctOf(-1000, 40, 300);
  const ref = await putVolume(store, 'ct.nii.gz', CT, volume);
  const crop = await putVolume(store, 'crop.nii.gz', CT, ctOf(40));
  expect([...(await getVolume(store, crop)).data]).toEqual([40]);
  const labels = { ...volume, data: new Uint8Array(9) };
  await putVolume(store, 'labels.nii.gz', LABELS, { ...labels, dims: [9, 1, 1] });
  expect((await getVolume(store, ref)).data).toBe(volume.data);
  const other = ctOf(7, 8, 9);
  const otherRef = await putVolume(store, 'other.nii.gz', CT, other);
  expect((await getVolume(store, otherRef)).data).toBe(other.data);
  expect((await getVolume(store, ref)).data).not.toBe(volume.data);
});
