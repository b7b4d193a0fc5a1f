/** One study from the command line. Progress on stderr, the report's path on stdout. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { TECHNICAL_FAULTS } from '../contracts/codes/technical-faults.ts';
import { StudyRefused } from '../contracts/refusals.ts';

import type { Assessed } from './assess-study.ts';
import { exitCodeOf } from './command/errors.ts';
import { HELP, parseCommandLine, type Options } from './command/options.ts';
import { commitOf } from './commit.ts';
import { preparedPool } from './functions/prepared-pool.ts';
import { openOutput } from './output-folder.ts';
import { COMMIT_VARIABLE, software } from '../lambdas/shared/version.ts';

/** 0: assessed. 1: something of ours, or the machine, failed. 2: the command can't be carried out. 3: the study is refused. */
const EXIT = { assessed: 0, failed: 1, refused: 3 } as const;

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** @returns the exit code */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseCommandLine(args);
    if (options.help) {
      console.log(HELP);
      return EXIT.assessed;
    }
    // The processes of the steps inherit it.
    process.env[COMMIT_VARIABLE] ??= commitOf(ROOT);
    console.error(`osteon ${software().version} - not cleared for clinical use; decision support`);
    if (options.writeCalibration !== null) {
      const { writeCalibration } = await import('./phantom-scan.ts');
      const { told } = await writeCalibration(options);
      console.error(`osteon: ${told}`);
      console.log(`calibration file: ${options.writeCalibration}`);
      return EXIT.assessed;
    }
    const done = await assessed(options);
    if (done.rowsMissing !== null)
      console.error(
        `osteon: the report is whole; its rows could not be stored (${done.rowsMissing}): npm run results stores them`,
      );
    if (done.outcome === 'refused') {
      console.error(
        `osteon: study refused: ${done.refusal.code}. Found: ${done.refusal.saw}. Required: ${done.refusal.wanted}`,
      );
      console.error(`refusal report: ${done.report}`);
      return done.rowsMissing === null ? EXIT.refused : EXIT.failed;
    }
    if (done.outcome === 'failed') {
      const { code, state, error } = done.fault;
      console.error(`osteon: not assessed: technical fault ${code} in ${state} (${error})`);
      console.error(`osteon: ${TECHNICAL_FAULTS[code].meaning} ${TECHNICAL_FAULTS[code].whatToDo}`);
      console.error(`fault report: ${done.report}`);
      return EXIT.failed;
    }
    if (done.unsettled !== null) {
      console.error(`osteon: ${done.unsettled.statement}`);
      console.error(done.unsettled.advice);
      console.error(`spine view: ${join(dirname(done.result), 'spine.svg')}`);
    }
    if (done.withheld !== null) console.error(`osteon: ${done.withheld}`);
    if (done.verdict !== null) console.log(`overall fracture risk: ${done.verdict}`);
    console.log(`result: ${done.result}`);
    console.log(`report: ${done.report}`);
    return done.rowsMissing === null ? EXIT.assessed : EXIT.failed;
  } catch (error) {
    if (error instanceof StudyRefused) {
      const { code, saw, wanted } = error.refusal;
      console.error(`osteon: phantom scan refused: ${code}. Found: ${saw}. Required: ${wanted}`);
      return EXIT.refused;
    }
    return exitCodeOf(error);
  }
}

/** The processes of the steps start first: what the command itself runs takes as long to load as they do. */
async function assessed(options: Options): Promise<Assessed> {
  const store = await openOutput(options.out);
  const pool = await preparedPool(options.out, options.workers);
  try {
    const { assessOn } = await import('./assess-study.ts');
    return await assessOn(pool, { ...options, store });
  } finally {
    pool.close();
  }
}
