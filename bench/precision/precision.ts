/**
 * `npm run bench:precision [-- --people 30 --seed 1 --json FILE --write]`: how far strength and density repeat when one person is scanned
 * twice on one scanner, over seeded digital spines in slices of 1, 2 and 3 mm; --json keeps pairs, and goes on from those that are there;
 * --write puts the table into docs/accuracy.md. Some two minutes a person.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';

import { scriptArguments } from '../../local/command/parsed.ts';
import { writeSection } from '../document.ts';
import { rescanned, type Pair } from './rescan.ts';
import { precisionTable } from './table.ts';

const SLICES_MM = [1, 2, 3] as const;
const HELP = `Usage: npm run bench:precision -- [options]

Strength and density of digital people scanned twice on one scanner. Some two minutes a person.

  --people N   number of people (default: 30)
  --seed N     of the first one (default: 1)
  --json FILE  keeps pairs, and goes on from those that are there
  --write      replaces the section of docs/accuracy.md
  --help       show this text`;
const { values } = scriptArguments(HELP, {
  options: {
    people: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    json: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});

const kept = values.json !== undefined && existsSync(values.json) ? readFileSync(values.json, 'utf8') : '';
const pairs = kept
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Pair);
const done = new Set(pairs.map(({ seed }) => seed));
for (let n = 0; n < Number(values.people); n++) {
  const seed = Number(values.seed) + n;
  if (done.has(seed)) continue;
  const own = await rescanned(seed, SLICES_MM[n % SLICES_MM.length]!);
  for (const pair of own) pairs.push(pair);
  if (values.json !== undefined)
    appendFileSync(values.json, own.map((pair) => `${JSON.stringify(pair)}\n`).join(''));
  console.log(`${seed}: ${own.length} levels`);
}
const table = precisionTable(pairs);
console.log(table);
if (values.write) writeSection('accuracy', 'precision', table);
