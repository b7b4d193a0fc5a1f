/** Holds the results of two trees against each other: what a change that should change nothing is checked with. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { scriptArguments, unusableArguments } from '../local/command/parsed.ts';
import { CASES, ORDER } from './same-results/cases.ts';
import { compareRuns } from './same-results/compare.ts';
import { runStudy, type Run } from './same-results/run.ts';

const ROOT = resolve(import.meta.dirname, '..');
const HELP = `Usage: npm run same-results -- run --out DIR [--tree DIR] [--only NAME ...]
       npm run same-results -- compare BEFORE AFTER [--only NAME ...]

run       assesses the digital spine and every study of ../shared/data with the command of a tree
          (this one, or another checkout with its packages installed)
compare   lists what differs between two such runs: results, wording, time and memory;
          versions, digests and names made of them are left out; ends with 1 where results differ

Studies: ${CASES.map(({ name }) => name).join(', ')}`;
/** Wordings printed a study; the rest is counted. */
const WORDINGS_SHOWN = 3;

const { values, positionals } = scriptArguments(HELP, {
  allowPositionals: true,
  options: {
    tree: { type: 'string', default: ROOT },
    out: { type: 'string', default: 'same-results' },
    only: { type: 'string', multiple: true },
  },
});
const [verb, before, after] = positionals;
const cases = CASES.filter(({ name }) => values.only === undefined || values.only.includes(name));

if (verb === 'run') await runAll();
else if (verb === 'compare' && before !== undefined && after !== undefined) compareAll(before, after);
else unusableArguments('required: run, or compare with two folders');

async function runAll(): Promise<void> {
  const out = resolve(values.out);
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'order.json'), JSON.stringify(ORDER));
  const data = resolve(ROOT, '../shared/data');
  for (const study of cases) {
    const { name, exit, seconds, maxRssMb } = await runStudy(study, {
      tree: resolve(values.tree),
      data,
      out,
    });
    console.log(`${name}: exit ${String(exit)}, ${seconds} s, ${String(maxRssMb)} MB`);
  }
}

function compareAll(old: string, now: string): void {
  for (const { name } of cases) {
    const [a, b] = [runOf(old, name), runOf(now, name)];
    const { results, wording, sameFiles } = compareRuns(join(old, name), join(now, name));
    const all = a.exit === b.exit ? results : [`exit ${String(a.exit)} -> ${String(b.exit)}`, ...results];
    console.log(
      `${name}: ${all.length === 0 ? 'same results' : `${all.length} RESULTS DIFFER`}, ${sameFiles} files the same to the byte, ` +
        `${wording.length} texts reworded; exit ${String(b.exit)}; ${a.seconds} -> ${b.seconds} s, ${String(a.maxRssMb)} -> ${String(b.maxRssMb)} MB`,
    );
    for (const line of all) console.log(`  ${line}`);
    for (const [from, to] of wording.slice(0, WORDINGS_SHOWN)) console.log(`  - ${from}\n  + ${to}`);
    if (all.length > 0) process.exitCode = 1;
  }
}

function runOf(folder: string, name: string): Run {
  return JSON.parse(readFileSync(join(folder, `${name}.run.json`), 'utf8')) as Run;
}
