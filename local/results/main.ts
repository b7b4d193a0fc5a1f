/** `npm run results`: what has been assessed in an output folder, as tables. */
import { resolve } from 'node:path';

import type { AssessmentKey } from '../../lambdas/shared/artifacts.ts';
import { macByKey, pseudonyms } from '../../lambdas/shared/rows/pseudonym.ts';
import { storedResult, storeRows } from '../../lambdas/shared/rows/store-rows.ts';

import { exitCodeOf } from '../command/errors.ts';
import { parsedArguments } from '../command/parsed.ts';
import { DEFAULT_OUT } from '../command/options.ts';
import { openOutput } from '../output-folder.ts';

import { pseudonymKey } from './pseudonym-key.ts';

const EXIT = { done: 0 } as const;
const ENDED = /^assessments\/([^/]+)\/([^/]+)\/(?:revisions\/(\d+)\/)?(?:result|fault)\.json$/;

const HELP = `Usage: npm run results -- [--out DIR]

npm start and npm run serve write every assessment as rows of Parquet tables, for DuckDB,
pandas, R and the like: results/assessments (one row an assessment), results/levels (one
row a vertebral level) and results/steps (one row a state of the chain: its time). Columns
are described in docs/data-dictionary.md. This command writes the rows that are missing in
an output folder, of assessments of earlier versions or where storing them failed, and
changes nothing else. Patients are pseudonyms; the key that makes them is kept in
DIR/.osteon-pseudonym-key.

  --out DIR     output folder of npm start (default: ${DEFAULT_OUT})
  --help        show this text`;

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  try {
    const { values } = parsed(args);
    if (values.help === true) {
      console.log(HELP);
      return EXIT.done;
    }
    const out = values.out ?? DEFAULT_OUT;
    const store = await openOutput(out);
    const pseudonym = pseudonyms(macByKey(await pseudonymKey(out)));
    const ended = new Map<string, AssessmentKey>();
    for (const key of await store.list('assessments/')) {
      const [, studyId, assessmentId, number] = ENDED.exec(key) ?? [];
      const revision = number === undefined ? undefined : Number(number);
      if (studyId !== undefined && assessmentId !== undefined)
        ended.set(`${studyId}/${assessmentId}/${number ?? ''}`, { studyId, assessmentId, revision });
    }
    for (const assessment of ended.values()) {
      const result =
        (await storedResult(store, assessment)) ?? (await storedResult(store, assessment, 'fault.json'));
      if (result !== null) await storeRows(store, result, { pseudonym, execution: null, onlyMissing: true });
    }
    console.log(
      `${ended.size} ${ended.size === 1 ? 'assessment' : 'assessments'}: ${resolve(out, 'results')}`,
    );
    return EXIT.done;
  } catch (error) {
    return exitCodeOf(error);
  }
}

function parsed(args: string[]) {
  return parsedArguments({
    args,
    options: { help: { type: 'boolean', short: 'h' }, out: { type: 'string' } },
  });
}
