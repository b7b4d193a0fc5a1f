/**
 * `npm run bench:cohort`: digital studies drawn by seed, each through the whole chain, then every named query over their rows
 * against what the generator knows. A folder that is given is gone on with.
 *
 * Exits 1 where an answer differs from what is known, or a number from what is true by more than it may.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { scriptArguments } from '../../local/command/parsed.ts';
import { COMMIT_VARIABLE } from '../../lambdas/shared/version.ts';
import { folderObjectStore } from '../../local/folder-object-store.ts';
import type { AssessmentSource } from '../../report/rows/row-source.ts';

import { markdownTable, writeSection } from '../document.ts';

import { assess, type MadeRecord } from './assess.ts';
import { answersOf, differing, numbersBetween, writeKnown, type ColumnDifference } from './compare.ts';
import { cohort, type DrawnStudy } from './draw.ts';
import { knownSource, type Numbers } from './known.ts';
const HELP = `Usage: npm run bench:cohort -- [options]

Digital studies drawn by seed, each through the whole chain, and every named query over their rows against what
the generator knows; ends with 1 where an answer differs.

  --studies N  number of studies (default: 300)
  --seed N     of the draw (default: 1)
  --out DIR    folder of the runs, gone on with where it is there (default: a temporary one)
  --write      replaces the section of docs/accuracy.md
  --help       show this text`;

const { values } = scriptArguments(HELP, {
  options: {
    studies: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});

/** Numbers that are true of what was drawn: column by query, and how far the mean of the differences may be off. Design values. */
const TRUE_NUMBERS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'density-and-strength-by-age-sex': { vbmd_mean_mg_cm3: 8 },
  'profiles-by-level': { vbmd_mean_mg_cm3: 8, height_mean_mm: 1 },
  'fractures-by-level': { grade_2: 3, grade_3: 3 },
  visits: { vbmd_mg_cm3: 8 },
};

// The same in every tree: an assessment's id tells the commit, and a folder is gone on with.
process.env[COMMIT_VARIABLE] = 'cohort';
process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
const out = values.out ?? mkdtempSync(join(tmpdir(), 'osteon-cohort-'));
const records = join(out, 'records');
mkdirSync(records, { recursive: true });
const store = folderObjectStore(out);
const drawn = cohort(Number(values.seed), Number(values.studies));

const made: Made[] = [];
for (const study of drawn) {
  for (const record of await assess(study, { store, records })) made.push({ study, record });
  const own = made.filter((one) => one.study === study);
  console.error(
    `${study.n + 1} of ${drawn.length}: ${study.poison ?? (study.faulty ? 'a fault' : 'assessed')}, ${own.reduce((sum, { record }) => sum + record.cpuSeconds, 0).toFixed(1)} s of CPU`,
  );
}

const measured = await answersOf(out);
const exact = await answersOf(await tablesOf('measured'));
const truth = await answersOf(await tablesOf('true'));
let wrong = 0;
const rows = [...measured.values()].map(({ query: { name }, rows: found }) => {
  const { onlyA, onlyB, first } = differing(found, exact.get(name)!.rows);
  if (onlyA + onlyB > 0) {
    wrong++;
    console.error(
      `${name}: found ${onlyA} rows that are not known, known ${onlyB} that were not found: ${first}`,
    );
  }
  const { onlyA: moved } = differing(found, truth.get(name)!.rows);
  return [name, String(found.length), onlyA + onlyB === 0 ? 'the same' : `${onlyA} differ`, String(moved)];
});
const differences = Object.entries(TRUE_NUMBERS).flatMap(([name, columns]) =>
  numbersBetween(measured.get(name)!, truth.get(name)!.rows, Object.keys(columns)),
);
const beyond = differences.filter(
  ({ query, column, mean }) => !(Math.abs(mean) <= TRUE_NUMBERS[query]![column]!),
);
const text = report();
console.log(text);
if (values.write) writeSection('accuracy', 'cohort', text);
if (values.out === undefined) rmSync(out, { recursive: true });
for (const { query, column, mean } of beyond)
  console.error(`${query}, ${column}: off by ${mean.toFixed(2)}; allowed: ${TRUE_NUMBERS[query]![column]!}`);
if (wrong + beyond.length > 0) process.exitCode = 1;

interface Made {
  readonly study: DrawnStudy;
  readonly record: MadeRecord;
}

async function tablesOf(numbers: Numbers): Promise<string> {
  const folder = mkdtempSync(join(out, `known-${numbers}-`));
  const sources: AssessmentSource[] = [];
  for (const { study, record } of made) sources.push(await knownSource(store, study, record, numbers));
  writeKnown(folder, sources);
  return folder;
}

function report(): string {
  const cpu = made.reduce((sum, { record }) => sum + record.cpuSeconds, 0);
  const count = (of: (one: DrawnStudy) => boolean): number => drawn.filter(of).length;
  const line = ({ query, column, rows: compared, mean, largest }: ColumnDifference) => [
    ...[query, column, String(compared), mean.toFixed(2), largest.toFixed(2)],
  ];
  return [
    `${drawn.length} digital studies drawn by seed ${values.seed} (${new Set(drawn.map(({ scanner }) => scanner.serial + scanner.model)).size} scanners of 3 sites, ${new Set(drawn.map(({ patientId }) => patientId)).size} people; ${count(({ poison }) => poison !== null)} refused and ${count(({ faulty, poison }) => faulty && poison === null)} failed on purpose), each through every state: ${made.length} assessments and signed revisions, ${(cpu / 60).toFixed(0)} min of CPU, ${(cpu / made.length).toFixed(1)} s each.`,
    '',
    'Every named query over the rows, against the same query over what the generator knows (site, scanner, person, dates, outcomes and codes, orders, level names, what the reader said) with the numbers of `result.json`; the last column counts rows that would be others if the numbers were the true ones.',
    '',
    markdownTable(['query', 'rows', 'against what is known', 'others by true numbers'], rows),
    '',
    'Numbers in these answers, measured less true, of rows that both have:',
    '',
    markdownTable(['query', 'column', 'rows', 'mean', 'largest'], differences.map(line)),
  ].join('\n');
}
