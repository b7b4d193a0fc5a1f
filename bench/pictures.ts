/**
 * `npm run pictures -- ASSESSMENT`: makes the pictures of README: the chain from the state machine, and the first two
 * pages of the report in the folder ASSESSMENT (needs pdftoppm of poppler-utils).
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { chainPicture, type Machine } from './chain-picture.ts';

const PICTURES = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
const DEFINITION = new URL('../stepfunctions/assessment.asl.json', import.meta.url);
const DOTS_PER_INCH = '80';

mkdirSync(PICTURES, { recursive: true });
writeFileSync(
  join(PICTURES, 'chain.svg'),
  chainPicture(JSON.parse(readFileSync(DEFINITION, 'utf8')) as Machine),
);
const [assessment] = process.argv.slice(2);
if (assessment !== undefined) {
  const report = join(assessment, 'report.pdf');
  execFileSync('pdftoppm', ['-r', DOTS_PER_INCH, '-l', '2', '-png', report, join(PICTURES, 'report')]);
}
