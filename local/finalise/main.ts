/** `npm run finalise`: a reader's review into a revision of an assessment, by the state machine that a deployment runs. */
import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import { getJson } from '../../lambdas/shared/artifacts.ts';
import { finalisationNameOf } from '../../lambdas/shared/assessment-start.ts';
import {
  reviewInput,
  standingResults,
  type StandingResult,
} from '../../lambdas/shared/reviews/review-input.ts';
import { COMMIT_VARIABLE, software } from '../../lambdas/shared/version.ts';
import { resultSchema } from '../../contracts/result.ts';
import { namesInDoubt } from '../../spine/judge/index.ts';
import { publishReportOutputSchema } from '../../contracts/states.ts';

import { CommandLineError, exitCodeOf, reasonOf } from '../command/errors.ts';
import { progressView } from '../command/progress.ts';
import { commitOf } from '../commit.ts';
import { FunctionPool } from '../functions/function-pool.ts';
import { openOutput } from '../output-folder.ts';
import { runExecution } from '../state-machine.ts';
import { openLog, withLog } from '../step-logs.ts';

import { alone } from './lock.ts';
import { HELP, parseFinalise } from './options.ts';
import { readReview } from './read-review.ts';

const EXIT = { done: 0 } as const;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const outputSchema = z.object({ report: publishReportOutputSchema });

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  try {
    const options = parseFinalise(args);
    if (options.help) {
      console.log(HELP);
      return EXIT.done;
    }
    const { out, assessment } = options;
    const store = await openOutput(out);
    const standing = await standingResults(store, assessment);
    if (standing.length === 0)
      throw new CommandLineError(
        `${assessment.studyId}/${assessment.assessmentId} in ${out}: found no result; required: an assessment that has ended`,
      );
    if (options.fresh !== null) {
      await writeNew(options.fresh, standing.at(-1)!);
      console.log(`review to fill in: ${options.fresh}`);
      return EXIT.done;
    }
    process.env[COMMIT_VARIABLE] ??= commitOf(ROOT);
    console.error(`osteon ${software().version} - not cleared for clinical use; decision support`);
    const review = readReview(await textOf(options.review!), options.review!);
    // What stands is read again by the one that may write.
    await alone(out, assessment, async () => {
      const now = await standingResults(store, assessment);
      const input = await reviewInput(store, now, review);
      const pool = new FunctionPool(resolve(out), 1);
      try {
        const name = finalisationNameOf(input);
        const view = withLog(
          progressView(process.stderr, () => performance.now()),
          await openLog(out, name),
        );
        const { report } = await runExecution(
          { machine: 'finalisation', name, input },
          pool,
          view,
          outputSchema,
        );
        const { overall } = await getJson(store, report.result, resultSchema);
        if (overall !== null) console.log(`overall fracture risk: ${overall.statement}`);
        console.log(`revision ${input.revision}, ${review.status}`);
        console.log(`result: ${resolve(out, report.result.key)}`);
        console.log(`report: ${resolve(out, report.report.key)}`);
      } finally {
        pool.close();
      }
    });
    return EXIT.done;
  } catch (error) {
    return exitCodeOf(unfit(error));
  }
}

/** A review that does not fit is the reader's to mend, as a wrong option is. */
function unfit(error: unknown): unknown {
  return error instanceof Error && ['ReviewUnfit', 'RevisionUnderWay'].includes(error.name)
    ? new CommandLineError(`review: ${error.message}`, { cause: error })
    : error;
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new CommandLineError(`--review ${file}: not readable: ${reasonOf(cause)}`, { cause });
  }
}

/** With the levels that can be named, so that nobody has to look them up. */
async function writeNew(file: string, { ref, revision, result }: StandingResult): Promise<void> {
  const lowest = result.levels.findLast(({ level }) => level !== 'sacrum');
  const review = {
    schema: 'osteon/review/1',
    of: ref.sha256,
    status: result.review === undefined || result.review.status === 'preliminary' ? 'final' : 'addendum',
    reader: { name: '', role: 'Radiologist' },
    // Not answered for the reader: a review in which one is left open is none.
    ...(namesInDoubt(result.flags) && lowest !== undefined
      ? { names: { level: lowest.level, is: null } }
      : {}),
    readings: result.levels.flatMap(({ level, fracture, knownFracture }) =>
      fracture !== null && knownFracture === null && (fracture.grade > 0 || fracture.needsReader)
        ? [{ level, fractured: null }]
        : [],
    ),
    excluded: [],
    comments: '',
  };
  try {
    await writeFile(file, `${JSON.stringify(review, null, 2)}\n`, { flag: 'wx' });
  } catch (cause) {
    throw new CommandLineError(`--new ${file}: not written: ${reasonOf(cause)}`, { cause });
  }
  console.error(
    `osteon: of revision ${revision}; levels: ${result.levels.map(({ level }) => level).join(', ')}`,
  );
}
