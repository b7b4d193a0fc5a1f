/* eslint-disable @typescript-eslint/no-deprecated -- of hono/aws-lambda: the package that will replace it in hono 5 is not published yet */
/** The API on AWS Lambda, behind an HTTP API of Amazon API Gateway (payload 2.0). */
import '../../spine/host/v8-flags.ts';
import { Logger } from '@aws-lambda-powertools/logger';
import { handle } from 'hono/aws-lambda';

import { athenaQueryRuns } from '../shared/aws/athena/query-runs.ts';
import { bucketsFrom, BUCKETS_VARIABLE } from '../shared/aws/buckets.ts';
import { safeError } from '../shared/aws/safe-error.ts';
import { s3ObjectStore } from '../shared/aws/s3-object-store.ts';
import { s3UploadStore } from '../shared/aws/s3-upload-store.ts';
import { stepFunctionsCampaigns } from '../shared/aws/step-functions-campaigns.ts';
import { stepFunctionsFinalisations } from '../shared/aws/step-functions-finalisations.ts';
import { stepFunctionsExecutions } from '../shared/aws/step-functions-executions.ts';
import { allQueries, catalogue } from '../shared/queries/catalog.ts';

import { apiApp } from './app.ts';
import { callerByIssuer } from './http/issuer.ts';

type Handle = ReturnType<typeof handle>;

let answer: Handle | undefined;

export const handler: Handle = (event, context) => (answer ??= application())(event, context);

/** Once a sandbox: the issuer's keys are kept, and connections too. */
function application(): Handle {
  const bucketOf = bucketsFrom(process.env[BUCKETS_VARIABLE]);
  const stateMachine = required('OSTEON_STATE_MACHINE_ARN', 'the ARN of the state machine');
  const campaignMachine = required('OSTEON_CAMPAIGN_MACHINE_ARN', 'the ARN of the machine of campaigns');
  const finalisationMachine = required(
    'OSTEON_FINALISATION_MACHINE_ARN',
    'the ARN of the machine of revisions',
  );
  const all = catalogue();
  const logger = new Logger({ serviceName: 'Api' });
  return handle(
    apiApp({
      store: s3ObjectStore(bucketOf),
      uploads: s3UploadStore(bucketOf),
      executions: stepFunctionsExecutions(stateMachine),
      campaigns: stepFunctionsCampaigns(campaignMachine),
      finalisations: stepFunctionsFinalisations(finalisationMachine),
      queries: {
        named: allQueries(all),
        runs: athenaQueryRuns({
          workGroup: required('OSTEON_ATHENA_WORKGROUP', "the workgroup of the API's queries"),
          database: required('OSTEON_ATHENA_DATABASE', 'the database whose tables want a site'),
          views: all.views,
        }),
      },
      callerOf: callerByIssuer(process.env),
      log: {
        request: (line) => logger.info('request', { ...line }),
        failed: (requestId, error) => logger.error('request failed', { requestId, error: safeError(error) }),
      },
    }),
  );
}

function required(variable: string, what: string): string {
  const value = process.env[variable];
  if (value === undefined || value === '') throw new Error(`${variable} is not set; required: ${what}`);
  return value;
}
