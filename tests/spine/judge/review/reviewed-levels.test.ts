/** Names that a reader moves and bodies left out: what follows, what is asked again, what can't be. */
import { describe, expect, test } from 'vitest';

import type { Level } from '../../../../contracts/levels.ts';
import type { Reading } from '../../../../contracts/review/review.ts';
import type { Segmentation } from '../../../../contracts/segmentation.ts';
import { assessRisk } from '../../../../spine/judge/assess-risk.ts';
import {
  nameAfter,
  namesInDoubt,
  renamedSince,
  requireFitting,
  reviewedLevels,
  reviewedNames,
  ReviewUnfit,
  type LevelsInForce,
  type ReviewOfLevels,
} from '../../../../spine/judge/review/reviewed-levels.ts';

import { density, levelResult, PATIENT, segmentedLevel, spine, STUDY } from '../cases.ts';
import { LEVELS, study } from '../study.ts';

const SET = 'osteon-default-4';
const OF_A_WOMAN = { ct: { patient: { ...PATIENT, sex: 'female', ageYears: 70 }, study: STUDY } } as const;
const segmentation = (levels: Segmentation['levels']): Segmentation => ({
  schema: 'osteon/segmentation/1',
  provider: { id: 'automatic', version: '2', convention: null, recognisedBy: null },
  bodies: { key: 'k', schema: 'osteon/volume/labels/1', sha256: '0'.repeat(64) },
  vertebrae: null,
  levels,
  numbering: { probability: 0.6, anchors: ['sacrum'], runnerUp: null, transitionalProbability: 0 },
  qc: { light: 'amber', flags: [{ code: 'LEVELS_UNCERTAIN', message: 'T11 may be T12' }] },
});

/** Of a first review, as the machine's names are those that it speaks of. */
function inForce(levels: Segmentation['levels'], review: ReviewOfLevels): LevelsInForce {
  requireFitting(
    levels.map(({ level }) => level),
    review,
  );
  const names = [...reviewedNames(levels, review)].map(([from, to]) => ({ from, to }));
  return {
    renamed: renamedSince(levels, names),
    named: review.names !== undefined,
    excluded: (review.excluded ?? []).map(({ level }) => level),
  };
}

function reviewed(review: ReviewOfLevels, levels = LEVELS.map((level) => segmentedLevel(level))) {
  return reviewedLevels(segmentation(levels), study().results, inForce(levels, review), SET);
}

describe('names', () => {
  test('follow the one that is named, with the results and the words about them', () => {
    const { segmentation: found, results, renamed } = reviewed({ names: { level: 'L3', is: 'L4' } });
    expect(found.levels.map(({ level }) => level)).toEqual(['T12', 'L1', 'L2', 'L3', 'L4']);
    expect(results.map(({ level }) => level)).toEqual(['T12', 'L1', 'L2', 'L3', 'L4']);
    expect(results.map((one) => 'result' in one && one.result.level)).toEqual(
      results.map(({ level }) => level),
    );
    expect(renamed.get('T11')).toBe('T12');
    expect(found.qc).toEqual({
      light: 'green',
      flags: [{ code: 'LEVELS_SET_BY_READER', message: 'T11-L3 renamed T12-L4' }],
    });
    expect(found.numbering).toMatchObject({ probability: 1, anchors: ['reader'] });
    // The wedge is where it was, under its new name.
    const { levels } = assessRisk(study({ segmentation: found, results }));
    expect(levels.filter((one) => one.status === 'assessed' && (one.fracture?.grade ?? 0) > 0)).toMatchObject([{ level: 'L2' }]); // prettier-ignore
  });

  test('that are confirmed as they are lose their doubts, and nothing else changes', () => {
    const doubted = { code: 'LEVELS_DOUBTFUL', message: 'distances fit T10-L2 better' } as const;
    const other = { code: 'VOXELS_COARSE', message: 'voxels of 3 mm' } as const;
    const levels = LEVELS.map((level, n) => ({
      ...segmentedLevel(level),
      qc: { light: 'amber' as const, flags: n === 0 ? [doubted, other] : [doubted] },
    }));
    const before = segmentation(levels);
    const review = { names: { level: 'L3', is: 'L3' } } as const;
    const { segmentation: found, results, renamed } = reviewedLevels(before, study().results, inForce(levels, review), SET); // prettier-ignore
    expect(found.levels.map(({ level }) => level)).toEqual(LEVELS);
    expect(found.levels.map(({ qc }) => qc)).toEqual([
      { light: 'amber', flags: [other] },
      ...LEVELS.slice(1).map(() => ({ light: 'green', flags: [] })),
    ]);
    expect(found.numbering).toMatchObject({ probability: 1, anchors: ['reader'] });
    expect(found.qc).toEqual({
      light: 'green',
      flags: [{ code: 'LEVELS_SET_BY_READER', message: 'T11-L3 confirmed' }],
    });
    expect(results).toEqual(study().results);
    expect(renamed.size).toBe(0);
  });

  test('that nobody speaks of keep their doubts', () => {
    const levels = LEVELS.map((level) => segmentedLevel(level));
    const before = segmentation(levels);
    const found = reviewedLevels(before, study().results, inForce(levels, {}), SET);
    expect(found.segmentation).toBe(before);
    expect(namesInDoubt(before.qc.flags)).toBe(true);
    expect(namesInDoubt([{ code: 'LEVELS_SET_BY_READER' }, { code: 'NOISE_HIGH' }])).toBe(false);
  });

  test('settle positions', () => {
    const positions: readonly Level[] = ['V3', 'V2', 'V1'];
    const levels = positions.map((level) => ({ ...segmentedLevel(level), candidates: [] }));
    const results = spine(['L1', 'L2', 'L3']).map(({ heights }, n) => ({
      level: positions[n]!,
      result: levelResult(positions[n]!, heights, density(96)),
    }));
    const found = reviewedLevels(
      segmentation(levels),
      results,
      inForce(levels, { names: { level: 'V1', is: 'L5' } }),
      SET,
    );
    expect(found.segmentation.levels.map(({ level, candidates }) => [level, candidates])).toEqual([
      ['L3', undefined],
      ['L4', undefined],
      ['L5', undefined],
    ]);
    expect(found.results.map(({ level }) => level)).toEqual(['L3', 'L4', 'L5']);
  });

  test('outside of what is assessed refuse a level, and one that comes inside was not measured', () => {
    const up = reviewed(
      { names: { level: 'T4', is: 'T3' } },
      (['T4', 'T5'] as const).map((level) => segmentedLevel(level)),
    );
    expect(up.segmentation.levels.map(({ refusal }) => refusal?.code)).toEqual(['LEVEL_NOT_SUPPORTED', 'LEVEL_NOT_MEASURED']); // prettier-ignore
    const unsupported = { code: 'LEVEL_NOT_SUPPORTED', saw: 'T3', wanted: 'T4 to L5' } as const;
    const down = reviewed({ names: { level: 'T11', is: 'T12' } }, [
      { ...segmentedLevel('T3'), refusal: unsupported },
      ...LEVELS.map((level) => segmentedLevel(level)),
    ]);
    expect(down.segmentation.levels[0]).toMatchObject({
      level: 'T4',
      refusal: { code: 'LEVEL_NOT_MEASURED' },
    });
  });

  test('of a lumbar body ask for the region of one', () => {
    const small = study().results.map((one) =>
      'result' in one && one.result.trabecular !== null
        ? { ...one, result: { ...one.result, trabecular: { ...one.result.trabecular, volume: { ...one.result.trabecular.volume, value: 0.9 } } } } // prettier-ignore
        : one,
    );
    const levels = LEVELS.map((level) => segmentedLevel(level));
    const { results } = reviewedLevels(
      segmentation(levels),
      small,
      inForce(levels, { names: { level: 'T11', is: 'T12' } }),
      SET,
    );
    const [t12, l1] = results.map((one) => ('result' in one ? one.result : null));
    expect([t12!.trabecular === null, l1!.trabecular === null]).toEqual([false, true]);
    expect(l1!.flags.at(-1)).toMatchObject({ code: 'TRABECULAR_REGION_SMALL' });
  });

  test.each([
    [{ level: 'L5', is: 'L4' }, 'names: found no L5; required: one of T11, T12, L1, L2, L3'],
    [{ level: 'L3', is: 'C1' }, 'above C1'],
  ] as const)('that fit no vertebra are none: %o', (names, said) => {
    expect(() => reviewed({ names })).toThrow(ReviewUnfit);
    expect(() => reviewed({ names })).toThrow(said);
    expect(() => requireFitting(LEVELS, { names })).toThrow(said);
  });
});

describe('a level that the reader leaves out', () => {
  test('is refused, by its new name, and counts in nothing', () => {
    const { segmentation: found, results } = reviewed({
      names: { level: 'T11', is: 'T12' },
      excluded: [{ level: 'L2', reason: 'haemangioma' }],
    });
    expect(results.map(({ level }) => level)).toEqual(['T12', 'L1', 'L3', 'L4']);
    const { levels, fractures } = assessRisk(study({ segmentation: found, results }));
    expect(levels[2]).toMatchObject({
      level: 'L2',
      status: 'refused',
      refusal: { code: 'EXCLUDED_BY_READER' },
    });
    expect(fractures.fractured).toEqual([]);
  });

  test('is one that was found', () => {
    const excluded = [{ level: 'T4', reason: 'cut' }] as const;
    expect(() => reviewed({ excluded })).toThrow('excluded: found no T4');
    expect(() => requireFitting(LEVELS, { excluded })).toThrow('excluded: found no T4');
  });
});

describe('a reading', () => {
  test('of vertebrae without settled names wants names', () => {
    const readings = [{ level: 'L1', fractured: true }] as const;
    expect(() => requireFitting(['V2', 'V1'], { readings })).toThrow('levels without settled names (V2)');
    requireFitting(['V2', 'V1'], { readings, names: { level: 'V1', is: 'L1' } });
  });

  test('with a grade counts in place of the measured one, which stays beside it', () => {
    const graded = assessRisk(
      study({ readings: [{ level: 'L1', fractured: true, grade: 1, shape: 'wedge' }] }),
    );
    const l1 = graded.levels.find(({ level }) => level === 'L1')!;
    expect(l1).toMatchObject({ known: 'read-fractured', readGrade: { grade: 1, shape: 'wedge' } });
    expect(l1.status === 'assessed' && l1.fracture!.grade).toBe(2);
    expect(graded.fractures.deformityIndex).toMatchObject({ value: 1, low: 1, high: 1, measured: 2 });
    expect(graded.fractures.statement).toContain('L1: read as grade 1, wedge (measured grade 2, wedge)');
    const severe = assessRisk(study({ readings: [{ level: 'L1', fractured: true, grade: 3 }] }));
    expect(severe.overall.shares!['very-high']).toBeGreaterThan(graded.overall.shares!['very-high']);
    const intact = assessRisk(study({ readings: [{ level: 'L1', fractured: false }] }));
    expect(intact.fractures.fractured).toEqual([]);
  });

  test('outweighs the reading that came with the order', () => {
    const order = { schema: 'osteon/order/1', indication: 'x', confirmedFractures: [{ level: 'L1', fractured: true }] } as const; // prettier-ignore
    const { levels } = assessRisk(study({ order, readings: [{ level: 'L1', fractured: false }] }));
    expect(levels.find(({ level }) => level === 'L1')!.known).toBe('read-intact');
  });
});

describe('a reading of a vertebra that was not found', () => {
  const moved = reviewedNames(
    LEVELS.map((level) => ({ level })),
    { names: { level: 'T11', is: 'T10' } },
  );

  test('moves with those that were', () => {
    expect(nameAfter('T10', moved)).toBe('T9');
    expect(nameAfter('T12', moved)).toBe('T11');
    expect(nameAfter('T10', new Map())).toBe('T10');
  });

  test('is not left under a name of another one, nor moved out of the spine', () => {
    const down = reviewedNames(
      LEVELS.map((level) => ({ level })),
      { names: { level: 'L3', is: 'L5' } },
    );
    expect(() => nameAfter('L5', down)).toThrow('found a reading of L5 before');
  });

  test('counts with the grade that the reader gave it, in every part of the risk', () => {
    const of = (readings: readonly Reading[]) => assessRisk(study({ readings, ...OF_A_WOMAN }));
    const hip = (risk: ReturnType<typeof of>): number => {
      const { model } = risk.absolute;
      if (model.status !== 'evaluated') throw new Error('no model');
      return model.figures.find(({ outcome, years }) => outcome === 'hip' && years === 10)!.probability.value;
    };
    const intact = { level: 'L1', fractured: false } as const;
    const [measured, unseen] = (['L2', 'T8'] as const).map((level) =>
      of([intact, { level, fractured: true, grade: 3, shape: 'crush' }]),
    );
    expect(hip(unseen!)).toBeCloseTo(hip(measured!), 6);
    expect(unseen!.fractures.deformityIndex.value).toBe(3);
    // A fracture more never lowers the risk.
    expect(hip(of([{ level: 'T8', fractured: true }]))).toBeGreaterThanOrEqual(hip(of([])));
  });

  test('of the neck counts in no rule', () => {
    const order = (level: 'C2' | 'T8') =>
      assessRisk(
        study({
          ...OF_A_WOMAN,
          order: {
            schema: 'osteon/order/1',
            indication: 'x',
            confirmedFractures: [
              { level: 'L1', fractured: false },
              { level, fractured: true },
            ],
          },
        }),
      ).overall.shares!['very-high'];
    expect(order('C2')).toBeLessThan(0.5 * order('T8'));
  });
});
