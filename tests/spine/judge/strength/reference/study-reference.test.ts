import { describe, expect, test } from 'vitest';

import type { Level } from '../../../../../contracts/levels.ts';
import type { LevelResult } from '../../../../../contracts/level/level-result.ts';
import type { StrengthReference } from '../../../../../contracts/risk/strength-reference.ts';
import { THORACIC_STUDY_LEVELS } from '../../../../../spine/definitions/reference/trabecular-reference.ts';
import type { MapResult } from '../../../../../spine/judge/level-outcomes.ts';
import {
  levelReferences,
  studyReference,
  withReferences,
} from '../../../../../spine/judge/strength/reference/study-reference.ts';
import { CALIBRATION, density, densityOnly, levelResult } from '../../cases.ts';

const SUBJECT = { ageYears: 60, ageSource: 'study', sex: 'female', sexSource: 'study' } as const;
const NONE: ReadonlySet<Level> = new Set();

function solved(level: Level, own = 100): LevelResult {
  const result = levelResult(level, null, density(own));
  const points = [45, own, 180].map((trabecularMgCc) => ({ trabecularMgCc, strengthN: 30 * trabecularMgCc }));
  const densityResponse = {
    status: 'solved',
    trabecularMgCc: own,
    lineSe: 5,
    samplingSe: 2,
    points,
  } as const;
  return { ...result, strength: { ...result.strength!, densityResponse } };
}

function references(
  results: readonly LevelResult[],
  {
    fractured = NONE,
    outOfLine = NONE,
    flags = CALIBRATION.flags,
    namings = null,
  }: Partial<Parameters<typeof levelReferences>[0]> & {
    flags?: (typeof CALIBRATION)['flags'];
  } = {},
): ReadonlyMap<Level, StrengthReference> {
  return levelReferences({
    results: results.map((result): MapResult => ({ level: result.level, result })),
    fractured,
    outOfLine,
    subject: SUBJECT,
    calibration: { flags },
    namings,
  });
}

describe('the references of levels', () => {
  test('are taken at each level’s own density', () => {
    const found = references([solved('T12'), solved('L3')]);
    const [t12, l3] = ['T12', 'L3'].map((level) => found.get(level as Level)!);
    if (t12?.status !== 'modelled' || l3?.status !== 'modelled') throw new Error('none');
    // The same density is less of an average at T12 than at L3.
    expect(t12.shareOfAverage.value).toBeLessThan(l3.shareOfAverage.value);
  });

  test('are none of a fractured level, which is remarked', () => {
    const results: readonly MapResult[] = [{ level: 'L1', result: solved('L1') }];
    const fractured = new Set<Level>(['L1']);
    const found = references([solved('L1')], { fractured });
    expect(found.get('L1')).toMatchObject({
      status: 'none',
      reason: expect.stringContaining('fractured') as string,
    });
    const outcome = { status: 'assessed', level: 'L1', fracture: null, flags: [] } as const;
    const [told] = withReferences([outcome], found, { results, fractured });
    expect(told).toMatchObject({
      flags: [{ code: 'STRENGTH_OF_FRACTURED' }],
      strengthReference: { status: 'none' },
    });
    const [intact] = withReferences([outcome], references([solved('L1')]), { results, fractured: NONE });
    expect(intact).toMatchObject({ flags: [], strengthReference: { status: 'modelled' } });
  });

  test('are none in slices too thick to solve, and say so', () => {
    expect(references([densityOnly(solved('L1'))]).get('L1')).toEqual({
      status: 'none',
      reason: 'slices of 5 mm; strength not computed',
    });
  });

  test.each(['KVP_UNKNOWN', 'HU_SCALE_DOUBTED', 'CALIBRATION_FILE_UNTRACEABLE'] as const)(
    'are none after %s',
    (code) => {
      expect(references([solved('L1')], { flags: [{ code, message: 'test' }] }).get('L1')?.status).toBe(
        'none',
      );
    },
  );

  test('are those of the likeliest name where a level is a position', () => {
    const names = new Map([['V1', 'L3']] as const);
    const found = references([solved('V1')], { namings: [{ names, probability: 0.5 }] });
    expect(found.get('V1')).toMatchObject({ status: 'modelled', level: 'L3' });
  });
});

describe('the reference of a study', () => {
  const zOf = (own: number, level: Level = 'L1'): number => {
    const found = references([solved(level, own)]).get(level);
    if (found?.status !== 'modelled') throw new Error('none');
    return found.z.value;
  };

  test('is the mean of L1 to L3: what levels share stays, their own averages out', () => {
    const all = references([solved('T12', 60), solved('L1', 90), solved('L2', 100), solved('L3', 110)]);
    const found = studyReference(all)!;
    expect(found.levels).toEqual(['L1', 'L2', 'L3']);
    expect(found.z.value).toBeCloseTo((zOf(90) + zOf(100, 'L2') + zOf(110, 'L3')) / 3, 10);
    const one = studyReference(references([solved('L2', 100)]))!;
    expect(found.z.ownSe).toBeLessThan(0.7 * one.z.ownSe);
    expect(found.z.sharedSe).toBeGreaterThan(0.9 * one.z.sharedSe);
  });

  test('falls back on T12, then on the three lowest thoracic levels, which tell less', () => {
    expect(studyReference(references([solved('T11'), solved('T12')]))!.levels).toEqual(['T12']);
    const thoracic = references((['T6', 'T8', 'T9', 'T11'] as const).map((level) => solved(level)));
    const found = studyReference(thoracic)!;
    expect(found.levels).toEqual(['T11', 'T9', 'T8']);
    expect(found.z.sharedSe).toBeGreaterThan(THORACIC_STUDY_LEVELS.se);
    expect(studyReference(references([solved('T8'), solved('T9')]))).toBeNull();
  });

  test('leaves fractured levels out, and is none where nothing is left', () => {
    const fractured = new Set<Level>(['L1']);
    expect(studyReference(references([solved('L1'), solved('L2')], { fractured }))!.levels).toEqual(['L2']);
    expect(studyReference(references([solved('L1')], { fractured }))).toBeNull();
  });

  test('has geometric means of shares', () => {
    const found = studyReference(references([solved('L1', 80), solved('L2', 98)]))!;
    const shares = [solved('L1', 80), solved('L2', 98)].map((result) => {
      const one = studyReference(references([result]))!;
      return one.shareOfAverage.value;
    });
    expect(found.shareOfAverage.value).toBeCloseTo(Math.sqrt(shares[0]! * shares[1]!), 8);
  });

  test('has the geometric means of their ends, and no interval where one has none', () => {
    const results = [solved('L1', 80), solved('L2', 98)];
    const all = references(results);
    const ends = results.map((result) => {
      const { uncertainty } = studyReference(references([result]))!.shareOfYoungAdult;
      if (uncertainty.kind === 'none') throw new Error('no interval');
      return uncertainty;
    });
    const { low, high, basis } = { ...ends[0]!, low: Math.sqrt(ends[0]!.low * ends[1]!.low), high: Math.sqrt(ends[0]!.high * ends[1]!.high) }; // prettier-ignore
    expect(studyReference(all)!.shareOfYoungAdult.uncertainty).toEqual({
      kind: 'interval95',
      low: expect.closeTo(low, 9) as number,
      high: expect.closeTo(high, 9) as number,
      basis,
    });
    const none = { kind: 'none', reason: 'test' } as const;
    const one = all.get('L2')!;
    if (one.status !== 'modelled') throw new Error('none');
    const lacking = { ...one, shareOfYoungAdult: { ...one.shareOfYoungAdult, uncertainty: none } };
    const found = studyReference(new Map([...all, ['L2', lacking]]))!;
    expect(found.shareOfYoungAdult.uncertainty).toEqual(none);
    expect(found.shareOfAverage.uncertainty.kind).toBe('interval95');
  });
});
