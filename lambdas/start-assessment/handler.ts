/** StartAssessment: a study's completion marker has landed in the bucket; its assessment starts. */
import { SFNClient } from '@aws-sdk/client-sfn';
import { z } from 'zod';

import { sha256 } from '../../spine/host/digest.ts';
import { pinnedMarkerKey, putBytes } from '../shared/artifacts.ts';
import { assessmentInputFor } from '../shared/assessment-start.ts';
import { stepHandler } from '../shared/aws/step-handler.ts';

import { MARKER_SCHEMA, studyNamedBy } from './named-study.ts';
import { startExecution } from './start-execution.ts';

/** "Object Created" of Amazon EventBridge, as far as it is used. The version is there where the bucket keeps versions, as ours does. */
const objectCreatedSchema = z.object({
  detail: z.object({ object: z.object({ key: z.string(), 'version-id': z.string().optional() }) }),
});
const startedSchema = z.object({ executionName: z.string(), started: z.boolean() });

let client: SFNClient | undefined;

export const handler = stepHandler({
  name: 'StartAssessment',
  input: objectCreatedSchema,
  output: startedSchema,
  async run({ detail }, { store, log }) {
    const stateMachineArn = process.env.OSTEON_STATE_MACHINE_ARN;
    if (stateMachineArn === undefined)
      throw new Error('OSTEON_STATE_MACHINE_ARN is not set; required: the ARN of the state machine');
    const { key, 'version-id': version } = detail.object;
    // The marker that this event tells of: the next order may have been written over it meanwhile, and has an event of its own.
    const bytes = await store.get(key, version);
    const study = studyNamedBy(key, bytes);
    // The place of the marker is written over by the next order; an execution reads the one that it was started for.
    const marker = await putBytes(
      store,
      pinnedMarkerKey(study.studyId, sha256(bytes)),
      MARKER_SCHEMA,
      bytes,
      'application/json',
    );
    client ??= new SFNClient({});
    const started = await startExecution(client, stateMachineArn, assessmentInputFor(marker, study));
    log.info(started.started ? 'assessment started' : 'assessment already started', {
      execution: started.executionName,
    });
    return started;
  },
});
