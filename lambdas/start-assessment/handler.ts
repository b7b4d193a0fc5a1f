/** StartAssessment: a study's completion marker has landed in the bucket; its assessment starts. */
import { SFNClient } from '@aws-sdk/client-sfn';
import { z } from 'zod';

import { sha256 } from '../../spine/host/digest.ts';
import { studyManifestKey } from '../shared/artifacts.ts';
import { assessmentInputFor } from '../shared/assessment-start.ts';
import { stepHandler } from '../shared/aws/step-handler.ts';
import { studyManifestSchema } from '../../contracts/study.ts';
import { StudyRefused } from '../../contracts/refusals.ts';

import { startExecution } from './start-execution.ts';

/** "Object Created" of Amazon EventBridge, as far as it is used. */
const objectCreatedSchema = z.object({ detail: z.object({ object: z.object({ key: z.string() }) }) });
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
    const { key } = detail.object;
    const bytes = await store.get(key);
    const manifest = studyManifestSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
    if (key !== studyManifestKey(manifest.studyId)) {
      throw new StudyRefused({
        code: 'MARKER_MISPLACED',
        saw: 'completion marker and key name different studies',
        wanted: studyManifestKey(manifest.studyId),
      });
    }
    const marker = { key, schema: manifest.schema, sha256: sha256(bytes) };
    client ??= new SFNClient({});
    const started = await startExecution(client, stateMachineArn, assessmentInputFor(marker, manifest));
    log.info(started.started ? 'assessment started' : 'assessment already started', {
      execution: started.executionName,
    });
    return started;
  },
});
