/** The segmentation read back by another house's reader is the label map, voxel for voxel, however the images lie. */
import { execFileSync } from 'node:child_process';

import { describe, expect, test } from 'vitest';

import { LABEL_VALUE } from '../../../contracts/levels.ts';
import type { Vec3 } from '../../../contracts/primitives.ts';
import { bodiesOnImages } from '../../../report/dicom/on-images.ts';
import { segmentation } from '../../../report/dicom/segmentation.ts';
import { rasteriseMesh } from '../../../spine/grid/mesh/rasterise.ts';
import { affineFrom, indexToWorld, type Volume } from '../../../spine/grid/volume.ts';
import { lacks } from '../../peers/lacks.ts';
import { ellipsoid, windingNumber } from '../../spine/grid/mesh/meshes.ts';

import { bodiesOf, LAYS, LEVELS, objectsOf, segmentationOf, type Lay } from './cases.ts';
import { asFile, first, item, keyOf, readBack, readByDcmtk, type Attributes } from './read-back.ts';

function written(lay: Lay): string {
  const bodies = bodiesOf(lay);
  return asFile(segmentation(objectsOf(bodies, LAYS[lay].planeAxis), segmentationOf(bodies), bodies)!);
}

describe.skipIf(lacks('dcm2json'))('the segmentation, read by dcmtk,', () => {
  test.each(Object.keys(LAYS) as Lay[])('is the label map where images lie %s', (lay) => {
    const bodies = bodiesOf(lay);
    const { levels } = segmentationOf(bodies);
    const wanted = new Map<string, number>();
    eachPlace(bodies, (place, at) => {
      const value = bodies.data[at];
      if (value !== 0)
        wanted.set(keyOf(place), 1 + levels.findIndex(({ labelValue }) => labelValue === value));
    });
    expect([...readBack(written(lay)).voxels].sort()).toEqual([...wanted].sort());
  });

  test.each([
    ['tilted', true],
    ['tilted from the feet', true],
    ['tilted', false],
  ] as const)(
    'is on images that lie %s what lies in the bodies, pixel for pixel, though the label map is straight; with surfaces %s',
    (lay, withSurfaces) => {
      const images = bodiesOf(lay);
      const straight = straightened(images);
      const found = segmentationOf(straight);
      const meshes = [
        ellipsoid(centreOf(straight, 0), [4, 3, 3]),
        ellipsoid(centreOf(straight, 1), [3.4, 2.7, 4]),
      ];
      const surfaces = new Map(LEVELS.map((level, n) => [level, meshes[n]!]));
      for (const [n, level] of LEVELS.entries()) rasteriseMesh(meshes[n]!, LABEL_VALUE[level], straight);
      const { dims, affine } = images;
      const onImages = bodiesOnImages(
        { segmentation: found, bodies: straight, surfaces: withSurfaces ? surfaces : new Map() },
        { asScanned: { dims, affine } },
      )!;
      const { voxels, spacingBetween } = readBack(
        asFile(segmentation(objectsOf(onImages, 2), found, onImages)!),
      );
      expect(spacingBetween).toBeCloseTo(2 * Math.cos(lay === 'tilted' ? 0.3 : 0.2), 6);
      const wanted = new Map<string, number>();
      let outside = 0;
      eachPlace(images, (place) => {
        const body = meshes.findIndex((mesh) => windingNumber(mesh, place) !== 0);
        if (body >= 0) wanted.set(keyOf(place), body + 1);
        else outside++;
      });
      expect(Math.min(wanted.size, outside)).toBeGreaterThan(150);
      if (withSurfaces) expect([...voxels].sort()).toEqual([...wanted].sort());
      else {
        // From the nearest voxel of the straight map: off by half a pixel at the border.
        const off = [...wanted].filter(([key, body]) => voxels.get(key) !== body).length;
        expect(off / wanted.size).toBeLessThan(0.15);
        expect(Math.abs(voxels.size / wanted.size - 1)).toBeLessThan(0.1);
      }
    },
  );

  test('names the bodies, and each frame the image that it lies in', () => {
    const read = readByDcmtk(written('axial from the feet'));
    const segments = read['00620002']!.Value as readonly Attributes[];
    expect(segments.map((segment) => first(segment, '00620005'))).toEqual(
      LEVELS.map((level) => `${level} vertebral body`),
    );
    expect(segments.map((segment) => first(segment, '00620006'))).toEqual(['assessed', 'seen, not assessed']);
    const frame = (read['52009230']!.Value as readonly Attributes[])[0]!;
    const source = item(item(frame, '00089124'), '00082112');
    // L1 fills planes 5 to 7 of nine as scanned, from the head down: 1 to 3 from the feet.
    expect(first(source, '00081155')).toBe('1.2.3.4.5.2');
  });
});

describe.skipIf(lacks('dciodvfy'))('the segmentation', () => {
  test.each(Object.keys(LAYS) as Lay[])('has no error by dciodvfy where images lie %s', (lay) => {
    const output = execFileSync('sh', ['-c', 'dciodvfy "$0" 2>&1 || true', written(lay)], {
      encoding: 'utf8',
    });
    expect(output.split('\n').filter((line) => line.startsWith('Error'))).toEqual([]);
  });
});

/** An empty grid of the same planes, each moved back above the first, with 8 rows more on either side. */
function straightened({ dims, affine: a }: Volume<Uint8Array>): Volume<Uint8Array> {
  const normal = [0, -a[9] / 0.8, a[5] / 0.8];
  const along = normal[1]! * a[6] + normal[2]! * a[10];
  const affine = affineFrom(
    [0, 1, 2].flatMap((row) => [
      a[4 * row]!,
      a[4 * row + 1]!,
      along * normal[row]!,
      a[4 * row + 3]! - 8 * a[4 * row + 1]!,
    ]),
  );
  const rows = dims[1] + 16;
  return { dims: [dims[0], rows, dims[2]], affine, data: new Uint8Array(dims[0] * rows * dims[2]) };
}

const centreOf = ({ affine }: Volume, body: number): Vec3 =>
  indexToWorld(affine, 5 + 2 * body, 10 + body, body === 0 ? 6.2 : 2.1);

function eachPlace({ dims: [nx, ny, nz], affine }: Volume, visit: (place: Vec3, at: number) => void): void {
  for (let at = 0; at < nx * ny * nz; at++)
    visit(indexToWorld(affine, at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))), at);
}
