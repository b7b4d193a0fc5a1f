/** Fractures of every draw: those that were seen, told by the order, and where nobody looked. */
import { describe, expect, test } from 'vitest';

import type { KnownFracture } from '../../../../../contracts/risk/fracture.ts';
import type { Level } from '../../../../../contracts/levels.ts';
import { GRADED_SPINE } from '../../../../../spine/definitions/fractures.ts';
import { GRADE_3_SHARE } from '../../../../../spine/definitions/priors/verdict-prior.ts';
import { drawFractures } from '../../../../../spine/judge/verdict/draws/fracture-draws.ts';
import {
  fractureShare,
  levelChances,
  partsOf,
} from '../../../../../spine/judge/verdict/draws/possible-patients.ts';
import { unseenFractures } from '../../../../../spine/judge/verdict/draws/unseen-fractures.ts';
import { drawsOf } from '../../../../../spine/math/random/latin-hypercube.ts';
import { graded } from '../patient.ts';

const COUNT = 4000;
const PREVALENCE = 0.3;

interface Case {
  /** Losses of a wedge by level; null: not graded. Others of T4 to L5 are intact. */
  readonly losses?: Partial<Record<Level, number | null>>;
  readonly known?: Partial<Record<Level, KnownFracture>>;
  readonly inHistory?: number;
  readonly only?: readonly Level[];
}

function drawn({ losses = {}, known = {}, inHistory = 0, only = GRADED_SPINE }: Case) {
  const levels = [...only, ...(Object.keys(losses) as Level[]).filter((level) => !only.includes(level))];
  const grades = new Map(
    levels.flatMap((level) => {
      const loss = losses[level] ?? (level in losses ? null : 0);
      return loss === null ? [] : [[level, graded(loss)] as const];
    }),
  );
  const told = {
    levels: new Map(Object.entries(known) as [Level, KnownFracture][]),
    grades: new Map(),
    inHistory,
    unplaced: 0,
  };
  return drawFractures(grades, told, () => PREVALENCE, drawsOf('fractures', COUNT));
}
const share = (of: Uint8Array | Int8Array, wanted: number): number =>
  of.filter((one: number) => one === wanted).length / of.length;

describe('where all levels were seen', () => {
  test.each<[string, Case, readonly [count: number, severe: number, worst: number]]>([
    ['an intact spine has none', {}, [0, 0, -1]],
    ['a grade 2', { losses: { L1: 0.3 } }, [1, 0, 2]],
    ['a grade 3 is severe', { losses: { L1: 0.45 } }, [1, 1, 3]],
    ['the worst of two', { losses: { T8: 0.45, L1: 0.3 } }, [2, 1, 3]],
    ['the worst of two, the other way', { losses: { T8: 0.3, L1: 0.45 } }, [2, 1, 3]],
    [
      'one read as intact counts for none',
      { losses: { L1: 0.45 }, known: { L1: 'read-intact' } },
      [0, 0, -1],
    ],
    ['one by an accident too', { losses: { L1: 0.45 }, known: { L1: 'by-accident' } }, [0, 0, -1]],
    ['one that a reader sees is there without a grade', { known: { L1: 'read-fractured' } }, [1, 0, 0]],
    [
      'one of the history that measures nothing is told, not seen',
      { known: { L1: 'in-history' } },
      [1, 0, -1],
    ],
    [
      'one of the history that measures a grade is seen',
      { losses: { L1: 0.3 }, known: { L1: 'in-history' } },
      [1, 0, 2],
    ],
    ['those of the history may be those that were seen', { losses: { L1: 0.3 }, inHistory: 1 }, [1, 0, 2]],
    ['and are more where fewer were seen', { losses: { L1: 0.3 }, inHistory: 3 }, [3, 0, 2]],
    ['a level beyond L5 counts', { losses: { L6: 0.3 } }, [1, 0, 2]],
  ])('%s', (_, asked, [count, severe, worst]) => {
    const found = drawn(asked);
    expect([share(found.count, count), share(found.severe, severe), share(found.worst, worst)]).toEqual([
      1, 1, 1,
    ]);
    expect([found.unseenLevels, share(found.unseen, 0)]).toEqual([0, 1]);
  });

  test('how likely one is there leaves out what is only told', () => {
    expect(fractureShare(drawn({}))).toBe(0);
    expect(fractureShare(drawn({ losses: { L1: 0.3 } }))).toBe(1);
    expect(fractureShare(drawn({ known: { L1: 'read-fractured' } }))).toBe(1);
    expect(fractureShare(drawn({ known: { L1: 'in-history' } }))).toBe(0);
    const chances = levelChances(drawn({ losses: { T8: 0.3, L1: 0.22 } }));
    expect([chances.get('T8'), chances.get('T9')]).toEqual([1, 0]);
    expect(chances.get('L1')).toBeCloseTo(0.033, 3);
    expect([...chances.keys()]).toEqual(GRADED_SPINE);
  });
});

describe('where nobody looked', () => {
  test('fractures have the distribution that the others leave them', () => {
    for (const [losses, fractured] of [
      [{ T4: null, T5: null }, 0],
      [{ T4: null, T5: null, L1: 0.3 }, 1],
      // A level beyond L5 says nothing of those from T4 to L5.
      [{ T4: null, T5: null, L6: 0.3 }, 0],
    ] as const) {
      const { unseen, unseenLevels, count } = drawn({ losses });
      expect(unseenLevels).toBe(2);
      const expected = unseenFractures(PREVALENCE, { seen: 12, unseen: 2, fractured });
      expected.forEach((chance, more) => expect(Math.abs(share(unseen, more) - chance)).toBeLessThan(2 / COUNT)); // prettier-ignore
      const others = 'L1' in losses || 'L6' in losses ? 1 : 0;
      expect(share(count, others)).toBe(share(unseen, 0));
    }
  });

  test('one is of no known grade, and as often severe as others are', () => {
    const { unseen, severe, worst } = drawn({ only: ['L1'] });
    const there = unseen.filter((more) => more > 0).length / COUNT;
    expect(there).toBeGreaterThan(0.2);
    expect(share(worst, 0)).toBe(there);
    expect(share(worst, -1)).toBeCloseTo(1 - there, 12);
    const expected = unseen.reduce((sum, more) => sum + 1 - (1 - GRADE_3_SHARE) ** more, 0) / COUNT;
    expect(Math.abs(share(severe, 1) - expected)).toBeLessThan(0.02);
  });

  test('a grade 0 whose heights have no error is one where nobody looked', () => {
    const grades = new Map(GRADED_SPINE.map((level) => [level, graded(0)]));
    const bare = graded(0);
    const { losses } = bare.doubt!;
    grades.set('T4', {
      ...bare,
      doubt: { ...bare.doubt!, losses: { ...losses, wedge: { value: 0, se: null } } },
    });
    grades.set('T5', { ...bare, doubt: null });
    // A grade says something without an error, too.
    grades.set('L5', { ...bare, fracture: { ...bare.fracture, grade: 2 }, doubt: null });
    const nothing = { levels: new Map(), grades: new Map(), inHistory: 0, unplaced: 0 };
    const found = drawFractures(grades, nothing, () => PREVALENCE, drawsOf('fractures', COUNT));
    expect(found.unseenLevels).toBe(2);
    expect([...found.levels.keys()]).toEqual(GRADED_SPINE.slice(2));
    const read = { ...nothing, levels: new Map([['T4', 'read-intact'] as const]) };
    expect(drawFractures(grades, read, () => PREVALENCE, drawsOf('fractures', COUNT)).unseenLevels).toBe(1);
  });

  test('one known without heights is severe as often as others are', () => {
    const { severe, worst, count } = drawn({ losses: { L1: null }, known: { L1: 'read-fractured' } });
    expect(share(severe, 1)).toBeCloseTo(GRADE_3_SHARE, 3);
    expect([share(worst, 0), share(count, 1)]).toEqual([1, 1]);
  });
});

describe('where levels are positions', () => {
  const PLACES: readonly Level[] = ['V3', 'V2', 'V1'];

  test('what the order tells by name may be what was seen', () => {
    const seen = drawn({ only: PLACES, losses: { V2: 0.3 }, known: { L1: 'read-fractured' } });
    const none = drawn({ only: PLACES, known: { L1: 'read-fractured', L2: 'in-history' } });
    expect(seen.unseenLevels).toBe(11);
    for (let n = 0; n < COUNT; n++) {
      expect(seen.count[n]).toBe(1 + seen.unseen[n]!);
      expect(none.count[n]).toBe(Math.max(2, none.unseen[n]!));
    }
  });

  test('a fracture of one counts among those from T4 to L5', () => {
    const { unseen } = drawn({ only: PLACES, losses: { V2: 0.3 } });
    const expected = unseenFractures(PREVALENCE, { seen: 3, unseen: 11, fractured: 1 });
    expect(Math.abs(share(unseen, 0) - expected[0]!)).toBeLessThan(2 / COUNT);
  });
});

test('a normal is cut into parts of equal probability', () => {
  const parts = partsOf(drawsOf('parts', 1000).normal('at'), 10);
  for (let part = 0; part < 10; part++) expect(share(parts, part)).toBeCloseTo(0.1, 12);
  expect(partsOf(Float64Array.of(-9, -0.01, 0.01, 9), 2)).toEqual(Uint8Array.of(0, 0, 1, 1));
  expect(partsOf(Float64Array.of(40), 10)).toEqual(Uint8Array.of(9));
});
