import { expect, test } from 'vitest';

import type { Result } from '../../../contracts/result.ts';
import { blandAltman, MOST_DRAWN } from '../../../report/drift/bland-altman.ts';
import { comparable } from '../../../report/drift/comparable.ts';
import { driftOf as driftOfComparable } from '../../../report/drift/drift.ts';
import { driftPage } from '../../../report/drift/drift-page.ts';
import { resultOf } from '../../../report/result.ts';
import { readReportData } from '../../../lambdas/publish-report/read-report-data.ts';
import { memoryStore, putAssessment } from '../fixture.ts';

interface ResultPair {
  readonly before: Result;
  readonly after: Result;
}
const driftOf = (pairs: readonly ResultPair[], ...more: Rest<Parameters<typeof driftOfComparable>>) =>
  driftOfComparable(
    pairs.map(({ before, after }) => ({ before: comparable(before), after: comparable(after) })),
    ...more,
  );
type Rest<T> = T extends [unknown, ...infer R] ? R : never;

const REFUSAL = { code: 'SPINE_NOT_FOUND', saw: 'nothing', wanted: 'a spine' } as const;

async function assessed(): Promise<Result> {
  const store = memoryStore();
  const { input, ...states } = await putAssessment(store, { levels: ['L1', 'L2'] });
  return resultOf(
    await readReportData(store, { ...input, ...states } as Parameters<typeof readReportData>[1]),
  );
}

/** The same with other densities, and the first level of another grade. */
function changed(
  result: Result,
  { density = 0, grade }: { density?: number; grade?: 0 | 1 | 2 | 3 },
): Result {
  return {
    ...result,
    density: {
      ...result.density!,
      vbmd: { ...result.density!.vbmd!, value: result.density!.vbmd!.value + density },
    },
    levels: result.levels.map((level, n) =>
      n > 0 || grade === undefined ? level : { ...level, fracture: { ...level.fracture!, grade } },
    ),
  };
}

const times = <T>(count: number, of: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => of(n));

test('what has not changed is within the limits', async () => {
  const before = await assessed();
  const drift = driftOf(times(20, () => ({ before, after: structuredClone(before) })));
  expect(drift.beyond).toEqual([]);
  expect(drift.agreements.every(({ bias, largest }) => bias === 0 && largest === 0)).toBe(true);
  expect(drift.agreements.find(({ measure }) => measure === 'level_strength')).toMatchObject({
    studies: 20,
    pairs: 40,
  });
});

test.each([
  [1.5, 0, 0],
  [2.5, 0, 1],
  [-2.5, 0, 1],
  // The bias is small, but that is not shown: the studies differ by much.
  [0.5, 30, 1],
])('a density that moved by %f, plus and minus %f, is beyond %i limits', async (by, spread, beyond) => {
  const before = await assessed();
  const pairs = times(20, (n) => ({
    before,
    after: changed(before, { density: by + (n % 2 === 0 ? spread : -spread) }),
  }));
  const drift = driftOf(pairs);
  expect(drift.agreements.find(({ measure }) => measure === 'vbmd')!.bias).toBeCloseTo(by, 9);
  expect(drift.beyond.filter((line) => line.startsWith('Density of the study'))).toHaveLength(beyond);
});

test('one study shows nothing: its bias has no interval', async () => {
  const before = await assessed();
  const { beyond } = driftOf([{ before, after: structuredClone(before) }]);
  expect(beyond).toContain(
    'Density of the study: bias 0.00 mg/cm3 from one study, which has no interval; two are wanted',
  );
});

test('grades that moved are counted by level, and are beyond where they are more than a twentieth', async () => {
  const before = await assessed();
  const was = before.levels[0]!.fracture!.grade;
  const to = was === 3 ? 2 : 3;
  const pairs = (count: number): ResultPair[] =>
    times(20, (n) => ({ before, after: n < count ? changed(before, { grade: to }) : before }));
  const grades = (count: number) =>
    driftOf(pairs(count)).reclassifications.find(({ what }) => what === 'grade')!;
  expect(grades(2)).toMatchObject({ moved: 2, all: 40 });
  expect(driftOf(pairs(2)).beyond).toEqual([]);
  expect(driftOf(pairs(3)).beyond).toEqual([
    'Grade of a level: moved to another class: 3 of 40; allowed: 5 %',
  ]);
});

test('levels without a grade in either do not hide that the others moved', async () => {
  const before = await assessed();
  const ungraded: Result = {
    ...before,
    levels: before.levels.map((level) => ({ ...level, fracture: null })),
  };
  const moved = { before: changed(before, { grade: 0 }), after: changed(before, { grade: 2 }) };
  const { beyond } = driftOf([moved, ...times(40, () => ({ before: ungraded, after: ungraded }))]);
  expect(beyond).toEqual(['Grade of a level: moved to another class: 1 of 2; allowed: 5 %']);
});

test('a number that is no longer told has no difference, and is beyond the limits all the same', async () => {
  const before = await assessed();
  const after = { ...before, levels: before.levels.map((level) => ({ ...level, strength: null })) };
  const drift = driftOf(times(20, () => ({ before, after })));
  expect(drift.agreements.map(({ measure }) => measure)).not.toContain('level_strength');
  expect(drift.beyond).toEqual([
    'Strength of a level: whether it is told: moved to another class: 40 of 40; allowed: 5 %',
  ]);
});

test('refusals gained and lost are told with their codes; a failed run is an outcome and no refusal', async () => {
  const good = await assessed();
  const refused = { ...good, outcome: 'refused', refusal: REFUSAL, levels: [], density: null } as const;
  const fault = { code: 'FAULT_SOFTWARE', state: 'LoadCt', error: 'TypeError' } as const;
  const failed = { ...good, outcome: 'failed', fault, levels: [], density: null } as const;
  const drift = driftOf([
    { before: good, after: refused },
    { before: refused, after: good },
    { before: good, after: failed },
    { before: refused, after: refused },
  ]);
  expect(drift.refusalsGained).toEqual([{ studyId: good.studyId, code: 'SPINE_NOT_FOUND' }]);
  expect(drift.refusalsLost).toEqual([{ studyId: good.studyId, code: 'SPINE_NOT_FOUND' }]);
  expect(drift.reclassifications[0]).toMatchObject({ what: 'outcome', all: 4, moved: 3 });
  expect(drift.beyond.filter((line) => line.startsWith('refusals'))).toHaveLength(2);
  expect(driftOf([]).beyond).toEqual(['no study was compared']);
});

test('the page tells what is beyond, draws every measure, and says nothing as markup that was given as text', async () => {
  const before = await assessed();
  const drift = driftOf(times(3, () => ({ before, after: changed(before, { density: 9 }) })));
  const page = driftPage({ title: 'A <b> campaign', told: ['x < y & z'] }, drift);
  expect(page).toContain('A &lt;b&gt; campaign');
  expect(page).toContain('x &lt; y &amp; z');
  expect(page).toContain('Density of the study: bias +9.00 (+9.00 to +9.00) mg/cm3; allowed: ±2 mg/cm3');
  expect(page.match(/<svg /g)).toHaveLength(drift.agreements.length);
  expect(page).not.toMatch(/NaN|undefined|Infinity/);
  expect(driftPage({ title: 'A <b> campaign', told: ['x < y & z'] }, drift)).toBe(page);
});

test('of more pairs than a plot shows the outermost are drawn, and it says of how many', async () => {
  const before = await assessed();
  const drift = driftOf(
    times(3000, (n) => ({ before, after: changed(before, { density: n === 1234 ? 40 : (n % 10) / 10 }) })),
  );
  const density = drift.agreements.find(({ measure }) => measure === 'vbmd')!;
  expect([density.pairs, density.points.length]).toEqual([3000, 3000]);
  const { items } = blandAltman(density);
  const dots = items.filter((item) => item.kind === 'line' && item.width === 4.4);
  expect(dots).toHaveLength(MOST_DRAWN);
  const heights = dots.map((item) => (item.kind === 'line' ? item.points[1]! : 0)).toSorted((a, b) => a - b);
  // The one that stands out is there, and nothing but it.
  expect(heights[1]! - heights[0]!).toBeGreaterThan(50);
  expect(JSON.stringify(items)).toContain(`${MOST_DRAWN} of 3000 drawn`);
});
