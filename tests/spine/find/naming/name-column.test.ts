/** Names of columns made by hand: what each anchor says, alone and against others. */
import { describe, expect, it } from 'vitest';

import { nameColumn, type ColumnVertebra } from '../../../../spine/find/naming/name-column.ts';
import { expectedDistance } from '../../../../spine/definitions/priors/spacing-prior.ts';
import { LEVELS, type Level } from '../../../../contracts/levels.ts';

const REGULAR: readonly Level[] = LEVELS.filter(
  (level) => level !== 'T13' && level !== 'L6' && level !== 'sacrum',
);
/** As patients lie: mean leans of the lumbar and lower thoracic spine, degrees. */
const LEAN: Partial<Record<Level, number>> = {
  L5: -25, L4: -8, L3: 8, L2: 19, L1: 20, T12: 13, T11: 11, T10: 6, T9: 4, T8: 1,
}; // prettier-ignore
const YES = 4;
const NO = -4;

/** Caudal to cranial, at VerSe's mean distances and usual leans; nothing else is known of it. */
function column(last: Level, first: Level): ColumnVertebra[] {
  const names = REGULAR.slice(REGULAR.indexOf(first), REGULAR.indexOf(last) + 1).toReversed();
  let z = 0;
  return names.map((level, n) => {
    if (n > 0) z += expectedDistance(level, names[n - 1]!)[0];
    return {
      centre: [0, 0, z],
      diameterMm: null,
      leanDegrees: LEAN[level] ?? 0,
      ribs: { deep: 0, flat: 0 },
      lung: 0,
      sacrumBelow: 0,
    };
  });
}

function withRibs(vertebrae: readonly ColumnVertebra[], from: number): ColumnVertebra[] {
  return vertebrae.map((vertebra, n) => ({
    ...vertebra,
    ribs: n >= from ? { deep: YES, flat: YES } : { deep: NO, flat: NO },
  }));
}

describe('a column is named', () => {
  it('from the sacrum upwards', () => {
    const vertebrae = column('L5', 'L1').map((vertebra, n) => ({
      ...vertebra,
      sacrumBelow: n === 0 ? YES : NO,
    }));
    const [best] = nameColumn(vertebrae);
    expect(best!.levels).toEqual(['L5', 'L4', 'L3', 'L2', 'L1']);
    expect(best!.overSacrum).toBe(true);
    expect(best!.probability).toBeGreaterThan(0.9);
  });

  it('C3 or lower, as C1 and C2 lie between no two discs', () => {
    const [one] = column('L3', 'L3');
    const names = nameColumn([{ ...one!, diameterMm: 39 }]).flatMap(({ levels }) => levels);
    expect(names).not.toContain('C1');
    expect(names).not.toContain('C2');
    expect(names).toContain('C3');
  });

  it('from the last rib in both directions', () => {
    const [best] = nameColumn(withRibs(column('L3', 'T10'), 3));
    expect(best!.levels).toEqual(['L3', 'L2', 'L1', 'T12', 'T11', 'T10']);
  });

  it('without the segments of the sacrum that the chain ran into', () => {
    const vertebrae = column('L5', 'T12').map((vertebra, n) => ({
      ...vertebra,
      sacrumBelow: n === 1 ? YES : NO,
    }));
    const [best] = nameColumn(withRibs(vertebrae, 6));
    expect(best!.sacral).toBe(1);
    expect(best!.levels).toEqual([null, 'L5', 'L4', 'L3', 'L2', 'L1']);
  });

  it('with L6 among the likely ones where six vertebrae without ribs stand on the sacrum', () => {
    const six = [...column('L5', 'T11')].map((vertebra, n) => ({
      ...vertebra,
      sacrumBelow: n === 0 ? YES : NO,
    }));
    const namings = nameColumn(withRibs(six, 6));
    const transitional = namings.find(({ levels }) => levels.join(' ') === 'L6 L5 L4 L3 L2 L1 T12');
    expect(transitional!.sequence).toBe('six-lumbar');
    // T12 without ribs is about as rare, and these distances and leans are those of five.
    expect(transitional!.probability).toBeGreaterThan(0.05);
    expect(namings[0]!.probability).toBeLessThan(0.95);
  });

  it.each([
    ['L1 bears ribs', 4],
    ['T12 bears none', 6],
  ])('with doubt where %s, the true names among the likely ones', (_, from) => {
    const vertebrae = column('L5', 'T10').map((vertebra, n) => ({
      ...vertebra,
      sacrumBelow: n === 0 ? YES : NO,
    }));
    const namings = nameColumn(withRibs(vertebrae, from));
    expect(namings[0]!.probability).toBeLessThan(0.95);
    const truth = namings.find(({ levels }) => levels.join(' ') === 'L5 L4 L3 L2 L1 T12 T11 T10');
    // An anomaly of one or two people in a hundred against another as rare.
    expect(truth!.probability).toBeGreaterThan(0.1);
  });

  it('with the last rib alone as surely as people have it at T12', () => {
    const [best] = nameColumn(withRibs(column('L4', 'T9'), 4));
    expect(best!.levels).toEqual(['L4', 'L3', 'L2', 'L1', 'T12', 'T11', 'T10', 'T9']);
    expect(best!.probability).toBeGreaterThan(0.85);
    expect(best!.probability).toBeLessThan(0.99);
  });

  it('never as the sacrum beside the lungs', () => {
    const vertebrae = column('T5', 'T3').map((vertebra) => ({ ...vertebra, lung: 0.9, sacrumBelow: NO }));
    const [best] = nameColumn(withRibs(vertebrae, 0));
    expect(best!.sacral).toBe(0);
  });

  it('with doubt where nothing anchors it, the true names among the likely ones', () => {
    const namings = nameColumn(column('L4', 'L1'));
    expect(namings[0]!.probability).toBeLessThan(0.9);
    const likely = namings.slice(0, 3).map(({ levels }) => levels.join(' '));
    expect(likely).toContain('L4 L3 L2 L1');
  });
});

it('probabilities of all ways of naming add up to one', () => {
  const total = nameColumn(withRibs(column('L5', 'T8'), 5)).reduce(
    (sum, { probability }) => sum + probability,
    0,
  );
  expect(total).toBeCloseTo(1, 10);
});

it('no two namings give the same names', () => {
  const names = nameColumn(column('L5', 'T10')).map(({ levels }) => levels.join(' '));
  expect(new Set(names).size).toBe(names.length);
});
