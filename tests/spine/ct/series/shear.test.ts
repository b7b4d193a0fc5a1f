/** Images of a tilted gantry put straight: what was scanned is in its place, and nothing else is there. */
import { describe, expect, test } from 'vitest';

import { LOWEST_HU } from '../../../../spine/definitions/hounsfield.ts';
import { extentOf, straightenedInto, type Shear } from '../../../../spine/ct/series/shear.ts';
import { indexToWorld } from '../../../../spine/grid/volume.ts';
import { tripleFrom } from '../../../../spine/math/vector.ts';
import { find, series } from '../ct-series.ts';

const [COLUMNS, ROWS, COUNT] = [6, 8, 5];

/** Plane of image `n`, moved by `step` pixels an image. */
function plane(step: readonly [number, number], n: number, hu: (i: number, j: number) => number) {
  const [across, down] = [extentOf(COLUMNS, step[0], COUNT), extentOf(ROWS, step[1], COUNT)];
  const size = [across.size, down.size] as const;
  const shear = { size, first: [across.first, down.first], step } as unknown as Shear; // the rest is not read
  const data = Int16Array.from({ length: COLUMNS * ROWS }, (_, at) =>
    hu(at % COLUMNS, Math.floor(at / COLUMNS)),
  );
  const out = new Int16Array(2 + size[0] * size[1]).fill(7);
  straightenedInto(out, 1, { data, columns: COLUMNS, rows: ROWS }, shear, n);
  expect([out[0], out.at(-1)]).toEqual([7, 7]);
  const moved = [0, 1].map((axis) => shear.first[axis]! + n * step[axis]!) as [number, number];
  return { at: (x: number, y: number): number => out[1 + x + size[0] * y]!, size, moved };
}

describe.each([[[0, 0.5]], [[0, -0.37]], [[0.25, 0.8]], [[-0.61, -0.61]], [[2, 0]]] as const)(
  'moved by %j pixels an image',
  (step) => {
    test.each([0, 2, COUNT - 1])(
      'image %d holds what a plane of HU has at each pixel, and air around',
      (n) => {
        // Cubic convolution reproduces what is straight, but for rounding to whole HU and the pixels beside the border.
        const hu = (i: number, j: number): number => 400 + 60 * i - 35 * j;
        const { at, size, moved } = plane(step, n, hu);
        let within = 0;
        for (let y = 0; y < size[1]; y++)
          for (let x = 0; x < size[0]; x++) {
            const [i, j] = [x - moved[0], y - moved[1]];
            const inside = i > -1e-6 && j > -1e-6 && i < COLUMNS - 1 + 1e-6 && j < ROWS - 1 + 1e-6;
            if (!inside) expect(at(x, y), `${x} ${y}`).toBe(LOWEST_HU);
            const deep = i >= 1 && j >= 1 && i <= COLUMNS - 2 && j <= ROWS - 2;
            if (deep) expect(Math.abs(at(x, y) - hu(i, j)), `${x} ${y}`).toBeLessThanOrEqual(0.501);
            within += inside ? 1 : 0;
          }
        expect(within).toBeGreaterThanOrEqual((COLUMNS - 1) * (ROWS - 1));
      },
    );
  },
);

test('by whole pixels every value is as it was', () => {
  const hu = (i: number, j: number): number => (i * 977 + j * 571) % 1500;
  const { at, moved } = plane([1, -2], 3, hu);
  for (let j = 0; j < ROWS; j++)
    for (let i = 0; i < COLUMNS; i++) expect(at(i + moved[0], j + moved[1])).toBe(hu(i, j));
});

/** A series whose gantry leans by `lean` radians while the table goes along z: each pixel has the HU of its place. */
const PLACE_HU = ([x, y, z]: readonly number[]): number =>
  Math.round(500 + 30 * x! - 25 * y! + 8 * (z! - 110));
function tilted(lean: number, turned: 1 | -1) {
  const row = [turned, 0, 0];
  const column = [0, turned * Math.cos(lean), turned * Math.sin(lean)];
  return series((k) => {
    const first = [-10 * turned, -20 * turned, 100 + 2 * k];
    const stored = Int16Array.from({ length: 48 }, (_, at) => {
      const [i, j] = [at % 6, Math.floor(at / 6)];
      return 1024 + PLACE_HU(first.map((mm, axis) => mm + i * 0.75 * row[axis]! + j * 0.5 * column[axis]!));
    });
    const text = (values: readonly number[]): string => values.map((value) => value.toFixed(6)).join('\\');
    return { stored, change: { '00200037 DS': text([...row, ...column]), '00200032 DS': text(first) } };
  });
}

test.each([
  [0.3, 1],
  [-0.2, 1],
  [0.3, -1],
] as const)(
  'a series that leans by %d, turned %d, is a straight volume of what was where',
  async (lean, turned) => {
    const { volume, about } = await find(tilted(lean, turned));
    const { affine, dims, data } = volume;
    const axes = [0, 1, 2].map((axis) => tripleFrom([affine[axis]!, affine[4 + axis]!, affine[8 + axis]!]));
    const dots = [[0, 1], [0, 2], [1, 2]].map(([p, q]) => axes[p!]!.reduce((sum, v, n) => sum + v * axes[q!]![n]!, 0)); // prettier-ignore
    for (const dot of dots) expect(dot).toBeCloseTo(0, 5);
    let seen = 0;
    data.forEach((hu, at) => {
      if (hu === LOWEST_HU) return;
      const place = indexToWorld(affine, at % dims[0], Math.floor(at / dims[0]) % dims[1], Math.floor(at / (dims[0] * dims[1]))); // prettier-ignore
      // Rows at an image's border are taken from between its last pixel and itself going on: 13 HU a row here.
      expect(Math.abs(hu - PLACE_HU(place))).toBeLessThanOrEqual(4);
      seen++;
    });
    expect(seen).toBeGreaterThanOrEqual(6 * 7 * 12);
    expect(about.flags.map(({ code }) => code)).toContain('TILT_STRAIGHTENED');
    // The grid of the images themselves: the first pixel of each where its header says, in the volume's order of axes.
    const { dims: own, affine: scanned } = about.dicom!.asScanned!;
    expect(own).toEqual([6, 8, 12]);
    const first = indexToWorld(
      scanned as unknown as typeof affine,
      turned > 0 ? 0 : 5,
      turned > 0 ? 0 : 7,
      4,
    );
    const wanted = [-10 * turned, -20 * turned, 108];
    first.forEach((mm, axis) => expect(mm).toBeCloseTo(wanted[axis]!, 4));
  },
);

test('a straight series has no grid of its own beside its volume', async () => {
  expect((await find(series())).about.dicom).not.toHaveProperty('asScanned');
});
