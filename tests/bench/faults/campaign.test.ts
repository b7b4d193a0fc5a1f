/** A dozen small studies while faults befall them, in processes of their own: each ends once, as it has to, and leaves nothing half. */
import { beforeAll, expect, test } from 'vitest';

import { runCampaign, type EndedRun } from '../../../bench/faults/campaign.ts';
import { faultOfCall, planOf, type StudyPlan } from '../../../bench/faults/plan.ts';
import { auditStore } from '../../../bench/faults/store-audit.ts';
import { scratchFolder } from '../../pipeline/command.ts';

const PLAN = { share: 0.12, seed: 5 };
const WELL: StudyPlan = { poison: null, twice: false, halfWritten: null };
const PLANS: readonly StudyPlan[] = [
  { ...WELL, twice: true },
  { ...WELL, poison: 'no-images' },
  { ...WELL, poison: 'cut-image', twice: true },
  { ...WELL, halfWritten: 'LoadCt' },
  { ...WELL, halfWritten: 'CalibrateDensity' },
  { ...WELL, halfWritten: 'AggregateRisk' },
];
const STUDIES = 12;

let root: string;
let runs: readonly EndedRun[];
beforeAll(async () => {
  root = scratchFolder();
  runs = await runCampaign({
    studies: STUDIES,
    atATime: 4,
    plan: PLAN,
    root,
    planFor: (study) => PLANS[study] ?? WELL,
  });
});

test('every event ends once, as its faults and the retries of the state machine have it', () => {
  const events = runs.map(({ study }) => study).sort((a, b) => a - b);
  expect(events).toEqual([0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect(runs.filter(({ outcome, expected }) => outcome !== expected)).toEqual([]);
});

test('every kind of end and of transient fault was among them', () => {
  expect(new Set(runs.map(({ kind }) => kind))).toEqual(new Set(['done', 'refused', 'failed']));
  expect(new Set(runs.flatMap(({ met }) => met))).toEqual(
    new Set(['throttled', 'killed', 'out-of-memory', 'timed-out']),
  );
});

test('an event that came twice has one report', () => {
  for (const study of [0, 2]) {
    const reports = runs.filter((run) => run.study === study).map(({ report }) => report);
    expect(new Set(reports).size).toBe(1);
  }
});

test('nothing is left half, and no report that nobody was told of', async () => {
  expect(await auditStore(root, runs)).toEqual({ untold: [], half: [], staging: 0 });
});

test('what befalls whom hangs on the seed alone, and comes as often as is asked', () => {
  const hits = Array.from({ length: 4000 }, (_, n) => faultOfCall(PLAN, n, 'LoadCt 1')).filter(
    (f) => f !== null,
  );
  expect(hits.length / 4000).toBeCloseTo(PLAN.share, 1);
  expect(planOf(PLAN, 3)).toEqual(planOf(PLAN, 3));
  const plans = Array.from({ length: 400 }, (_, n) => planOf(PLAN, n));
  expect(
    plans.some(({ poison }) => poison !== null) && plans.some(({ halfWritten }) => halfWritten !== null),
  ).toBe(true);
  expect(plans.some(({ twice, halfWritten }) => twice && halfWritten !== null)).toBe(false);
});
