/** Which bodies are a reference, every limit on either side, and how two references of unlike distance are weighed. */
import { describe, expect, test } from 'vitest';

import { expectedRatio } from '../../../../../spine/judge/fractures/reference/expected-ratio.ts';
import {
  lossesOf,
  type KnownWhole,
  type Losses,
  type MeasuredBody,
} from '../../../../../spine/judge/fractures/reference/fracture-reference.ts';
import { intactAt, type Sex } from '../../../../../spine/judge/fractures/reference/intact-table.ts';
import { personalRatio } from '../../../../../spine/judge/fractures/reference/personal-table.ts';
import { spinePosition, type Level } from '../../../../../contracts/levels.ts';

/** Anterior, middle and posterior height as shares of `posteriorMm`; each height has a standard error of its own. */
function body(
  level: Level,
  posteriorMm: number,
  [anterior, middle]: readonly [number, number] = [0.95, 0.9],
  se: number | null = 0.1,
): MeasuredBody {
  const of = (share: number, times: number) => ({
    value: share * posteriorMm,
    se: se === null ? null : times * se,
  });
  return { level, anterior: of(anterior, 1), middle: of(middle, 2), posterior: of(1, 3) };
}

function losses(bodies: readonly MeasuredBody[], known: readonly [Level, boolean][] = [], sex: Sex = null) {
  const found = lossesOf(bodies, sex, new Map(known) satisfies KnownWhole);
  return (level: Level): Losses => found.get(level)!;
}

test.each<[Level, Level, number]>([
  ['T4', 'T5', 1],
  ['T11', 'T12', 1],
  ['T12', 'T13', 0.5],
  ['T13', 'L1', 0.5],
  ['T12', 'L1', 1],
  ['L1', 'L2', 1],
  ['L5', 'L6', 1],
])('from %s to %s the spine goes %d levels down', (upper, lower, levels) => {
  expect(spinePosition(lower) - spinePosition(upper)).toBe(levels);
});

describe('two references of unlike distance', () => {
  // L1 lies one level below T12 and two above L3: T12 has two thirds of the say. The two differ in size and in shape.
  const [t12, l1, l3] = [body('T12', 20, [0.9, 0.85]), body('L1', 21, [0.7, 0.75]), body('L3', 30, [1.1, 1])];
  const found = losses(
    [t12, l1, l3],
    [
      ['T12', true],
      ['L1', false],
      ['L3', true],
    ],
  )('L1');
  const at = (level: Level) => intactAt(level, null);
  const size = (pick: (of: MeasuredBody) => number): number =>
    (2 / 3) * pick(t12) * (at('L1').posterior / at('T12').posterior) +
    (1 / 3) * pick(l3) * (at('L1').posterior / at('L3').posterior);

  test('give the size that the nearer one has more say in', () => {
    expect(found.references).toEqual(['T12', 'L3']);
    expect(found.crush!.value).toBeCloseTo(1 - 21 / size(({ posterior }) => posterior.value), 12);
    expect(found.inFront!.value).toBeCloseTo(1 - (0.7 * 21) / size(({ anterior }) => anterior.value), 12);
  });

  test('leave the size as unsure as both are, by their say', () => {
    const mean = size(({ posterior }) => posterior.value);
    const se = Math.hypot(
      (2 / 3) * 0.3 * (at('L1').posterior / at('T12').posterior),
      (1 / 3) * 0.3 * (at('L1').posterior / at('L3').posterior),
    );
    expect(found.crush!.se).toBeCloseTo((21 / mean) * Math.hypot(0.3 / 21, se / mean), 12);
  });

  test.each(['anterior', 'middle'] as const)('give the ratio of the %s height by the same say', (kind) => {
    const own = at('L1')[kind];
    const ratioOf = (of: MeasuredBody) => {
      const value = of[kind].value / of.posterior.value;
      return { value, se: value * Math.hypot(of[kind].se! / of[kind].value, 0.3 / of.posterior.value) };
    };
    const compared = [t12, l3].map((of) => ({ ratio: ratioOf(of), intact: at(of.level)[kind] }));
    const wanted = expectedRatio(kind, own, personalRatio(kind, own, compared), [
      { ...compared[0]!, weight: 2 / 3 },
      { ...compared[1]!, weight: 1 / 3 },
    ]);
    expect(found.expected[kind].ratio.value).toBeCloseTo(wanted.ratio.value, 12);
    expect(found.expected[kind].ratio.se).toBeCloseTo(wanted.ratio.se!, 12);
    expect(found.expected[kind].tableShare).toBeCloseTo(wanted.tableShare, 12);
    const loss = kind === 'anterior' ? found.wedge : found.biconcave;
    expect(loss.value).toBeCloseTo(1 - l1[kind].value / 21 / wanted.ratio.value, 12);
    expect(loss.se).toBeGreaterThan(0);
  });

  test('are both compared by the table of the patient’s sex', () => {
    const men = losses([t12, l1, l3], [['L1', false]], 'male')('L1');
    const women = losses([t12, l1, l3], [['L1', false]], 'female')('L1');
    expect(men.expected.anterior.ratio.value).not.toBeCloseTo(women.expected.anterior.ratio.value, 6);
  });
});

describe('one reference', () => {
  test('above or below stands for itself', () => {
    const pair = [body('T12', 24), body('L1', 24)];
    const grown = intactAt('L1', null).posterior / intactAt('T12', null).posterior;
    expect(losses(pair)('L1').crush!.value).toBeCloseTo(1 - 1 / grown, 12);
    expect(losses(pair)('T12').crush!.value).toBeCloseTo(1 - grown, 12);
    expect(losses(pair)('L1').references).toEqual(['T12']);
  });

  test('is never the body itself: a lone one has no crush and the table’s ratio', () => {
    const alone = losses([body('L1', 24)])('L1');
    expect(alone).toMatchObject({ crush: null, inFront: null, references: [] });
    expect(alone.expected.anterior).toEqual({
      ratio: personalRatio('anterior', intactAt('L1', null).anterior, []),
      tableShare: 1,
    });
  });

  test('that has no interval leaves the losses without one', () => {
    const found = losses([body('T12', 24, [0.95, 0.9], null), body('L1', 24)])('L1');
    expect(found.crush!.se).toBeNull();
    expect(found.wedge.se).toBeNull();
  });
});

describe('a body is no reference', () => {
  /** Whether T12 takes L1 for one. */
  const refersToL1 = (bodies: readonly MeasuredBody[]): boolean =>
    losses(bodies)('T12').references.includes('L1');

  test.each([
    ['anterior', [0.805, 0.95], true],
    ['anterior', [0.795, 0.95], false],
    ['middle', [0.95, 0.805], true],
    ['middle', [0.95, 0.795], false],
  ] as const)(
    'whose lowest height, the %s, lies below 0.8 of its highest: %j, %s',
    (_, shares, reference) => {
      expect(refersToL1([body('T12', 24), body('L1', 24, shares), body('L2', 24)])).toBe(reference);
    },
  );

  test.each([
    [1.24, true],
    [1.26, false],
  ])('whose posterior height lies below 0.8 of its anterior one: %d, %s', (anterior, reference) => {
    expect(refersToL1([body('T12', 24), body('L1', 24, [anterior, 1.02]), body('L2', 24)])).toBe(reference);
  });

  /** Posterior heights in a straight line but for L1, whose ratios are as intact ones are. */
  const line = (levels: readonly Level[], share: number) =>
    levels.map((level, n) => body(level, (24 + 0.2 * n) * (level === 'L1' ? share : 1)));
  const five = ['T11', 'T12', 'L1', 'L2', 'L3'] as const;

  test.each([
    [five, 0.855, true],
    [five, 0.845, false],
    // Four levels make no line, and a loss of 15.5 % against neighbours is no fracture.
    [five.slice(0, 4), 0.845, true],
  ])(
    'that lies below 0.85 of the line through five levels or more: %j, %d, %s',
    (levels, share, reference) => {
      expect(refersToL1(line(levels, share))).toBe(reference);
    },
  );

  test('below a line that one odd level does not turn', () => {
    const odd = line(['T10', 'T11', 'T12', 'L1', 'L2', 'L3', 'L4'], 0.845).map((of, n) => (n === 0 ? body('T10', 14) : of)); // prettier-ignore
    expect(refersToL1(odd)).toBe(false);
    const straight = line(['T10', 'T11', 'T12', 'L1', 'L2', 'L3', 'L4'], 0.87).map((of, n) => (n === 0 ? body('T10', 14) : of)); // prettier-ignore
    expect(refersToL1(straight)).toBe(true);
  });

  /** Of L1 against its neighbours T12 and L2, which have half of the say each. */
  const crushedBy = (loss: number) => {
    const at = (level: Level): number => intactAt(level, null).posterior;
    const size = (24 * at('L1')) / at('T12') / 2 + (24 * at('L1')) / at('L2') / 2;
    return [body('T12', 24), body('L1', (1 - loss) * size), body('L2', 24)];
  };

  test.each([
    [0.199, true],
    [0.201, false],
  ])('that has lost 20 %% against its neighbours: %d, %s', (loss, reference) => {
    expect(losses(crushedBy(loss))('L1').crush!.value).toBeCloseTo(loss, 9);
    expect(refersToL1(crushedBy(loss))).toBe(reference);
  });

  test('but the worst alone goes where it is what makes its neighbours look odd', () => {
    // Beside L1 at 60 %, T12 and L2 are tall; they stay, and lean on each other.
    const found = losses(crushedBy(0.4));
    expect(found('T12').references).toEqual(['L2']);
    expect(found('L2').references).toEqual(['T12']);
    expect(found('L1').references).toEqual(['T12', 'L2']);
  });

  test('where people know that it is broken, and is one where they know that it is whole', () => {
    expect(losses(crushedBy(0), [['L1', false]])('T12').references).toEqual(['L2']);
    expect(losses(crushedBy(0.4), [['L1', true]])('T12').references).toEqual(['L1']);
  });
});
