/**
 * A made-up trunk with regions and rods on its sheet, as vectors against a file that people read. Written anew by
 * `npx vitest run tests/report/pictures/calibration/draw-regions.test.ts -u`.
 */
import { describe, expect, test } from 'vitest';

import type { ReferenceRegion } from '../../../../contracts/calibration/calibration.ts';
import type { Vec3 } from '../../../../contracts/primitives.ts';
import { drawRegions } from '../../../../report/pictures/calibration/draw-regions.ts';
import { textWidth, type ImageItem } from '../../../../report/pictures/kit/drawing.ts';
import { svgOf } from '../../../../report/pictures/kit/svg.ts';
import { indexToWorld, type Affine } from '../../../../spine/grid/volume.ts';
import type { Calibrated } from '../../../../spine/calibrate/index.ts';

/** Cells of 5 mm; slices 20 mm apart, from the feet up. */
const DIMS = [40, 30, 8] as const;
const SPACING: Vec3 = [5, 5, 20];
const AFFINE: Affine = [5, 0, 0, -97.5, 0, 5, 0, -72.5, 0, 0, 20, 0];
/** Of the slices, whose greys are tested below: how they are packed is the library's. */
const PNG_BYTES = /(?<=base64,)[^"]+/g;

function cellsWhere(isInside: (point: Vec3) => boolean): Uint8Array {
  return Uint8Array.from({ length: DIMS[0] * DIMS[1] * DIMS[2] }, (_, at) => {
    const [i, j] = [at % DIMS[0], Math.floor(at / DIMS[0]) % DIMS[1]];
    return isInside(indexToWorld(AFFINE, i, j, Math.floor(at / (DIMS[0] * DIMS[1])))) ? 1 : 0;
  });
}

/** A cylinder along z. */
function round([cx, cy]: readonly [number, number], radius: number, low: number, high: number): Uint8Array {
  return cellsWhere(([x, y, z]) => Math.hypot(x - cx, y - cy) <= radius && z >= low && z <= high);
}

function region(tissue: ReferenceRegion['tissue'], rest: Partial<ReferenceRegion> = {}): ReferenceRegion {
  return {
    tissue,
    name: null,
    meanHu: 41.4,
    sdHu: 12.3,
    volumeMm3: 8640,
    centreMm: [0, 0, 0],
    accepted: true,
    remark: null,
    ...rest,
  };
}

/** Fat beside the trunk's front, above an aorta whose lower part was not accepted; muscle in two pieces. */
const FOUND = [
  { region: region('blood', { name: 'aorta' }), cells: round([15, -10], 10, 80, 140) },
  {
    region: region('cortical-bone', { accepted: false, remark: 'saw 3 HU; wanted 5' }),
    cells: round([0, 20], 12, 0, 60),
  },
  { region: region('fat', { accepted: false }), cells: round([-45, 5], 8, 60, 80) },
  {
    region: region('muscle', { meanHu: -0.4 }),
    cells: cellsWhere(
      ([x, y, z]) => z === 80 && (Math.hypot(x - 40, y - 20) <= 12 || Math.hypot(x + 40, y - 25) <= 7),
    ),
  },
];
const RODS = ['A', 'B'].map((name, n) => ({
  region: region('rod', { name, meanHu: 100 * n }),
  axis: { from: [-20 + 40 * n, 55, 145] as Vec3, to: [-10 + 40 * n, 55, 15] as Vec3 },
  radiusMm: 9,
}));

function where(found: readonly object[], rods: readonly object[]): Calibrated['where'] {
  const trunk = cellsWhere(([x, y]) => Math.hypot(x / 70, y / 45) <= 1);
  const ct = { dims: DIMS, affine: AFFINE, data: Int16Array.from(trunk, (inside) => (inside ? 40 : -1000)) };
  const work = { grid: { dims: DIMS, affine: AFFINE, data: trunk }, spacing: SPACING };
  // Nothing else of the search is drawn.
  return { regions: { search: { ct, work }, found }, rods } as unknown as Calibrated['where'];
}

describe('the sheet of a calibration', () => {
  test('shows every region and rod in its slices, by name', async () => {
    const drawing = drawRegions(where(FOUND, RODS))!;
    await expect(svgOf(drawing).replaceAll(PNG_BYTES, '#')).toMatchFileSnapshot('draw-regions.svg');
  });

  test('shows slices as large as they fit, side by side, and no word beyond them', () => {
    const { items, width, height } = drawRegions(where(FOUND.slice(0, 2), []))!;
    const images = items.filter((item): item is ImageItem => item.kind === 'image');
    expect(Math.max(images[0]!.width / 380, images[0]!.height / 300)).toBeCloseTo(1, 9);
    expect(images.at(-1)!.x + images.at(-1)!.width).toBeLessThanOrEqual(width);
    for (const item of items)
      if (item.kind === 'text') {
        expect(item.y).toBeLessThanOrEqual(height);
        expect(item.x).toBeLessThanOrEqual(width);
      }
  });

  test('writes no name over another, of regions that begin at one height', () => {
    const beside = [-12, 0, 12].map((x, n) => ({
      region: region('rod', { name: `a long name ${n}` }),
      cells: round([x, 0], 5, 60, 80),
    }));
    const names = drawRegions(where(beside, []))!.items.flatMap((item) =>
      item.kind === 'text' && item.text.startsWith('a long') ? [item] : [],
    );
    expect(names.length).toBeGreaterThanOrEqual(3);
    for (const [n, one] of names.entries())
      for (const other of names.slice(n + 1)) {
        const apart = Math.abs(one.x - other.x) >= textWidth(one.text, one.size);
        expect(apart || Math.abs(one.y - other.y) >= one.size, `${one.text}, ${other.text}`).toBe(true);
      }
  });

  test('writes no name over the letter of a side, nor beyond its slice', () => {
    for (let y = -40; y <= 60; y += 5) {
      const found = [-78, 78].map((x) => ({
        region: region('cortical-bone'),
        cells: round([x, y], 10, 60, 80),
      }));
      const { items } = drawRegions(where(found, []))!;
      const texts = items.filter((item) => item.kind === 'text');
      const ends = (one: (typeof texts)[number]) => {
        const from = one.x - (one.anchor === 'middle' ? textWidth(one.text, one.size) / 2 : 0);
        return [from, from + textWidth(one.text, one.size)] as const;
      };
      const names = texts.filter(({ text }) => text === 'cortical bone');
      expect(names.length).toBeGreaterThan(0);
      for (const name of names) {
        const [from, to] = ends(name);
        for (const letter of texts.filter(({ text }) => 'RL'.includes(text))) {
          const [left, right] = ends(letter);
          const apart = to <= left || right <= from || Math.abs(letter.y - name.y) >= name.size;
          expect(apart, `${letter.text} at ${y} mm`).toBe(true);
        }
        const slices = items.filter((item): item is ImageItem => item.kind === 'image');
        expect(slices.some(({ x, width }) => from >= x && to <= x + width)).toBe(true);
      }
    }
  });

  test('shows the trunk with 25 mm around it, soft tissue grey and air black', () => {
    const [image] = drawRegions(where(FOUND, []))!.items.filter((item) => item.kind === 'image');
    const { plane, grey } = image!.view;
    // The trunk is 140 by 90 mm; beyond it values fall over the half of a cell.
    expect(Math.abs(plane.width - (140 + 50))).toBeLessThanOrEqual(5);
    expect(Math.abs(plane.height - (90 + 50))).toBeLessThanOrEqual(5);
    expect(grey[0]).toBe(0);
    expect(grey[Math.round(plane.width / 2) + plane.width * Math.round(plane.height / 2)]).toBe(128);
  });

  test('is none where nothing was looked for, and none where nothing can be seen', () => {
    expect(drawRegions(null)).toBeNull();
    expect(drawRegions(where([], []))).toBeNull();
  });
});
