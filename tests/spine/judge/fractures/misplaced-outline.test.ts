/** Outlines that end inside a body, as an imported map or a disc taken for another gives them: from the image to the judgement. */
import { surfaceOfMask } from '../../../../spine/outline/surface/with-surfaces.ts';
import { beforeAll, describe, expect, test } from 'vitest';

import type { Level } from '../../../../contracts/levels.ts';
import { demoSpine, digitalSpine, type DigitalSpine } from '../../../../phantoms/index.ts';
import { localCoordinates } from '../../../../phantoms/anatomy/solids.ts';
import { indexToWorld } from '../../../../spine/grid/volume.ts';
import { gradeFractures } from '../../../../spine/judge/fractures/genant-grade.ts';
import { implausibleHeights } from '../../../../spine/judge/fractures/implausible-heights.ts';
import type { MeasuredLevel } from '../../../../spine/judge/fractures/measured-level.ts';
import { measureHeights } from '../../../../spine/measure/heights/heights.ts';

const SLICE_MM = 1.5;
const CUT: Level = 'T10';

let spine: DigitalSpine;
let whole: readonly MeasuredLevel[];

beforeAll(() => {
  spine = digitalSpine({
    ...demoSpine,
    levels: (['T8', 'T9', 'T10', 'T11', 'T12'] as const).map((level) => ({
      level,
      vbmdMgCc: 100,
      fracture: null,
    })),
    scanner: {
      ...demoSpine.scanner,
      sliceSpacingMm: SLICE_MM,
      sliceThicknessMm: SLICE_MM,
      fieldOfViewMm: [60, 90],
    },
  });
  whole = spine.truth.levels.flatMap(({ level }) => measured(level, spine.bodies.data));
}, 120_000);

function measured(level: Level, data: Uint8Array): readonly MeasuredLevel[] {
  const { labelValue, frame } = spine.truth.levels.find((one) => one.level === level)!;
  const bodies = { ...spine.bodies, data };
  const { heights, endplates } = measureHeights({
    ct: spine.ct,
    surface: surfaceOfMask(bodies, labelValue)!,
    bodies,
    labelValue,
    frame,
    sliceThicknessMm: SLICE_MM,
  });
  return heights === null ? [] : [{ level, heights, endplates }];
}

/** All bodies, that of `CUT` with a mask that ends below the plane w = at + slope v, mm in its frame. */
function cutAt(at: number, slope: number): readonly MeasuredLevel[] {
  const { labelValue, frame } = spine.truth.levels.find(({ level }) => level === CUT)!;
  const [nx, ny] = spine.bodies.dims;
  const toLocal = localCoordinates(frame);
  const local = new Float64Array(3);
  const data = spine.bodies.data.map((label, n) => {
    if (label !== labelValue) return label;
    const [x, y, z] = indexToWorld(
      spine.bodies.affine,
      n % nx,
      Math.floor(n / nx) % ny,
      Math.floor(n / (nx * ny)),
    );
    toLocal(x, y, z, local);
    return local[2]! > at + slope * local[1]! ? 0 : label;
  });
  return whole.flatMap((one) => (one.level === CUT ? measured(CUT, data) : [one]));
}

function refused(found: readonly MeasuredLevel[]): readonly Level[] {
  return [...implausibleHeights(found, null, new Map()).keys()];
}

describe('an outline of T10, 21 mm high,', () => {
  test('that is whole is believed, and grade 0', () => {
    expect(refused(whole)).toEqual([]);
    for (const [, { fracture }] of gradeFractures(whole)) expect(fracture.grade).toBe(0);
  });

  test.each([
    ['that dives in behind', 5, -0.55, 0],
    ['that dives in behind and is low in front too', 1, -0.35, 3],
    ['whose upper third is missing', 3, 0, 2],
  ])('%s is refused, and it alone, in place of a grade', (_, at, slope, grade) => {
    const found = cutAt(at, slope);
    expect(gradeFractures(found).get(CUT)!.fracture.grade).toBe(grade);
    expect(refused(found)).toEqual([CUT]);
  });
});
