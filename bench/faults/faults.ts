/**
 * `npm run bench:faults`: small studies through the local runner while faults befall their steps: stores that throttle or never
 * answer, killed processes, lack of memory, half objects, poisoned studies, events that come twice.
 *
 * Exits 1 where a run did not end as it had to, or something half was left.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { scriptArguments } from '../../local/command/parsed.ts';
import { runCampaign, type EndedRun } from './campaign.ts';
import { auditStore } from './store-audit.ts';
const HELP = `Usage: npm run bench:faults -- [options]

Small studies through the local runner while faults befall their steps; ends with 1 where a run did not end as
it had to, or something half was left.

  --studies N    number of studies (default: 200)
  --at-a-time N  how many run together (default: 4)
  --share X      of the calls that meet a fault, 0 to 1 (default: 0.05)
  --seed N       of the faults (default: 1)
  --keep         keeps the folder, and prints its path
  --help         show this text`;

const { values } = scriptArguments(HELP, {
  options: {
    studies: { type: 'string', default: '200' },
    'at-a-time': { type: 'string', default: '4' },
    share: { type: 'string', default: '0.05' },
    seed: { type: 'string', default: '1' },
    keep: { type: 'boolean', default: false },
  },
});

const root = await mkdtemp(join(tmpdir(), 'osteon-faults-'));
const began = performance.now();
let ends = 0;
const runs = await runCampaign({
  studies: Number(values.studies),
  atATime: Number(values['at-a-time']),
  plan: { share: Number(values.share), seed: Number(values.seed) },
  root,
  onEnd({ study, outcome, expected, met, seconds }) {
    const wrong = outcome === expected ? '' : `  NOT AS EXPECTED: ${expected}`;
    console.error(
      `${String(++ends).padStart(4)}  study ${study}: ${outcome} in ${seconds.toFixed(1)} s  ${met.join(', ')}${wrong}`,
    );
  },
});
const minutes = (performance.now() - began) / 60_000;
const audit = await auditStore(root, runs);
const wrong = runs.filter(({ outcome, expected }) => outcome !== expected);

const count = (keys: readonly string[]): string =>
  [...new Set(keys)]
    .sort()
    .map((key) => `| ${key} | ${keys.filter((other) => other === key).length} |`)
    .join('\n');

console.log(`
| runs that ended | |
| --- | --- |
${count(runs.map(({ kind, outcome }: EndedRun) => (kind === 'done' ? kind : `${kind}: ${outcome}`)))}

| faults that were met | |
| --- | --- |
${count(runs.flatMap(({ met }) => met))}
${count(runs.flatMap(({ plan }) => [plan.poison ?? [], plan.twice ? 'twice' : [], plan.halfWritten === null ? [] : 'half-written'].flat()))}

${values.studies} studies, ${runs.length} events, ${values['at-a-time']} at a time, ${minutes.toFixed(1)} min; not as they had to end: ${wrong.length}; reports nobody was told of: ${audit.untold.length}; half files: ${audit.half.length}; writes never ended: ${audit.staging}`);

if (values.keep) console.log(root);
else await rm(root, { recursive: true });
if (wrong.length + audit.untold.length + audit.half.length + audit.staging > 0) process.exitCode = 1;
