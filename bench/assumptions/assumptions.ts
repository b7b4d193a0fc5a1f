/**
 * `npm run assumptions [-- --write]`: what each value that no primary source supports does to figures and verdict, one at a time,
 * over the range in which others are as plausible. Ten minutes. Without `--write` it prints the table of the report.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { scriptArguments } from '../../local/command/parsed.ts';
import { canonicalSha256 } from '../../spine/definitions/pinned-parameters.ts';
import type { AssumptionTable } from '../../report/assumptions/assumptions.ts';

import { ASSUMPTIONS, CASES, type CaseName, type Varied } from './list.ts';
import type { Figures } from './measure.ts';
import { effectText } from './words.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const DEMO = join(ROOT, 'dist/bench-assumptions/demo');
const TABLE = join(ROOT, 'report/assumptions/assumptions.json');
const CODE = join(ROOT, 'report/assumptions/assumptions.ts');

const HELP = `Usage: npm run assumptions -- [options]

What each value that no primary source supports does to figures and verdict, one at a time. Ten minutes.

  --write  writes the table of the report (without, it is printed)
  --help   show this text`;
const { values } = scriptArguments(HELP, { options: { write: { type: 'boolean', default: false } } });

if (!existsSync(join(DEMO, 'assessments')))
  execFileSync(process.execPath, [join(ROOT, 'local/main.ts'), '--out', DEMO], { stdio: 'inherit' });

const bases = new Map<CaseName, Figures>();
const rows = ASSUMPTIONS.map(({ assumption, value, case: name, file, from, low, high }) => {
  const base = bases.get(name) ?? figuresOf(name, { file, from, to: from });
  bases.set(name, base);
  const [lower, upper] = [low, high].map((to) => figuresOf(name, { file, from, to }));
  const row = { assumption, value, case: CASES[name], effect: effectText(base, lower!, upper!) };
  console.error(`${row.assumption}: ${row.effect}`);
  return row;
});
const table: AssumptionTable = {
  id: 'osteon-assumptions-1',
  statement:
    'Varied one at a time, on digital data, whose bone is even: in patients the region of density counts for more. Figure with the value used (with the lowest and the highest value of the range).',
  rows,
};
const text = `${JSON.stringify(table, null, 2)}\n`;
if (values.write) {
  writeFileSync(TABLE, text);
  const code = readFileSync(CODE, 'utf8');
  writeFileSync(CODE, code.replace(/'[0-9a-f]{64}'/, `'${canonicalSha256(table)}'`));
} else console.log(text);

function figuresOf(name: CaseName, varied: Varied): Figures {
  const [hook, measure] = ['hook.ts', 'measure.ts'].map((file) => join(ROOT, 'bench/assumptions', file));
  const out = execFileSync(process.execPath, ['--import', hook!, measure!, name, DEMO], {
    encoding: 'utf8',
    env: { ...process.env, OSTEON_VARIED: JSON.stringify(varied) },
  });
  return JSON.parse(out) as Figures;
}
