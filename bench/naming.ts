/**
 * `node bench/naming.ts [--write] [CASE...]`: every run of 3 to 10 vertebrae of the real CT whose names are known, as if
 * the image ended there, named anew; and how often names are right that are given with a probability.
 *
 * Where it is kind: the discs and outlines are those of the whole image, the windows of a column share their vertebrae,
 * and what the anchors weigh was read off the same few people.
 */
import { lacksSharedData } from '../tests/shared-data.ts';

import { writeSection } from './document.ts';
import { CASES } from './evaluate/cases.ts';
import { knownColumn } from './naming/columns.ts';
import { reliabilityReport } from './naming/reliability.ts';
import { windowsOf, type Outcome } from './naming/windows.ts';

const args = process.argv.slice(2);
const names = args.filter((arg) => arg !== '--write');
const outcomes: Outcome[] = [];
for (const { name, ct } of CASES) {
  if (lacksSharedData(ct) || (names.length > 0 && !names.includes(name))) continue;
  for (const outcome of windowsOf(await knownColumn(name))) outcomes.push(outcome);
  console.error(`${name}: ${outcomes.length} windows so far`);
}
const report = reliabilityReport(outcomes);
console.log(report);
if (args.includes('--write')) writeSection('accuracy', 'naming', report);
