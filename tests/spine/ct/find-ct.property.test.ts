import fc from 'fast-check';
import { expect, test } from 'vitest';

import { find, hu, series } from './ct-series.ts';

const SEED = 20261124;

test('any order of the files gives the same volume and the same account', async () => {
  const other = series((n) => ({
    change: { '0020000e UI': '1.2.9.2', '00080018 UI': `1.2.4.${n}`, '00181210 SH': 'B70f' },
  }));
  const files = [...series(), ...other, Buffer.from('neither')];
  const wanted = await find(files);
  const shuffled = fc.shuffledSubarray(files, { minLength: files.length });
  await fc.assert(
    fc.asyncProperty(shuffled, async (order) => {
      expect(await find(order)).toEqual(wanted);
    }),
    { numRuns: 25, seed: SEED },
  );
});

test('however a stack lies, every voxel keeps its place in the patient', async () => {
  const degrees = fc.integer({ min: -20, max: 20 });
  await fc.assert(
    fc.asyncProperty(degrees, degrees, fc.boolean(), fc.boolean(), async (pitch, roll, flipX, flipZ) => {
      const [p, r] = [(pitch * Math.PI) / 180, (roll * Math.PI) / 180];
      const sign = flipX ? -1 : 1;
      const row = [Math.cos(r), 0, Math.sin(r)].map((x) => x * sign);
      const column = [-Math.sin(p) * Math.sin(r), Math.cos(p), Math.sin(p) * Math.cos(r)];
      const normal = [0, 1, 2].map(
        (a) => row[(a + 1) % 3]! * column[(a + 2) % 3]! - row[(a + 2) % 3]! * column[(a + 1) % 3]!,
      );
      const up = flipZ ? -2 : 2;
      const text = (values: number[]): string => values.map((x) => x.toFixed(9)).join('\\');
      const place = (k: number): number[] => normal.map((x) => x * up * k + 5);
      const fits = Math.abs(normal[2]!) > Math.cos((24.5 * Math.PI) / 180);
      fc.pre(fits);
      const { volume } = await find(
        series((k) => ({
          change: { '00200032 DS': text(place(k)), '00200037 DS': text([...row, ...column]) },
        })),
      );
      const [nx, ny, nz] = volume.dims;
      const a = volume.affine;
      for (const [i, j, k] of [
        [0, 0, 0],
        [2, 5, 7],
      ] as const) {
        const at = volume.data.indexOf(hu(i, j, k));
        const index = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
        expect(index[2]).toBeLessThan(nz);
        for (let axis = 0; axis < 3; axis++) {
          const world =
            a[4 * axis]! * index[0]! +
            a[4 * axis + 1]! * index[1]! +
            a[4 * axis + 2]! * index[2]! +
            a[4 * axis + 3]!;
          const wanted = place(k)[axis]! + row[axis]! * 0.75 * i + column[axis]! * 0.5 * j;
          // Headers were written with 9 digits.
          expect(world).toBeCloseTo(wanted, 6);
        }
      }
      expect([a[0] > 0, a[5] > 0, a[10] > 0]).toEqual([true, true, true]);
    }),
    { numRuns: 40, seed: SEED },
  );
});
