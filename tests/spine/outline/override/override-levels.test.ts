import { describe, expect, test } from 'vitest';

import { overrideLevels } from '../../../../spine/outline/override/override-levels.ts';
import type { ProviderResult } from '../../../../spine/outline/provider.ts';
import type { PedicleCut } from '../../../../contracts/segmentation.ts';
import type { LevelOverride } from '../../../../contracts/study.ts';
import { LABEL_VALUE, type Level } from '../../../../contracts/levels.ts';
import type { Volume } from '../../../../spine/grid/volume.ts';
import { toySpine } from '../toy-spine.ts';

/** One column of boxes, 10 mm high with 10 mm between, from the top down: z from 0 to 20 n, 5 mm of margin. */
const STEP_MM = 20;
const DIMS = [9, 9] as const;

function column(levels: readonly Level[], { cutAbove = false } = {}): ProviderResult {
  const nz = STEP_MM * levels.length;
  const data = new Uint8Array(DIMS[0] * DIMS[1] * nz);
  levels.forEach((level, n) => {
    const low = nz - STEP_MM * n - 15;
    const high = cutAbove && n === 0 ? nz : low + 10;
    for (let k = low; k < high; k++)
      for (let j = 3; j < 6; j++) for (let i = 3; i < 6; i++) data[i + 9 * (j + 9 * k)] = LABEL_VALUE[level];
  });
  return {
    provider: { id: 'import', version: '1', convention: 'verse', recognisedBy: 'option' },
    bodies: { dims: [9, 9, nz], affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0], data },
    vertebrae: null,
    studyFlags: [],
    levelFlags: new Map([[levels[0]!, [{ code: 'SPACING_ODD', message: 'of the uppermost' }]]]),
  };
}

/** From the top down. */
function levelsOf({ data, dims }: Volume<Uint8Array>): readonly number[] {
  const axis = Array.from({ length: dims[2] }, (_, n) => data[4 + 9 * (4 + 9 * (dims[2] - 1 - n))]!);
  return axis.filter((value, n) => value !== 0 && value !== axis[n - 1]);
}

const values = (levels: readonly Level[]): readonly number[] => levels.map((level) => LABEL_VALUE[level]);
const first = (level: LevelOverride['level']): LevelOverride => ({ kind: 'first-level', level });
/** In the n-th box from the top. */
const at = (levels: number, n: number, level: LevelOverride['level']): LevelOverride => ({
  kind: 'level-at',
  pointMm: [4, 4, STEP_MM * (levels - n) - 10],
  level,
});

describe('an operator who names one vertebra', () => {
  test.each<[string, readonly Level[], LevelOverride['level'], readonly Level[]]>([
    ['one down', ['T11', 'T12', 'L1', 'L2'], 'T12', ['T12', 'L1', 'L2', 'L3']],
    ['one up', ['T12', 'L1', 'L2'], 'T11', ['T11', 'T12', 'L1']],
    ['into the neck', ['T1', 'T2'], 'C7', ['C7', 'T1']],
    ['the sacrum stays', ['L1', 'L2', 'sacrum'], 'L2', ['L2', 'L3', 'sacrum']],
    ['one more than five before the sacrum is L6', ['T12', 'L1', 'L2', 'L3', 'L4', 'L5', 'sacrum'], 'L1', ['L1', 'L2', 'L3', 'L4', 'L5', 'L6', 'sacrum']],
    ['a gap stays a gap', ['T10', 'T12', 'L1'], 'T9', ['T9', 'T11', 'T12']],
    ['an L6 becomes regular', ['L1', 'L2', 'L3', 'L4', 'L5', 'L6'], 'T12', ['T12', 'L1', 'L2', 'L3', 'L4', 'L5']],
    ['a T13 becomes regular', ['T12', 'T13', 'L1'], 'T11', ['T11', 'T12', 'L1']],
    ['a T13 that is asked for', ['T12', 'L1', 'L2'], 'T13', ['T13', 'L1', 'L2']],
    ['a T13 stays where nothing changes', ['T12', 'T13', 'L1'], 'T12', ['T12', 'T13', 'L1']],
  ])('renames all: %s', (_, found, level, expected) => {
    const { bodies } = overrideLevels(column(found), first(level));
    expect(levelsOf(bodies)).toEqual(values(expected));
  }); // prettier-ignore

  test('takes bony lips and pedicle cuts along with their vertebra', () => {
    const found = column(['T12', 'L1', 'L2']);
    const cut: PedicleCut = { side: 'left', point: [4, 4, 30], normal: [0, 1, 0], areaMm2: 60 };
    const pedicleCuts = new Map<Level, readonly PedicleCut[]>([['L1', [cut]]]);
    const told = { ...found, osteophytes: found.bodies, pedicleCuts };
    const renamed = overrideLevels(told, first('L1'));
    expect(levelsOf(renamed.osteophytes!)).toEqual(values(['L1', 'L2', 'L3']));
    expect([...renamed.pedicleCuts!]).toEqual([['L2', [cut]]]);
  });

  test('may name any of them by a point in it', () => {
    const { bodies } = overrideLevels(column(['T12', 'L1', 'L2']), at(3, 1, 'L2'));
    expect(levelsOf(bodies)).toEqual(values(['L1', 'L2', 'L3']));
  });

  test('a point beside a body names the nearest, up to 25 mm away', () => {
    const beside = (mm: number): LevelOverride => ({
      kind: 'level-at',
      pointMm: [5 + mm, 4, 30],
      level: 'L4',
    });
    expect(levelsOf(overrideLevels(column(['L1', 'L2', 'L3']), beside(24)).bodies)).toEqual(
      values(['L3', 'L4', 'L5']),
    );
    expect(() => overrideLevels(column(['L1', 'L2', 'L3']), beside(26))).toThrow('LEVEL_OVERRIDE_POINT_OFF');
  });

  test('the first is the uppermost that is drawn, though the image cuts it', () => {
    const { bodies } = overrideLevels(column(['T11', 'T12', 'L1'], { cutAbove: true }), first('T12'));
    expect(levelsOf(bodies)).toEqual(values(['T12', 'L1', 'L2']));
  });

  test('moves the flags with their levels and says what became of what', () => {
    const { levelFlags, studyFlags } = overrideLevels(column(['T12', 'L1', 'L2']), first('L1'));
    expect([...levelFlags.keys()]).toEqual(['L1']);
    expect(studyFlags).toEqual([
      {
        code: 'LEVELS_SET_BY_OPERATOR',
        message: 'uppermost outlined vertebra set to L1 by the operator; T12-L2 renamed L1-L3',
      },
    ]);
  });

  test.each([
    [
      0.99,
      'T12-L2 renamed L1-L3, against the image, which shows T12-L2 (probability 0.99; landmarks: last rib); verify',
    ],
    [0.6, 'T12-L2 renamed L1-L3'],
  ])('against what the image shows with %j is told as such', (probability, told) => {
    const numbering = { probability, anchors: ['last rib'], runnerUp: null, transitionalProbability: 0 };
    const { studyFlags } = overrideLevels({ ...column(['T12', 'L1', 'L2']), numbering }, first('L1'));
    expect(studyFlags[0]!.message).toBe(`uppermost outlined vertebra set to L1 by the operator; ${told}`);
  });

  test('who agrees with what was found changes nothing, and that is said', () => {
    const found = column(['L1', 'L2']);
    const { bodies, studyFlags } = overrideLevels(found, first('L1'));
    expect(bodies).toEqual(found.bodies);
    expect(studyFlags[0]).toMatchObject({ code: 'LEVELS_SET_BY_OPERATOR' });
    expect(studyFlags[0]!.message).toContain('L1-L2 unchanged');
  });

  test.each<[readonly Level[], LevelOverride, string]>([
    [['L1', 'L2', 'L3', 'L4', 'L5'], first('L3'), 'below L6'],
    [['T1', 'T2', 'T3'], at(3, 2, 'C2'), 'above C1'],
  ])('is refused where a vertebra of %j would leave the spine', (found, override, message) => {
    expect(() => overrideLevels(column(found), override)).toThrow('LEVEL_OVERRIDE_IMPOSSIBLE');
    expect(() => overrideLevels(column(found), override)).toThrow(message);
  });

  test('is refused where no vertebra is outlined', () => {
    expect(() => overrideLevels(column(['sacrum']), first('L1'))).toThrow('LEVEL_OVERRIDE_NO_VERTEBRA');
  });
});

describe('vertebrae without bodies, as the import provider leaves those above T4', () => {
  const { labels } = toySpine({ levels: ['T2', 'T3', 'T4'], voxelMm: 2 });
  const bodies = { ...labels, data: labels.data.map((value) => (value === LABEL_VALUE.T4 ? value : 0)) };
  const result: ProviderResult = { ...column(['T2']), bodies, vertebrae: labels, levelFlags: new Map() };

  test('do not count as the first where no more than the tip of a process is in the image', () => {
    const tip = labels.data.lastIndexOf(LABEL_VALUE.T2);
    const data = labels.data.map((value, n) => (value === LABEL_VALUE.T2 && n !== tip ? 0 : value));
    const cropped = { ...result, vertebrae: { ...labels, data } };
    expect(overrideLevels(cropped, first('T3')).studyFlags[0]!.message).toContain('unchanged');
  });

  test('get a body where the new name is assessed', () => {
    const renamed = overrideLevels(result, first('T4'));
    const count = (map: Volume<Uint8Array>, level: Level) =>
      map.data.reduce((n, value) => n + (value === LABEL_VALUE[level] ? 1 : 0), 0);
    for (const level of ['T4', 'T5'] as const) {
      const part = count(renamed.bodies, level) / count(renamed.vertebrae!, level);
      // A toy body is 0.35 to 0.6 of its vertebra.
      expect(part).toBeGreaterThan(0.3);
      expect(part).toBeLessThan(0.7);
    }
  });

  test('are named by a point in them, though a body lies within reach', () => {
    const inT3 = labels.data.indexOf(LABEL_VALUE.T3);
    const [nx, ny] = labels.dims;
    const pointMm = [
      (inT3 % nx) * 2 - 48,
      (Math.floor(inT3 / nx) % ny) * 2 - 36,
      Math.floor(inT3 / (nx * ny)) * 2 - 100,
    ] as const;
    const { studyFlags } = overrideLevels(result, { kind: 'level-at', pointMm: [...pointMm], level: 'T3' });
    expect(studyFlags[0]!.message).toContain('T2-T4 unchanged');
  });
});
