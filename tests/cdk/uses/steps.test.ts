/** What the steps of the chain read and write, on studies that take every way in, is what the table of steps gives them. */
import type { Context } from 'aws-lambda';
import { beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';

import { smallStudies } from '../../../bench/faults/small-study.ts';
import { REVIEWER, STEPS } from '../../../cdk/lib/steps.ts';
import { patientAssessmentSchema } from '../../../contracts/comparison/patient-index.ts';
import type { ArtifactRef } from '../../../contracts/primitives.ts';
import { resultSchema } from '../../../contracts/result.ts';
import { reviewSchema } from '../../../contracts/review/review.ts';
import { publishReportOutputSchema, type AssessmentInput } from '../../../contracts/states.ts';
import { studyManifestSchema, type StudyManifest } from '../../../contracts/study.ts';
import { orderSchema } from '../../../contracts/order/order.ts';
import { getJson, pinnedMarkerKey, putJson } from '../../../lambdas/shared/artifacts.ts';
import { assessmentInputFor, finalisationNameOf } from '../../../lambdas/shared/assessment-start.ts';
import { provideStore } from '../../../lambdas/shared/aws/ports.ts';
import { providePatientPorts, provideRowPorts } from '../../../lambdas/shared/aws/row-ports.ts';
import type { StepHandler } from '../../../lambdas/shared/aws/step-handler.ts';
import { calibrationSnapshot, registerCalibration } from '../../../lambdas/shared/calibrations/registry.ts';
import { reviewInput, standingResults } from '../../../lambdas/shared/reviews/review-input.ts';
import { StorageUnusable } from '../../../lambdas/shared/errors.ts';
import { ObjectMissing, type ListedStore } from '../../../lambdas/shared/object-store.ts';
import { KEY_BYTES, macByKey, pseudonyms } from '../../../lambdas/shared/rows/pseudonym.ts';
import { folderObjectStore } from '../../../local/folder-object-store.ts';
import { runAssessment, runExecution, type Invoker } from '../../../local/state-machine.ts';
import { FILE } from '../../spine/calibrate/methods/calibration-file.ts';
import { scratchFolder } from '../../pipeline/command.ts';
import { differenceFrom, nothingUsed, recordingLists, type Used } from './recorder.ts';

const SILENT = { started: () => undefined, logged: () => undefined, ended: () => undefined };
const outputSchema = z.object({ report: publishReportOutputSchema });
const store = folderObjectStore(scratchFolder());
/** As S3 says of what is not there to a role that may list some prefixes alone. */
const denying: ListedStore = {
  ...store,
  get: (key) =>
    store.get(key).catch((cause: unknown) => {
      throw cause instanceof ObjectMissing ? new StorageUnusable('denied', { cause }) : cause;
    }),
};
const usedBy = new Map<string, Used>();
const PSEUDONYM = pseudonyms(macByKey(new Uint8Array(KEY_BYTES)));

/** Every call by its own handler, over a store that notes what is done by whom. */
function noting(): Invoker {
  let last: Promise<unknown> = Promise.resolve();
  return {
    invoke({ functionName, handler: path, event }) {
      // One at a time: a process has one store.
      const done = last.then(async () => {
        const used = usedBy.get(functionName) ?? nothingUsed();
        usedBy.set(functionName, used);
        const seen = recordingLists(denying, used);
        provideStore(seen);
        providePatientPorts({ pseudonym: PSEUDONYM, list: (prefix) => seen.list(prefix) });
        const { handler } = (await import(path)) as { readonly handler: StepHandler };
        return handler(event, {} as Context);
      });
      last = done.catch(() => undefined);
      return done;
    },
  };
}

/** The same study as the API leaves it: files where they were sent, an order, the site's calibrations in force. */
async function asSent(input: AssessmentInput): Promise<AssessmentInput> {
  const plain = await getJson(store, input.study, studyManifestSchema);
  const sent = async (ref: ArtifactRef): Promise<ArtifactRef> => {
    const key = `incoming/north/upload/files/${ref.sha256}`;
    await store.put(key, await store.get(ref.key));
    return { ...ref, key };
  };
  await registerCalibration(store, 'north', FILE);
  const manifest: StudyManifest = {
    ...plain,
    site: 'north',
    files: await Promise.all(plain.files.map(sent)),
    labels: {
      ...plain.labels!,
      files: await Promise.all(
        plain.labels!.files.map(async ({ name, file }) => ({ name, file: await sent(file) })),
      ),
    },
    calibrations: (await calibrationSnapshot(store, 'north'))!,
    order: await putJson(store, `studies/${plain.studyId}/order/one.json`, orderSchema, {
      schema: 'osteon/order/1',
      indication: 'Back pain',
    }),
  };
  const key = pinnedMarkerKey(plain.studyId, 'f'.repeat(64));
  return assessmentInputFor(await putJson(store, key, studyManifestSchema, manifest), manifest);
}

/** Another name for the one level, so that every map follows. */
async function revise(measured: ArtifactRef): Promise<void> {
  const result = await getJson(store, measured, resultSchema);
  const review = reviewSchema.parse({
    schema: 'osteon/review/1',
    of: measured.sha256,
    status: 'final',
    reader: { name: 'Ada Reader' },
    at: new Date().toISOString(),
    names: { level: result.levels.at(-1)!.level, is: 'L4' },
  });
  const input = await reviewInput(store, await standingResults(store, result), review);
  const execution = { machine: 'finalisation', name: finalisationNameOf(input), input } as const;
  const { report } = await runExecution(execution, noting(), SILENT, outputSchema, { retryWaitMs: 0 });
  expect(report.outcome).toBe('assessed');
}

beforeAll(async () => {
  let measured: ArtifactRef | null = null;
  vi.spyOn(console, 'info').mockReturnValue(undefined);
  provideRowPorts({
    pseudonym: PSEUDONYM,
    stepRuns: () => Promise.resolve([]),
    priceOf: () => null,
  });
  const studies = smallStudies(scratchFolder(), ['L3']);
  const plain = await studies.put(store, 0);
  // The patient of all digital studies has been here before, and that result is gone.
  const patient = (await PSEUDONYM('north', 'OSTEON-DEMO'))!;
  await putJson(store, `results/patients/${patient}/former.json`, patientAssessmentSchema, {
    schema: 'osteon/patient-assessment/1',
    ...{ studyId: 'f'.repeat(16), assessmentId: 'former', revision: 0, date: '2020-01-02', signed: false },
    ...{ parameterSet: 'former', parameterDigest: 'former' },
  });
  for (const input of [plain, await asSent(plain)]) {
    const { report } = await runAssessment(input, noting(), SILENT, outputSchema, { retryWaitMs: 0 });
    expect(report.outcome).toBe('assessed');
    // Once more: what is there already is looked at again.
    await runAssessment(input, noting(), SILENT, outputSchema, { retryWaitMs: 0 });
    measured = report.result;
  }
  await revise(measured!);
  const poison = await studies.put(store, 1, 'no-images');
  const { report } = await runAssessment(poison, noting(), SILENT, outputSchema, { retryWaitMs: 0 });
  expect(report.outcome).toBe('refused');
}, 120_000);

test('every step was called', () => {
  expect([...usedBy.keys()].sort()).toEqual([...STEPS, REVIEWER].map(({ state }) => state).sort());
});

test.each([...STEPS, REVIEWER])('$state reads and writes what the table of steps gives it', (step) => {
  expect(differenceFrom(step, usedBy.get(step.state)!)).toEqual({ outside: [], unused: [] });
});
