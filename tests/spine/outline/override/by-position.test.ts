/** Names that are not settled appear nowhere but among the candidates. */
import { beforeAll, describe, expect, test } from 'vitest';

import { LABEL_VALUE, levelOfValue, type NamedLevel } from '../../../../contracts/levels.ts';
import type { SegmentedLevel } from '../../../../contracts/segmentation.ts';
import { demoSpine, digitalSpine } from '../../../../phantoms/index.ts';
import { extentsOf } from '../../../../spine/grid/extents.ts';
import { assessLevels } from '../../../../spine/outline/assess/assess-levels.ts';
import { automaticProvider } from '../../../../spine/outline/automatic/provider.ts';
import { byPosition, type FoundLevels } from '../../../../spine/outline/override/by-position.ts';
import { overrideLevels } from '../../../../spine/outline/override/override-levels.ts';
import type { ProviderResult } from '../../../../spine/outline/provider.ts';
import { segmentedLevel } from '../../judge/cases.ts';
import { providerInput } from '../provider-input.ts';

const NAME = /\b(C[1-7]|T1?\d|L[1-6])\b/;

describe('two lumbar bodies without a landmark', () => {
  let drawn: ProviderResult;
  let found: FoundLevels;
  let placed: FoundLevels;

  beforeAll(async () => {
    const spine = digitalSpine({
      ...demoSpine,
      levels: demoSpine.levels.slice(3, 5),
      scanner: { ...demoSpine.scanner, pixelMm: 1, fieldOfViewMm: [160, 170] },
    });
    drawn = await automaticProvider.segment({ ...providerInput(spine.ct, []), labels: null });
    found = { ...assessLevels(spine.ct, drawn), result: drawn };
    placed = byPosition(found);
  });

  test('are assessed under their positions, with every likely name and its probability', () => {
    const bodies = placed.levels.filter(({ refusal }) => refusal === null);
    expect(bodies.map(({ level }) => level)).toEqual(['V2', 'V1']);
    for (const { candidates, qc } of bodies) {
      expect(candidates!.length).toBeGreaterThan(1);
      const sum = candidates!.reduce((all, { probability }) => all + probability, 0);
      // Ways below 0.01 are left out, a few of them.
      expect(sum).toBeGreaterThan(0.9);
      expect(sum).toBeLessThan(1 + 1e-9);
      expect(qc.light).toBe('amber');
    }
  });

  test('have values in the label maps that no name has', () => {
    const { bodies, vertebrae } = placed.result;
    for (const map of [bodies, vertebrae!])
      for (const value of extentsOf(map).keys()) expect(levelOfValue(value)).toBeUndefined();
    for (const { level, labelValue } of placed.levels) expect(labelValue).toBe(LABEL_VALUE[level]);
    expect(extentsOf(bodies).get(LABEL_VALUE.V1)!.voxels).toBeGreaterThan(1000);
  });

  test('are named in no message but that of the names themselves', () => {
    for (const { refusal, qc } of placed.levels) {
      const texts = [refusal?.saw ?? '', ...qc.flags.flatMap(withoutNames)];
      for (const text of texts) expect(text).not.toMatch(NAME);
    }
  });

  test('are settled by the option that is printed', () => {
    const { statement, options } = placed.result.numbering!.unsettled!;
    expect(statement).toContain('not settled');
    const { option, position } = options[0]!;
    const [, x, y, z, level] = /^--level-at (-?\d+),(-?\d+),(-?\d+)=(\w+)$/.exec(option)!;
    const told = overrideLevels(drawn, {
      kind: 'level-at',
      pointMm: [Number(x), Number(y), Number(z)],
      level: level as Exclude<NamedLevel, 'sacrum'>,
    });
    const before = found.levels[placed.levels.findIndex((one) => one.level === position)]!;
    const [own] = [...extentsOf(drawn.bodies)].filter(([value]) => value === before.labelValue);
    const named = extentsOf(told.bodies).get(LABEL_VALUE[level as NamedLevel])!;
    expect(named.centroid).toEqual(own![1].centroid);
    expect(byPosition({ ...found, result: told }).result).toBe(told);
  });
});

describe('a level that may lie outside the supported range', () => {
  const at = (names: readonly NamedLevel[]): readonly SegmentedLevel[] =>
    names.toReversed().map((name) => segmentedLevel(name));
  const placed = (probability: number, likeliest: readonly NamedLevel[], other: readonly NamedLevel[]) =>
    byPosition({
      levels: at(likeliest),
      studyFlags: [],
      result: {
        bodies: { dims: [1, 1, 1], affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0], data: new Uint8Array(1) },
        vertebrae: null,
        numbering: {
          probability,
          anchors: [],
          runnerUp: null,
          transitionalProbability: 0,
          namings: [
            { levels: likeliest, probability },
            { levels: other, probability: 1 - probability },
          ],
        },
      } as unknown as ProviderResult,
    }).levels.map(({ level, refusal }) => [level, refusal?.code ?? null]);

  test('is withheld, and its neighbours are not', () => {
    expect(placed(0.68, ['T6', 'T5', 'T4'], ['T5', 'T4', 'T3'])).toEqual([
      ['V3', 'LEVEL_RANGE_UNCERTAIN'],
      ['V2', null],
      ['V1', null],
    ]);
  });

  test('is withheld where the lowest may be a segment of the sacrum', () => {
    expect(placed(0.6, ['L5', 'L4'], ['sacrum', 'L5'])).toEqual([
      ['V2', null],
      ['V1', 'LEVEL_RANGE_UNCERTAIN'],
    ]);
  });

  test('has its name where that is settled', () => {
    expect(placed(0.7, ['L5', 'L4'], ['L4', 'L3'])).toEqual([
      ['L4', null],
      ['L5', null],
    ]);
  });
});

function withoutNames({ code, message }: SegmentedLevel['qc']['flags'][number]): readonly string[] {
  return code === 'LEVELS_UNCERTAIN' ? [] : [message];
}
