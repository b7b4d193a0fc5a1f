/** Outlines that are no single body, among neighbours that are; and true bodies, broken ones included, that must pass. */
import { beforeAll, describe, expect, test } from 'vitest';

import { LABEL_VALUE, type Level } from '../../../../contracts/levels.ts';
import type { SegmentedLevel } from '../../../../contracts/segmentation.ts';
import { demoSpine, digitalSpine, type DigitalSpine, type FractureSpec } from '../../../../phantoms/index.ts';
import { assessLevels } from '../../../../spine/outline/assess/assess-levels.ts';
import { unreached } from '../../../../spine/outline/assess/neighbour-checks.ts';
import type { Volume } from '../../../../spine/grid/volume.ts';
import { toySpine } from '../toy-spine.ts';

const LEVELS = ['T8', 'T9', 'T10', 'T11', 'T12', 'L1', 'L2', 'L3'] as const;
const TOY = toySpine({ levels: LEVELS, voxelMm: 1.5, arches: false });

function assessed(ct: Volume<Int16Array>, bodies: Volume<Uint8Array>): readonly SegmentedLevel[] {
  return assessLevels(ct, {
    provider: { id: 'import', version: '1', convention: 'verse', recognisedBy: 'option' },
    bodies,
    vertebrae: null,
    studyFlags: [],
    levelFlags: new Map(),
  }).levels;
}

function refused(levels: readonly SegmentedLevel[]): Partial<Record<Level, string>> {
  return Object.fromEntries(
    levels.flatMap(({ level, refusal }) => (refusal === null ? [] : [[level, refusal.code]])),
  );
}

type At = readonly [i: number, j: number, k: number];

/** The map with another value wherever `change` gives one. */
function changed(map: Volume<Uint8Array>, change: (value: number, at: At) => number): Volume<Uint8Array> {
  const [nx, ny] = map.dims;
  const data = map.data.map((value, n) =>
    change(value, [n % nx, Math.floor(n / nx) % ny, Math.floor(n / (nx * ny))]),
  );
  return { ...map, data };
}

/** First and last slice of a level. */
function slices({ data, dims: [nx, ny] }: Volume<Uint8Array>, level: Level): readonly [number, number] {
  const value = LABEL_VALUE[level];
  return [Math.floor(data.indexOf(value) / (nx * ny)), Math.floor(data.lastIndexOf(value) / (nx * ny))];
}

/** `lower` and the disc over it under the name of `upper`; all below move up by a name, as where a disc is missed. */
function merged(map: Volume<Uint8Array>, upper: Level, lower: Level): Volume<Uint8Array> {
  const [own, other] = [LABEL_VALUE[upper], LABEL_VALUE[lower]];
  const [nx, ny, nz] = map.dims;
  const data = map.data.map((value) => (value === other ? own : value > other ? value - 1 : value));
  for (let column = 0; column < nx * ny; column++) {
    const at = Array.from({ length: nz }, (_, k) => column + nx * ny * k).filter((n) => data[n] === own);
    for (let n = at[0] ?? 0; n < (at.at(-1) ?? 0); n += nx * ny) data[n] = own;
  }
  return { ...map, data };
}

describe('outlines that are no single body', () => {
  test('two bodies taken for one are refused, their neighbours are not, and all names are doubted', () => {
    const levels = assessed(TOY.ct, merged(TOY.labels, 'T8', 'T9'));
    expect(refused(levels)).toEqual({ T8: 'BODY_MERGED' });
    expect(levels.every(({ qc }) => qc.flags.some(({ code }) => code === 'LEVELS_DOUBTFUL'))).toBe(true);
  });

  test('so they are where nothing stands beside them', () => {
    const alone = merged(TOY.labels, 'T8', 'T9');
    const levels = assessed(
      TOY.ct,
      changed(alone, (value) => (value === LABEL_VALUE.T8 ? value : 0)),
    );
    expect(refused(levels)).toEqual({ T8: 'BODY_MERGED' });
  });

  test('a body whose upper half is cut off is refused', () => {
    const [low, high] = slices(TOY.labels, 'T11');
    const half = changed(TOY.labels, (value, [, , k]) =>
      value === LABEL_VALUE.T11 && k > (low + high) / 2 ? 0 : value,
    );
    expect(refused(assessed(TOY.ct, half))).toEqual({ T11: 'BODY_OFF_TREND' });
  });

  test('a body with most of a disc in its outline is refused, with a rim of it it is not', () => {
    const [low] = slices(TOY.labels, 'L1');
    const [nx, ny] = TOY.labels.dims;
    const reaching = (voxels: number): Volume<Uint8Array> =>
      changed(TOY.labels, (value, [i, j, k]) =>
        value === 0 && k < low && k >= low - voxels && TOY.labels.data[i + nx * (j + ny * low)] !== 0
          ? LABEL_VALUE.L1
          : value,
      );
    // Of 8 mm; voxels of 1.5 mm.
    expect(refused(assessed(TOY.ct, reaching(4)))).toEqual({ L1: 'BODY_OFF_TREND' });
    expect(refused(assessed(TOY.ct, reaching(1)))).toEqual({});
  });

  test('a body with much of another bone in it, or with a large notch, is refused; with less it is remarked', () => {
    const [low, high] = slices(TOY.labels, 'T11');
    const middle = 32;
    // The toy is 33 mm wide and 29 mm deep at T11; voxels of 1.5 mm.
    const wider = (voxels: number): Volume<Uint8Array> =>
      changed(TOY.labels, (value, [i, j, k]) =>
        value === 0 && k >= low && k <= high && Math.abs(j - 24) < 8 && i > middle && i < middle + 11 + voxels
          ? LABEL_VALUE.T11
          : value,
      );
    const notched = (voxels: number): Volume<Uint8Array> =>
      changed(TOY.labels, (value, [i, j]) =>
        value === LABEL_VALUE.T11 && Math.abs(i - middle) < 4 && j > 24 + 9 - voxels ? 0 : value,
      );
    expect(refused(assessed(TOY.ct, wider(12)))).toEqual({ T11: 'BODY_OFF_TREND' });
    expect(refused(assessed(TOY.ct, notched(10)))).toEqual({ T11: 'BODY_OFF_TREND' });
    for (const map of [wider(6), notched(5)]) {
      const levels = assessed(TOY.ct, map);
      expect(refused(levels)).toEqual({});
      const remarked = levels.filter(({ qc }) => qc.flags.some(({ code }) => code === 'SHAPE_OFF_TREND'));
      expect(remarked.map(({ level }) => level)).toEqual(['T11']);
    }
  });

  test('two neighbours with room for a vertebra between them are refused: one of their names is wrong', () => {
    // T11 has no label, and all below it are named one too high.
    const left = changed(TOY.labels, (value) =>
      value === LABEL_VALUE.T11 ? 0 : value > LABEL_VALUE.T11 ? value - 1 : value,
    );
    expect(refused(assessed(TOY.ct, left))).toEqual({ T10: 'BODY_OFF_TREND', T11: 'BODY_OFF_TREND' });
  });

  test('two labels in one body are refused', () => {
    const [low, high] = slices(TOY.labels, 'T12');
    // What was T12 is T12 above and L1 below; all others move down by a name.
    const twice = changed(TOY.labels, (value, [, , k]) =>
      value > LABEL_VALUE.T12
        ? value + 1
        : value === LABEL_VALUE.T12 && k < (low + high) / 2
          ? LABEL_VALUE.L1
          : value,
    );
    expect(Object.keys(refused(assessed(TOY.ct, twice)))).toEqual(['T12', 'L1']);
  });
});

describe('a digital spine', () => {
  const FRACTURES: Partial<Record<Level, FractureSpec>> = {
    T9: { shape: 'crush', loss: 0.4 },
    T10: { shape: 'crush', loss: 0.4 },
    T12: { shape: 'wedge', loss: 0.5 },
    L2: { shape: 'biconcave', loss: 0.5 },
  };
  let spine: DigitalSpine;
  beforeAll(() => {
    spine = digitalSpine({
      ...demoSpine,
      levels: LEVELS.map((level) => ({ level, vbmdMgCc: 110, fracture: FRACTURES[level] ?? null })),
      scanner: {
        ...demoSpine.scanner,
        pixelMm: 1.2,
        sliceSpacingMm: 1.5,
        sliceThicknessMm: 1.5,
        fieldOfViewMm: [100, 130],
      },
    });
  });

  test('with crushed, wedged and biconcave bodies is measured', () => {
    expect(refused(assessed(spine.ct, spine.bodies))).toEqual({});
  });

  test('with 5 mm of a body left out, its endplate with them, that body is refused, and none that is crushed', () => {
    const [low] = slices(spine.bodies, 'T11');
    const left = 5 / 1.5;
    const cut = changed(spine.bodies, (value, [, , k]) =>
      value === LABEL_VALUE.T11 && k < low + left ? 0 : value,
    );
    expect(refused(assessed(spine.ct, cut))).toEqual({ T11: 'BODY_OFF_TREND' });
  });

  test('two crushed bodies taken for one, hardly higher than their neighbours, show the disc between them', () => {
    expect(refused(assessed(spine.ct, merged(spine.bodies, 'T9', 'T10')))).toEqual({ T9: 'BODY_MERGED' });
  });
});

describe('an endplate that is in neither outline', () => {
  const NONE = { ofUpper: 0, ofLower: 0 };
  /** Bodies of 20 mm and 25 x 25 mm, 25 mm apart, but for the heights that are given. */
  const column = (heights: Partial<Record<Level, number>>, between: Partial<Record<Level, typeof NONE>>) =>
    (['T5', 'T6', 'T7', 'T8', 'T9', 'T10', 'T11'] as const).map((level, n) => {
      const heightMm = heights[level] ?? 20;
      return {
        level,
        centre: [0, 0, -25 * n] as const,
        heightMm,
        volumeMm3: heightMm * 625,
        widthMm: 28,
        depthMm: 25,
        middleBand: 0,
        below: between[level] ?? NONE,
      };
    });
  const refusedIn = (...of: Parameters<typeof column>): readonly Level[] =>
    [...unreached(column(...of)).keys()].sort();

  test('refuses the body that ends before it', () => {
    expect(refusedIn({ T9: 16 }, { T8: { ofUpper: 0, ofLower: 0.4 } })).toEqual(['T9']);
    expect(refusedIn({}, {})).toEqual([]);
  });

  test('beside a body that is too high refuses this one, and what it may reach into beyond its other end', () => {
    expect(refusedIn({ T8: 24, T9: 16 }, { T8: { ofUpper: 0, ofLower: 0.4 } })).toEqual(['T7', 'T8', 'T9']);
    expect(refusedIn({ T8: 16, T9: 24 }, { T8: { ofUpper: 0.4, ofLower: 0 } })).toEqual(['T10', 'T8', 'T9']);
  });

  test('beside which no body is too high leaves the others alone', () => {
    expect(refusedIn({ T6: 24, T9: 16 }, { T8: { ofUpper: 0, ofLower: 0.4 } })).toEqual(['T9']);
  });
});
