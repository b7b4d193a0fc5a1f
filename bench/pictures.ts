/**
 * `npm run pictures -- ASSESSMENT [REAL]`: makes the pictures of README: the chain from the state machine, the first
 * page of the report in the folder ASSESSMENT (needs pdftoppm of poppler-utils), and the spine that the assessment in
 * the folder REAL found, at half its size.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { PNG } from 'pngjs';

import { scriptArguments, unusableArguments } from '../local/command/parsed.ts';
import { chainPicture, type Machine } from './pictures/chain-picture.ts';

const PICTURES = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
const DEFINITION = new URL('../stepfunctions/assessment.asl.json', import.meta.url);
const DOTS_PER_INCH = '80';

const HELP = `Usage: npm run pictures -- [ASSESSMENT [REAL]]

Makes README's pictures: the chain from the state machine; of the folder ASSESSMENT the first page of the
report (needs pdftoppm of poppler-utils); of the folder REAL the spine that was found.

  --help  show this text`;
const { positionals } = scriptArguments(HELP, { allowPositionals: true, options: {} });
const [assessment, real] = positionals;
if (positionals.length > 2) unusableArguments(`found ${positionals.length} folders; required: two at most`);

mkdirSync(PICTURES, { recursive: true });
writeFileSync(
  join(PICTURES, 'chain.svg'),
  chainPicture(JSON.parse(readFileSync(DEFINITION, 'utf8')) as Machine),
);
if (assessment !== undefined) {
  const report = join(assessment, 'report.pdf');
  execFileSync('pdftoppm', ['-r', DOTS_PER_INCH, '-singlefile', '-png', report, join(PICTURES, 'report-1')]);
}
if (real !== undefined) {
  const whole = PNG.sync.read(readFileSync(join(real, 'spine.png')));
  writeFileSync(join(PICTURES, 'spine.png'), PNG.sync.write(halved(whole)));
}

/** Means of two by two pixels. */
function halved(whole: PNG): PNG {
  const half = new PNG({ width: whole.width >> 1, height: whole.height >> 1 });
  for (let y = 0; y < half.height; y++) {
    for (let x = 0; x < half.width; x++) {
      for (let channel = 0; channel < 4; channel++) {
        const from = 4 * (2 * x + whole.width * 2 * y) + channel;
        const below = from + 4 * whole.width;
        const sum = whole.data[from]! + whole.data[from + 4]! + whole.data[below]! + whole.data[below + 4]!;
        half.data[4 * (x + half.width * y) + channel] = sum / 4;
      }
    }
  }
  return half;
}
