/** Real CT with references: bodies from seeds that are off, and the refit of maps made worse. */
import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { frameBody } from '../../../../spine/outline/assess/body-frame.ts';
import { outlineBody } from '../../../../spine/outline/body/outline-body.ts';
import { bodyMesh, VISIBLE_EDGE } from '../../../../spine/outline/surface/body-mesh.ts';
import { rasteriseMesh } from '../../../../spine/grid/mesh/rasterise.ts';
import { refitBodies } from '../../../../spine/outline/refit/refit.ts';
import { seedFromMask } from '../../../../spine/outline/refit/seed-from-mask.ts';
import { extentsOf, pieceOf } from '../../../../spine/grid/extents.ts';
import { importProvider } from '../../../../spine/outline/import/provider.ts';
import { LABEL_VALUE, type Level } from '../../../../contracts/levels.ts';
import { readNifti } from '../../../../spine/grid/nifti.ts';
import { toCanonical } from '../../../../spine/grid/orientation.ts';
import { along } from '../../../../spine/math/vector.ts';
import type { Volume } from '../../../../spine/grid/volume.ts';
import { lacksSharedData, sharedData } from '../../../shared-data.ts';
import { dice } from '../overlap.ts';
import { providerInput } from '../provider-input.ts';

interface Study {
  readonly folder: string;
  readonly ct: string;
  readonly labels: readonly string[];
  readonly levels: readonly Level[];
  /** Measured 0.02 above, at every level, from seeds 3 mm off. */
  readonly floor: number;
}

const STUDIES: readonly Study[] = [
  {
    folder: 'verse014',
    ct: 'sub-verse014_ct.nii.gz',
    labels: ['sub-verse014_seg-vert_msk.nii.gz'],
    levels: ['L3', 'L5'],
    floor: 0.9,
  },
  {
    folder: 'tptbox-l3',
    ct: 'sub-ct_label-22_ct.nii.gz',
    labels: ['sub-ct_seg-vert_label-22_msk.nii.gz', 'sub-ct_seg-subreg_label-22_msk.nii.gz'],
    levels: ['L3'],
    floor: 0.92,
  },
  {
    folder: 'totalsegmentator-aorta-crop',
    ct: 'ct_cropped.nii.gz',
    labels: ['vertebrae_T12.nii.gz'],
    levels: ['T12'],
    floor: 0.9,
  },
];
const OFF_MM = 3;

describe.each(STUDIES)('$folder', ({ folder, ct: name, labels, levels, floor }) => {
  const study = once(async () => {
    const volume = toCanonical(readNifti(readFileSync(sharedData(`${folder}/${name}`))).volume);
    const ct = { ...volume, data: Int16Array.from(volume.data) };
    const files = labels.map((file) => ({
      name: file,
      bytes: readFileSync(sharedData(`${folder}/${file}`)),
    }));
    return { ct, bodies: (await importProvider.segment(providerInput(ct, files))).bodies };
  });

  test.skipIf(lacksSharedData(folder))(`outlines from seeds 3 mm off reach ${floor} of Dice`, async () => {
    const { ct, bodies } = await study();
    const extents = extentsOf(bodies);
    for (const level of levels) {
      const value = LABEL_VALUE[level];
      const framedAt = (at: number) => {
        const extent = extents.get(at);
        if (extent === undefined) return null;
        const mask = pieceOf(bodies, extent, 3);
        const framed = frameBody(mask, { superior: [0, 0, 1], posterior: [0, 1, 0] });
        return framed === null ? null : { framed, mask };
      };
      const seed = seedFromMask(
        framedAt(value)!,
        framedAt(value - 1)?.framed ?? null,
        framedAt(value + 1)?.framed ?? null,
      );
      const origin = along(along(seed.frame.origin, OFF_MM, seed.frame.left), -OFF_MM, seed.frame.posterior);
      const moved = { ...seed.frame, origin: [origin[0], origin[1], origin[2]] as [number, number, number] };
      const surface = outlineBody(ct, { ...seed, frame: moved, toCanalMm: seed.toCanalMm! + OFF_MM })!;
      const map = { ...bodies, data: new Uint8Array(bodies.data.length) };
      rasteriseMesh(bodyMesh(surface, VISIBLE_EDGE), value, map);
      const found = dice(map, Boolean, bodies, (v) => v === value);
      expect(found, level).toBeGreaterThan(floor);
      expect(surface.quality, level).toBeGreaterThan(0.55);
    }
  });

  test.skipIf(lacksSharedData(folder))('a map shifted by a voxel comes nearer to the reference', async () => {
    const { ct, bodies } = await study();
    const shifted = { ...bodies, data: shiftedBy(bodies) };
    const refitted = refitBodies(ct, shifted).bodies;
    for (const level of levels) {
      const is = (v: number): boolean => v === LABEL_VALUE[level];
      expect(dice(refitted, is, bodies, is), level).toBeGreaterThan(dice(shifted, is, bodies, is));
    }
  });
});

function shiftedBy({ dims: [nx, ny], data }: Volume<Uint8Array>): Uint8Array<ArrayBuffer> {
  return data.map((_, at) => data[at + 1 + nx + nx * ny] ?? 0);
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => (made ??= make());
}
