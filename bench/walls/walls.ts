/**
 * `npm run bench:walls -- [--write] [NAME ...]`: memory, time and cost of each step as it is deployed. Bundles are those that a
 * deployment uploads; each invocation is a process that is ended beyond its function's memory or time.
 *
 * Where it is wrong: time is the CPU time of this machine (x86-64) at the function's share of a vCPU, not that of Lambda's
 * Graviton; the network and the rest of a cold start are not in it; every invocation is a cold one.
 */
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { scriptArguments, unusableArguments } from '../../local/command/parsed.ts';
import { DEFAULTS } from '../../cdk/lib/parameters.ts';
import { STEPS } from '../../cdk/lib/steps.ts';
import { STUDIES } from '../command/studies.ts';
import { markdownTable, writeSection } from '../document.ts';

import { makeBundles } from './bundles.ts';
import { runStudy, type Course, type StepUse } from './chain.ts';
import { stepCost, studyCost, wallSeconds } from './cost.ts';
import { longStudy } from './long-study.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LEVELS_AT_A_TIME = 10;
const CENTS = 100;

const WALLS = [...STUDIES.filter(({ name }) => name !== 'demo'), longStudy];

function tableOf(title: string, course: Course): string {
  const rows: string[][] = [];
  const use = { gbSeconds: 0, dollars: 0 };
  for (const step of STEPS) {
    const uses = course.steps.filter(({ state }) => state === step.state);
    if (uses.length === 0) continue;
    const costs = uses.map((one) => stepCost(one, step));
    const sum = (of: (n: number) => number): number => uses.reduce((all, _, n) => all + of(n), 0);
    const [gbSeconds, dollars] = [sum((n) => costs[n]!.gbSeconds), sum((n) => costs[n]!.dollars)];
    use.gbSeconds += gbSeconds;
    use.dollars += dollars;
    const slowest = costs.reduce((most, { seconds }) => Math.max(most, seconds), 0);
    rows.push([
      uses.length === 1 ? step.state : `${step.state}, ${uses.length} of them`,
      `${Math.round(uses.reduce((most, { peakMb }) => Math.max(most, peakMb), 0))} of ${step.memoryMb}`,
      `${slowest.toFixed(1)} of ${step.timeoutSeconds}`,
      gbSeconds.toFixed(1),
      (CENTS * dollars).toFixed(3),
    ]);
  }
  const cost = studyCost(course, use.dollars, DEFAULTS.retention.volumes ?? Infinity);
  const memoryOf = new Map(STEPS.map((step) => [step.state, step]));
  const secondsOf = (one: StepUse) => stepCost(one, memoryOf.get(one.state)!).seconds;
  const wall = wallSeconds(course, secondsOf, LEVELS_AT_A_TIME);
  const cents = (dollars: number) => (CENTS * dollars).toFixed(2);
  const all = cost.compute + cost.transitions + cost.requests + cost.storage;
  const table = markdownTable(
    ['step', 'largest memory, MB', 'slowest call, s', 'GB-seconds', 'US cents'],
    [...rows, ['all', '', wall.toFixed(0), use.gbSeconds.toFixed(1), (CENTS * use.dollars).toFixed(3)]],
  );
  return (
    `**${title}**: ${course.outcome}, ${course.levels} levels; ${wall.toFixed(0)} s from start to report with ten levels at a time.\n\n${table}\n\n` +
    `US cents: compute ${cents(cost.compute)}, transitions ${cents(cost.transitions)}, requests to S3 ${cents(cost.requests)}, ` +
    `storage of the first month ${cents(cost.storage)} (${course.storedMb.upload.toFixed(0)} MB uploaded, ` +
    `${course.storedMb.volumes.toFixed(0)} MB of volumes for ${DEFAULTS.retention.volumes ?? '-'} days, ${course.storedMb.kept.toFixed(0)} MB kept); together **${cents(all)}**.`
  );
}

const HELP = `Usage: npm run bench:walls -- [NAME ...] [options]

Memory, time and cost of each step as deployed, within its function's limits.

  NAME     some of ${WALLS.map(({ name }) => name).join(', ')}; default: all
  --write  replaces the section of docs/performance.md
  --help   show this text`;
const { values, positionals: names } = scriptArguments(HELP, {
  allowPositionals: true,
  options: { write: { type: 'boolean', default: false } },
});
const unknown = names.filter((name) => !WALLS.some((one) => one.name === name));
if (unknown.length > 0)
  unusableArguments(`found ${unknown.join(', ')}; required: ${WALLS.map(({ name }) => name).join(', ')}`);
const chosen = WALLS.filter(({ name }) => names.length === 0 || names.includes(name));
const scratch = mkdtempSync(join(tmpdir(), 'osteon-walls-'));
const studies = join(tmpdir(), 'osteon-bench-studies');
if (!existsSync(studies)) mkdirSync(studies);
const bundles = makeBundles(scratch);
const tables: string[] = [];
for (const { title, path } of chosen) {
  const found = path(studies, `${ROOT}../shared/data`);
  if (found === null) {
    console.error(`${title}: the data are not there`);
    continue;
  }
  console.error(title);
  tables.push(tableOf(title, await runStudy(found, bundles)));
}
const content = tables.join('\n\n');
console.log(content);
if (values.write) writeSection('performance', 'walls', content);
