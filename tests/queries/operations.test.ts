import { expect, test } from 'vitest';

import { sourceOf } from '../../bench/query/documents.ts';

import { answer, ARCHIVE, CURRENT, grouped, LEVELS, mean, rounded, sortedBy } from './archive-tables.ts';

const GB_SECOND_USD = 0.0000133334;
const RUNS = ARCHIVE.flatMap((of) =>
  of.steps.map((step) => {
    // A level's run costs what its state's function has of memory.
    const gbSeconds = (step.seconds * step.memoryMb) / 1024;
    return { ...step, of, gbSeconds, usd: gbSeconds * GB_SECOND_USD };
  }),
);
const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);

test('studies by month, by plain code over the results themselves', async () => {
  const sources = CURRENT.map(sourceOf);
  const expected = grouped(sources, ({ ct, site }) => [ct!.study.date!.slice(0, 7), site]).map(
    ({ key, of }) => {
      const count = (outcome: string) => of.filter(({ result }) => result.outcome === outcome).length;
      const patients = new Set(of.flatMap(({ patient }) => (patient === null ? [] : [patient])));
      return [
        ...key,
        of.length,
        count('assessed'),
        count('refused'),
        count('failed'),
        of.filter(({ signed }) => signed).length,
        patients.size,
      ];
    },
  );
  expect(await answer('studies-by-month')).toEqual(expected);
  const some = await answer('studies-by-month', {
    site: 'site-1',
    first_month: '2024-03',
    last_month: '2024-05',
  });
  expect(some).toEqual(
    expected.filter(
      ([month, site]) => site === 'site-1' && String(month) >= '2024-03' && String(month) <= '2024-05',
    ),
  );
  expect(some.length).toBe(3);
});

test('faults: by state, and how many of these studies have a result', async () => {
  const failed = ARCHIVE.filter(({ outcome }) => outcome === 'failed');
  const now = new Map(CURRENT.map((one) => [one.studyId, one.outcome]));
  const expected = grouped(failed, ({ fault, software }) => [fault!.state, fault!.code, software]).map(
    ({ key, of }) => [...key, of.length, of.filter(({ studyId }) => now.get(studyId) !== 'failed').length],
  );
  expect(failed.length).toBeGreaterThan(3);
  expect(await answer('faults')).toEqual(
    sortedBy(expected, ([state, code, software, count]) => [-Number(count), state!, code!, software!]),
  );
});

test('unsettled names: the position whose name is surest', async () => {
  const unsettled = grouped(
    LEVELS.filter(({ likely }) => likely !== null),
    ({ of }) => [of.studyId],
  );
  const expected = unsettled.map(({ key, of }) => {
    const [best] = sortedBy(of, ({ likely, level }) => [-likely!.probability, level]);
    return [
      ...key,
      best!.level,
      best!.likely!.level,
      best!.likely!.probability,
      of.filter(({ refusal }) => refusal === null).length,
    ];
  });
  expect(expected.length).toBeGreaterThan(5);
  expect((await answer('unsettled-names')).map((row) => [row[0], row[3], row[4], row[5], row[6]])).toEqual(
    sortedBy(expected, ([study, , , probability]) => [probability!, study!]),
  );
});

test('time and cost by step: sums of what each run took', async () => {
  const cost = sum(RUNS.map(({ usd }) => usd));
  const expected = grouped(RUNS, ({ state }) => [state]).map(({ key, of }) => ({
    seconds: sum(of.map(({ seconds }) => seconds)),
    row: [
      ...key,
      of.length,
      of.filter(({ attempts }) => attempts > 1).length,
      0,
      mean(of.map(({ seconds }) => seconds)),
      of.reduce((most, { seconds }) => Math.max(most, seconds), 0),
      sum(of.map(({ gbSeconds }) => gbSeconds)),
      sum(of.map(({ usd }) => usd)),
      sum(of.map(({ usd }) => usd)) / cost,
    ],
  }));
  expect(rounded(await answer('time-and-cost-by-step'))).toEqual(
    rounded(sortedBy(expected, ({ seconds }) => [-seconds]).map(({ row }) => row)),
  );
});

test('slowest assessments: and where their time went', async () => {
  const expected = grouped(RUNS, ({ of }) => [of.studyId, of.scanner.site, of.assessmentId]).map(
    ({ key, of }) => {
      const longest = of.reduce((most, run) => (run.seconds > most.seconds ? run : most));
      return [
        ...key,
        sum(of.map(({ seconds }) => seconds)),
        of.filter(({ level }) => level !== null).length,
        longest.level ?? longest.state,
        longest.seconds,
        sum(of.map(({ usd }) => usd)),
      ];
    },
  );
  const rows = await answer('slowest-assessments', { rows: '7' });
  expect(rows).toHaveLength(7);
  expect(rounded(rows)).toEqual(
    rounded(
      sortedBy(expected, ([study, , assessment, seconds]) => [-Number(seconds), study!, assessment!]).slice(
        0,
        7,
      ),
    ),
  );
});
