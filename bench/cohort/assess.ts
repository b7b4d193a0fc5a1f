/** Drawn studies through the whole chain in this process: every state runs as it is, and no process is started for it. */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Context } from 'aws-lambda';
import { z } from 'zod';

import type { ParameterSetId } from '../../contracts/parameter-set-ids.ts';
import type { Review } from '../../contracts/review/review.ts';
import type { AssessmentInput } from '../../contracts/states.ts';
import type { StepRun } from '../../contracts/steps/step-run.ts';
import { assessmentInputFor, finalisationNameOf } from '../../lambdas/shared/assessment-start.ts';
import { provideStore } from '../../lambdas/shared/aws/ports.ts';
import { providePatientPorts, provideRowPorts } from '../../lambdas/shared/aws/row-ports.ts';
import type { StepHandler } from '../../lambdas/shared/aws/step-handler.ts';
import type { ListedStore } from '../../lambdas/shared/object-store.ts';
import { reviewInput, standingResults } from '../../lambdas/shared/reviews/review-input.ts';
import { KEY_BYTES, macByKey, pseudonyms } from '../../lambdas/shared/rows/pseudonym.ts';
import { FunctionFailed, type FunctionCall } from '../../local/functions/function-pool.ts';
import { ExecutionFailed, runExecution, type Execution } from '../../local/state-machine.ts';
import { uploadStudy } from '../../local/study/upload-study.ts';
import { digitalSpine, writeDicomSeries } from '../../phantoms/index.ts';
import { genantGrade } from '../../spine/definitions/fractures.ts';
import { writeNifti } from '../../spine/grid/nifti.ts';

import { attributesOf, spineOf, type DrawnStudy } from './draw.ts';

/** One assessment or revision that was made: what a successor needs beside the store. */
export interface MadeRecord {
  readonly n: number;
  readonly studyId: string;
  readonly assessmentId: string;
  readonly revision: number;
  readonly parameterSet: ParameterSetId;
  readonly startedAt: string;
  readonly steps: readonly StepRun[];
  readonly cpuSeconds: number;
}

/** Of the rows: known here, so that visits of a person can be told. */
export const COHORT_PSEUDONYM = pseudonyms(macByKey(new Uint8Array(KEY_BYTES)));
export const COHORT_PRICE = { memoryMb: 2048, gbSecondUsd: 0.0000133334 } as const;
/** In which a fault is put, and what it is told as. */
export const FAULT = { state: 'CalibrateDensity', code: 'FAULT_SOFTWARE' } as const;
const BEFORE: ParameterSetId = 'osteon-default-3';
const NOW: ParameterSetId = 'osteon-default-4';
const SILENT = { started: () => undefined, logged: () => undefined, ended: () => undefined };

export interface Assessing {
  readonly store: ListedStore;
  /** Folder of records: what has one is not done again. */
  readonly records: string;
}

/** All that is made of one study: with both sets of parameters where it is drawn so, and its revision. */
export async function assess(
  drawn: DrawnStudy,
  { store, records }: Assessing,
): Promise<readonly MadeRecord[]> {
  const path = join(records, `${drawn.n}.json`);
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as MadeRecord[];
  provideStore(store);
  providePatientPorts({ pseudonym: COHORT_PSEUDONYM, list: (prefix) => store.list(prefix) });
  const inputs = await uploaded(drawn, store, join(records, `${drawn.n}-files`));
  const made: MadeRecord[] = [];
  for (const input of inputs) {
    const record = await run({ machine: 'assessment', name: input.assessmentId, input }, drawn, 0);
    made.push(record);
  }
  if (drawn.read && drawn.poison === null && !drawn.faulty)
    made.push(await reviewed(drawn, made.at(-1)!, store));
  await writeFile(path, JSON.stringify(made));
  return made;
}

async function uploaded(
  drawn: DrawnStudy,
  store: ListedStore,
  folder: string,
): Promise<readonly AssessmentInput[]> {
  const options = spineOf(drawn);
  const spine = digitalSpine(options);
  await mkdir(folder, { recursive: true });
  const files: string[] = [];
  for (const { name, bytes } of writeDicomSeries(spine, options, attributesOf(drawn))) {
    if (drawn.poison === 'three images' && files.length === 3) break;
    const path = join(folder, name);
    await writeFile(path, poisoned(bytes, files.length, drawn));
    files.push(path);
  }
  const labels = join(folder, 'labels.nii.gz');
  await writeFile(labels, writeNifti(spine.vertebrae));
  const inputs: AssessmentInput[] = [];
  for (const parameterSet of drawn.twice ? [BEFORE, NOW] : [NOW]) {
    const { marker, manifest } = await uploadStudy(store, {
      files,
      ...{ labels: [labels], labelConvention: 'verse', model: null, keepOutlines: true, levelOverride: null },
      ...{ order: drawn.order, parameterSet, site: drawn.scanner.site },
    });
    inputs.push(assessmentInputFor(marker, manifest));
  }
  await rm(folder, { recursive: true });
  return inputs;
}

function poisoned(bytes: Uint8Array, n: number, { poison, n: study }: DrawnStudy): Uint8Array {
  if (poison === 'no images') return new TextEncoder().encode(`no image ${study} ${n}`);
  return poison === 'a cut image' && n === 1 ? bytes.subarray(0, bytes.length / 2) : bytes;
}

/** A reader who sees what was drawn. */
async function reviewed(drawn: DrawnStudy, of: MadeRecord, store: ListedStore): Promise<MadeRecord> {
  const standing = await standingResults(store, of);
  const latest = standing.at(-1)!;
  const review: Review = {
    schema: 'osteon/review/1',
    of: latest.ref.sha256,
    status: 'final',
    reader: { name: 'Drawn Reader', role: 'Radiologist' },
    at: new Date().toISOString(),
    readings: drawn.levels
      .filter(({ level }) => latest.result.levels.some((one) => one.level === level))
      .map(({ level, fracture }) =>
        fracture === null
          ? { level, fractured: false }
          : { level, fractured: true, grade: readGrade(fracture.loss), shape: fracture.shape },
      ),
  };
  const input = await reviewInput(store, standing, review);
  const name = finalisationNameOf(input);
  return run({ machine: 'finalisation', name, input }, drawn, input.revision);
}

async function run(execution: Execution, drawn: DrawnStudy, revision: number): Promise<MadeRecord> {
  const { studyId, assessmentId, parameterSet } = execution.input;
  const before = cpuSeconds();
  let startedAt = '';
  let steps: readonly StepRun[] = [];
  const invoke = async (call: FunctionCall): Promise<unknown> => {
    call.onStart();
    const { event, functionName } = call;
    if (drawn.faulty && functionName === FAULT.state)
      throw new FunctionFailed({ errorType: 'TypeError', errorMessage: 'put in by the bench' });
    if (functionName === 'StoreResults') {
      steps = call.stepRuns ?? [];
      startedAt = z.object({ startedAt: z.string() }).parse(event).startedAt;
      provideRowPorts({
        pseudonym: COHORT_PSEUDONYM,
        stepRuns: () => Promise.resolve(steps),
        priceOf: () => COHORT_PRICE,
      });
    }
    const { handler } = (await import(call.handler)) as { readonly handler: StepHandler };
    try {
      return await handler(event, {} as Context);
    } catch (error) {
      throw new FunctionFailed({
        errorType: (error as Error).name,
        errorMessage: (error as Error).message,
      });
    }
  };
  try {
    await runExecution(execution, { invoke }, SILENT, z.looseObject({}), { retryWaitMs: 1 });
  } catch (error) {
    if (!(error instanceof ExecutionFailed) || !drawn.faulty) throw error;
  }
  return {
    n: drawn.n,
    ...{ studyId, assessmentId, revision, parameterSet, startedAt, steps },
    cpuSeconds: cpuSeconds() - before,
  };
}

/** Those that are drawn lose a fifth of the height and more. */
function readGrade(loss: number): 1 | 2 | 3 {
  return Math.max(1, genantGrade(loss)) as 1 | 2 | 3;
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
