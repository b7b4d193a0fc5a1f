/** Which voxels of a mask are bony lips, against lips of digital spines that are known exactly. */
import { expect, test } from 'vitest';

import { markOsteophytes } from '../../../../spine/outline/surface/mark-osteophytes.ts';
import { outlineBody } from '../../../../spine/outline/body/outline-body.ts';
import { OUTER_EDGE, bodyMesh } from '../../../../spine/outline/surface/body-mesh.ts';
import { rasteriseMesh } from '../../../../spine/grid/mesh/rasterise.ts';
import { extentsOf } from '../../../../spine/grid/extents.ts';
import { along, dot } from '../../../../spine/math/vector.ts';
import { indexToWorld, voxelVolume, type Volume } from '../../../../spine/grid/volume.ts';
import type { DigitalSpine } from '../../../../phantoms/index.ts';

import { bodies, seedOf } from '../body/spine.ts';

const VALUE = 20;

function marked(spine: DigitalSpine): Volume<Uint8Array> {
  const empty = (): Volume<Uint8Array> => ({ ...spine.ct, data: new Uint8Array(spine.ct.data.length) });
  const [mask, marks] = [empty(), empty()];
  const surface = outlineBody(spine.ct, seedOf(spine, 0))!;
  rasteriseMesh(bodyMesh(surface, OUTER_EDGE), VALUE, mask);
  markOsteophytes(mask, extentsOf(mask).get(VALUE)!, surface, OUTER_EDGE, marks);
  return marks;
}

test('lips are marked where they are, and a part of their volume', () => {
  const osteophytes = [
    { mm: 6, endplate: 'superior' as const, side: 'anterior' as const },
    { mm: 6, endplate: 'inferior' as const, side: 'anterior' as const },
  ];
  const spine = bodies(1, {}, {}, { osteophytes });
  const { frame, osteophyteVolumeMm3 } = spine.truth.levels[0]!;
  const marks = marked(spine);
  const [lips] = extentsOf(marks).values();
  const volume = lips!.voxels * voxelVolume(marks.affine);
  // What is a lower bound by construction; half is found of lips of 6 mm.
  expect(volume / osteophyteVolumeMm3).toBeGreaterThan(0.25);
  expect(volume / osteophyteVolumeMm3).toBeLessThan(1);
  const [nx, ny] = marks.dims;
  const front = marks.data.reduce((count, value, at) => {
    if (value === 0) return count;
    const point = indexToWorld(marks.affine, at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny)));
    return count + (dot(along(point, -1, frame.origin), frame.posterior) < 0 ? 1 : 0);
  }, 0);
  expect(front / lips!.voxels).toBeGreaterThan(0.8);
});

test('a body without lips has none marked to speak of', () => {
  const spine = bodies(1);
  const marks = marked(spine);
  const voxels = [...extentsOf(marks).values()].reduce((sum, extent) => sum + extent.voxels, 0);
  // 1 % of the body, as much as its own volume is off.
  expect(voxels * voxelVolume(marks.affine)).toBeLessThan(0.01 * spine.truth.levels[0]!.bodyVolumeMm3);
});
