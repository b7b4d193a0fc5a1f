/** A study through the chain as it is deployed: the state machine's file over the bundles, objects in an S3 server on loopback. */
import { S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';

import { publishReportOutputSchema } from '../../contracts/states.ts';
import { STEPS } from '../../cdk/lib/steps.ts';
import { assessmentInputFor } from '../../lambdas/shared/assessment-start.ts';
import { s3ObjectStore } from '../../lambdas/shared/aws/s3-object-store.ts';
import { FunctionFailed } from '../../local/functions/function-pool.ts';
import { runAssessment } from '../../local/state-machine.ts';
import { studyFiles } from '../../local/study/study-files.ts';
import { uploadStudy } from '../../local/study/upload-study.ts';

import type { Bundle } from './bundles.ts';
import { startObjectServer, type ObjectServer } from './object-server.ts';
import { invoke, type Usage } from './sandbox.ts';

export interface StepUse extends Usage {
  readonly state: string;
  readonly level: string | null;
}

export interface Course {
  readonly outcome: string;
  readonly levels: number;
  readonly steps: readonly StepUse[];
  /** Of the study as uploaded, of volumes and of everything else, MB of 2^20. */
  readonly storedMb: { readonly upload: number; readonly volumes: number; readonly kept: number };
  readonly objects: { readonly puts: number; readonly gets: number };
  /** Transitions of the state machine, by its history: states entered. */
  readonly transitions: number;
}

const BUCKET = 'studies';
const PARTS = ['studies', 'assessments', 'incoming', 'calibrations', 'results'];
const MB = 2 ** 20;
/** Start, Map, and Pass states beside the tasks. */
const OTHER_TRANSITIONS = 3;

export async function runStudy(path: string, bundles: ReadonlyMap<string, Bundle>): Promise<Course> {
  const server = await startObjectServer();
  const address = `http://127.0.0.1:${server.port}`;
  const aws = {
    AWS_ENDPOINT_URL_S3: address,
    AWS_ENDPOINT_URL_KMS: address,
    AWS_ENDPOINT_URL_SFN: address,
    OSTEON_PSEUDONYM_KEY_ARN: 'k',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    OSTEON_BUCKETS: PARTS.map((part) => `${part}=${BUCKET}`).join(','),
    POWERTOOLS_LOG_LEVEL: 'SILENT',
  };
  const store = s3ObjectStore(
    () => BUCKET,
    new S3Client({
      region: aws.AWS_REGION,
      endpoint: address,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    }),
  );
  try {
    const files = await studyFiles(path);
    const { marker, manifest } = await uploadStudy(store, {
      files,
      labels: [],
      labelConvention: null,
      model: null,
      keepOutlines: false,
      levelOverride: null,
      order: null,
      parameterSet: null,
    });
    const steps: StepUse[] = [];
    // One at a time: what one takes is not what it takes beside nine others on two cores.
    let before: Promise<unknown> = Promise.resolve();
    const invokeStep = async (functionName: string, event: unknown): Promise<unknown> => {
      const step = STEPS.find(({ state }) => state === functionName)!;
      const { usage, ...answer } = await invoke(step, bundles.get(functionName)!, event, aws);
      const level =
        typeof event === 'object' && event !== null && 'level' in event ? String(event.level) : null;
      steps.push({ state: functionName, level, ...usage });
      console.error(
        `  ${functionName} ${level ?? ''} ${usage.cpuSeconds.toFixed(1)} s CPU, ${usage.peakMb.toFixed(0)} MB`,
      );
      if ('error' in answer) throw new FunctionFailed(answer.error);
      return answer.result;
    };
    const pool = {
      invoke: ({
        functionName,
        event,
        onStart,
      }: Parameters<Parameters<typeof runAssessment>[1]['invoke']>[0]) => {
        const own = before.then(() => {
          onStart();
          return invokeStep(functionName, event);
        });
        before = own.catch(() => undefined);
        return own;
      },
    };
    const silent = { started: () => undefined, logged: () => undefined, ended: () => undefined };
    const output = z.object({ report: publishReportOutputSchema });
    const { report } = await runAssessment(assessmentInputFor(marker, manifest), pool, silent, output);
    return {
      outcome: report.outcome,
      levels: steps.filter(({ level }) => level !== null).length,
      steps,
      storedMb: storedIn(server),
      objects: { ...server.requests },
      transitions: steps.length + OTHER_TRANSITIONS,
    };
  } finally {
    server.close();
  }
}

function storedIn({ objects }: ObjectServer): Course['storedMb'] {
  const stored = { upload: 0, volumes: 0, kept: 0 };
  for (const [key, { length }] of objects) {
    const kind = key.startsWith('studies/') ? 'upload' : key.endsWith('.nii.gz') ? 'volumes' : 'kept';
    stored[kind] += length / MB;
  }
  return stored;
}
