/**
 * How often fractures on digital spines are graded right.
 *
 *   bench/fractures.ts SET FIRST COUNT [FILE]   grades spines FIRST ... and adds a line a body to FILE
 *   bench/fractures.ts report [--write] FILE ...  says what they come to; --write: in docs/accuracy.md
 *   bench/fractures.ts rule ERROR_MM            the rule alone, on exact heights with a drawn error; seconds
 *
 * A spine takes 5 to 30 s; run two at a time, each with its own FILE.
 */
import { appendFileSync, readFileSync } from 'node:fs';

import { printed, writeSection } from './document.ts';
import { gradeSpine, type GradedBody } from './fractures/grade-spine.ts';
import { fractureReport } from './fractures/report.ts';
import { ruleAlone } from './fractures/rule-alone.ts';
import { SETS, type SetName } from './fractures/spines.ts';

const [what, ...rest] = process.argv.slice(2);
if (what === 'report') report(rest);
else if (what === 'rule')
  for (const set of ['intact', 'design', 'varied'] as const)
    console.log(ruleAlone(set, Number(rest[0] ?? 0)));
else if (SETS.some((set) => set === what))
  await run(what as SetName, Number(rest[0]), Number(rest[1]), rest[2]);
else {
  console.error(`saw ${what ?? 'nothing'}; wanted report, rule or one of ${SETS.join(', ')}`);
  process.exitCode = 2;
}

function report(args: readonly string[]): void {
  const text = fractureReport(args.filter((arg) => arg !== '--write').flatMap(bodiesIn));
  console.log(text);
  if (args.includes('--write')) writeSection('accuracy', 'fractures', printed(text));
}

async function run(set: SetName, first: number, count: number, file: string | undefined): Promise<void> {
  const all: GradedBody[] = [];
  for (let n = first; n < first + count; n++)
    for (const body of await gradeSpine(set, n)) {
      all.push(body);
      if (file !== undefined) appendFileSync(file, `${JSON.stringify(body)}\n`);
    }
  if (file === undefined) console.log(fractureReport(all));
}

function bodiesIn(file: string): readonly GradedBody[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as GradedBody);
}
