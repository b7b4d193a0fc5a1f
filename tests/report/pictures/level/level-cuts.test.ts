import { expect, test } from 'vitest';

import type { Vec3 } from '../../../../contracts/primitives.ts';
import { levelCuts, type LevelCut } from '../../../../report/pictures/level/level-cuts.ts';
import { distance } from '../../../../spine/math/vector.ts';

import { BALL_MM, ballsAt } from '../balls.ts';

const CENTRE: Vec3 = [3, -4, 60];
const BESIDE: Vec3 = [3, -4, 31];
const { ct, bodies, surfaces, levels } = ballsAt([BESIDE, CENTRE]);
const { level, frame } = levels[1]!;
const surface = surfaces.get(level)!;
/** Cells within this of the centre. */
const REGION_MM = 6;
const region = {
  ...bodies,
  data: bodies.data.map((value, at) => {
    const [nx, ny] = bodies.dims;
    const [i, j, k] = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
    const point: Vec3 = [i + bodies.affine[3], j + bodies.affine[7], k + bodies.affine[11]];
    return value !== 0 && distance(point, CENTRE) <= REGION_MM ? 1 : 0;
  }),
};

/** Of every point of some lines from the body's centre, mm. */
function radii({ plane }: LevelCut, lines: readonly (readonly number[])[]): number[] {
  return lines.flatMap((line) =>
    line.flatMap((column, n) => (n % 2 === 0 ? [distance(plane.at(column, line[n + 1]!), CENTRE)] : [])),
  );
}

test('a body is cut through its centre from the side and from below, with its own outline and region', () => {
  const cuts = levelCuts({ ct, surface, region, frame: frame! });
  for (const cut of [cuts.sagittal, cuts.axial]) {
    expect(cut.outline).toHaveLength(1);
    expect(cut.region).toHaveLength(1);
    // A mask's own surface runs within half a voxel's diagonal.
    for (const mm of radii(cut, cut.outline)) expect(Math.abs(mm - BALL_MM)).toBeLessThan(0.87);
    for (const mm of radii(cut, cut.region)) expect(Math.abs(mm - REGION_MM)).toBeLessThan(0.87);
    const [column, row] = cut.plane.project(CENTRE);
    expect(cut.grey[Math.round(column) + cut.plane.width * Math.round(row)]).toBe(255);
  }
  const { sagittal, axial } = cuts;
  const [x, y, z] = CENTRE;
  expect(sagittal.plane.project([x, y - 5, z + 5])).toEqual([expect.closeTo(45.5), expect.closeTo(35.5)]);
  expect(axial.plane.project([x + 5, y - 5, z])).toEqual([expect.closeTo(73.5), expect.closeTo(39.5)]);
});

test('nothing is outlined of a body that is not there, nor of a region that was not measured', () => {
  const { sagittal } = levelCuts({ ct, surface: null, region: null, frame: frame! });
  expect(sagittal.region).toEqual([]);
  expect(sagittal.outline).toEqual([]);
});
