import { expect, test } from 'vitest';

import { assessLevels } from '../../../../spine/outline/assess/assess-levels.ts';
import type { ProviderResult } from '../../../../spine/outline/provider.ts';
import { extentsOf, pieceOf } from '../../../../spine/grid/extents.ts';
import { LABEL_VALUE, type Level } from '../../../../contracts/levels.ts';
import type { Volume } from '../../../../spine/grid/volume.ts';
import { toySpine, type ToyOptions, type ToySpine } from '../toy-spine.ts';

const SPINE: readonly Level[] = ['T12', 'L1', 'L2', 'L3', 'L4'];
const VOXEL_MM = 1.5;

function bodiesOf(options: Partial<ToyOptions> = {}): ToySpine {
  return toySpine({ levels: SPINE, voxelMm: VOXEL_MM, arches: false, ...options });
}

function result(bodies: Volume<Uint8Array>, vertebrae: Volume<Uint8Array> | null = null): ProviderResult {
  return {
    provider: { id: 'import', version: '1', convention: 'verse', recognisedBy: 'option' },
    bodies,
    vertebrae,
    studyFlags: [],
    levelFlags: new Map(),
  };
}

/** Fills a ball around a body's centre, shifted, with `hu`. */
function withBall(
  spine: ToySpine,
  level: Level,
  shiftMm: number,
  radiusMm: number,
  hu: number,
): Volume<Int16Array> {
  const { centroid } = extentsOf(spine.labels).get(LABEL_VALUE[level])!;
  const [nx, ny] = spine.ct.dims;
  const { affine } = spine.ct;
  const data = spine.ct.data.map((value, at) => {
    const x = (at % nx) * VOXEL_MM + affine[3] - centroid[0];
    const y = (Math.floor(at / nx) % ny) * VOXEL_MM + affine[7] - centroid[1] - shiftMm;
    const z = Math.floor(at / (nx * ny)) * VOXEL_MM + affine[11] - centroid[2];
    return Math.hypot(x, y, z) <= radiusMm ? hu : value;
  });
  return { ...spine.ct, data };
}

function codes(levels: ReturnType<typeof assessLevels>['levels']): readonly (string | null)[] {
  return levels.map(({ refusal }) => refusal?.code ?? null);
}

test('whole bodies of a healthy column are assessable, green, cranial to caudal, and upright', () => {
  const { ct, labels } = bodiesOf();
  const { levels, studyFlags } = assessLevels(ct, result(labels));
  expect(levels.map(({ level }) => level)).toEqual(SPINE);
  expect(codes(levels)).toEqual([null, null, null, null, null]);
  expect(levels.every(({ qc }) => qc.light === 'green')).toBe(true);
  expect(levels.every(({ frame }) => frame!.superior[2] > 0.999)).toBe(true);
  expect(studyFlags).toEqual([]);
});

test('with whole vertebrae known, posterior is towards the arch although the patient lies on the belly', () => {
  const whole = bodiesOf({ arches: true });
  const bodies = bodiesOf();
  const turned = <A extends Int16Array | Uint8Array>(volume: Volume<A>): Volume<A> => {
    const [nx, ny] = volume.dims;
    const data = volume.data.map((_, at) => {
      const [i, j, k] = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
      return volume.data[nx - 1 - i + nx * (ny - 1 - j + ny * k)]!;
    }) as A;
    return { ...volume, data };
  };
  const { levels } = assessLevels(turned(bodies.ct), result(turned(bodies.labels), turned(whole.labels)));
  for (const { frame } of levels) expect(frame!.posterior[1]).toBeLessThan(-0.99);
});

test('a body at the last slice is truncated and refused, and the others stay', () => {
  const { ct, labels } = bodiesOf();
  const { low } = extentsOf(labels).get(LABEL_VALUE.L4)!;
  const [nx, ny, nz] = ct.dims;
  const from = low[2] + 6;
  const affine: [...typeof ct.affine] = [...ct.affine];
  const crop = <A extends Int16Array | Uint8Array>(volume: Volume<A>): Volume<A> => ({
    dims: [nx, ny, nz - from],
    affine,
    data: volume.data.slice(nx * ny * from) as A,
  });
  const { levels } = assessLevels(crop(ct), result(crop(labels)));
  expect(codes(levels)).toEqual([null, null, null, null, 'LEVEL_TRUNCATED']);
  expect(levels.at(-1)).toMatchObject({ truncated: true, qc: { light: 'red' } });
});

test('cervical levels, T1 to T3 and the sacrum are seen and not assessed', () => {
  const { ct, labels } = bodiesOf({ levels: ['C7', 'T1', 'T2', 'T3', 'T4'] });
  const { levels } = assessLevels(ct, result(labels));
  expect(codes(levels)).toEqual([...Array<string>(4).fill('LEVEL_NOT_SUPPORTED'), null]);
});

test('metal in the body refuses the level, and so does a screw head close by; a coin on the skin does not', () => {
  const spine = bodiesOf();
  const at = SPINE.indexOf('L2');
  const behind = 16;
  const code = (shiftMm: number): string | null => {
    const ct = withBall(spine, 'L2', shiftMm, 5, 3000);
    return codes(assessLevels(ct, result(spine.labels)).levels)[at]!;
  };
  expect(code(0)).toBe('METAL');
  expect(code(behind + 3)).toBe('METAL');
  expect(code(behind + 30)).toBe('METAL');
  expect(code(behind + 48)).toBeNull();
});

test('a vertebra whose neighbour has metal behind it is assessed with a remark', () => {
  const spine = bodiesOf();
  const { levels } = assessLevels(withBall(spine, 'L2', 44, 5, 3000), result(spine.labels));
  expect(codes(levels)).toEqual([null, null, 'METAL', null, null]);
  const remarked = levels.filter(({ qc }) => qc.flags.some(({ code }) => code === 'METAL_NEARBY'));
  expect(remarked.map(({ level }) => level)).toEqual(['L1', 'L3']);
});

test('a body that the image cuts is called truncated, at levels that are not assessed too', () => {
  const { ct, labels } = bodiesOf({ levels: ['T2', 'T3', 'T4'] });
  const [nx, ny] = ct.dims;
  const { high } = extentsOf(labels).get(LABEL_VALUE.T2)!;
  const nz = high[2] - 3;
  const crop = <A extends Int16Array | Uint8Array>(volume: Volume<A>): Volume<A> => ({
    ...volume,
    dims: [nx, ny, nz],
    data: volume.data.slice(0, nx * ny * nz) as A,
  });
  expect(codes(assessLevels(crop(ct), result(crop(labels))).levels)).toEqual([
    'LEVEL_TRUNCATED',
    'LEVEL_NOT_SUPPORTED',
    null,
  ]);
});

test('cement in the body refuses the level, a bone island does not', () => {
  const spine = bodiesOf();
  const at = SPINE.indexOf('L3');
  const code = (radiusMm: number): string | null => {
    const ct = withBall(spine, 'L3', 0, radiusMm, 1400);
    return codes(assessLevels(ct, result(spine.labels)).levels)[at]!;
  };
  // 1.4 cm3 and 0.3 cm3.
  expect(code(7)).toBe('CEMENT');
  expect(code(4)).toBeNull();
});

test('a label that is a thin disc, or a crumb, is no body', () => {
  const { ct, labels } = bodiesOf();
  const [nx, ny] = ct.dims;
  const { low } = extentsOf(labels).get(LABEL_VALUE.L1)!;
  const data = labels.data.map((value, at) =>
    value === LABEL_VALUE.L1 && Math.floor(at / (nx * ny)) > low[2] + 2 ? 0 : value,
  );
  const { levels } = assessLevels(ct, result({ ...labels, data }));
  expect(levels[1]!.refusal!.code).toMatch(/^BODY_(IMPLAUSIBLE|NOT_FOUND)$/);
});

test('a body of two thirds of the height of its neighbours is flagged for a look', () => {
  const { ct, labels } = bodiesOf();
  const [nx, ny] = ct.dims;
  const { low, high } = extentsOf(labels).get(LABEL_VALUE.L2)!;
  const most = low[2] + 0.68 * (high[2] - low[2]);
  const data = labels.data.map((value, at) =>
    value === LABEL_VALUE.L2 && Math.floor(at / (nx * ny)) > most ? 0 : value,
  );
  const { levels } = assessLevels(ct, result({ ...labels, data }));
  expect(levels[2]!.qc.light).toBe('amber');
  expect(levels[2]!.qc.flags.map(({ code }) => code)).toContain('HEIGHT_OFF_TREND');
  expect(levels[3]!.qc.light).toBe('green');
});

test('names with a level left out between two neighbours are doubted aloud', () => {
  const { ct, labels } = bodiesOf();
  const renamed = labels.data.map((value) => (value === LABEL_VALUE.L4 ? LABEL_VALUE.L5 : value));
  const { levels } = assessLevels(ct, result({ ...labels, data: renamed }));
  const flagged = levels.filter(({ qc }) => qc.flags.some(({ code }) => code === 'SPACING_ODD'));
  expect(flagged.map(({ level }) => level)).toEqual(['L3', 'L5']);
});

test('a lumbar column under thoracic names is doubted aloud', () => {
  const { ct, labels } = bodiesOf({ levels: ['T11', 'T12', 'L1', 'L2', 'L3', 'L4'] });
  const SHIFT = LABEL_VALUE.T11 - LABEL_VALUE.T1;
  const data = labels.data.map((value) => (value === 0 ? 0 : value - SHIFT));
  const { studyFlags } = assessLevels(ct, result({ ...labels, data }));
  expect(studyFlags.map(({ code }) => code)).toEqual(['LEVELS_DOUBTFUL']);
});

test('frames do not depend on what else is in the map', () => {
  const { ct, labels } = bodiesOf();
  const alone = { ...labels, data: new Uint8Array(labels.data.length) };
  const piece = pieceOf(labels, extentsOf(labels).get(LABEL_VALUE.L2)!, 0);
  labels.data.forEach((value, at) => {
    if (value === LABEL_VALUE.L2) alone.data[at] = value;
  });
  expect(piece.data.some((value) => value === 1)).toBe(true);
  const [single] = assessLevels(ct, result(alone)).levels;
  const among = assessLevels(ct, result(labels)).levels[2]!;
  single!.frame!.superior.forEach((value, axis) =>
    expect(value).toBeCloseTo(among.frame!.superior[axis]!, 2),
  );
});
