/** One study through the whole chain: uploaded, assessed, its report in the output folder. */
import { resolve } from 'node:path';

import { z } from 'zod';

import { getJson } from '../lambdas/shared/artifacts.ts';
import { calibrationSnapshot } from '../lambdas/shared/calibrations/registry.ts';
import { assessmentInputFor } from '../lambdas/shared/assessment-start.ts';
import type { Fault } from '../contracts/faults.ts';
import type { Refusal } from '../contracts/primitives.ts';
import { resultSchema, type Result } from '../contracts/result.ts';
import { DEFAULT_PARAMETER_SET } from '../contracts/parameter-set-ids.ts';
import { publishReportOutputSchema, type AssessmentInput } from '../contracts/states.ts';
import type { ListedStore } from '../lambdas/shared/object-store.ts';

import { calibrationFiles } from './study/calibration-files.ts';
import type { FunctionPool } from './functions/function-pool.ts';
import { preparedPool } from './functions/prepared-pool.ts';
import type { Options } from './command/options.ts';
import { progressView } from './command/progress.ts';
import { ExecutionFailed, runAssessment } from './state-machine.ts';
import { openLog, withLog } from './step-logs.ts';
import { folderPseudonyms } from './results/pseudonym-key.ts';
import { renewEarlier, renewGiven } from './study/earlier-assessments.ts';
import { priorsAt } from './study/prior-files.ts';
import { orderAt } from './study/order-file.ts';
import { labelFiles, modelFiles, studyFiles } from './study/study-files.ts';
import { uploadStudy } from './study/upload-study.ts';

/** What the command was asked for, and where its artefacts go. */
export interface AssessRequest extends Omit<Options, 'help' | 'writeCalibration'> {
  readonly store: ListedStore;
}

/** Absolute paths of the files that a person opens. */
export type Assessed = {
  readonly report: string;
  readonly result: string;
  /** Name of the error for which a report that is whole has no rows in the tables; null: they are there. */
  readonly rowsMissing: string | null;
} & (
  | {
      readonly outcome: 'assessed';
      /** Level names that are not settled, and how to settle them. */
      readonly unsettled: NonNullable<NonNullable<Result['numbering']>['unsettled']> | null;
      /** What was not evaluated for thick slices, as the report says it. */
      readonly withheld: string | null;
      /** The overall category with its probability, as the report says it. */
      readonly verdict: string | null;
    }
  | { readonly outcome: 'refused'; readonly refusal: Refusal }
  | { readonly outcome: 'failed'; readonly fault: Fault }
);

const executionOutputSchema = z.object({ report: publishReportOutputSchema });

/**
 * @throws CommandLineError where the study, the labels or the order can't be read.
 * @throws ExecutionFailed where processing failed and could not even be reported
 */
export async function assessStudy(request: AssessRequest): Promise<Assessed> {
  const pool = await preparedPool(request.out, request.workers);
  try {
    return await assessOn(pool, request);
  } finally {
    pool.close();
  }
}

/** As `assessStudy`, with processes that whoever calls has started, and closes. */
export async function assessOn(pool: FunctionPool, request: AssessRequest): Promise<Assessed> {
  const { store, out } = request;
  const order = await orderAt(request.order);
  const given = await priorsAt(request.priors);
  const calibration = await calibrationFiles(request.phantom, request.calibration);
  // What is typed wrong is told before anything is made.
  const files = await studyFiles(request.study ?? (await demoStudy(out)));
  const labels = await labelFiles(request.labels);
  const model = request.model === null ? null : await modelFiles(request.model);
  const run = async (input: AssessmentInput) => {
    const log = await openLog(out, `${input.studyId}-${input.assessmentId}`);
    const view = progressView(process.stderr, () => performance.now());
    return publishedBy(() => runAssessment(input, pool, withLog(view, log), executionOutputSchema));
  };
  const parameterSet = request.parameterSet ?? order?.parameterSet ?? DEFAULT_PARAMETER_SET;
  const again = { store, site: request.site, parameterSet, run, tell: console.error };
  const priors = await renewGiven(given, again);
  if (request.report?.findPriors !== false) await renewEarlier(files, folderPseudonyms(out), again);
  const { marker, manifest, pathOfKey } = await uploadStudy(store, {
    files,
    labels,
    ...(request.select === null ? {} : { select: request.select }),
    labelConvention: request.labelConvention,
    model,
    keepOutlines: request.keepOutlines,
    levelOverride: request.levelOverride,
    calibration,
    order,
    priors,
    parameterSet: request.parameterSet,
    report: request.report,
    site: request.site,
    calibrations: await calibrationSnapshot(store, request.site),
  });
  console.error(`  study ${manifest.studyId}: ${files.length} ${files.length === 1 ? 'file' : 'files'}`);

  const input = assessmentInputFor(marker, manifest);
  const { report, rowsMissing } = await run(input);
  const paths = {
    report: resolve(out, report.report.key),
    result: resolve(out, report.result.key),
    rowsMissing,
  };
  if (report.fault !== null) return { outcome: 'failed', fault: report.fault, ...paths };
  const { refusal, numbering, flags, overall } = await getJson(store, report.result, resultSchema);
  if (report.outcome === 'assessed')
    return {
      outcome: 'assessed',
      unsettled: numbering?.unsettled ?? null,
      withheld: flags.find(({ code }) => code === 'SLICES_THICK')?.message ?? null,
      verdict: overall?.statement ?? null,
      ...paths,
    };
  if (refusal === null) throw new Error('a refused study has no refusal record');
  return { outcome: 'refused', refusal: withPaths(refusal, pathOfKey), ...paths };
}

/** Its folder. Loaded where it is asked for. */
async function demoStudy(out: string): Promise<string> {
  const { makeDemoStudy } = await import('./study/demo-study.ts');
  return await makeDemoStudy(out);
}

/** Of an execution that failed: the report of its fault, or that of a result whose rows could not be stored. */
async function publishedBy(run: () => Promise<z.output<typeof executionOutputSchema>>) {
  try {
    return { report: (await run()).report, rowsMissing: null };
  } catch (cause) {
    if (!(cause instanceof ExecutionFailed) || cause.published === null) throw cause;
    const report = publishReportOutputSchema.parse(cause.published);
    return { report, rowsMissing: report.fault === null ? cause.message : null };
  }
}

/** Keys of the store become the paths that the user knows their files by. */
function withPaths(refusal: Refusal, pathOfKey: ReadonlyMap<string, string>): Refusal {
  const named = (text: string): string => {
    let out = text;
    for (const [key, path] of pathOfKey) out = out.replaceAll(key, path);
    return out;
  };
  return { ...refusal, saw: named(refusal.saw), wanted: named(refusal.wanted) };
}
