/** A few of the cheapest studies of the cohort, through every state: what the queries answer is what was drawn. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { beforeAll, expect, test } from 'vitest';

import { assess, type MadeRecord } from '../../../bench/cohort/assess.ts';
import {
  answersOf,
  differing,
  numbersBetween,
  writeKnown,
  type Answers,
} from '../../../bench/cohort/compare.ts';
import { cohort, POISONS, type DrawnStudy } from '../../../bench/cohort/draw.ts';
import { knownSource, type Numbers } from '../../../bench/cohort/known.ts';
import { folderObjectStore } from '../../../local/folder-object-store.ts';
import { scratchFolder } from '../../pipeline/command.ts';

const DRAWN = cohort(1, 300);
/** Slices of 4 mm take no solve. */
const CHEAP = DRAWN.filter(({ scanner }) => scanner.spacingMm === 4);
const usual = CHEAP.filter(({ poison, faulty, twice }) => poison === null && !faulty && !twice);
const STUDIES: readonly DrawnStudy[] = [
  usual.find(({ read, levels }) => read && levels.some(({ fracture }) => fracture !== null)) ?? usual[0]!,
  usual.find(({ read, order }) => !read && order?.dxa !== undefined)!,
  ...CHEAP.filter(({ poison }) => poison === 'slices too far apart' || poison === 'a cut image').slice(0, 2),
  CHEAP.find(({ faulty, poison, twice }) => faulty && poison === null && !twice)!,
];

// The steps of this process log to the screen otherwise.
process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
let out: string;
const made: { readonly study: DrawnStudy; readonly record: MadeRecord }[] = [];
const tablesOf = async (numbers: Numbers, of = made): Promise<Answers> => {
  const folder = scratchFolder();
  const store = folderObjectStore(out);
  writeKnown(
    folder,
    await Promise.all(of.map(({ study, record }) => knownSource(store, study, record, numbers))),
  );
  return answersOf(folder);
};

beforeAll(async () => {
  out = scratchFolder();
  const records = join(out, 'records');
  mkdirSync(records);
  for (const study of STUDIES)
    for (const record of await assess(study, { store: folderObjectStore(out), records }))
      made.push({ study, record });
});

test('three hundred are drawn of several scanners and ages; some are refused, failed, read, or assessed twice', () => {
  const count = (of: (one: DrawnStudy) => boolean) => DRAWN.filter(of).length;
  expect(DRAWN.map(({ n }) => n)).toEqual(Array.from({ length: 300 }, (_, n) => n));
  expect(new Set(DRAWN.map(({ scanner }) => scanner.model)).size).toBe(5);
  expect(new Set(DRAWN.flatMap(({ poison }) => poison ?? [])).size).toBe(Object.keys(POISONS).length);
  for (const some of [
    count((one) => one.read),
    count((one) => one.twice),
    count((one) => one.poison !== null),
  ])
    expect(some).toBeGreaterThan(9);
  expect(count(({ faulty }) => faulty)).toBeGreaterThan(0);
  expect(new Set(DRAWN.map(({ age }) => Math.floor(age / 10))).size).toBeGreaterThan(4);
  expect(cohort(1, 20)).toEqual(DRAWN.slice(0, 20));
});

test('every named query answers what is known, and the density that was drawn', async () => {
  const [found, known, truth] = [await answersOf(out), await tablesOf('measured'), await tablesOf('true')];
  for (const [name, { rows }] of found)
    expect([name, differing(rows, known.get(name)!.rows)]).toEqual([
      name,
      expect.objectContaining({ onlyA: 0, onlyB: 0 }),
    ]);
  const name = 'profiles-by-level';
  const [density] = numbersBetween(found.get(name)!, truth.get(name)!.rows, ['vbmd_mean_mg_cm3']);
  expect(density!.rows).toBeGreaterThan(0);
  expect(Math.abs(density!.mean)).toBeLessThan(10);
});

test('a study that is not among the rows, or another scanner, is seen', async () => {
  const found = await answersOf(out);
  const [first] = STUDIES;
  const fewer = await tablesOf(
    'measured',
    made.filter(({ study }) => study !== first),
  );
  const moved = made.map(({ study, record }) => ({
    study: { ...study, scanner: { ...study.scanner, serial: 'another' } },
    record,
  }));
  const other = await tablesOf('measured', moved);
  const differs = (name: string, from: Answers) =>
    differing(found.get(name)!.rows, from.get(name)!.rows).onlyA > 0;
  expect(differs('studies-by-month', fewer)).toBe(true);
  expect(differs('acquisition', other)).toBe(true);
  expect(differs('studies-by-month', other)).toBe(false);
});
