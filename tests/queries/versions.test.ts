import { expect, test } from 'vitest';

import type { TrueAssessment, TrueLevel } from '../../bench/query/archive.ts';
import { sourceOf } from '../../bench/query/documents.ts';

import { answer, ARCHIVE, CURRENT, grouped, mean, rounded, sd, seen, sortedBy } from './archive-tables.ts';

const latest = (set: string) => {
  const of = ARCHIVE.filter(({ parameterSet, outcome }) => parameterSet === set && outcome !== 'failed');
  return new Map(
    sortedBy(of, ({ assessedAt, revision }) => [assessedAt, revision]).map((one) => [one.studyId, one]),
  );
};
const AFTER = latest('osteon-default-4');
const PAIRS = [...latest('osteon-default-3').values()].map((before) => ({
  before,
  after: AFTER.get(before.studyId)!,
}));

test('reclassification, by plain code over the results themselves', async () => {
  const word = (one: TrueAssessment) => {
    const { overall, outcome } = sourceOf(one).result;
    return overall?.category ?? outcome;
  };
  const expected = grouped(PAIRS, ({ before, after }) => [word(before), word(after)]).map(({ key, of }) => [
    ...key,
    of.length,
    key[0] !== key[1],
  ]);
  expect(expected.filter((row) => row[3]).length).toBeGreaterThan(2);
  expect(await answer('reclassification')).toEqual(expected);
});

test('differences: bias and limits of agreement, level by level', async () => {
  const pairs = PAIRS.filter(
    ({ before, after }) => before.outcome === 'assessed' && after.outcome === 'assessed',
  ).flatMap(({ before, after }) =>
    before.levels.flatMap((level) => {
      const other = after.levels.find((one) => one.level === level.level)!;
      return seen(level) && seen(other) ? [{ level, other }] : [];
    }),
  );
  const expected = (
    [
      ['posterior_height_mm', ({ height }) => height],
      ['strength_n', ({ strength }) => strength],
      ['vbmd_mg_cm3', ({ vbmd }) => vbmd],
    ] as const satisfies readonly (readonly [string, (level: TrueLevel) => number])[]
  ).map(([measure, of]) => {
    const differences = pairs.map(({ level, other }) => of(other) - of(level));
    const [bias, spread] = [mean(differences)!, sd(differences)!];
    return [
      measure,
      pairs.length,
      mean(pairs.map(({ level }) => of(level))),
      bias,
      spread,
      bias - 1.96 * spread,
      bias + 1.96 * spread,
    ];
  });
  expect(pairs.length).toBeGreaterThan(200);
  expect(rounded(await answer('differences'))).toEqual(rounded(expected));
});

test('versions in use: and how many results have been replaced', async () => {
  const counts = new Set(
    CURRENT.map(({ studyId, assessmentId, revision }) => `${studyId} ${assessmentId} ${revision}`),
  );
  const expected = grouped(ARCHIVE, ({ software, parameterSet }) => [software, parameterSet]).map(
    ({ key, of }) => {
      const current = of.filter(({ studyId, assessmentId, revision }) =>
        counts.has(`${studyId} ${assessmentId} ${revision}`),
      ).length;
      return [...key, current, of.length - current];
    },
  );
  const rows = await answer('in-use');
  expect(rows.map(([software, set, , current, superseded]) => [software, set, current, superseded])).toEqual(
    sortedBy(expected, ([software, set, studies]) => [-Number(studies), software!, set!]),
  );
});

test('refusals changed: what was refused by one set alone, and for which code', async () => {
  const changed = PAIRS.filter(({ before, after }) => before.refusal !== after.refusal);
  const expected = grouped(changed, ({ before, after }) => [before.refusal, after.refusal]).map(
    ({ key, of }) => [...key, of.length],
  );
  expect(expected.length).toBeGreaterThan(0);
  expect(await answer('refusals-changed')).toEqual(
    sortedBy(expected, ([before, after, studies]) => [-Number(studies), before!, after!]),
  );
  expect(await answer('refusals-changed', { before: 'osteon-default-4', after: 'osteon-default-4' })).toEqual(
    [],
  );
});
