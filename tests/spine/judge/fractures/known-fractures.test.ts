/** What an order tells of vertebral fractures: which word wins, and what each of them counts for. */
import { describe, expect, test } from 'vitest';

import type { Order } from '../../../../contracts/order/order.ts';
import type { KnownFracture } from '../../../../contracts/risk/fracture.ts';
import type { LevelOutcome } from '../../../../contracts/risk/risk.ts';
import type { Level } from '../../../../contracts/levels.ts';
import { bothWords, measuredWords } from '../../../../spine/judge/fractures/fracture-words.ts';
import { isGradable } from '../../../../spine/judge/fractures/measured-level.ts';
import { GRADED_SPINE } from '../../../../spine/definitions/fractures.ts';
import {
  countsAsFracture,
  countsAsIntact,
  gradesAsRead,
  knownFractures,
  knownWhole,
  levelsAsRead,
  levelsRead,
  notWhole,
} from '../../../../spine/judge/fractures/known-fractures.ts';
import { fractureOnTreatment, recentFracture } from '../../../../spine/judge/fractures/reported-fractures.ts';

import { order } from '../cases.ts';

type Fractures = NonNullable<NonNullable<Order['riskFactors']>['priorFractures']>;
type Confirmed = NonNullable<Order['confirmedFractures']>;
const told = (priorFractures: Fractures, confirmedFractures: Confirmed = []) =>
  knownFractures(order({ riskFactors: { priorFractures }, confirmedFractures }));
const AT_L2 = { site: 'vertebra', level: 'L2' } as const;

describe('of one level', () => {
  test.each<[string, Fractures, Confirmed, KnownFracture | undefined]>([
    ['the history', [AT_L2], [], 'in-history'],
    ['an accident', [{ ...AT_L2, traumatic: true }], [], 'by-accident'],
    ['an accident beside a fracture of the bone', [AT_L2, { ...AT_L2, traumatic: true }], [], 'by-accident'],
    ['a reader who sees one', [], [{ level: 'L2', fractured: true }], 'read-fractured'],
    ['a reader who sees none', [], [{ level: 'L2', fractured: false }], 'read-intact'],
    ['a reader against the history', [AT_L2], [{ level: 'L2', fractured: false }], 'read-intact'],
    ['a reader who sees what an accident broke', [{ ...AT_L2, traumatic: true }], [{ level: 'L2', fractured: true }], 'by-accident'],
    ['a reader who sees no trace of an accident', [{ ...AT_L2, traumatic: true }], [{ level: 'L2', fractured: false }], 'read-intact'],
    ['another bone', [{ site: 'hip' }], [], undefined],
    ['another level', [{ site: 'vertebra', level: 'L1' }], [], undefined],
  ])('by %s', (_, fractures, confirmed, word) => {
    expect(told(fractures, confirmed).levels.get('L2')).toBe(word);
  }); // prettier-ignore

  test('each word counts as a fracture, as intact, or as neither', () => {
    const all = ['read-fractured', 'in-history', 'read-intact', 'by-accident', undefined] as const;
    expect(all.map(countsAsFracture)).toEqual([true, true, false, false, false]);
    expect(all.map(countsAsIntact)).toEqual([false, false, true, true, false]);
  });
});

test('the history counts every level once, those without a level each, and no accident', () => {
  const found = told([
    AT_L2,
    AT_L2,
    { site: 'vertebra', level: 'T8' },
    { site: 'vertebra' },
    { site: 'vertebra' },
    { site: 'vertebra', traumatic: true },
    { site: 'vertebra', level: 'T9', traumatic: true },
    { site: 'wrist' },
  ]);
  expect(found).toMatchObject({ inHistory: 4, unplaced: 2 });
  expect([...found.levels.keys()].toSorted()).toEqual(['L2', 'T8', 'T9']);
  expect(knownFractures(null)).toEqual({ levels: new Map(), grades: new Map(), inHistory: 0, unplaced: 0 });
});

describe('what was read', () => {
  const known = told(
    [
      { site: 'vertebra', level: 'T8' },
      { site: 'vertebra', level: 'T9', traumatic: true },
    ],
    [
      { level: 'L1', fractured: true },
      { level: 'L2', fractured: false },
    ],
  );
  const graded = (grade: number) => ({ fracture: { grade }, gradeRange: [grade, grade] as [number, number] });
  const grades = new Map<Level, ReturnType<typeof graded>>([
    ['T8', graded(2)],
    ['T9', graded(3)],
    ['L1', graded(0)],
    ['L2', graded(2)],
    ['L3', graded(1)],
    ['L4', graded(0)],
  ]);

  test('makes grade 0 of what counts as intact, and leaves the rest as measured', () => {
    const read = gradesAsRead(grades, known);
    expect(
      [...read].map(([level, { fracture, gradeRange }]) => [level, fracture.grade, ...gradeRange]),
    ).toEqual([
      ['T8', 2, 2, 2],
      ['T9', 0, 0, 0],
      ['L1', 0, 0, 0],
      ['L2', 0, 0, 0],
      ['L3', 1, 1, 1],
      ['L4', 0, 0, 0],
    ]);
  });

  test('leaves as not whole what is graded above 0 or known to be broken, an accident too', () => {
    expect([...notWhole(gradesAsRead(grades, known), known)].toSorted()).toEqual(['L1', 'L3', 'T8', 'T9']);
    expect([...knownWhole(known)].toSorted()).toEqual([
      ['L1', false],
      ['L2', true],
      ['T8', false],
      ['T9', false],
    ]);
    expect([...levelsRead(known, 'read-fractured')]).toEqual(['L1']);
  });

  test.each<[Level, boolean, string | undefined]>([
    // A reader of this CT settles it; the history does not.
    ['L1', false, 'READ_AS_FRACTURED'],
    ['L2', false, 'READ_AS_INTACT'],
    ['T8', true, 'FRACTURE_IN_HISTORY'],
    ['T9', true, 'FRACTURE_BY_TRAUMA'],
    ['L3', true, undefined],
  ])('of %s still needs a reader: %s, flagged as %s', (level, needsReader, code) => {
    const lossPercent = { wedge: 22, biconcave: 0, crush: null };
    const fracture = { grade: 1, shape: 'wedge', needsReader: true, lossPercent, reference: 'test' } as const;
    const before = {
      status: 'assessed',
      level,
      fracture,
      flags: [{ code: 'REFERENCE_FAR', message: 'test' }],
    } as const;
    const [after] = levelsAsRead([before], known);
    if (after!.status !== 'assessed') throw new Error('not assessed');
    expect(after!.fracture).toEqual({ ...fracture, needsReader });
    expect(after!.flags.map((flag) => flag.code)).toEqual(
      code === undefined ? ['REFERENCE_FAR'] : ['REFERENCE_FAR', code],
    );
    expect(after!.known).toBe(known.levels.get(level));
  });

  test('of a level without a grade or an assessment is kept beside it', () => {
    const refusal = { code: 'LEVEL_TRUNCATED', saw: 'a part', wanted: 'the whole' } as const;
    const outcomes: LevelOutcome[] = [
      { status: 'refused', level: 'L1', refusal },
      { status: 'assessed', level: 'L2', fracture: null, flags: [] },
    ];
    expect(levelsAsRead(outcomes, known)).toMatchObject([
      { status: 'refused', level: 'L1', refusal, known: 'read-fractured' },
      { status: 'assessed', fracture: null, known: 'read-intact', flags: [{ code: 'READ_AS_INTACT' }] },
    ]);
  });
});

test('words say what is known and what was measured, and that nothing was', () => {
  expect(bothWords('in-history', { grade: 2, shape: 'crush' })).toBe(
    'fracture in history (measured grade 2, crush)',
  );
  expect(bothWords('by-accident', null)).toBe('traumatic fracture (not measured)');
  expect(measuredWords({ grade: 0, shape: null })).toBe('grade 0');
});

test('T4 to L5 are graded, T13 and L6 where they are there', () => {
  expect(GRADED_SPINE).toEqual(['T4', 'T5', 'T6', 'T7', 'T8', 'T9', 'T10', 'T11', 'T12', 'L1', 'L2', 'L3', 'L4', 'L5']); // prettier-ignore
  expect((['T3', 'T4', 'T13', 'L5', 'L6', 'sacrum'] as const).map(isGradable)).toEqual([false, true, true, true, true, false]); // prettier-ignore
});

describe('of several vertebral fractures', () => {
  const at = (...dates: readonly (string | undefined)[]) =>
    recentFracture(
      order({
        riskFactors: {
          priorFractures: dates.map((date) => ({
            site: 'vertebra',
            ...(date === undefined ? {} : { date }),
          })),
        },
      }),
      '2024-06-15',
    ).state;

  test.each([
    [['2015-01-01', '2024-01-01'], 'fired'],
    [['2015-01-01', undefined], 'not-evaluated'],
    [['2015-01-01', '2024-07-01'], 'not-evaluated'],
    [['2015-01-01', '2016-01-01'], 'not-fired'],
    [[undefined, '2024-01-01'], 'fired'],
    [['2023-06-15'], 'fired'],
    [['2023-06-14'], 'not-fired'],
    [['2024-06-15'], 'fired'],
  ])('of %j one is recent: %s', (dates, state) => {
    expect(at(...dates)).toBe(state);
  });

  test('the month before January is December of the year before', () => {
    const on = (studyDate: string, date: string) => recentFracture(order({ riskFactors: { priorFractures: [{ site: 'vertebra', date }] } }), studyDate).state; // prettier-ignore
    expect([on('2024-01-31', '2023-01-31'), on('2024-01-31', '2023-01-30')]).toEqual(['fired', 'not-fired']);
    expect([on('2024-12-01', '2023-12-01'), on('2024-12-01', '2023-11-30')]).toEqual(['fired', 'not-fired']);
  });
});

describe('what the order leaves open of its fractures', () => {
  const told = (...priorFractures: Fractures) => order({ riskFactors: { priorFractures } });

  test.each<[Fractures, string | null, string, string]>([
    [[], '2024-06-15', 'not-fired', 'no prior fracture stated in the order'],
    [
      [{ site: 'wrist', traumatic: true, date: '2024-06-01' }],
      null,
      'not-fired',
      'no prior fracture stated in the order',
    ],
    [[{ site: 'wrist', date: '2024-06-01' }], null, 'not-evaluated', 'CT date not available'],
    [[{ site: 'wrist' }], '2024-06-15', 'not-evaluated', 'fracture without a date (order)'],
    [
      [{ site: 'hip', date: '2020-01-01' }, { site: 'wrist' }],
      '2024-06-15',
      'not-evaluated',
      'fracture without a date (order)',
    ],
    [
      [{ site: 'hip', date: '2020-01-01' }],
      '2024-06-15',
      'not-fired',
      'fractures in the order are older than 12 months',
    ],
    [
      [
        { site: 'hip', date: '2020-01-01' },
        { site: 'wrist', date: '2024-06-16' },
      ],
      '2024-06-15',
      'not-evaluated',
      'fracture dated after the CT (order)',
    ],
    [
      [{ site: 'hip' }, { site: 'wrist', date: '2024-06-15' }],
      '2024-06-15',
      'fired',
      'fracture within 12 months before the CT (order; site: wrist)',
    ],
  ])('of %j at the CT of %s: %s', (fractures, studyDate, state, detail) => {
    expect(recentFracture(told(...fractures), studyDate)).toEqual({ state, detail });
  });

  test.each<[Fractures, string, string]>([
    [[], 'not-fired', 'none stated in the order'],
    [[{ site: 'hip', onTreatment: false }], 'not-fired', 'none stated in the order'],
    [[{ site: 'hip', onTreatment: true, traumatic: true }], 'not-fired', 'none stated in the order'],
    [
      [{ site: 'hip', onTreatment: false }, { site: 'wrist' }],
      'not-evaluated',
      'the order does not say whether a fracture happened on treatment',
    ],
    [
      [{ site: 'hip' }, { site: 'wrist', onTreatment: true }],
      'fired',
      'fracture on treatment (order; site: wrist)',
    ],
  ])('of treatment at %j: %s', (fractures, state, detail) => {
    expect(fractureOnTreatment(told(...fractures))).toEqual({ state, detail });
  });

  test('is everything where it says nothing of fractures', () => {
    for (const given of [null, order(), order({ riskFactors: {} })]) {
      const unknown = { state: 'not-evaluated', detail: 'prior fractures not provided in the order' };
      expect([recentFracture(given, '2024-06-15'), fractureOnTreatment(given)]).toEqual([unknown, unknown]);
    }
  });
});
