/** Two bodies about a disc that is narrower than a slice, before it a bridge of bone: where does each of them end? */
import { describe, expect, it } from 'vitest';

import { measureHeights } from '../../../../spine/measure/heights/heights.ts';
import { outlineBody } from '../../../../spine/outline/body/outline-body.ts';
import { bodyMesh, VISIBLE_EDGE } from '../../../../spine/outline/surface/body-mesh.ts';
import { rasteriseMesh } from '../../../../spine/grid/mesh/rasterise.ts';
import type { BodySeed, Plane } from '../../../../spine/find/seed.ts';
import { along } from '../../../../spine/math/vector.ts';
import type { DigitalSpine } from '../../../../phantoms/index.ts';

import { bodies, seedOf } from './spine.ts';

const SLICE_MM = 2;

/** Seeds as for other bodies, but for the plane between both: it stands in the middle of the disc. */
function seeds(spine: DigitalSpine): readonly [BodySeed, BodySeed] {
  const [upper, lower] = spine.truth.levels;
  const middle: Plane = {
    point: along(along([0, 0, 0], 0.5, upper!.points.middleInferior), 0.5, lower!.points.middleSuperior),
    normal: along(along([0, 0, 0], 0.5, upper!.frame.superior), 0.5, lower!.frame.superior),
  };
  return [
    { ...seedOf(spine, 0), lower: middle },
    { ...seedOf(spine, 1), upper: middle },
  ];
}

describe.each([
  { levels: ['T11', 'T12'], heightMm: 0.5, bridgeMm: 10, band: true },
  { levels: ['T11', 'T12'], heightMm: 0.5, bridgeMm: 4, band: true },
  // Deeper bowls leave a lens of disc that shows.
  { levels: ['L1', 'L2'], heightMm: 0.5, bridgeMm: 10, band: false },
] as const)('$levels about a disc of $heightMm mm, bridged by $bridgeMm mm, in slices of 2 mm', (about) => {
  const { levels, heightMm, bridgeMm, band } = about;
  const plain = { vbmdMgCc: 90, fracture: null };
  const discBelow = { heightMm, filling: 'disc', bridge: { mm: bridgeMm, side: 'anterior' } } as const;
  const spine = bodies(
    2,
    { levels: [{ level: levels[0], ...plain, discBelow }, { level: levels[1], ...plain }] }, // prettier-ignore
    { sliceSpacingMm: SLICE_MM, sliceThicknessMm: SLICE_MM, noiseHu: 20 },
  );
  const map = { dims: spine.ct.dims, affine: spine.ct.affine, data: new Uint8Array(spine.ct.data.length) };
  const surfaces = seeds(spine).map((seed) => outlineBody(spine.ct, seed)!);
  spine.truth.levels.forEach(({ labelValue }, n) =>
    rasteriseMesh(bodyMesh(surfaces[n]!, VISIBLE_EDGE), labelValue, map),
  );

  it('say whether the disc between them was one band', () => {
    expect(surfaces.map(({ bandDiscs }) => bandDiscs)).toEqual(band ? [['lower'], ['upper']] : [[], []]);
  });

  it('have the heights of the truth to half a slice', () => {
    spine.truth.levels.forEach(({ labelValue, heightsMm, level }, n) => {
      const { frame } = surfaces[n]!;
      const { heights } = measureHeights({
        ct: spine.ct,
        surface: bodyMesh(surfaces[n]!, VISIBLE_EDGE),
        bodies: map,
        labelValue,
        frame,
        sliceThicknessMm: SLICE_MM,
      });
      for (const name of ['anterior', 'middle', 'posterior'] as const)
        // Without a bridge slices of 2 mm give 0.4 mm (SD, docs/accuracy.md): half a slice is more than twice that.
        expect(Math.abs(heights![name].value - heightsMm[name]), `${level} ${name}`).toBeLessThan(1);
    });
  });
});
