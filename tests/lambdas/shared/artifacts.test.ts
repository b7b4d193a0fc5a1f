import { expect, test } from 'vitest';

import { VOLUME_SCHEMA, volumeRef } from '../../../contracts/volumes.ts';
import { getVolume, putBytes, putVolume } from '../../../lambdas/shared/artifacts.ts';
import { writeNifti } from '../../../spine/grid/nifti.ts';
import type { Affine, VoxelArray } from '../../../spine/grid/volume.ts';
import { memoryStore } from '../../report/fixture.ts';

const AFFINE: Affine = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];
const grid = <A extends VoxelArray>(data: A) => ({ dims: [2, 1, 1], affine: AFFINE, data }) as const;

test.each([
  [VOLUME_SCHEMA.ct, new Int16Array([-1000, 300])],
  [VOLUME_SCHEMA.labels, new Uint8Array([0, 20])],
  [VOLUME_SCHEMA.region, new Uint8Array([0, 1])],
  [VOLUME_SCHEMA.strain, new Float32Array([0, 0.25])],
] as const)('a volume of schema %s comes back with its voxels', async (schema, data) => {
  const store = memoryStore();
  // Each row's voxels are those of its schema, which the type of a table of rows does not say.
  const ref = await putVolume(store, 'volume.nii.gz', schema, grid(data) as never);
  const volume = await getVolume(store, ref);
  expect(volume.data).toEqual(data);
  expect(volume.data.constructor).toBe(data.constructor);
});

test.each([
  [VOLUME_SCHEMA.ct, new Float32Array([1, 2]), 'Float32Array', 'Int16Array'],
  [VOLUME_SCHEMA.ct, new Uint16Array([1, 2]), 'Uint16Array', 'Int16Array'],
  [VOLUME_SCHEMA.labels, new Int16Array([1, 2]), 'Int16Array', 'Uint8Array'],
  [VOLUME_SCHEMA.region, new Int16Array([1, 2]), 'Int16Array', 'Uint8Array'],
  [VOLUME_SCHEMA.strain, new Float64Array([1, 2]), 'Float64Array', 'Float32Array'],
] as const)(
  'a volume of schema %s that was stored as other voxels is not handed out',
  async (schema, data, saw, wanted) => {
    const store = memoryStore();
    const ref = await putBytes(store, 'v.nii.gz', schema, writeNifti(grid(data)), 'application/gzip');
    await expect(getVolume(store, { ...ref, schema })).rejects.toThrow(
      `v.nii.gz holds ${saw}, ${schema} wants ${wanted}`,
    );
  },
);

test('a volume whose bytes are not those of the reference is not handed out', async () => {
  const store = memoryStore();
  const ref = await putVolume(store, 'v.nii.gz', VOLUME_SCHEMA.labels, grid(new Uint8Array([0, 20])));
  await store.put('v.nii.gz', writeNifti(grid(new Uint8Array([0, 21]))), 'application/gzip');
  await expect(getVolume(store, ref)).rejects.toMatchObject({ name: 'PlatformFault' });
});

test('a reference to labels is none to a CT, when it is read and when it is compiled', async () => {
  const store = memoryStore();
  const labels = await putVolume(store, 'v.nii.gz', VOLUME_SCHEMA.labels, grid(new Uint8Array([0, 20])));
  expect(volumeRef(VOLUME_SCHEMA.labels).parse(labels)).toEqual(labels);
  expect(volumeRef(VOLUME_SCHEMA.ct).safeParse(labels).success).toBe(false);
  // @ts-expect-error a CT is wanted
  await expect(getVolume<typeof VOLUME_SCHEMA.ct>(store, labels)).resolves.toBeDefined();
});
