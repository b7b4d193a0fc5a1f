/**
 * `npm run bench:slices [-- NAME ... --tree DIR --out DIR --write]`: the same bodies in slices of 1, 2 and 3 mm, and one CT with
 * several label maps, through the command: how far strength, density, heights and volumes agree. --tree runs the command of
 * another checkout, --keep takes runs that are there, --only-kept no others; --write puts the tables into docs/accuracy.md. Some twenty minutes.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { scriptArguments } from '../../local/command/parsed.ts';
import { writeSection } from '../document.ts';
import { runStudy } from '../same-results/run.ts';

import { readingsOf } from './readings.ts';
import { MAP_GROUPS, SLICE_GROUPS, type Group } from './scans.ts';
import { changesTable, rowsOf, signed, type Row } from './table.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const DATA = resolve(ROOT, '../shared/data');
const HELP = `Usage: npm run bench:slices -- [NAME ...] [options]

The same bodies in slices of 1, 2 and 3 mm, and one CT with several label maps, through the command. Some
twenty minutes.

  NAME         some of ${[...SLICE_GROUPS, ...MAP_GROUPS].map(({ name }) => name).join(', ')}; default: all
  --tree DIR   runs the command of another checkout
  --out DIR    of the runs (default: dist/bench-slices)
  --keep       takes runs that are there
  --only-kept  takes runs that are there, and makes no others
  --write      replaces the sections of docs/accuracy.md
  --help       show this text`;
const { values, positionals } = scriptArguments(HELP, {
  allowPositionals: true,
  options: {
    tree: { type: 'string', default: ROOT },
    out: { type: 'string', default: join(ROOT, 'dist/bench-slices') },
    keep: { type: 'boolean', default: false },
    'only-kept': { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const made = join(ROOT, 'dist/bench-slices-studies');
const chosen = (groups: readonly Group[]): readonly Group[] =>
  groups.filter(({ name }) => positionals.length === 0 || positionals.includes(name));

const slices = await measured(chosen(SLICE_GROUPS));
const maps = await measured(chosen(MAP_GROUPS));
const tables = [slices, maps]
  .filter((rows) => rows.length > 0)
  .map((rows) => changesTable(rows, ['strength', 'density', 'height', 'volume']));
console.log(tables.join('\n\n'));
if (values.write) writeSection('accuracy', 'slices', tables.join('\n\n'));

async function measured(groups: readonly Group[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const { title, scans, name } of groups) {
    const read = [];
    for (const scan of scans) {
      if (values['only-kept'] && !existsSync(join(values.out, scan.name, 'assessments'))) continue;
      await scan.make?.(made, values.out);
      const run = {
        tree: resolve(values.tree),
        data: scan.make === undefined ? DATA : made,
        out: values.out,
      };
      mkdirSync(values.out, { recursive: true });
      const done = existsSync(join(values.out, `${scan.name}.run.json`));
      if (!(values.keep || values['only-kept']) || !done) {
        const { exit, seconds } = await runStudy(scan, run);
        console.log(`${scan.name}: exit ${String(exit)}, ${seconds} s`);
      }
      read.push({ title: scan.title, readings: readingsOf(join(values.out, scan.name)) });
    }
    const own = rowsOf(title, read);
    for (const { scan, measure, changes } of own)
      console.log(scan.padEnd(24), measure.padEnd(10), changes.map(({ level, percent }) => `${level} ${signed(percent)}`).join('  ')); // prettier-ignore
    writeFileSync(join(values.out, `${name}.json`), JSON.stringify(read.map(({ title: scan, readings }) => [scan, [...readings]]), null, 1)); // prettier-ignore
    for (const row of own) rows.push(row);
  }
  return rows;
}
