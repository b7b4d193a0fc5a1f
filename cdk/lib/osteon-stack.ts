/** Everything of a stage in one stack: storage, the chain, what starts it, and what watches it. */
import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

import { Api } from './api/api.ts';
import { Assessment, DEFINITION } from './assessment.ts';
import { Campaigns } from './campaigns.ts';
import { callsAtATime, placesOf } from './concurrency.ts';
import { OwnNetwork } from './network.ts';
import { Finalisation } from './finalisation.ts';
import { Operations } from './operations/operations.ts';
import { parametersFrom, type GivenParameters, type Parameters } from './parameters.ts';
import { Queries } from './queries/queries.ts';
import { Start } from './start.ts';
import { logGroup, type Platform } from './step-function.ts';
import { Storage } from './storage.ts';
import { Watch } from './watch.ts';

export interface OsteonStackProps extends StackProps {
  readonly parameters?: GivenParameters;
  /** That every result names; the same commit makes the same template. */
  readonly commit?: string;
}

export class OsteonStack extends Stack {
  readonly parameters: Parameters;

  /** @throws Error where a parameter can't be, or asks for more than the account has */
  constructor(
    scope: Construct,
    id: string,
    { parameters: given = {}, commit = 'unknown', ...props }: OsteonStackProps = {},
  ) {
    super(scope, id, props);
    // Access logs by bucket policy: buckets that enforce their owner take no grants by ACL.
    this.node.setContext('@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy', true);
    const parameters = parametersFrom(given);
    this.parameters = parameters;
    const places = placesOf(parameters, callsAtATime(DEFINITION));
    const storage = new Storage(this, 'Storage', parameters);
    const network =
      parameters.network === null
        ? null
        : new OwnNetwork(
            this,
            'Network',
            parameters.network,
            logGroup(this, 'FlowLog', { parameters, storage }),
          );
    const platform: Platform = { parameters, storage, network, commit, places };
    const assessment = new Assessment(this, 'Assessment', platform);
    storage.signedReportsFrom(assessment.functions.get('StoreResults')!.role);
    const start = new Start(this, 'Start', platform, assessment.machine);
    const watch = new Watch(this, 'Watch', platform);
    const campaigns = new Campaigns(this, 'Campaigns', platform, assessment.machine);
    const finalisation = new Finalisation(this, 'Finalisation', platform, assessment);
    const queries = new Queries(this, 'Queries', platform);
    const uses = {
      assessment: assessment.machine,
      campaigns: campaigns.machine,
      finalisation: finalisation.machine,
      queries,
    };
    if (parameters.identity !== null) new Api(this, 'Api', platform, uses, parameters.identity);
    new Operations(this, 'Operations', { platform, assessment, start, watch, campaigns, finalisation });
  }
}
