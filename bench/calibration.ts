/**
 * `npm run bench:calibration [-- --cases 200 --seed 1 --jobs 2 --json FILE --write]`: how far densities are from the truth by each
 * method of calibration, and how often their 95 % intervals hold it, over seeded digital spines on phantoms; --write puts
 * the table into docs/accuracy.md.
 */
import { fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { scriptArguments, unusableArguments } from '../local/command/parsed.ts';
import { runCase, type CaseResult } from './calibration/run-case.ts';
import { accuracyTable, summary } from './calibration/summary.ts';
import { writeSection } from './document.ts';

const JOB_VARIABLE = 'OSTEON_CALIBRATION_SEEDS';

const HELP = `Usage: npm run bench:calibration -- [options]

Densities by each method of calibration against the truth of seeded digital spines.

  --cases N    number of spines (default: 200)
  --seed N     of the first one (default: 1)
  --jobs N     processes (default: 2)
  --json FILE  writes each case
  --write      replaces the section of docs/accuracy.md
  --help       show this text`;

const seeds = process.env[JOB_VARIABLE];
if (seeds === undefined) await main();
else beChild(JSON.parse(seeds) as readonly number[]);

function beChild(own: readonly number[]): void {
  for (const seed of own) process.send!(runCase(seed));
  process.disconnect();
}

async function main(): Promise<void> {
  const { values } = scriptArguments(HELP, {
    options: {
      cases: { type: 'string', default: '200' },
      seed: { type: 'string', default: '1' },
      jobs: { type: 'string', default: '2' },
      json: { type: 'string' },
      write: { type: 'boolean' },
    },
  });
  const [cases, seed, jobs] = [values.cases, values.seed, values.jobs].map(positive) as [
    number,
    number,
    number,
  ];
  const started = performance.now();
  const all = Array.from({ length: cases }, (_, n) => seed + n);
  const parts = Array.from({ length: jobs }, (_, part) => all.filter((__, n) => n % jobs === part));
  const results = (await Promise.all(parts.map(runPart))).flat().sort((a, b) => a.seed - b.seed);
  console.log(summary(results));
  console.log(`${results.length} cases in ${Math.round((performance.now() - started) / 1000)} s`);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results)}\n`);
  if (values.write === true) writeSection('accuracy', 'calibration', accuracyTable(results));
  if (results.length < cases) process.exitCode = 1;
}

function runPart(own: readonly number[]): Promise<readonly CaseResult[]> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [], {
      env: { ...process.env, [JOB_VARIABLE]: JSON.stringify(own) },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const results: CaseResult[] = [];
    child.on('message', (message) => {
      results.push(message as CaseResult);
      if (results.length % 10 === 0) console.error(`${results.length} of ${own.length}`);
    });
    child.on('error', reject);
    child.on('exit', () => {
      resolve(results);
    });
  });
}

function positive(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  return unusableArguments(`found ${text}; required: a whole number above 0`);
}
